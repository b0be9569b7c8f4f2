"""One deployment's AWS resources, each made when it is first used and kept for the life of the process."""

import os
from functools import cached_property, lru_cache
from threading import Lock
from typing import Any

from botocore import __version__ as botocore_version
from botocore.config import Config
from botocore.session import get_session

from chalicelib.aws.bus import Bus
from chalicelib.aws.business_time import BusinessClock
from chalicelib.aws.key_ring import KeyRing, RowSealer
from chalicelib.aws.keys import LicenceKey, TokenKey
from chalicelib.aws.object_versions import ObjectVersions
from chalicelib.aws.objects import ADDRESSING, Documents, Materials, Quarantine
from chalicelib.aws.orchestrator import Orchestrator
from chalicelib.aws.queue import Queue
from chalicelib.aws.sealed_rows import SealedRows
from chalicelib.aws.secret_store import Secrets
from chalicelib.aws.settings import Settings
from chalicelib.aws.table import DynamoTable, Table

CLIENT_CONFIG = Config(
    connect_timeout=2,
    read_timeout=10,
    retries={"mode": "standard", "total_max_attempts": 3},
    user_agent=f"bujianmian botocore/{botocore_version}",
    parameter_validation=False,
)
"""botocore would compose its user agent twice a call and compare every parameter with its model: a quarter of a call's
CPU. Requests are made in `chalicelib.aws` alone, and the tests that count round trips have each of them compared.
"""


class ClientSession:
    """Makes clients of AWS's services. They are botocore's: what boto3 adds (resources, transfers in threads) is used
    nowhere, and would be a tenth of what a cold start imports.
    """

    def __init__(self) -> None:
        self._session = get_session()

    def client(self, service: str, **options: Any) -> Any:
        """A client in the region and with the credentials of the environment."""
        return self._session.create_client(service, **options)


class Platform:
    """Settings and the clients built from them. Tests build their own; functions use `platform()`."""

    def __init__(self, settings: Settings, session: Any = None) -> None:
        self.settings = settings
        self._session = session or ClientSession()
        self._making = Lock()
        self.warm: dict[str, Any] = {}
        """What higher floors keep for the life of the process, by the name of its owner."""

    def _client(self, service: str, more: Config | None = None) -> Any:
        """Clients may be shared by threads, but not made by two at once."""
        with self._making:
            return self._session.client(service, config=CLIENT_CONFIG.merge(more) if more else CLIENT_CONFIG)

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
        return self._client("s3", ADDRESSING)


@lru_cache(maxsize=1)
def platform() -> Platform:
    """The platform of the function that is running, made on first use."""
    return Platform(Settings.from_environment(os.environ))
