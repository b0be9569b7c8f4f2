"""A certificate authority and a timestamp authority without HTTP, whose keys are made once in a test run."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import cache

from chalicelib.aws.counterparty_http import Unavailable
from chalicelib.licences.authority import COUNTERPARTY
from chalicelib.licences.timestamps import WARM
from infra.sandbox.certificates import Authority
from infra.sandbox.keys import new_private_key
from tests.support.platform import FakePlatform

SIGNATORY = "示例省人民政府政务服务"


class FakeTimestamps:
    """Stamps while it is there; counts how often."""

    def __init__(self) -> None:
        self.is_there, self.stamped = True, 0

    def stamp(self, query: bytes) -> bytes:
        if not self.is_there:
            raise Unavailable("switched off")
        self.stamped += 1
        with ThreadPoolExecutor(1) as elsewhere:  # as if over the network: whoever asks may be within an event loop
            return elsewhere.submit(authority().stamp, query, datetime.now(UTC)).result()


@cache
def authority() -> Authority:
    """Whom the tests trust."""
    return Authority(new_private_key(), new_private_key())


def with_trust(cloud: FakePlatform) -> FakePlatform:
    """The platform with certificates for its key, and with timestamps."""
    chain = authority().certify(SIGNATORY, cloud.licence_key.public_key)
    cloud.secrets.counterparties[COUNTERPARTY] = {"chain": chain}
    cloud.warm[WARM] = FakeTimestamps()
    return cloud
