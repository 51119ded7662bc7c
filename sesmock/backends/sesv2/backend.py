"""The SES v2 backend: REST, with JSON requests and responses."""

from __future__ import annotations

from functools import partial

from sesmock.apis import SESV2
from sesmock.backends.backend import Backend
from sesmock.protocol.rest_json import RestJsonCodec

# botocore's model has one route of each pair; SES serves both. Spec: requests.md §3 [U]
SPELLINGS = (
    (("GET", "/v2/email/configuration-sets"), ("POST", "/v2/email/list-configuration-sets")),
    (("GET", "/v2/email/identities"), ("POST", "/v2/email/list-identities")),
    (
        ("PUT", "/v1/email/identities/{EmailIdentity}/dkim/signing"),
        ("PUT", "/v2/email/identities/{EmailIdentity}/dkim/signing"),
    ),
)
# The last page of these lists has a null token; all other lists omit it. Spec: paging.md §3 [P]
NULL_TOKENS = frozenset(
    {
        "ListContactListsResponse",
        "ListContactsResponse",
        "ListImportJobsResponse",
        "ListResourceTenantsResponse",
        "ListTenantResourcesResponse",
        "ListTenantsResponse",
    }
)

sesv2 = Backend(SESV2, partial(RestJsonCodec, spellings=SPELLINGS, null_tokens=NULL_TOKENS))
