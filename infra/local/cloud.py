"""The embedded cloud: an AWS emulator on loopback, the counterparties' sandbox beside it, our stack deployed into it.

The command line is `python -m infra.local`. Everything it keeps lies in one state directory (`.local/`); a clean stop
keeps it, and the next start goes on from there.
"""

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

from chalicelib.aws.counterparty_http import JSON_HEADERS, CounterpartyHttp
from infra.deploy import deploy, outputs
from infra.local import processes
from infra.local.emulator_state import (
    forget_stream_positions,
    lock_buckets,
    remember_failure_routes,
    restore_failure_routes,
    wait_until_quiet,
)
from infra.local.processes import Running
from infra.package.build import BUILD, ROOT, TEMPLATE, build_code
from infra.package.target_platform import this_machine

STATE = ROOT / ".local"
STACK = "bujianmian"
API_STAGE = "api"
ARTIFACTS = "artifacts"
REGION = "us-east-1"
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": REGION}
OIDC_AUDIENCE = "bujianmian"
OIDC_REDIRECT_URI = "http://127.0.0.1:5173/signed-in"
"""A page of the front end while it is worked on; tests read the address and follow it no further."""
"""Whom the sandbox's OpenID Connect issuer makes its tokens for."""
SIGNATORY = "示例省人民政府政务服务"
"""Whose signature documents bear."""
COUNTERPARTIES = (
    *("WechatPayUrl", "Kuaidi100Url", "LicenceBaseUrl", "SmsUrl"),
    *("PopulationUrl", "FaceUrl", "CaUrl", "LegalPersonsUrl"),
)


@dataclass(frozen=True)
class Cloud:
    """A running embedded cloud with its sandbox."""

    state: Path
    emulator: Running
    sandbox: Running

    @property
    def base_url(self) -> str:
        """Where the deployed API is, without a trailing slash. Raises `FileNotFoundError` before it is deployed."""
        return (self.state / "base-url").read_text(encoding="utf-8")

    def client(self, service: str, **options: Any) -> Any:
        """A boto3 client of the emulator; this makes a `Cloud` usable where a boto3 session is."""
        keys: dict[str, Any] = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": REGION}
        return boto3.client(service, endpoint_url=self.emulator.url, **keys, **options)

    def outputs(self) -> dict[str, str]:
        """The deployed stack's outputs: names of table, buckets, queues."""
        return outputs(STACK, self.client("cloudformation"))


def start(state: Path = STATE) -> Cloud:
    """Start what is not running yet, on free ports or on those of the last time; a stack goes on with its work."""
    resumes = processes.find("emulator", state) is None and (state / "base-url").exists()
    cloud = Cloud(state, _start_emulator(state), _start_sandbox(state))
    if resumes:
        _resume(cloud)
    return cloud


def find(state: Path = STATE) -> Cloud | None:
    """The cloud that is running from a state directory, if it is."""
    emulator, sandbox = processes.find("emulator", state), processes.find("sandbox", state)
    return Cloud(state, emulator, sandbox) if emulator and sandbox else None


def discard(state: Path) -> None:
    """End both processes as they are, and remove what they wrote."""
    for name in ("emulator", "sandbox"):
        processes.discard(name, state)
    shutil.rmtree(state, ignore_errors=True)


def stop(state: Path = STATE) -> None:
    """End both processes; the emulator finishes what it has begun, and writes its state.

    Its own process file is the last thing that it removes. What lives on after that are threads that wait for the
    answers to task tokens, some for days.
    """
    running = find(state)
    try:
        if running and (state / "base-url").exists():
            table = running.client("dynamodb").describe_table(TableName=running.outputs()["TableName"])["Table"]
            wait_until_quiet(running.client("dynamodbstreams"), table["LatestStreamArn"])
    finally:
        processes.stop("emulator", state, finished=lambda: not any(_scratch(state).glob("ministack-*.pid")))
        processes.stop("sandbox", state)


def package() -> Path:
    """The working tree packed for this machine: the emulator runs functions by the interpreter that runs it."""
    return build_code(this_machine(), BUILD / "embedded")


def bring_up(cloud: Cloud, packed: Path | None = None) -> dict[str, str]:
    """Deploy a package (made now unless given). Returns the outputs."""
    packed = packed or package()
    api = _api_id(packed)
    base_url = f"{cloud.emulator.url}/restapis/{api}/{API_STAGE}/_user_request_"
    cloud.client("s3").create_bucket(Bucket=ARTIFACTS)
    values = _parameters(cloud, base_url)
    found = deploy(STACK, ARTIFACTS, values, package=packed, tags={"ms-custom-id": api}, session=cloud)
    lock_buckets(cloud.client("s3"), _resources(packed), found, values)
    (cloud.state / "base-url").write_text(base_url, encoding="utf-8")
    remember_failure_routes(cloud.client("lambda"), cloud.state / "failure-routes.json")
    return found


def credentials_of(cloud: Cloud) -> dict[str, Any]:
    """Ours with the sandbox's counterparties."""
    credentials: dict[str, Any] = json.loads((cloud.state / "counterparties.json").read_text(encoding="utf-8"))
    return credentials


