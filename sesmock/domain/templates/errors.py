"""What SES refuses of templates, and of the data that they are rendered with."""

from __future__ import annotations

from sesmock.domain.errors import AlreadyExists, InvalidParameter, NotFound


class TemplateDoesNotExist(NotFound):
    """No template has that name. Spec: sending.md §2.9 [P, U]."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Template {name} does not exist")
        self.name = name


class TemplateAlreadyExists(AlreadyExists):
    """A template has that name already. Spec: sending.md §2.9 [U]."""

    def __init__(self, name: str, account_id: str) -> None:
        super().__init__(f"Template {name} already exists for account id {account_id}")
        self.name = name


class InvalidTemplate(InvalidParameter):
    """A part of a template cannot be read."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(text)
        self.name = name


class InvalidRenderingParameter(InvalidParameter):
    """A template cannot be rendered with its data."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(text)
        self.name = name


class InvalidTemplateData(InvalidRenderingParameter):
    """The data of a template are no object in JSON; v2 says so in other words. Spec: sending.md §2.9 [U]."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "The template data is invalid")


class InvalidDataOnSend(InvalidParameter):
    """The template data of a send are no object in JSON. Spec: sending.md §2.9 [U]."""

    def __init__(self) -> None:
        super().__init__("The template data is invalid")


class MissingRenderingAttribute(InvalidParameter):
    """The data lack an attribute that a template names. Spec: sending.md §2.9 [U, P]."""

    def __init__(self, name: str, attribute: str, text: str) -> None:
        super().__init__(text)
        self.name = name
        self.attribute = attribute


class NoTemplateName(InvalidParameter):
    """A template of any kind has no name. Spec: sending.md §2.9, §3.3 [P]."""

    def __init__(self) -> None:
        super().__init__("The template name must be specified.")
