"""A deployment inside this process (moto), and every request that the service sends to it."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import boto3
from botocore.config import Config

from chalicelib.aws.key_ring import RowSealer
from chalicelib.aws.platform import Platform
from chalicelib.aws.settings import Settings
from chalicelib.aws.table import DynamoTable
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.http.liveness import Revocations
from chalicelib.kernel.events import SYSTEM, Act, Actor
from tests.support.dynamo import REGION, create_table
from tests.support.platform import MONDAY_MORNING, SETTINGS, FixedClock

KEYS = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing", "region_name": REGION}
_numbers = itertools.count()


@dataclass
class Sent:
    """Operations in the order in which they were sent, such as `dynamodb.GetItem`; one entry is one round trip."""

    operations: list[str] = field(default_factory=list)


class ListeningSession(boto3.session.Session):
    """Its clients tell what they send; presigning a URL sends nothing."""

    def __init__(self) -> None:
        super().__init__(**KEYS)
        self._listener: Sent | None = None
        self.events.register_first("before-send", self._note)

    def client(self, *args: Any, config: Any = None, **options: Any) -> Any:
        """A client that compares its parameters with AWS's model, as none does in production."""
        checked = (config or Config()).merge(Config(parameter_validation=True))
        return super().client(*args, config=checked, **options)

    def _note(self, event_name: str, **_: Any) -> None:
        if self._listener is not None:
            self._listener.operations.append(event_name.removeprefix("before-send."))

    @contextmanager
    def listening(self) -> Iterator[Sent]:
        """What is sent meanwhile."""
        self._listener = Sent()
        try:
            yield self._listener
        finally:
            self._listener = None


class DeployedPlatform(Platform):
    """With the conveniences of `FakePlatform`; business time stands still, at ten past ten on an ordinary Monday."""

    def __init__(self, settings: Settings, session: ListeningSession) -> None:
        super().__init__(settings, session)
        self.clock = FixedClock(MONDAY_MORNING + timedelta(minutes=70))

    def act(self, actor: Actor = SYSTEM, correlation_id: str = "correlation-1") -> Act:
        return Act(actor=actor, at=self.clock.now(), correlation_id=correlation_id)

    def unit_of_work(self, actor: Actor = SYSTEM) -> UnitOfWork:
        return UnitOfWork(self.table, self.act(actor))


def deployed(session: ListeningSession) -> DeployedPlatform:
    """A platform with its buckets, key and generated secret, under `mock_aws`."""
    for bucket in (SETTINGS.quarantine_bucket, SETTINGS.materials_bucket, SETTINGS.documents_bucket):
        session.client("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    key = session.client("kms").create_key(KeyUsage="SIGN_VERIFY", KeySpec="ECC_NIST_P256")["KeyMetadata"]["Arn"]
    signing = session.client("kms").create_key(KeyUsage="SIGN_VERIFY", KeySpec="ECC_NIST_P256")["KeyMetadata"]["Arn"]
    session.client("secretsmanager").create_secret(Name=SETTINGS.internal_secret_id, SecretString="key material")
    platform = DeployedPlatform(replace(SETTINGS, token_key_id=key, licence_key_id=signing, warm_seconds=3600), session)
    session.client("secretsmanager").create_secret(Name=SETTINGS.key_ring_secret_id, SecretString="ring material")
    platform.warm["revocations"] = Revocations(read_at=float("inf"))
    with_empty_table(platform, session)
    return platform


def with_empty_table(platform: Platform, session: ListeningSession) -> None:
    """moto copies all tables in every transaction: keep one, and that small."""
    client, name = session.client("dynamodb"), f"{SETTINGS.table_name}-{next(_numbers)}"
    for former in client.list_tables()["TableNames"]:
        client.delete_table(TableName=former)
    create_table(client, name)
    platform.table = DynamoTable(client, name, RowSealer(platform.key_ring))
