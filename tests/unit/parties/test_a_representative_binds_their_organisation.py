"""Claiming an organisation, what the legal-person base makes of it, and what a new representative means to the old."""

import json

import pytest

from app import AREAS
from chalicelib.aws.bus import cloud_event
from chalicelib.aws.history import events_among
from chalicelib.aws.rows import Key
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from chalicelib.parties.organisations.service import latest_claim
from chalicelib.parties.sources.legal_persons import LegalPersonAnswer, LegalPersonMatch
from chalicelib.workflow import check_identity, check_organisation
from chalicelib.workflow.notify import tell
from chalicelib.workflow.sweep_parties import sweep
from infra.sandbox.organisations import ORGANISATIONS
from tests.support.cases import with_catalogue
from tests.support.mandates import AGENT_MOBILE, AGENT_NAME, AGENT_NUMBER
from tests.support.organisations import CLAIM, SHOP, FakeBase, acting, ask, bound, capacities, heard, said
from tests.support.people import ID_NUMBER, MOBILE, NAME, as_delivered, identified
from tests.support.platform import FakePlatform
from tests.support.probes import Api


@pytest.fixture
def cloud() -> FakePlatform:
    return with_catalogue(FakePlatform())


@pytest.fixture
def api(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Api:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return Api(cloud, *AREAS)


@pytest.fixture
def owner(cloud: FakePlatform) -> Caller:
    return Caller(identified(cloud), Role.APPLICANT, 3, "session-1")


@pytest.fixture
def successor(cloud: FakePlatform) -> Caller:
    return Caller(identified(cloud, AGENT_MOBILE, AGENT_NAME, AGENT_NUMBER), Role.APPLICANT, 3, "session-2")


def test_whom_the_base_confirms_may_see_to_the_organisations_affairs(
    cloud: FakePlatform, api: Api, owner: Caller
) -> None:
    claimed, base = ask(api, owner, uscc=SHOP.uscc.lower()), FakeBase()
    assert (claimed.status, claimed.body["status"], claimed.headers["Location"]) == (202, "REQUESTED", CLAIM)
    heard(cloud, owner, base, times=3)
    assert base.asked == [(SHOP.uscc, SHOP.name, NAME, ID_NUMBER)]
    outcome = api.call("GET", CLAIM, by=owner).body
    assert outcome["status"] == "MATCHED"
    (capacity,) = capacities(api, owner)
    assert (capacity["kind"], capacity["principal_id"], capacity["principal_name"]) == (
        "REPRESENTATIVE",
        outcome["organisation_id"],
        SHOP.name,
    )
    assert api.call("GET", "/v1/cases", headers=acting(api, owner)).body["entries"] == []


def test_the_function_behind_the_bus_asks_the_base(
    cloud: FakePlatform, api: Api, owner: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = FakeBase()
    monkeypatch.setattr(check_identity, "platform", lambda: cloud)
    monkeypatch.setattr(check_organisation, "base_of", lambda _: base)
    ask(api, owner)
    (event,) = events_among(cloud.table.partition(f"ORGANISATION-CLAIM#{owner.id}"))
    check_identity.check_identity({"detail": cloud_event(event)}, None)
    assert len(base.asked) == len(capacities(api, owner)) == 1


@pytest.mark.parametrize(
    ("result", "status"),
    [
        (LegalPersonMatch.MISMATCH, "MISMATCHED"),
        (LegalPersonMatch.DISSOLVED, "DISSOLVED"),
    ],
)
def test_no_other_answer_binds_anybody_and_each_is_told_as_it_is(
    cloud: FakePlatform, api: Api, owner: Caller, result: LegalPersonMatch, status: str
) -> None:
    ask(api, owner)
    heard(cloud, owner, FakeBase(LegalPersonAnswer(result)))
    outcome = api.call("GET", CLAIM, by=owner).body
    assert (outcome["status"], outcome.get("organisation_id")) == (status, None)
    assert capacities(api, owner) == []
    assert bound(api, cloud, owner)


class Phones:
    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    def send(self, message_id: str, mobile: str, template: str, parameters: object) -> None:
        self.sent.append((mobile, template))


def test_a_base_that_does_not_answer_is_asked_again_without_a_try_more(
    cloud: FakePlatform, api: Api, owner: Caller
) -> None:
    ask(api, owner)
    heard(cloud, owner, FakeBase(LegalPersonAnswer(LegalPersonMatch.UNAVAILABLE)))
    outcome = api.call("GET", CLAIM, by=owner).body
    assert (outcome["status"], outcome["asked_again_at"]) == ("POSTPONED", "2026-03-02T01:05:00Z")
    assert capacities(api, owner) == []
    assert sweep(cloud) == (0, 0)
    cloud.clock.move(minutes=5)
    assert sweep(cloud) == (1, 0)
    heard(cloud, owner, FakeBase(), times=2)
    assert api.call("GET", CLAIM, by=owner).body["status"] == "MATCHED"
    claim = latest_claim(cloud.table, owner.id)
    assert (claim.check.number_today, claim.check.asked, claim.next_due) == (1, 2, None)
    assert len(capacities(api, owner)) == 1
    phones = Phones()
    for event in events_among(cloud.table.partition(f"ORGANISATION-CLAIM#{owner.id}")):
        tell(cloud, phones, as_delivered(event))
    assert phones.sent == [(MOBILE, "organisation-claim-matched.zh-CN")]


def test_a_base_that_stays_silent_for_a_day_is_given_up(cloud: FakePlatform, api: Api, owner: Caller) -> None:
    ask(api, owner)
    cloud.clock.move(hours=24)
    assert sweep(cloud) == (1, 0)
    assert api.call("GET", CLAIM, by=owner).body["status"] == "UNAVAILABLE"
    assert bound(api, cloud, owner)


def test_a_new_representative_takes_the_old_ones_powers_away_at_once(
    cloud: FakePlatform, api: Api, owner: Caller, successor: Caller
) -> None:
    organisation = bound(api, cloud, owner)
    old, authority = acting(api, owner), capacities(api, owner)[0]["capacity_id"]
    assert bound(api, cloud, successor) == organisation, "one code, one organisation"
    assert capacities(api, owner) == []
    assert cloud.table.row(Key(f"AUTHORITY#{authority}", "LIVE")) is None
    chosen = api.call("POST", "/v1/sessions/current/capacity", {"capacity_id": authority}, by=owner)
    assert said(chosen) == (404, "party.capacity-unknown")
    assert [one["principal_id"] for one in capacities(api, successor)] == [organisation]
    cloud.warm["revocations"].read_at = float("-inf")
    assert said(api.call("GET", "/v1/cases", headers=old)) == (401, "access.authority-over")


def test_the_same_representative_bound_again_has_one_capacity(cloud: FakePlatform, api: Api, owner: Caller) -> None:
    assert bound(api, cloud, owner) == bound(api, cloud, owner)
    assert len(capacities(api, owner)) == 1


def test_one_person_may_represent_two_organisations(cloud: FakePlatform, api: Api, owner: Caller) -> None:
    bound(api, cloud, owner)
    ask(api, owner, ORGANISATIONS[1].name, ORGANISATIONS[1].uscc)
    heard(cloud, owner, FakeBase())
    assert {one["principal_name"] for one in capacities(api, owner)} == {SHOP.name, ORGANISATIONS[1].name}


@pytest.mark.parametrize("uscc", ["91460100XNYL00013U", "91460100XNYL00023T", "914601", "91460100XNYLO0013T"])
def test_both_check_characters_of_the_code_are_looked_at(api: Api, owner: Caller, uscc: str) -> None:
    answer = ask(api, owner, uscc=uscc)
    assert said(answer) == (422, "party.uscc-invalid")
    assert answer.body["errors"][0]["pointer"] == "#/uscc"


def test_claims_are_made_at_level_three_one_at_a_time_and_five_a_day(
    cloud: FakePlatform, api: Api, owner: Caller
) -> None:
    weak = Caller(owner.id, Role.APPLICANT, 2, "session-1")
    assert said(ask(api, weak)) == (403, "access.level-too-low")
    assert said(api.call("GET", CLAIM, by=owner)) == (404, "party.no-organisation-claimed")
    for _ in range(5):
        ask(api, owner)
        assert said(ask(api, owner)) == (409, "party.check-running")
        heard(cloud, owner, FakeBase(LegalPersonAnswer(LegalPersonMatch.MISMATCH)))
    assert said(ask(api, owner)) == (429, "party.too-many-checks")


def test_the_history_names_neither_person_nor_organisation(cloud: FakePlatform, api: Api, owner: Caller) -> None:
    bound(api, cloud, owner)
    told = json.dumps([row for row in cloud.table.rows.values() if "data" in row], ensure_ascii=False)
    assert not [secret for secret in (SHOP.name, SHOP.uscc, NAME, ID_NUMBER) if secret in told]
    assert not [key for key in cloud.table.rows if SHOP.uscc in key[0]]
