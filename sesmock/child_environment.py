"""The environment for a subprocess, where the mocks of this process have no effect."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

from sesmock.apis import APIS
from sesmock.transport.request_handler import FAKE_ACCESS_KEY, FAKE_SECRET_KEY

# Port 9 belongs to the discard service, which hardly any machine runs, so calls fail immediately.
CLOSED_PORT = "http://127.0.0.1:9"


def build_environment(
    region: str, endpoint_url: str = CLOSED_PORT, *, ses_url: str | None = None
) -> dict[str, str]:
    """Return a copy of this process's environment in which AWS SDKs call an endpoint with fake credentials.

    If ``ses_url`` is set, calls to SES go there instead, and bypass any proxy.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    if ses_url is not None:
        environment |= _build_ses_endpoints(ses_url)
    return environment | {
        "AWS_ACCESS_KEY_ID": FAKE_ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": FAKE_SECRET_KEY,
        # botocore reads AWS_DEFAULT_REGION, other SDKs read AWS_REGION.
        "AWS_DEFAULT_REGION": region,
        "AWS_REGION": region,
        # The user's profiles may contain real credentials and endpoints.
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ENDPOINT_URL": endpoint_url,
        # botocore would repeat a call to the closed port, with a pause before each attempt.
        "AWS_MAX_ATTEMPTS": "1",
    }


def _build_ses_endpoints(url: str) -> dict[str, str]:
    """Return the variables from which SDKs read the endpoint of each API of SES."""
    no_proxy = ",".join(filter(None, (os.environ.get("NO_PROXY"), urlsplit(url).hostname)))
    names = (api.service_id.upper().replace(" ", "_") for api in APIS.values())
    # Python's urllib prefers the lower-case name, so the user's own no_proxy would hide NO_PROXY.
    return {**{f"AWS_ENDPOINT_URL_{name}": url for name in names}, "NO_PROXY": no_proxy, "no_proxy": no_proxy}
