"""Settings shared by all tests."""

from __future__ import annotations

import gc
import os
from importlib.util import find_spec

import pytest

from tests.browser import browser, open_page, open_report  # noqa: F401 - fixtures

# Tests must not see credentials, profiles or a region of the machine that they run on.
for name in [name for name in os.environ if name.startswith("AWS_")]:
    del os.environ[name]
os.environ["AWS_CONFIG_FILE"] = os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.devnull
os.environ["AWS_EC2_METADATA_DISABLED"] = "true"

if find_spec("freezegun"):  # the oldest environments lack it
    import freezegun

    # Without this, a fixture that freezes time appears to take years in pytest's --durations.
    freezegun.configure(extend_ignore_list=["_pytest.timing"])

if find_spec("hypothesis"):  # the oldest environments lack it
    from hypothesis import HealthCheck, Phase, settings

    # The generated examples are the same in every run, so a new failure is caused by the change and not by chance.
    # `pytest -m hypothesis --hypothesis-profile=random` searches for new failures.
    steady = settings(deadline=None, suppress_health_check=list(HealthCheck))
    settings.register_profile("quick", steady, max_examples=25, derandomize=True)
    settings.register_profile("thorough", steady, max_examples=1000, derandomize=True)
    settings.register_profile("random", steady, max_examples=1000)
    # With an old botocore, old_models.py turns some failures into skips. Shrinking their examples would waste time.
    phases = [Phase.explicit, Phase.generate]
    settings.register_profile("unshrunk", steady, max_examples=25, derandomize=True, phases=phases)
    settings.load_profile("quick")

# Thousands of tests, reports and assertions stay alive for the whole run. With the default thresholds, the garbage
# collector looks through them again and again, which takes a quarter of the run's time.
gc.set_threshold(50_000, 20, 100)


def pytest_collection_finish() -> None:
    """Leave the collected tests out of garbage collections."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests that run pytest or another program in a subprocess as slow."""
    for item in items:
        code = getattr(getattr(item, "function", None), "__code__", None)
        runs_program = code is not None and not {"run_program", "subprocess"}.isdisjoint(code.co_names)
        if runs_program or "pytester" in getattr(item, "fixturenames", ()):
            item.add_marker("slow")