def certified(cloud: Cloud, key_id: str) -> bytes:
    """The certificates that the sandbox's authority issues for the key that documents are signed with."""
    public = load_der_public_key(cloud.client("kms").get_public_key(KeyId=key_id)["PublicKey"])
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    asked = json.dumps({"organisation": SIGNATORY, "public_key": pem}).encode()
    answer = CounterpartyHttp(cloud.sandbox.url).send("POST", "/trust/certificates", JSON_HEADERS, asked)
    return str(answer.document()["chain"]).encode()


def _resume(cloud: Cloud) -> None:
    """Put right what the restart has lost, and look for cases whose orchestration it has cut short."""
    functions = cloud.client("lambda")
    restore_failure_routes(functions, cloud.state / "failure-routes.json")
    occasion = {"source": "aws.events", "detail-type": "Scheduled Event", "detail": {}}
    functions.invoke(FunctionName=cloud.outputs()["ReviveName"], InvocationType="Event", Payload=json.dumps(occasion))


def _api_id(package: Path) -> str:
    """The API's identifier, chosen by us through a tag so that its address is known before it is deployed.

    The emulator replaces an API whose definition changes, and would refuse the same identifier for the new one.
    """
    definition = json.dumps(_resources(package)["RestAPI"], sort_keys=True)
    return hashlib.sha256(definition.encode()).hexdigest()[:8]


def _resources(package: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((package / TEMPLATE).read_text(encoding="utf-8"))["Resources"]
    return found


def _parameters(cloud: Cloud, base_url: str) -> dict[str, str]:
    """The embedded cloud differs from production in these values, and in nothing else."""
    return {
        "Stage": "local",
        "PublicBaseUrl": base_url,
        "AllowedOrigins": "http://localhost:5173,http://127.0.0.1:5173",
        "BusinessTime": "movable",
        "PrivateReceivers": "allowed",
        "SweepRate": "rate(1 minute)",
        "RedeliverySeconds": "10",
        "AlarmSpreadSeconds": "1",
        "WarmSeconds": "5",
        "Firewall": "disabled",
        "DocumentRetentionDays": "1",
        **dict.fromkeys(COUNTERPARTIES, cloud.sandbox.url),
        "TimestampUrl": f"{cloud.sandbox.url}/trust/timestamps",
        "ClamdTransport": "plain",
        "ClamdAddress": f"{processes.HOST}:{_port(cloud.state, 'clamd')}",
        "OidcIssuer": f"{cloud.sandbox.url}/oidc",
        "OidcAudience": OIDC_AUDIENCE,
        "OidcLevels": "L1=1,L2=2,L3=3,L4=4",
        "OidcClaims": "name=name,id_number=id_number,mobile=phone_number,staff_id=staff_number",
        "OidcRedirectUri": OIDC_REDIRECT_URI,
    }


def _start_emulator(state: Path) -> Running:
    running = processes.find("emulator", state)
    if running:
        return running
    port = _port(state, "emulator")
    forget_stream_positions(state / "emulator")
    scratch = _scratch(state)
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    environment = {
        **_plain_environment(),
        **CREDENTIALS,
        "AUTH": "true",
        "BIND_HOST": processes.HOST,
        "MINISTACK_HOST": processes.HOST,
        "GATEWAY_PORT": str(port),
        "MINISTACK_REGION": REGION,
        "PERSIST_STATE": "1",
        "STATE_DIR": str(state / "emulator"),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(state / "objects"),
        "TMPDIR": str(scratch),
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
    }
    command = [sys.executable, "-m", "ministack"]
    return processes.start("emulator", state, command, port, environment=environment, health="/_ministack/health")


def _start_sandbox(state: Path) -> Running:
    running = processes.find("sandbox", state)
    if running:
        return running
    port = _port(state, "sandbox")
    options = ["--port", str(port), "--clamd-port", str(_port(state, "clamd")), "--state-dir", str(state / "sandbox")]
    command = [sys.executable, "-m", "infra.sandbox", *options, "--secrets-out", str(state / "counterparties.json")]
    environment = {**_plain_environment(), "PYTHONPATH": str(ROOT)}
    return processes.start("sandbox", state, command, port, environment=environment)


def _scratch(state: Path) -> Path:
    """Where the emulator unpacks functions; nobody else clears them away."""
    return state / "tmp"


def _plain_environment() -> Mapping[str, str]:
    """This process's environment without its own AWS settings, which must never reach the emulator's functions."""
    return {key: value for key, value in os.environ.items() if not key.startswith(("AWS_", "PYTHONPATH"))}


def _port(state: Path, name: str) -> int:
    """The port of the last time, because addresses handed out then should still be good; else a free one."""
    remembered = state / f"{name}.port"
    port = int(remembered.read_text(encoding="utf-8")) if remembered.exists() else processes.free_port()
    state.mkdir(parents=True, exist_ok=True)
    remembered.write_text(str(port), encoding="utf-8")
    return port
