"""A fresh stack becomes one in which the first official signs in and people apply; repeated or cut off, nothing is done
twice.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from moto import mock_aws

from chalicelib.aws.keys import LicenceKey
from chalicelib.aws.rows import Write
from chalicelib.catalogue.calendars.service import load_calendar
from chalicelib.catalogue.editing.service import load_item
from chalicelib.catalogue.publishing.service import load_target
from chalicelib.catalogue.publishing.store import batches, line_of
from chalicelib.parties import store as parties
from infra.bootstrap import catalogue
from infra.bootstrap.__main__ import main, operator_in
from infra.bootstrap.certificate import checked_chain, request_of
from infra.bootstrap.errors import BadInput
from infra.bootstrap.secret_values import make_key, value_of
from infra.bootstrap.steps import Contents, bootstrap
from infra.sandbox.certificates import Authority
from tests.support.memory_table import MemoryTable
from tests.support.objects import FakeObjects
from tests.support.platform import FakePlatform

OPERATOR = "ops-1,韩运维,13900460001,460000"
ITEMS = catalogue.items_in(catalogue.SEED / "items")[:3]
SECRETS = ("internal", "key-ring", "counterparties")


class PowerCut(Exception):
    """The machine on which bootstrap runs is gone."""


class CutTable(MemoryTable):
    """Takes so many transactions and no more."""

    left = 10_000

    def commit(self, writes: Sequence[Write]) -> None:
        if not self.left:
            raise PowerCut
        self.left -= 1
        super().commit(writes)


@pytest.fixture
def secrets() -> Iterator[Any]:
    with mock_aws():
        client = boto3.client("secretsmanager", region_name="us-east-1")
        for name in SECRETS:
            client.create_secret(Name=name)
        yield client


@pytest.fixture
def cloud() -> FakePlatform:
    cloud = FakePlatform()
    cloud.table, cloud.documents, cloud.materials = CutTable(), FakeObjects("documents"), FakeObjects("materials")
    settings = cloud.settings
    assert {settings.internal_secret_id, settings.key_ring_secret_id, settings.counterparty_secret_id} == set(SECRETS)
    return cloud


def filled(cloud: FakePlatform, secrets: Any, **more: Any) -> list[str]:
    """What is said."""
    said: list[str] = []
    contents = Contents(staff=[operator_in(OPERATOR)], items=ITEMS, **more)
    bootstrap(cloud, secrets, contents, said.append)
    return said


def require_everything(cloud: FakePlatform) -> None:
    operator = parties.load_staff(cloud.table, "ops-1")
    assert operator is not None and operator.entry.role == "operator"
    assert all(item.latest and not item.work for item in (load_item(cloud.table, it.code) for it in ITEMS))
    (batch,) = (line_of(row) for row in batches(cloud.table, limit=9, after=None).rows)
    assert (batch.status, batch.items, batch.edition) == ("PUBLISHED", 3, 1)
    assert load_target(cloud.table).version == 1
    assert load_calendar(cloud.table).is_announced(2026)


def test_a_fresh_stack_gets_everything_and_the_same_again_nothing(cloud: FakePlatform, secrets: Any) -> None:
    first = filled(cloud, secrets)
    require_everything(cloud)
    keys = [value_of(secrets, name) for name in ("internal", "key-ring")]
    assert all(len(key) == 64 for key in keys) and keys[0] != keys[1]
    rows = dict(cloud.table.rows)
    again = filled(cloud, secrets)
    assert [line for line in first if "there already" in line] == []
    assert [line for line in again if "there already" not in line and "missing" not in line] == []
    assert cloud.table.rows == rows
    assert [value_of(secrets, name) for name in ("internal", "key-ring")] == keys


@pytest.mark.parametrize("after", range(0, 24))
def test_cut_off_anywhere_it_goes_on(cloud: FakePlatform, secrets: Any, after: int) -> None:
    cloud.table.left = after
    with pytest.raises(PowerCut):
        filled(cloud, secrets)
    cloud.table.left = 10_000
    filled(cloud, secrets)
    require_everything(cloud)


@pytest.mark.parametrize("after", [17, 18, 19])
def test_cut_off_in_the_evening_it_goes_on_the_next_day(cloud: FakePlatform, secrets: Any, after: int) -> None:
    """The batch that was opened is one of a day that is over."""
    cloud.table.left = after
    with pytest.raises(PowerCut):
        filled(cloud, secrets)
    cloud.table.left = 10_000
    cloud.clock.move(days=1)
    filled(cloud, secrets)
    assert all(load_item(cloud.table, it.code).latest for it in ITEMS)


def test_what_people_have_changed_since_is_left_alone(cloud: FakePlatform, secrets: Any) -> None:
    filled(cloud, secrets)
    changed = ITEMS[0].model_copy(update={"name": ITEMS[0].name.model_copy(update={"en": "Renamed since"})})
    catalogue._done(cloud, catalogue.MANAGER, lambda uow: catalogue.editing.put_draft(uow, cloud, changed))
    filled(cloud, secrets)
    work = load_item(cloud.table, changed.code).work
    assert work is not None and (work.content, work.stage) == (changed, "DRAFT")


def test_a_key_is_never_written_over(secrets: Any) -> None:
    secrets.put_secret_value(SecretId="key-ring", SecretString='{"current": "2", "1": "a", "2": "b"}')
    assert not make_key(secrets, "key-ring")
    assert value_of(secrets, "key-ring") == '{"current": "2", "1": "a", "2": "b"}'
    with pytest.raises(secrets.exceptions.ResourceNotFoundException):
        make_key(secrets, "of another stack")


def test_credentials_that_the_operator_wrote_stay_beside_the_certificate(
    cloud: FakePlatform, secrets: Any, key: LicenceKey, authority: Authority
) -> None:
    secrets.put_secret_value(SecretId="counterparties", SecretString='{"sms": {"client_id": "of the operator"}}')
    cloud.licence_key = key
    chain = authority.certify("示例省", key.public_key)
    said = filled(cloud, secrets, chain=chain.encode())
    held = json.loads(value_of(secrets, "counterparties"))
    assert held == {"sms": {"client_id": "of the operator"}, "document_signing": {"chain": chain}}
    assert not [line for line in said if "missing" in line]


@pytest.fixture
def key(secrets: Any) -> LicenceKey:
    client = boto3.client("kms", region_name="us-east-1")
    made = client.create_key(KeyUsage="SIGN_VERIFY", KeySpec="ECC_NIST_P256")["KeyMetadata"]["KeyId"]
    return LicenceKey(client, made)


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority(*(rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2)))


def test_the_request_is_signed_by_the_key_in_kms(key: LicenceKey) -> None:
    request = x509.load_pem_x509_csr(request_of(key, "示例省人民政府"))
    assert request.is_signature_valid
    assert request.public_key() == key.public_key
    assert "O=示例省人民政府" in request.subject.rfc4514_string()


def test_a_chain_that_does_not_fit_is_refused_with_what_to_do(key: LicenceKey, authority: Authority) -> None:
    now = datetime.now(UTC)
    chain = authority.certify("示例省", key.public_key)
    assert checked_chain(chain.encode(), key, now) == chain
    own, root = x509.load_pem_x509_certificates(chain.encode())
    other = authority.certify("别处", ec.generate_private_key(ec.SECP256R1()).public_key())
    pems = [certificate.public_bytes(Encoding.PEM) for certificate in (own, own, root, root)]
    for given, at, told in (
        (b"no PEM", now, "is no PEM file"),
        (other.encode(), now, "not for the stack's licence key"),
        (pems[2] + pems[0], now, "not for the stack's licence key"),
        (pems[0] + pems[1], now, "did not issue it"),
        (chain.encode(), now + timedelta(days=36_500), "is not valid today"),
    ):
        with pytest.raises(BadInput, match=told):
            checked_chain(given, key, at)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--operator", "ops-1,韩运维"], "--operator is ID,NAME,MOBILE,REGION"),
        (["--operator", "ops-1,韩运维,123,460000"], "mobile: A mainland mobile number of 11 digits is expected"),
        (["--operator", OPERATOR, "--catalogue", "nowhere.zip"], "name one that is there"),
        (["--operator", OPERATOR, "--catalogue", __file__], "Use an .xlsx, .yaml, .json or .zip"),
        (["--operator", OPERATOR, "--catalogue", "none", "--certificate", "nowhere.pem"], "name one that is there"),
    ],
)
def test_bad_input_is_answered_with_what_to_do(
    options: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anything is asked of AWS."""
    assert main(["--stack-name", "a-stack", *options]) == 1
    assert told in capsys.readouterr().err


def test_a_stack_that_is_not_there_is_named(
    secrets: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    assert main(["--stack-name", "a-stack", "--operator", OPERATOR, "--catalogue", "none"]) == 1
    assert "there is no stack a-stack in this account and region: deploy it first" in capsys.readouterr().err


def test_a_file_of_items_is_read_as_offices_write_it(tmp_path: Path) -> None:
    documents = [json.loads((catalogue.SEED / "items" / "talent-household-registration.json").read_bytes())]
    file = tmp_path / "catalogue.json"
    file.write_text(json.dumps(documents), encoding="utf-8")
    assert [item.code for item in catalogue.items_in(file)] == [documents[0]["code"]]
