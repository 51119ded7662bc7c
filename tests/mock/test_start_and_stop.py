"""Mocks can start and stop during another start or stop: by finalizers, signals, Ctrl-C and threads."""

from __future__ import annotations

import sys
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING

import boto3
import pytest

from sesmock import mock, mock_ses, stack
from sesmock.transport import interceptor, patches
from sesmock.transport.patches import Patch
from tests.mock.test_mock import patched
from tests.programs import run_program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from threading import RLock
    from types import FrameType

    State = dict[str, object]

# The import hook that waits for aiobotocore is not installed if aiobotocore is already imported.
NEVER_PATCHED = ["session"] if "aiobotocore.session" in sys.modules else []


@pytest.fixture(autouse=True)
def original(monkeypatch: pytest.MonkeyPatch) -> Iterator[State]:
    """Run a mock before the test, and restore everything after it."""
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    with mock_ses():
        pass
    original = attributes()
    yield original

    assert (attributes(), stack.innermost()) == (original, None)


def attributes() -> State:
    """Return the attributes that a mock replaces."""
    state = patched()
    del state["environment"]
    return state


def unpatched(original: State) -> list[str]:
    """Return the names of attributes that have their original value."""
    now = attributes()
    return [name for name in original if now[name] == original[name]]


FILES = {module.__file__ for module in (mock, stack, interceptor, patches)}
"""The files that start and stop mocks."""


class Interruption:
    """Calls a function before the nth call or instruction that starts or stops a mock."""

    def __init__(self, event: str, number: int, act: Callable[[], object]) -> None:
        self._event = event
        self._left = number
        self._act = act

    def __enter__(self) -> Interruption:
        self._tracer = sys.gettrace()
        sys.settrace(self._trace)
        return self

    def __exit__(self, *_: object) -> None:
        sys.settrace(self._tracer)

    @property
    def happened(self) -> bool:
        """Whether that many calls or instructions happened."""
        return self._left <= 0

    def _trace(self, frame: FrameType, event: str, _argument: object) -> Callable[..., object] | None:
        if frame.f_code.co_filename not in FILES:
            return None
        # CPython runs signal handlers and finalizers between instructions, so lines would be too coarse.
        frame.f_trace_opcodes = self._event == "opcode"
        if event == self._event:
            self._left -= 1
            if self._left == 0:
                self._act()
        return self._trace


def interruptions(event: str, act: Callable[[], object], step: int) -> Iterator[Interruption]:
    """Yield interruptions at every ``step``th event, until there are no more events."""
    number = 1
    while True:
        interruption = Interruption(event, number, act)
        yield interruption
        if not interruption.happened:
            return
        number += step


@pytest.mark.slow
def test_a_mock_can_run_during_a_start_or_stop(original: State) -> None:
    """A mock that runs during another's start or stop is fully patched, and the end restores everything."""

    def start_and_stop() -> None:
        with mock_ses():
            states.append(unpatched(original))

    # Interrupting at every instruction instead of every seventh would take seven times as long.
    for interruption in interruptions("opcode", start_and_stop, step=7):
        states: list[list[str]] = []
        with interruption, mock_ses():
            states.append(unpatched(original))
        states.append(unpatched(original))

        assert states == [*[NEVER_PATCHED] * (1 + interruption.happened), list(original)]


@pytest.mark.slow
def test_a_mock_can_start_during_a_start_or_stop(original: State) -> None:
    """A mock that starts during another's start or stop stays active after the other has ended."""
    inner = mock_ses()
    for interruption in interruptions("opcode", inner.start, step=7):
        with interruption, mock_ses():
            during = unpatched(original)
        afterwards = unpatched(original)
        if interruption.happened:
            inner.stop()

        assert during == NEVER_PATCHED
        assert afterwards == (NEVER_PATCHED if interruption.happened else list(original))
        assert attributes() == original


@pytest.mark.slow
def test_a_mock_can_stop_during_a_start_or_stop(original: State) -> None:
    """A mock is patched even if the outer mock, which it was about to join, stops during its start."""
    outer = mock_ses()
    for interruption in interruptions("opcode", outer.stop, step=7):
        outer.start()
        with interruption, mock_ses():
            during = unpatched(original)
        if not interruption.happened:
            outer.stop()

        assert during == NEVER_PATCHED
        assert attributes() == original


def interrupt() -> None:
    """Raise KeyboardInterrupt, as Ctrl-C does."""
    raise KeyboardInterrupt


