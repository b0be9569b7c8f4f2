"""Places without a hot row, lists that are signed anew, and a machine-readable copy beside every grant."""

import base64
import json
import zlib
from typing import Any

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import AREAS
from chalicelib.cases import service as cases
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from chalicelib.licences import service
from chalicelib.licences.authority import published_key
from chalicelib.licences.model import Licence
from chalicelib.licences.request import Kind
from chalicelib.licences.status import service as status
from chalicelib.licences.status import store
from chalicelib.licences.status.model import BITS, SIZE, Place, Status, packed
from chalicelib.workflow.issue_document import heard, issue
from tests.support.applications import HEAD, WANG, accepted, decided
from tests.support.certificates import request
from tests.support.people import as_delivered
from tests.support.platform import FakePlatform
from tests.support.probes import Api

PLACE = Place(list_id="202603-1", index=4711)


def said(token: str, index: int) -> int:
    claims = claims_of(token)
    places = zlib.decompress(base64.urlsafe_b64decode(claims["status_list"]["lst"] + "==="))
    return places[index // 4] >> 2 * (index % 4) & 3


def claims_of(token: str) -> dict[str, Any]:
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "==="))
    return claims


def licence_at(cloud: FakePlatform, place: Place = PLACE) -> Licence:
    return service.issue(cloud, cloud.act(), request(cloud, status=place))


def change(cloud: FakePlatform, licence: Licence, what: str) -> Any:
    uow = cloud.unit_of_work(HEAD)
    service.change(cloud, uow, licence, lambda it: getattr(it, what)("承诺不实", uow.act))
    event = licence.pending[-1]
    uow.commit()
    return as_delivered(event)


