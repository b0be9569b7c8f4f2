"""The certificate authority (CA 数字证书): did a person's device prove that it holds that person's certificate?"""

from chalicelib.aws.counterparty_http import Document
from chalicelib.parties.sources.device_checks import DeviceCheckProvider, DeviceCheckResult


class CertificateAuthority(DeviceCheckProvider[DeviceCheckResult]):
    """Asked as the face provider is: with a token of the device, once."""

    path = "/ca/sessions"

    def _read(self, answer: Document, outcome: DeviceCheckResult) -> DeviceCheckResult:
        return outcome
