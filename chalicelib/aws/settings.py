"""What one deployment is told about itself, through its functions' environment."""

from collections.abc import Mapping
from dataclasses import dataclass


class MissingSetting(RuntimeError):
    """The deployment is incomplete: an environment variable is absent."""


@dataclass(frozen=True)
class Settings:
    """The environment of a function, typed. Nothing else in the house reads `os.environ`."""

    stage: str
    table_name: str
    quarantine_bucket: str
    """Where files arrive; nothing in it counts."""
    materials_bucket: str
    documents_bucket: str
    bus_name: str
    token_key_id: str
    licence_key_id: str
    """Signs documents."""
    internal_secret_id: str
    key_ring_secret_id: str
    counterparty_secret_id: str
    machine_arn_prefix: str
    public_base_url: str
    allowed_origins: frozenset[str]
    business_time_movable: bool
    warm_seconds: int
    """How long a process relies on what it has read of the catalogue."""
    alarm_spread_seconds: int
    """Over how long the alarms of one instant, the end of a day, are spread."""
    retention_days: int
    """How long documents, and the files that a decision rests on, cannot be deleted."""
    objection_days: int
    """Working days in which somebody may object to what is held against them."""
    vault_valid_months: int
    """How long what somebody brought may be used again, where the item says nothing else."""
    wechat_pay_url: str
    kuaidi100_url: str
    population_url: str
    face_url: str
    ca_url: str
    legal_persons_url: str
    licence_base_url: str
    sms_url: str
    timestamp_url: str
    metrics_namespace: str = "bujianmian"
    """Under which CloudWatch keeps the business metrics of this deployment."""
    relay_dead_letters_url: str = ""
    """Only the relay has it."""
    clamd_address: str = ""
    """Of ClamAV's daemon, `host:port`: only what receives uploads has it, and not where storage has files scanned."""
    oidc_issuer: str = ""
    """Whose tokens are exchanged for ours besides our own sign-in; empty for nobody's."""
    oidc_audience: str = ""
    oidc_levels: str = ""
    """Which identity level each `acr` of that issuer is worth: `acr=level,acr=level`."""
    oidc_claims: str = ""
    """Under which names that issuer tells `name`, `id_number`, `mobile` and `staff_id`, the personnel number of the
    staff list: `mobile=phone_number,…`.
    """
    oidc_redirect_uri: str = ""
    """The page of the front end to which that issuer sends browsers back; without one, only its ID tokens are taken."""
    private_receivers: bool = False
    """Whether partners may be told at addresses that are not public (the embedded cloud's stand-ins)."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """Raises `MissingSetting` with the name of the first variable that is absent."""

        def required(name: str) -> str:
            try:
                return environment[name]
            except KeyError:
                raise MissingSetting(name) from None

        stage = required("STAGE")
        movable = required("BUSINESS_TIME") == "movable"
        if movable and stage != "local":
            raise MissingSetting("BUSINESS_TIME: only the local stage may move business time")
        private_receivers = environment.get("PRIVATE_RECEIVERS", "refused") == "allowed"
        if private_receivers and stage != "local":
            raise MissingSetting("PRIVATE_RECEIVERS: only the local stage may send to addresses that are not public")
        return cls(
            stage=stage,
            table_name=required("TABLE_NAME"),
            quarantine_bucket=required("QUARANTINE_BUCKET"),
            materials_bucket=required("MATERIALS_BUCKET"),
            documents_bucket=required("DOCUMENTS_BUCKET"),
            bus_name=required("BUS_NAME"),
            token_key_id=required("TOKEN_KEY_ID"),
            licence_key_id=required("LICENCE_KEY_ID"),
            internal_secret_id=required("INTERNAL_SECRET_ID"),
            key_ring_secret_id=required("KEY_RING_SECRET_ID"),
            counterparty_secret_id=required("COUNTERPARTY_SECRET_ID"),
            machine_arn_prefix=required("MACHINE_ARN_PREFIX"),
            public_base_url=required("PUBLIC_BASE_URL").rstrip("/"),
            allowed_origins=frozenset(filter(None, required("ALLOWED_ORIGINS").split(","))),
            business_time_movable=movable,
            warm_seconds=int(required("WARM_SECONDS")),
            alarm_spread_seconds=int(required("ALARM_SPREAD_SECONDS")),
            retention_days=int(required("RETENTION_DAYS")),
            objection_days=int(required("OBJECTION_DAYS")),
            vault_valid_months=int(required("VAULT_VALID_MONTHS")),
            wechat_pay_url=required("WECHAT_PAY_URL"),
            kuaidi100_url=required("KUAIDI100_URL"),
            population_url=required("POPULATION_URL"),
            face_url=required("FACE_URL"),
            ca_url=required("CA_URL"),
            legal_persons_url=required("LEGAL_PERSONS_URL"),
            licence_base_url=required("LICENCE_BASE_URL"),
            sms_url=required("SMS_URL"),
            timestamp_url=required("TIMESTAMP_URL"),
            metrics_namespace=environment.get("POWERTOOLS_METRICS_NAMESPACE", cls.metrics_namespace),
            relay_dead_letters_url=environment.get("RELAY_DEAD_LETTERS_URL", ""),
            clamd_address=environment.get("CLAMD_ADDRESS", ""),
            oidc_issuer=environment.get("OIDC_ISSUER", ""),
            oidc_audience=environment.get("OIDC_AUDIENCE", ""),
            oidc_levels=environment.get("OIDC_LEVELS", ""),
            oidc_claims=environment.get("OIDC_CLAIMS", ""),
            oidc_redirect_uri=environment.get("OIDC_REDIRECT_URI", ""),
            private_receivers=private_receivers,
        )