@given(st.dictionaries(st.integers(0, SIZE - 1), st.sampled_from([1, 2, 3]), max_size=40))
def test_two_bits_say_what_each_place_is(statuses: dict[int, int]) -> None:
    places = zlib.decompress(packed(statuses))
    assert len(places) == SIZE * BITS // 8
    read = {index: places[index // 4] >> 2 * (index % 4) & 3 for index in statuses}
    assert read == statuses
    assert sum(bin(byte).count("1") for byte in places) == sum(bin(value).count("1") for value in statuses.values())


def test_the_example_of_the_standard_is_packed_as_there() -> None:
    """IETF Token Status List, section 4.1: a list of two bits a place begins with the bytes C9 44 F9."""
    values = [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3]
    places = zlib.decompress(packed({index: value for index, value in enumerate(values) if value}))
    assert places[:3] == bytes([0xC9, 0x44, 0xF9])


def test_a_place_is_the_same_however_often_it_is_asked_for(cloud: FakePlatform) -> None:
    first = status.place_for(cloud, cloud.act(), "licence-1", month="202603")
    cloud.clock.move(days=40)
    assert status.place_for(cloud, cloud.act(), "licence-1", month="202603") == first


def test_two_licences_never_share_a_place(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    """All lots of the first attempt fall on one place."""
    drawn = cloud.secrets.keyed_hash

    def same_at_first(purpose: str, text: str) -> bytes:
        return bytes(32) if text.endswith("#0") else drawn(purpose, text)

    monkeypatch.setattr(cloud.secrets, "keyed_hash", same_at_first)
    places = [status.place_for(cloud, cloud.act(), f"licence-{n}", month="202603") for n in range(3)]
    assert len({(place.list_id, place.index) for place in places}) == 3
    again = [status.place_for(cloud, cloud.act(), f"licence-{n}", month="202603") for n in range(3)]
    assert again == places


def test_a_list_is_there_before_its_first_licence(cloud: FakePlatform) -> None:
    place = status.place_for(cloud, cloud.act(), "licence-1", month="202603")
    assert said(status.published(cloud.table, place.list_id), place.index) == Status.VALID


@pytest.mark.parametrize(("what", "value"), [("suspend", Status.SUSPENDED), ("revoke", Status.INVALID)])
def test_what_is_decided_is_signed_into_the_list(cloud: FakePlatform, what: str, value: Status) -> None:
    event = change(cloud, licence_at(cloud), what)
    heard(cloud, event)
    token = status.published(cloud.table, PLACE.list_id)
    assert said(token, PLACE.index) == value
    assert said(token, PLACE.index + 1) == Status.VALID


def test_what_is_resumed_leaves_the_list(cloud: FakePlatform) -> None:
    licence = licence_at(cloud)
    heard(cloud, change(cloud, licence, "suspend"))
    heard(cloud, change(cloud, licence, "resume"))
    assert said(status.published(cloud.table, PLACE.list_id), PLACE.index) == Status.VALID
    assert store.statuses(cloud.table, PLACE.list_id) == {}


def test_events_that_come_late_or_twice_end_with_the_present_state(cloud: FakePlatform) -> None:
    licence = licence_at(cloud)
    suspended = change(cloud, licence, "suspend")
    revoked = change(cloud, licence, "revoke")
    for event in (revoked, suspended, suspended):
        heard(cloud, event)
    assert said(status.published(cloud.table, PLACE.list_id), PLACE.index) == Status.INVALID


def test_an_older_list_never_covers_a_newer_one(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another one is published between our reading and our writing."""
    licence = licence_at(cloud)
    status.publish(cloud, cloud.act(), PLACE.list_id)
    commit, overtaken = cloud.table.commit, []

    def after_another(writes: Any) -> None:
        if not overtaken:
            overtaken.append(True)
            heard(cloud, change(cloud, licence, "revoke"))
        commit(writes)

    monkeypatch.setattr(cloud.table, "commit", after_another)
    status.publish(cloud, cloud.act(), PLACE.list_id)
    assert said(status.published(cloud.table, PLACE.list_id), PLACE.index) == Status.INVALID


def test_the_token_is_one_of_the_standard(cloud: FakePlatform) -> None:
    status.publish(cloud, cloud.act(), PLACE.list_id)
    token = status.published(cloud.table, PLACE.list_id)
    key = jwt.PyJWK(published_key(cloud))
    claims = jwt.decode(token, key.key, algorithms=["ES256"], options={"verify_aud": False})
    assert jwt.get_unverified_header(token)["typ"] == "statuslist+jwt"
    assert claims["sub"] == status.status_uri(cloud, PLACE)
    assert claims["status_list"]["bits"] == 2


@pytest.fixture
def api(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Api:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return Api(cloud, *AREAS)


def test_a_list_may_be_kept_by_caches(cloud: FakePlatform, api: Api) -> None:
    status.publish(cloud, cloud.act(), PLACE.list_id)
    answer = api.call("GET", "/v1/status-lists/{list_id}", list_id=PLACE.list_id)
    assert (answer.status, answer.headers["Cache-Control"]) == (200, "public, max-age=300")
    assert answer.headers["Content-Type"] == "application/statuslist+jwt"


def test_an_unknown_list_is_refused(api: Api) -> None:
    answer = api.call("GET", "/v1/status-lists/{list_id}", list_id="190001-1")
    assert (answer.status, answer.body["code"]) == (404, "licence.status-list-unknown")


def test_the_published_key_is_that_of_its_certificate(cloud: FakePlatform, api: Api) -> None:
    (key,) = api.call("GET", "/v1/licence-issuer").body["jwks"]["keys"]
    numbers = cloud.licence_key.public_key.public_numbers()
    assert int.from_bytes(base64.urlsafe_b64decode(key["x"] + "===")) == numbers.x
    assert len(key["x5c"]) == 2


def test_before_the_operator_has_certificates_the_keys_are_unavailable(cloud: FakePlatform, api: Api) -> None:
    cloud.secrets.counterparties["document_signing"] = {}
    answer = api.call("GET", "/v1/licence-issuer")
    assert (answer.status, answer.body["code"]) == (503, "licence.signing-keys-missing")


def test_a_receipt_has_neither_place_nor_copy(cloud: FakePlatform) -> None:
    case = accepted(cloud)
    issue(cloud, case.id, Kind.RECEIPT)
    document = cases.load_case(cloud.table, case.id).documents["receipt"]
    assert service.read(cloud.table, document.licence_id).request.status is None
    assert not [key for key in cloud.documents.contents if key.endswith(".sd-jwt")]


def test_the_copy_is_not_opened_before_the_fee_is_settled(cloud: FakePlatform, api: Api) -> None:
    case = decided(cloud)
    issue(cloud, case.id, Kind.DECISION)
    holder = Caller(WANG.account_id, Role.APPLICANT, 3, "session-1")
    path = "/v1/cases/{case_id}/documents/{kind}/credential"
    answer = api.call("GET", path, by=holder, case_id=case.id, kind="decision")
    assert (answer.status, answer.body["code"]) == (404, "case.document-not-ready")
