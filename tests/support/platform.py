"""A platform without AWS: a table in memory, clocks that stand still until moved, a real key, known secrets."""

import hashlib
import hmac
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from chalicelib.aws.key_ring import KeyRing
from chalicelib.aws.platform import Platform
from chalicelib.aws.rows import Put
from chalicelib.aws.settings import Settings
from chalicelib.aws.table import ConditionFailed, Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.http.access import Caller
from chalicelib.http.liveness import Revocations, session_key
from chalicelib.kernel.events import SYSTEM, Act, Actor
from tests.support.memory_table import MemoryTable

MONDAY_MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""09:00 in Hainan on an ordinary working day."""

SETTINGS = Settings(
    stage="test",
    table_name="table",
    quarantine_bucket="quarantine",
    materials_bucket="materials",
    documents_bucket="documents",
    bus_name="bus",
    token_key_id="arn:aws:kms:cn-north-1:000000000000:key/signing",
    licence_key_id="arn:aws:kms:cn-north-1:000000000000:key/licences",
    internal_secret_id="internal",
    key_ring_secret_id="key-ring",
    counterparty_secret_id="counterparties",
    machine_arn_prefix="arn:aws:states:cn-north-1:000000000000:stateMachine:stack-",
    public_base_url="https://api.test/v1-stage",
    allowed_origins=frozenset({"https://web.test"}),
    business_time_movable=False,
    warm_seconds=60,
    alarm_spread_seconds=0,
    retention_days=3650,
    objection_days=5,
    vault_valid_months=12,
    wechat_pay_url="http://sandbox.test/wechat-pay",
    kuaidi100_url="http://sandbox.test/kuaidi100",
    population_url="http://sandbox.test/population",
    face_url="http://sandbox.test/face",
    ca_url="http://sandbox.test/ca",
    legal_persons_url="http://sandbox.test/legal-persons",
    licence_base_url="http://sandbox.test/licence-base",
    sms_url="http://sandbox.test/sms",
    timestamp_url="http://sandbox.test/trust/timestamps",
)


class FakeSecretStore:
    """Knows one secret, whatever it is asked for; counts how often."""

    def __init__(self, text: str = "ring material") -> None:
        self.text = text
        self.asked = 0

    def get_secret_value(self, **_: str) -> dict[str, str]:
        self.asked += 1
        return {"SecretString": self.text}


@dataclass
class FixedClock:
    """Stands still until it is moved; has the face of `BusinessClock`."""

    instant: datetime = MONDAY_MORNING

    def now(self) -> datetime:
        return self.instant

    def offset(self) -> timedelta:
        return timedelta(0)

    def move(self, **by: float) -> datetime:
        """Forward by what `timedelta` understands: `move(minutes=5)`."""
        self.instant += timedelta(**by)
        return self.instant


class FakeSigningKey:
    """A P-256 key in memory with the face of `SigningKey`; counts what would be KMS calls."""

    key_id = SETTINGS.token_key_id

    def __init__(self) -> None:
        self._private = ec.generate_private_key(ec.SECP256R1())
        self.public_key = self._private.public_key()
        self.signatures = 0

    def sign(self, message: bytes) -> bytes:
        self.signatures += 1
        r, s = decode_dss_signature(self._private.sign(message, ec.ECDSA(SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


class FakeSecrets:
    """Key material that never changes, and the same credentials from every counterparty unless told otherwise."""

    def __init__(self) -> None:
        self.counterparties: dict[str, dict[str, Any]] = {}

    def keyed_hash(self, purpose: str, text: str) -> bytes:
        purpose_key = hmac.digest(b"test key material", purpose.encode(), hashlib.sha256)
        return hmac.digest(purpose_key, text.encode(), hashlib.sha256)

    def counterparty(self, name: str) -> dict[str, Any]:
        return self.counterparties.get(name, {"client_id": f"{name}-client", "client_secret": f"{name}-secret"})


class FakePlatform(Platform):
    """`clock` is business time, `wall` the machine's; they move apart only when a test moves one of them.

    Whatever has no fake here would need AWS, and fails.
    """

    def __init__(self, settings: Settings = SETTINGS) -> None:
        super().__init__(settings, session=object())
        self.table = MemoryTable()
        self.clock = FixedClock()
        self.wall = FixedClock()
        self.token_key = FakeSigningKey()
        self.licence_key = FakeSigningKey()
        self.secrets = FakeSecrets()
        self.key_ring = KeyRing(FakeSecretStore(), "key-ring")
        self.warm["revocations"] = Revocations(read_at=float("inf"))

    def act(self, actor: Actor = SYSTEM, correlation_id: str = "correlation-1") -> Act:
        """An act of `actor` now, in business time."""
        return Act(actor=actor, at=self.clock.now(), correlation_id=correlation_id)

    def unit_of_work(self, actor: Actor = SYSTEM) -> UnitOfWork:
        """A new unit of work for one use case of `actor`."""
        return UnitOfWork(self.table, self.act(actor))


def alive(table: Table, caller: Caller) -> Caller:
    """`caller`, whose session counts as open unless it was ended before; an authority has to be granted for real."""
    key = session_key(caller.person_id, caller.session_id)
    inner = getattr(table, "inner", table)
    if isinstance(inner, MemoryTable):
        inner.living |= {key} - inner.ended
        return caller
    with suppress(ConditionFailed):  # it is open for real
        table.commit([Put({"pk": key.pk, "sk": key.sk}, new=True)])
    return caller
