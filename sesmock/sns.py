"""SNS as a webhook meets it: the certificate behind the signatures of envelopes, and signing messages of one's own.

The key is public and made for tests: serve `CERTIFICATE_PEM` at `CERTIFICATE_URL` to the code that checks signatures.
"""

from sesmock.publishing.sns_signature import CERTIFICATE_PEM, CERTIFICATE_URL, certificate_url, sign

__all__ = ["CERTIFICATE_PEM", "CERTIFICATE_URL", "certificate_url", "sign"]
