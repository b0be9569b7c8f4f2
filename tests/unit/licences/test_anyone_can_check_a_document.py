import hashlib
import json

import pytest

from chalicelib.http import edge
from chalicelib.kernel.identity_numbers import HolderType
from chalicelib.licences import service
from chalicelib.licences.api import licences_area
from chalicelib.licences.model import Licence
from chalicelib.licences.request import Holder
from tests.support.applications import HEAD
from tests.support.calls import Client
from tests.support.certificates import ID_NUMBER, NAME, PDF, request
from tests.support.platform import FakePlatform

VERIFY, CHECK = "/v1/verifications/{code}", "/v1/verifications/{code}/document-check"


@pytest.fixture
def client(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return Client(cloud, licences_area)


@pytest.fixture
def licence(cloud: FakePlatform) -> Licence:
    return service.issue(cloud, cloud.act(), request(cloud))


def test_a_genuine_document_is_confirmed_without_signing_in_and_in_one_round_trip(
    client: Client, licence: Licence
) -> None:
    answer = client.call("GET", VERIFY, code=licence.request.verification_code)
    assert (answer.status, answer.round_trips) == (200, 1)
    assert answer.body == {
        "standing": "GENUINE",
        "kind": "decision",
        "title": "机动车驾驶证换证决定书",
        "identifier": licence.identifier,
        "issuer": "公安局交通警察支队",
        "holder_name": "王**",
        "issued_on": "2026-03-02",
        "valid_from": "2026-03-02",
        "valid_until": "2036-03-02",
        "sha256": hashlib.sha256(PDF).hexdigest(),
    }


def test_nothing_more_personal_is_told_than_the_document_shows(client: Client, licence: Licence) -> None:
    told = json.dumps(client.call("GET", VERIFY, code=licence.request.verification_code).body, ensure_ascii=False)
    assert NAME not in told and ID_NUMBER not in told and "case-1" not in told


def test_an_organisations_name_is_public(cloud: FakePlatform, client: Client) -> None:
    holder = Holder(name="海口示例商贸有限公司", id_number="91460100XNYL00013T", number_type=HolderType.CREDIT_CODE)
    licence = service.issue(cloud, cloud.act(), request(cloud, holder=holder))
    told = client.call("GET", VERIFY, code=licence.request.verification_code).body
    assert told["holder_name"] == "海口示例商贸有限公司"


def test_a_revoked_document_is_said_to_be_so(cloud: FakePlatform, client: Client, licence: Licence) -> None:
    uow = cloud.unit_of_work(HEAD)
    service.revoke(cloud, uow, licence.id, "承诺不实")
    uow.commit()
    told = client.call("GET", VERIFY, code=licence.request.verification_code).body
    assert (told["standing"], told["revoked_on"]) == ("REVOKED", "2026-03-02")


def test_an_expired_document_is_said_to_be_so(cloud: FakePlatform, client: Client, licence: Licence) -> None:
    cloud.clock.move(days=3654)
    assert client.call("GET", VERIFY, code=licence.request.verification_code).body["standing"] == "EXPIRED"


@pytest.mark.parametrize("code", ["AAAA-AAAA-AAAA-AAAA", "x", "1.2.156", "王示例", "%2e%2e"])
@pytest.mark.parametrize(("method", "path"), [("GET", VERIFY), ("POST", CHECK)])
def test_an_unknown_code_is_told_what_that_may_mean(
    client: Client, licence: Licence, method: str, path: str, code: str
) -> None:
    answer = client.call(method, path, {"sha256": "0" * 64}, code=code)
    assert (answer.status, answer.body["code"]) == (404, "licence.verification-unknown")
    assert "forged" in answer.body["detail"]


@pytest.mark.parametrize(("file", "outcome"), [(PDF, "GENUINE"), (PDF + b"\n", "ALTERED")])
def test_the_file_in_hand_is_compared_by_its_hash(client: Client, licence: Licence, file: bytes, outcome: str) -> None:
    body = {"sha256": hashlib.sha256(file).hexdigest()}
    answer = client.call("POST", CHECK, body, code=licence.request.verification_code.lower())
    assert (answer.status, answer.round_trips) == (200, 1)
    assert answer.body == {"document": outcome, "standing": "GENUINE"}


@pytest.mark.parametrize("body", [{}, {"sha256": "xyz"}, {"sha256": "0" * 64, "name": NAME}])
def test_a_body_of_another_form_is_refused(client: Client, licence: Licence, body: dict[str, str]) -> None:
    assert client.call("POST", CHECK, body, code=licence.request.verification_code).status == 422
