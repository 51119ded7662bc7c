"""The SES clients created inside a mock: they need no credentials, profile or region, and never reach AWS."""

from __future__ import annotations

from collections import deque
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ProfileNotFound

from sesmock.exceptions import UnmockedCall
from sesmock.transport import signing
from sesmock.transport.request_handler import FAKE_ACCESS_KEY, FAKE_SECRET_KEY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from botocore.session import Session

    from sesmock.transport.request_handler import RequestHandler

_MAX_FAILED_CALLS = 1000  # per client, so that a long-lived client does not remember all of them
# True in the thread or task that is creating an SES client.
_is_making = ContextVar("sesmock_is_making", default=False)


@contextmanager
def provide_settings(
    session: Session, active: RequestHandler, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Iterator[None]:
    """Provide the settings of a new SES client while the block runs; add the missing ones to ``kwargs``."""
    with allow_missing_profile():
        _add_credentials(session, args, kwargs)
        _add_region(session, active.region, args, kwargs)
        yield


@contextmanager
def allow_missing_profile() -> Iterator[None]:
    """Tolerate a missing profile while the block runs."""
    token = _is_making.set(True)
    try:
        yield
    finally:
        _is_making.reset(token)


def wrap_get_scoped_config(
    original: Callable[[Session], dict[str, Any]],
) -> Callable[[Session], dict[str, Any]]:
    """Return a wrapper that treats a missing profile as empty, for SES clients and for sessions under construction."""

    def get_scoped_config(session: Session) -> dict[str, Any]:
        try:
            return original(session)
        except ProfileNotFound:
            if _is_making.get() or _is_being_built(session):
                return {}
            raise

    return get_scoped_config


def bind(client: Any, send: Callable[[Any, Any], Any]) -> None:
    """Bind a client to mocks permanently, so that it never reaches AWS, even when no mock is active."""
    # An attribute of the instance remains when the patch of its class is reverted.
    http_session = client._endpoint.http_session
    http_session.send = partial(send, http_session)


def refuse(client_request: Any) -> None:
    """Raise `UnmockedCall` for a request of a bound client while no mock is active."""
    raise UnmockedCall(
        f"An SES client that was created inside mock_ses was used after the mock stopped ({client_request.url}). "
        "Create the client where it is used, or keep the mock active as long as the client is used."
    )


def hold_retries(http_session: Any, request: Any, active: Callable[[], RequestHandler | None]) -> None:
    """Keep a call that failed in a mock from reaching AWS when it is retried after the mock stops.

    The client was created outside mocks, so its other calls proceed as usual.
    """
    invocation_ids = vars(http_session).setdefault("_sesmock_failed_calls", deque(maxlen=_MAX_FAILED_CALLS))
    invocation_ids.append(request.headers.get("amz-sdk-invocation-id"))
    # A bound client has this attribute already, and so does one with an earlier failed call.
    if "send" not in vars(http_session):
        http_session.send = partial(_send_if_not_held, http_session, active, invocation_ids)


def _send_if_not_held(
    http_session: Any, active: Callable[[], RequestHandler | None], invocation_ids: deque[Any], request: Any
) -> Any:
    if active() is None and request.headers.get("amz-sdk-invocation-id") in invocation_ids:
        raise UnmockedCall(
            f"A call that failed in mock_ses was retried after the mock stopped ({request.url}). "
            "Keep the mock active until the call is over, or pass retry_sleep=False."
        )
    return type(http_session).send(http_session, request)


def _is_being_built(session: Session) -> bool:
    """Return whether a session is under construction.

    At that point, boto3.Session() reads the configuration of the profile to find the path of its data.
    """
    # botocore creates this component when it is first needed (session.py).
    return "data_loader" not in session._components._components  # type: ignore[attr-defined]


def _add_credentials(session: Session, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    # After the service name, aws_access_key_id is the sixth positional parameter of create_client.
    has_keys = len(args) > 5 or kwargs.get("aws_access_key_id") is not None
    if not has_keys and signing.find_access_key(session._credentials) is None:  # type: ignore[attr-defined]
        kwargs.update(aws_access_key_id=FAKE_ACCESS_KEY, aws_secret_access_key=FAKE_SECRET_KEY)


def _add_region(session: Session, region: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    # region_name is the first positional parameter after the service name.
    if (
        not args
        and kwargs.get("region_name") is None
        and getattr(kwargs.get("config"), "region_name", None) is None
    ):
        default_config = session.get_default_client_config()
        if getattr(default_config, "region_name", None) is None:
            kwargs["region_name"] = session.get_config_variable("region") or region
