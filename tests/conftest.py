"""What all tests share."""

import os
from importlib.util import find_spec

# No test may find credentials, profiles or a region that belong to the machine it runs on.
for name in [name for name in os.environ if name.startswith("AWS_")]:
    del os.environ[name]
os.environ["AWS_CONFIG_FILE"] = os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.devnull
os.environ["AWS_EC2_METADATA_DISABLED"] = "true"

if find_spec("freezegun"):  # the corners do without
    import freezegun

    # Without this a fixture that freezes time makes its setup last for years in pytest's --durations.
    freezegun.configure(extend_ignore_list=["_pytest.timing"])
