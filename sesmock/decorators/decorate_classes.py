"""``@mock_ses`` on classes: each test gets a fresh mock, shared with its setup and teardown."""

from __future__ import annotations

import inspect
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import wrapt

from sesmock import stack
from sesmock.decorators import decorate_functions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sesmock.decorators.decorate_functions import Enter
    from sesmock.handle import SesMock

_ATTRIBUTE = "_sesmock_active"
_METHODS = (staticmethod, classmethod)


def decorate(cls: Any, enter: Enter) -> Any:
    """Make every test of a class and of its subclasses run in a fresh mock; return the class.

    For a ``unittest.TestCase``, the methods ``run`` and ``debug`` are wrapped, so that ``setUp``, test,
    ``tearDown`` and cleanups share one mock. In any other class, each ``test*`` method shares one with
    ``setup_method`` and ``teardown_method``.
    """
    wrapper = _Wrapper(enter, _select_runners if _is_test_case(cls) else _select_tests)
    wrapper.wrap_all(cls)
    wrapper.wrap_subclasses(cls)
    if not hasattr(cls, "ses_mock"):
        cls.ses_mock = _MockOfTest(_ses_mock)
    return cls


class _Active:
    """The mock of one test, from before its setup until after its teardown."""

    def __init__(self, enter: Enter) -> None:
        self.context = enter()
        self.handle = self.context.__enter__()
        self.is_ending = False


class _Wrapper:
    """Wraps the methods of a class and of its subclasses."""

    def __init__(self, enter: Enter, names: Any) -> None:
        self._enter = enter
        self._names = names

    def wrap_all(self, cls: Any) -> None:
        """Wrap the methods of a class, including inherited ones."""
        self._wrap(cls, self._names(dir(cls)))
        if self._names is _select_tests:
            self._add(cls)

    def wrap_subclasses(self, cls: Any) -> None:
        """Wrap the methods that later subclasses add or override."""
        own = cls.__dict__.get("__init_subclass__")

        def init_subclass(subclass: Any, /, **arguments: Any) -> None:
            if own is None:
                super(cls, subclass).__init_subclass__(**arguments)
            else:
                # `cls.__init_subclass__` would be bound to cls, but it must receive the subclass.
                own.__get__(None, subclass)(**arguments)
            self._wrap(subclass, self._names(vars(subclass)))

        cls.__init_subclass__ = classmethod(init_subclass)

    def _wrap(self, cls: Any, names: list[str]) -> None:
        for name in names:
            # getattr would bind static and class methods, but they must be replaced in the form in which the
            # class stores them.
            method = inspect.getattr_static(cls, name)
            if not decorate_functions.is_fixture(method) and (
                isinstance(method, _METHODS) or inspect.isroutine(method)
            ):
                setattr(cls, name, self._wrap_method(name, method))

    def _wrap_method(self, name: str, method: Any) -> Any:
        if name == "setup_method":
            return wrapt.FunctionWrapper(method, self._set_up)
        if name == "teardown_method":
            return wrapt.FunctionWrapper(method, self._tear_down)
        return decorate_functions.wrap(method, self._share)

    def _add(self, cls: Any) -> None:
        """Add the missing counterpart to a class that defines only one of setup_method and teardown_method.

        A class that defines neither gets neither, since pytest would also call them for nested classes.
        """
        if not hasattr(cls, "setup_method") and not hasattr(cls, "teardown_method"):
            return

        def setup_method(_self: object) -> None:
            """Start the mock of a test."""

        def teardown_method(_self: object) -> None:
            """Stop the mock of a test."""

        for method in (setup_method, teardown_method):
            if not hasattr(cls, method.__name__):
                setattr(cls, method.__name__, self._wrap_method(method.__name__, method))

    @contextmanager
    def _share(self, instance: Any) -> Iterator[SesMock]:
        """Use the active mock of an instance, or a new one for this call."""
        active = _active(instance)
        if active is not None:
            yield active.handle
        elif instance is None or isinstance(instance, type):  # a static or class method
            with self._enter() as handle:
                yield handle
        else:
            active = self._begin(instance)
            try:
                yield active.handle
            finally:
                _end(instance, active)

    def _begin(self, instance: Any) -> _Active:
        active = _Active(self._enter)
        setattr(instance, _ATTRIBUTE, active)
        return active

    def _set_up(self, method: Any, instance: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        if _active(instance) is not None:  # a subclass's setup calls its parent's
            method(*args, **kwargs)
            return
        active = self._begin(instance)
        try:
            method(*args, **kwargs)
        except BaseException:  # pytest runs no teardown after a failed setup
            _end(instance, active)
            raise

    def _tear_down(self, method: Any, instance: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        active = _active(instance)
        if active is None or active.is_ending:  # called directly, or by a subclass's teardown
            method(*args, **kwargs)
            return
        active.is_ending = True
        try:
            method(*args, **kwargs)
        finally:
            _end(instance, active)


def _active(instance: Any) -> _Active | None:
    active: _Active | None = getattr(instance, _ATTRIBUTE, None)
    return active


def _end(instance: Any, active: _Active) -> None:
    delattr(instance, _ATTRIBUTE)
    # The context of a mock handles no exceptions, so it need not know about the test's.
    active.context.__exit__(None, None, None)


class _MockOfTest(property):
    """The attribute ``ses_mock`` of a test. The class lacks the attribute, since each test has its own mock."""

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        if instance is None:
            raise AttributeError(
                "a class has no ses_mock, only its tests do: setUpClass and setup_class run outside the mock of a "
                "decorated class; use mock_ses().start() and stop() there"
            )
        return super().__get__(instance, owner)


def _ses_mock(instance: Any) -> SesMock:
    """Return the active mock of a test; raise `NoActiveMock` if there is none."""
    active = _active(instance)
    return stack.current() if active is None else active.handle


def _is_test_case(cls: type) -> bool:
    # A class can derive from TestCase only if unittest is loaded, so it need not be imported.
    module = sys.modules.get("unittest.case")
    return module is not None and issubclass(cls, module.TestCase)


def _select_runners(names: Any) -> list[str]:
    return [name for name in names if name in {"run", "debug"}]


def _select_tests(names: Any) -> list[str]:
    return [name for name in names if name.startswith("test") or name in {"setup_method", "teardown_method"}]
