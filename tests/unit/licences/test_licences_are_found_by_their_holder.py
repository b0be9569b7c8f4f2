"""Whoever has the holder's number finds what is in their name: what still counts, or, for the holder, all of it."""

import datetime as dt

import pytest

from app import AREAS
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from chalicelib.http.paging import to_cursor
from chalicelib.kernel.identity_numbers import HolderType
from chalicelib.licences import service
from chalicelib.licences.model import Licence
from chalicelib.licences.request import RECEIPT_TYPE, REFUSAL_TYPE, Holder, Kind
from tests.support.applications import HEAD
from tests.support.certificates import ID_NUMBER, request
from tests.support.organisations import SHOP, acting, bound
from tests.support.people import identified
from tests.support.platform import FakePlatform
from tests.support.probes import Api

MINE = "/v1/me/licences"
OTHER = Holder(name="李示例", id_number="460105198501011218")


def issued(cloud: FakePlatform, case_id: str, **changes: object) -> Licence:
    code = service.verification_code_of(cloud, case_id, Kind.DECISION)
    return service.issue(cloud, cloud.act(), request(cloud, reference=case_id, verification_code=code, **changes))


def ids(licences: list[Licence]) -> list[str]:
    return [licence.id for licence in licences]


def held(cloud: FakePlatform, number: str = ID_NUMBER, certificate_type: str = "") -> list[str]:
    return ids(service.held_by(cloud, number, now=cloud.clock.now(), certificate_type=certificate_type))


def test_a_holders_licences_are_found_by_their_number_in_one_round_trip(cloud: FakePlatform) -> None:
    mine, other = issued(cloud, "case-1"), issued(cloud, "case-2", holder=OTHER)
    before = cloud.table.round_trips
    assert held(cloud) == [mine.id]
    assert cloud.table.round_trips == before + 1
    assert held(cloud, OTHER.id_number) == [other.id]
    assert held(cloud, "460105199003070017") == []


def test_the_number_itself_stands_in_no_key(cloud: FakePlatform) -> None:
    issued(cloud, "case-1")
    assert not [row for row in cloud.table.rows.values() if ID_NUMBER in str(row.get("applicant_pk", ""))]


def test_one_type_is_asked_for_without_its_neighbours(cloud: FakePlatform) -> None:
    permit = issued(cloud, "case-1", certificate_type="PERMIT")
    longer = issued(cloud, "case-2", certificate_type="PERMITOFHYGIENE")
    assert held(cloud, certificate_type="PERMIT") == [permit.id]
    assert held(cloud) == [permit.id, longer.id]


@pytest.mark.parametrize("certificate_type", [RECEIPT_TYPE, REFUSAL_TYPE])
def test_what_grants_nothing_is_not_held(cloud: FakePlatform, certificate_type: str) -> None:
    issued(cloud, "case-1", certificate_type=certificate_type)
    assert held(cloud) == []


def test_what_was_revoked_or_has_run_out_counts_no_more(cloud: FakePlatform) -> None:
    revoked, short = issued(cloud, "case-1"), issued(cloud, "case-2", valid_until=dt.date(2026, 4, 2))
    assert held(cloud) == [revoked.id, short.id] or held(cloud) == [short.id, revoked.id]
    uow = cloud.unit_of_work(HEAD)
    service.revoke(cloud, uow, revoked.id, "承诺不实")
    uow.commit()
    assert held(cloud) == [short.id]
    cloud.clock.move(days=60)
    assert held(cloud) == []


def test_while_the_key_is_replaced_old_and_new_entries_are_found(cloud: FakePlatform) -> None:
    old = issued(cloud, "case-1")
    cloud.key_ring.__dict__["_ring"] = {"current": "2", "1": "ring material", "2": "new material"}
    new = issued(cloud, "case-2")
    assert set(held(cloud)) == {old.id, new.id}


@pytest.fixture
def api(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Api:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return Api(cloud, *AREAS)


@pytest.fixture
def me(cloud: FakePlatform) -> Caller:
    return Caller(identified(cloud), Role.APPLICANT, 3, "session-1")


def test_a_person_sees_all_of_theirs_in_whatever_standing(cloud: FakePlatform, api: Api, me: Caller) -> None:
    first = issued(cloud, "case-1")
    cloud.clock.move(minutes=1)
    issued(cloud, "case-2")
    issued(cloud, "case-3", holder=OTHER)
    uow = cloud.unit_of_work(HEAD)
    service.revoke(cloud, uow, first.id, "承诺不实")
    uow.commit()
    page = api.call("GET", MINE, by=me, query={"limit": "1"}).body
    rest = api.call("GET", MINE, by=me, query={"limit": "1", "cursor": page["next"]}).body
    told = [(entry["case_id"], entry["standing"]) for entry in page["entries"] + rest["entries"]]
    assert told == [("case-1", "REVOKED"), ("case-2", "GENUINE")]
    assert page["entries"][0]["verification_code"] == first.request.verification_code


def test_a_representative_sees_the_organisations(cloud: FakePlatform, api: Api, me: Caller) -> None:
    shop = Holder(name=SHOP.name, id_number=SHOP.uscc, number_type=HolderType.CREDIT_CODE)
    issued(cloud, "case-1")
    issued(cloud, "case-2", holder=shop)
    bound(api, cloud, me)
    answer = api.call("GET", MINE, headers=acting(api, me))
    assert [entry["case_id"] for entry in answer.body["entries"]] == ["case-2"]


def test_somebody_elses_cursor_is_refused(cloud: FakePlatform, api: Api, me: Caller) -> None:
    issued(cloud, "case-1", holder=OTHER)
    issued(cloud, "case-2", holder=OTHER)
    theirs = service.number_hashes(cloud, OTHER.id_number)[0]
    _, behind = service.listed(cloud.table, theirs, limit=1, after=None)

    answer = api.call("GET", MINE, by=me, query={"cursor": to_cursor(behind) or ""})
    assert (answer.status, answer.body["code"]) == (400, "request.cursor-invalid")
