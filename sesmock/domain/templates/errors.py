"""Errors about templates and their data."""

from __future__ import annotations

from sesmock.domain import unconfirmed_messages
from sesmock.domain.errors import AlreadyExists, InvalidParameter, LimitExceeded, NotFound


class TemplateDoesNotExist(NotFound):
    """There is no template with this name. Spec: sending.md §5 [P, U]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Template {name} does not exist")
        self.name = name


class TemplateAlreadyExists(AlreadyExists):
    """There is already a template with this name. Spec: sending.md §5 [U]."""

    def __init__(self, name: str, account_id: str) -> None:
        super().__init__(f"Template {name} already exists for account id {account_id}")
        self.name = name


class InvalidTemplate(InvalidParameter):
    """A part of a template cannot be parsed. The text is inferred."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(unconfirmed_messages.INVALID_TEMPLATE.format(problem=problem))
        self.name = name


class InvalidRenderingParameter(InvalidParameter):
    """A template cannot be rendered with the data of a request."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(text)
        self.name = name


class InvalidTemplateData(InvalidRenderingParameter):
    """The data of a template is not a JSON object; SES v2 has a different text. Spec: sending.md §5 [U]."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "The template data is invalid")


class InvalidDataOnSend(InvalidParameter):
    """The template data of a send is not a JSON object. Spec: sending.md §5 [U]."""

    def __init__(self) -> None:
        super().__init__("The template data is invalid")


class MissingRenderingAttribute(InvalidParameter):
    """The data has no value for an attribute of a template. Spec: sending.md §5 [U, P]."""

    def __init__(self, name: str, attribute: str, text: str) -> None:
        super().__init__(text)
        self.name = name
        self.attribute = attribute


class NoTemplateName(InvalidParameter):
    """A template of any kind has no name. Spec: sending.md §5; custom_verification.md §1 [P]."""

    def __init__(self) -> None:
        super().__init__("The template name must be specified.")


class InvalidTemplateName(InvalidParameter):
    """The name of a template has control characters, which the XML of SES v1 cannot contain. The text is inferred."""

    def __init__(self, name: str) -> None:
        super().__init__(unconfirmed_messages.TEMPLATE_NAME_CONTROLS.format(name=name))


class TemplateDataTooDeep(InvalidRenderingParameter):
    """The template data is nested too deeply to be rendered. The text is inferred."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "The template data is nested too deeply")


class IncompleteInlineTemplate(InvalidParameter):
    """An inline template has no subject or no body. The text is inferred."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.INCOMPLETE_INLINE_TEMPLATE)


class UnsupportedTemplateOperations(InvalidParameter):
    """An inline template has more than plain substitutions. Spec: sending.md §5 [U]."""

    def __init__(self) -> None:
        super().__init__("Template contains unsupported operations.")


class TooManyTemplates(LimitExceeded):
    """The account has reached the maximum number of templates. The text is inferred."""

    def __init__(self, maximum: int) -> None:
        super().__init__(unconfirmed_messages.TOO_MANY_TEMPLATES.format(maximum=maximum))


class NoTemplateSubject(InvalidParameter):
    """A template has no subject. Spec: sending.md §5 [P]."""

    def __init__(self) -> None:
        super().__init__("The subject must be specified.")


class NoTemplateBody(InvalidParameter):
    """A template has neither text nor HTML. The text is inferred."""

    def __init__(self) -> None:
        super().__init__(unconfirmed_messages.NO_TEMPLATE_BODY)


class TemplateTooLarge(LimitExceeded):
    """A template has too many bytes. The text is inferred."""

    def __init__(self, max_bytes: int) -> None:
        super().__init__(unconfirmed_messages.TEMPLATE_TOO_LARGE.format(maximum=max_bytes // 1024))