def test_ctrl_c_during_a_start_restores_everything(original: State) -> None:
    """Ctrl-C at any call during a start leaves no mock active, since no code could stop it."""
    for interruption in interruptions("call", interrupt, step=1):
        ses_mock = mock_ses()
        try:
            with interruption:
                ses_mock.start()
            ses_mock.stop()
        except KeyboardInterrupt:
            assert (attributes(), stack.innermost()) == (original, None)


@pytest.mark.parametrize("method", ["apply", "revert"])
@pytest.mark.parametrize("number", range(1, 10))
def test_ctrl_c_between_two_patches_restores_everything(
    original: State, monkeypatch: pytest.MonkeyPatch, method: str, number: int
) -> None:
    """An interrupted start starts nothing, and an interrupted stop completes."""
    act, left = getattr(Patch, method), [number]

    def act_or_interrupt(patch: Patch) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise KeyboardInterrupt
        act(patch)

    monkeypatch.setattr(Patch, method, act_or_interrupt)
    with pytest.raises(KeyboardInterrupt), mock_ses():
        pass

    assert (attributes(), stack.innermost()) == (original, None)


def test_interrupted_patches_are_applied_again(original: State, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mock that starts between two reverted patches is patched completely."""
    revert, inner = Patch.revert, mock_ses()

    def start_and_revert(patch: Patch) -> None:
        monkeypatch.setattr(Patch, "revert", revert)
        inner.start()
        revert(patch)

    with mock_ses():
        monkeypatch.setattr(Patch, "revert", start_and_revert)
    afterwards = unpatched(original)
    inner.stop()

    assert afterwards == NEVER_PATCHED


@pytest.mark.parametrize("stops", [True, False])
def test_a_start_joins_a_mock_that_started_during_it(monkeypatch: pytest.MonkeyPatch, stops: bool) -> None:
    """A start joins a mock that started during it, and ignores one that also ended during it."""
    original_start, other = stack._start, mock_ses()

    def start_other_first(options: object) -> object:
        monkeypatch.setattr(stack, "_start", original_start)
        other.start()
        if stops:
            other.stop()
        return original_start(options)

    monkeypatch.setattr(stack, "_start", start_other_first)
    with mock_ses() as active:
        joined = len(stack._entries) == 2 and stack._entries[0].mock.handle is active
    if not stops:
        other.stop()

    assert joined is not stops


def test_a_stop_does_not_wait_for_a_start() -> None:
    """A thread that holds a world's lock can end a mock while another thread waits for that lock to join the world."""
    ending, joining = mock_ses(), mock_ses(identities=["example.com"])

    def end(pool: ThreadPoolExecutor, lock: RLock) -> Future[object]:
        with lock:
            start = pool.submit(joining.start)
            wait([start], timeout=0.05)
            ending.stop()
        return start

    with mock_ses() as active, ThreadPoolExecutor(2) as pool:
        ending.start()
        start = pool.submit(end, pool, active._world.lock).result(timeout=30)
        joined = start.result(timeout=30)
        joining.stop()

    assert joined is active


ABANDONED = """
import gc
from sesmock import mock_ses

def fixture():
    with mock_ses() as active:
        yield active

class Box:
    pass

gc.set_threshold(20, 2, 2)  # collect often, at many different places
for _ in range(3000):
    box = Box()
    box.me = box
    box.generator = fixture()
    next(box.generator)
del box
gc.collect()
"""
SIGNALED = """
import signal, time
from sesmock import mock_ses, current

mocks, count = [], 0

def handle(*_):
    global count
    count += 1
    with mock_ses():
        current()
    try:
        mock = mocks.pop()
    except IndexError:
        mock = mock_ses()
        mock.start()
        mocks.append(mock)
    else:
        mock.stop()

with mock_ses():
    pass
signal.signal(signal.SIGALRM, handle)
signal.setitimer(signal.ITIMER_REAL, 0.0005, 0.0005)
end = time.monotonic() + 2
while time.monotonic() < end:
    with mock_ses():
        current()
signal.setitimer(signal.ITIMER_REAL, 0)
while mocks:
    mocks.pop().stop()
assert count > 100, count
"""
PUT_BACK = """
import boto3
from botocore.httpsession import URLLib3Session
from botocore.session import Session
from sesmock import stack
print(URLLib3Session.send.__module__, Session.__init__.__module__, boto3.DEFAULT_SESSION, stack._entries)
"""


@pytest.mark.parametrize("program", [ABANDONED, SIGNALED], ids=["garbage collector", "signal handler"])
def test_nothing_hangs(program: str) -> None:
    """A mock that the garbage collector closes, or a signal handler starts or stops, causes no deadlock."""
    output = run_program(f"import boto3\n{program}{PUT_BACK}")

    assert output == "botocore.httpsession botocore.session None []\n"
