"""What all tests share."""

from __future__ import annotations

import os
from importlib.util import find_spec

import pytest

# No test may find credentials, profiles or a region that belong to the machine it runs on.
for name in [name for name in os.environ if name.startswith("AWS_")]:
    del os.environ[name]
os.environ["AWS_CONFIG_FILE"] = os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.devnull
os.environ["AWS_EC2_METADATA_DISABLED"] = "true"

if find_spec("freezegun"):  # the corners do without
    import freezegun

    # Without this a fixture that freezes time makes its setup last for years in pytest's --durations.
    freezegun.configure(extend_ignore_list=["_pytest.timing"])

if find_spec("hypothesis"):  # likewise
    from hypothesis import HealthCheck, settings

    # What the tests try is the same in every run, so that they fail for whoever broke them. For the search for what
    # nobody has thought of there is `pytest -m hypothesis --hypothesis-profile=random`.
    steady = settings(deadline=None, suppress_health_check=list(HealthCheck))
    settings.register_profile("quick", steady, max_examples=100, derandomize=True)
    settings.register_profile("thorough", steady, max_examples=1000, derandomize=True)
    settings.register_profile("random", steady, max_examples=1000)
    settings.load_profile("quick")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow what runs pytest inside pytest."""
    for item in items:
        if "pytester" in getattr(item, "fixturenames", ()):
            item.add_marker("slow")
