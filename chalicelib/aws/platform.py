"""One deployment's AWS resources, each made when it is first used and kept for the life of the process."""

import os
from functools import cached_property, lru_cache
from typing import Any

import boto3
from botocore.config import Config

from chalicelib.aws.bus import Bus
from chalicelib.aws.business_time import BusinessClock
from chalicelib.aws.key_ring import KeyRing, RowSealer
from chalicelib.aws.keys import LicenceKey, TokenKey
from chalicelib.aws.object_versions import ObjectVersions
from chalicelib.aws.objects import Documents, Materials, Quarantine
from chalicelib.aws.orchestrator import Orchestrator
from chalicelib.aws.queue import Queue
from chalicelib.aws.sealed_rows import SealedRows
from chalicelib.aws.secret_store import Secrets
from chalicelib.aws.settings import Settings
from chalicelib.aws.table import DynamoTable, Table

CLIENT_CONFIG = Config(connect_timeout=2, read_timeout=10, retries={"mode": "standard", "total_max_attempts": 3})
PRESIGNING = Config(signature_version="s3v4")


class Platform:
    """Settings and the clients built from them. Tests build their own; functions use `platform()`."""

    def __init__(self, settings: Settings, session: Any = None) -> None:
        self.settings = settings
        self._session = session or boto3.session.Session()
        self.warm: dict[str, Any] = {}
        """What higher floors keep for the life of the process, by the name of its owner."""

    def _client(self, service: str) -> Any:
        return self._session.client(service, config=CLIENT_CONFIG)

    @cached_property
    def table(self) -> Table:
        return DynamoTable(self._client("dynamodb"), self.settings.table_name, RowSealer(self.key_ring))

    @cached_property
    def sealed_rows(self) -> SealedRows:
        return SealedRows(self._client("dynamodb"), self.settings.table_name, self.key_ring)

    @cached_property
    def key_ring(self) -> KeyRing:
        return KeyRing(self._client("secretsmanager"), self.settings.key_ring_secret_id)

    @cached_property
    def clock(self) -> BusinessClock:
        return BusinessClock(self.table, movable=self.settings.business_time_movable)

    @cached_property
    def quarantine(self) -> Quarantine:
        return Quarantine(self._s3, self.settings.quarantine_bucket)

    @cached_property
    def materials(self) -> Materials:
        return Materials(self._s3, self.settings.materials_bucket)

    @cached_property
    def material_versions(self) -> ObjectVersions:
        return ObjectVersions(self._s3, self.settings.materials_bucket)

    @cached_property
    def documents(self) -> Documents:
        return Documents(self._s3, self.settings.documents_bucket)

    @cached_property
    def token_key(self) -> TokenKey:
        return TokenKey(self._client("kms"), self.settings.token_key_id)

    @cached_property
    def licence_key(self) -> LicenceKey:
        return LicenceKey(self._client("kms"), self.settings.licence_key_id)

    @cached_property
    def secrets(self) -> Secrets:
        return Secrets(
            self._client("secretsmanager"),
            internal_id=self.settings.internal_secret_id,
            counterparty_id=self.settings.counterparty_secret_id,
        )

    @cached_property
    def orchestrator(self) -> Orchestrator:
        return Orchestrator(self._client("stepfunctions"), self.settings.machine_arn_prefix)

    @cached_property
    def bus(self) -> Bus:
        return Bus(self._client("events"), self.settings.bus_name)

    @cached_property
    def relay_dead_letters(self) -> Queue:
        return Queue(self._client("sqs"), self.settings.relay_dead_letters_url)

    @cached_property
    def _s3(self) -> Any:
        return self._session.client("s3", config=CLIENT_CONFIG.merge(PRESIGNING))


@lru_cache(maxsize=1)
def platform() -> Platform:
    """The platform of the function that is running, made on first use."""
    return Platform(Settings.from_environment(os.environ))
