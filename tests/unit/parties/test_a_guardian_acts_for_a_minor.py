"""A guardian claims a child; the population base confirms it, is asked anew, and the eighteenth birthday ends it."""

import json
import threading
from datetime import UTC, date, datetime

import pytest

from app import AREAS
from chalicelib.aws.history import events_among
from chalicelib.aws.rows import Key
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from chalicelib.kernel.instants import SHANGHAI
from chalicelib.parties import service
from chalicelib.parties.guardians.model import of_age_on
from chalicelib.parties.model import Account
from chalicelib.parties.sources.population import IdentityMatch
from chalicelib.workflow.check_guardianship import HEARD
from chalicelib.workflow.check_identity import conclude
from chalicelib.workflow.notify import tell
from chalicelib.workflow.sweep_parties import sweep
from infra.sandbox.people import PEOPLE, Person
from tests.support.cases import with_catalogue
from tests.support.items import seeded_item
from tests.support.mandates import AGENT_MOBILE, AGENT_NAME, AGENT_NUMBER
from tests.support.people import (
    ID_NUMBER,
    MOBILE,
    FakePopulation,
    as_delivered,
    ask_face_check,
    ask_identity_check,
    identified,
    signed_in,
    sources,
)
from tests.support.platform import FakePlatform
from tests.support.probes import Answered, Api

CHILD = next(person for person in PEOPLE if person.name == "王小例")
OTHER_CHILD = next(person for person in PEOPLE if person.name == "符小演")
CLAIM = "/v1/me/ward-claim"


@pytest.fixture
def cloud() -> FakePlatform:
    return with_catalogue(FakePlatform())


@pytest.fixture
def api(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Api:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return Api(cloud, *AREAS)


@pytest.fixture
def mother(cloud: FakePlatform) -> Caller:
    return Caller(identified(cloud), Role.APPLICANT, 3, "session-1")


@pytest.fixture
def father(cloud: FakePlatform) -> Caller:
    return Caller(identified(cloud, AGENT_MOBILE, AGENT_NAME, AGENT_NUMBER), Role.APPLICANT, 3, "session-2")


def said(answer: Answered) -> tuple[int, str]:
    return answer.status, answer.body["code"]


def ask(api: Api, who: Caller, name: str = CHILD.name, id_number: str = CHILD.id_number) -> Answered:
    return api.call("POST", CLAIM, {"name": name, "id_number": id_number}, by=who)


def heard(cloud: FakePlatform, pk: str, population: FakePopulation | None = None) -> None:
    """The consumer gets the latest question about that row, twice."""
    told = [event for event in events_among(cloud.table.partition(pk)) if event.type in HEARD][-1]
    for _ in range(2):
        conclude(cloud, sources(population), as_delivered(told))


def claimed(cloud: FakePlatform, who: Caller, population: FakePopulation | None = None) -> None:
    heard(cloud, f"WARD-CLAIM#{who.id}", population)


def bound(api: Api, cloud: FakePlatform, who: Caller, child: Person = CHILD) -> str:
    """The account of a child that somebody has claimed with success."""
    assert ask(api, who, child.name, child.id_number).status == 202
    claimed(cloud, who)
    ward: str = api.call("GET", CLAIM, by=who).body["ward_id"]
    return ward


def capacities(api: Api, who: Caller) -> list[dict[str, str]]:
    entries: list[dict[str, str]] = api.call("GET", "/v1/me/capacities", by=who).body["entries"]
    return entries


def acting(api: Api, who: Caller) -> dict[str, str]:
    chosen = {"capacity_id": capacities(api, who)[0]["capacity_id"]}
    token = api.call("POST", "/v1/sessions/current/capacity", chosen, by=who).body["access_token"]
    return {"Authorization": f"Bearer {token}"}


def account_of(cloud: FakePlatform, account_id: str) -> Account:
    return service.read_account(cloud.table, account_id)


def pk_of(guardian: Caller, ward: str) -> str:
    return f"GUARDIANSHIP#{guardian.id}#{ward}"


def test_whom_the_base_confirms_acts_for_the_child_until_the_eighteenth_birthday(
    cloud: FakePlatform, api: Api, mother: Caller
) -> None:
    population = FakePopulation()
    asked = ask(api, mother)
    assert (asked.status, asked.body["status"], asked.headers["Location"]) == (202, "REQUESTED", CLAIM)
    claimed(cloud, mother, population)
    assert population.asked == [(CHILD.name, CHILD.id_number), (ID_NUMBER, CHILD.id_number)]
    outcome = api.call("GET", CLAIM, by=mother).body
    (capacity,) = capacities(api, mother)
    assert outcome["status"] == "MATCHED"
    assert (capacity["kind"], capacity["principal_id"]) == ("GUARDIAN", outcome["ward_id"])
    assert (capacity["principal_name"], capacity["valid_to"]) == ("王**", "2033-05-31")
    ward = account_of(cloud, outcome["ward_id"])
    assert (ward.mobile, ward.name, ward.id_number, ward.level) == ("", CHILD.name, CHILD.id_number, 2)


def test_a_case_is_opened_for_the_child_and_the_history_names_both(
    cloud: FakePlatform, api: Api, mother: Caller
) -> None:
    ward = bound(api, cloud, mother)
    body = {"item_code": seeded_item().code, "region": "460100"}
    opened = api.call("POST", "/v1/cases", body, headers=acting(api, mother))
    assert opened.status == 201, opened.text
    (first, *_) = events_among(cloud.table.partition(f"CASE#{opened.body['id']}"))
    assert (first.actor.id, first.actor.on_behalf_of) == (mother.id, ward)
    assert len(api.call("GET", "/v1/cases", headers=acting(api, mother)).body["entries"]) == 1
    assert api.call("GET", "/v1/cases", by=mother).body["entries"] == []


def test_both_parents_act_for_one_account(cloud: FakePlatform, api: Api, mother: Caller, father: Caller) -> None:
    assert bound(api, cloud, mother) == bound(api, cloud, father)
    assert [one["kind"] for who in (mother, father) for one in capacities(api, who)] == ["GUARDIAN", "GUARDIAN"]


def test_parents_who_claim_at_the_same_moment_meet_in_one_account(
    cloud: FakePlatform, api: Api, mother: Caller, father: Caller
) -> None:
    for who in (mother, father):
        ask(api, who)
    start = threading.Barrier(2)

    def run(who: Caller) -> None:
        start.wait()
        claimed(cloud, who)

    threads = [threading.Thread(target=run, args=(who,)) for who in (mother, father)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wards = {api.call("GET", CLAIM, by=who).body["ward_id"] for who in (mother, father)}
    registered = [row for row in cloud.table.rows.values() if row.get("type") == "party.WardRegistered"]
    assert len(wards) == len(registered) == 1


def test_claimed_again_it_is_one_capacity(cloud: FakePlatform, api: Api, mother: Caller) -> None:
    assert bound(api, cloud, mother) == bound(api, cloud, mother)
    assert len(capacities(api, mother)) == 1


def test_a_guardian_may_have_several_children(cloud: FakePlatform, api: Api, mother: Caller) -> None:
    assert bound(api, cloud, mother) != bound(api, cloud, mother, OTHER_CHILD)
    assert len(capacities(api, mother)) == 2


@pytest.mark.parametrize("wrong", ["answer", "of_guardians"])
def test_no_other_answer_binds_anybody_and_what_was_typed_is_forgotten(
    cloud: FakePlatform, api: Api, mother: Caller, wrong: str
) -> None:
    population = FakePopulation()
    setattr(population, wrong, IdentityMatch.MISMATCH)
    ask(api, mother)
    claimed(cloud, mother, population)
    outcome = api.call("GET", CLAIM, by=mother).body
    assert (outcome["status"], outcome.get("ward_id"), outcome.get("name")) == ("MISMATCHED", None, None)
    assert capacities(api, mother) == []
    assert not [key for key in cloud.table.rows if key[0].startswith("ACCOUNT#") and mother.id not in key[0]]


def test_a_silent_base_is_asked_again(cloud: FakePlatform, api: Api, mother: Caller) -> None:
    ask(api, mother)
    claimed(cloud, mother, FakePopulation(IdentityMatch.UNAVAILABLE))
    outcome = api.call("GET", CLAIM, by=mother).body
    assert (outcome["status"], outcome["asked_again_at"]) == ("POSTPONED", "2026-03-02T01:05:00Z")
    cloud.clock.move(minutes=5)
    assert sweep(cloud) == (1, 0)
    claimed(cloud, mother)
    assert api.call("GET", CLAIM, by=mother).body["status"] == "MATCHED"


class Phones:
    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    def send(self, message_id: str, mobile: str, template: str, parameters: object) -> None:
        self.sent.append((mobile, template))


def told_of(cloud: FakePlatform, pk: str) -> list[tuple[str, str]]:
    """What went out by SMS about that row."""
    phones = Phones()
    for event in events_among(cloud.table.partition(pk)):
        tell(cloud, phones, as_delivered(event))
    return phones.sent


def test_who_had_to_wait_hears_of_the_end_and_who_had_not_does_not(
    cloud: FakePlatform, api: Api, mother: Caller, father: Caller
) -> None:
    bound(api, cloud, father)
    assert told_of(cloud, f"WARD-CLAIM#{father.id}") == []
    ask(api, mother)
    claimed(cloud, mother, FakePopulation(IdentityMatch.UNAVAILABLE))
    cloud.clock.move(minutes=5)
    sweep(cloud)
    claimed(cloud, mother)
    assert told_of(cloud, f"WARD-CLAIM#{mother.id}") == [(MOBILE, "ward-claim-matched.zh-CN")]


def test_a_base_that_stays_silent_for_a_day_is_given_up(cloud: FakePlatform, api: Api, mother: Caller) -> None:
    ask(api, mother)
    cloud.clock.move(hours=24)
    assert sweep(cloud) == (1, 0)
    outcome = api.call("GET", CLAIM, by=mother).body
    assert (outcome["status"], outcome.get("name")) == ("UNAVAILABLE", None)


def test_grown_ups_impossible_numbers_and_weak_identities_are_refused(api: Api, mother: Caller) -> None:
    assert said(ask(api, mother, AGENT_NAME, AGENT_NUMBER)) == (422, "party.not-a-minor")
    assert said(ask(api, mother, id_number="460105201506010017")) == (422, "party.id-number-invalid")
    weak = Caller(mother.id, Role.APPLICANT, 2, "session-1")
    assert said(ask(api, weak)) == (403, "access.level-too-low")
    assert said(api.call("GET", CLAIM, by=mother)) == (404, "party.no-ward-claimed")


def test_five_claims_a_day_and_one_at_a_time(cloud: FakePlatform, api: Api, mother: Caller) -> None:
    for _ in range(5):
        assert ask(api, mother).status == 202
        assert said(ask(api, mother)) == (409, "party.check-running")
        claimed(cloud, mother, FakePopulation(IdentityMatch.MISMATCH))
    assert said(ask(api, mother)) == (429, "party.too-many-checks")


def test_once_the_base_names_somebody_else_it_is_over_at_once(cloud: FakePlatform, api: Api, mother: Caller) -> None:
    ward = bound(api, cloud, mother)
    authority = capacities(api, mother)[0]["capacity_id"]
    cloud.clock.move(days=30)
    headers = acting(api, mother)
    assert sweep(cloud) == (1, 0)
    heard(cloud, pk_of(mother, ward), FakePopulation(IdentityMatch.MISMATCH))
    assert cloud.table.row(Key(f"AUTHORITY#{authority}", "LIVE")) is None
    assert capacities(api, mother) == []
    cloud.warm["revocations"].read_at = float("-inf")
    assert said(api.call("GET", "/v1/cases", headers=headers)) == (401, "access.authority-over")
    assert sweep(cloud) == (0, 0)
    assert told_of(cloud, pk_of(mother, ward)) == [(MOBILE, "guardianship-ended-not-registered.zh-CN")]


def test_what_ended_can_be_claimed_anew(cloud: FakePlatform, api: Api, mother: Caller) -> None:
    ward = bound(api, cloud, mother)
    cloud.clock.move(days=30)
    sweep(cloud)
    heard(cloud, pk_of(mother, ward), FakePopulation(IdentityMatch.MISMATCH))
    assert bound(api, cloud, mother) == ward
    assert len(capacities(api, mother)) == 1


def test_a_silent_base_changes_nothing_and_is_asked_the_next_day(cloud: FakePlatform, api: Api, mother: Caller) -> None:
    ward = bound(api, cloud, mother)
    cloud.clock.move(days=30)
    sweep(cloud)
    heard(cloud, pk_of(mother, ward), FakePopulation(IdentityMatch.UNAVAILABLE))
    assert len(capacities(api, mother)) == 1
    assert sweep(cloud) == (0, 0)
    cloud.clock.move(days=1)
    assert sweep(cloud) == (1, 0)
    heard(cloud, pk_of(mother, ward))
    cloud.clock.move(days=29)
    assert sweep(cloud) == (0, 0)
    cloud.clock.move(days=1)
    assert sweep(cloud) == (1, 0)


def test_the_eighteenth_birthday_ends_it(cloud: FakePlatform, api: Api, mother: Caller) -> None:
    ward = bound(api, cloud, mother)
    headers = acting(api, mother)
    cloud.clock.instant = datetime(2033, 6, 1, 0, 0, tzinfo=SHANGHAI)
    assert said(api.call("GET", "/v1/cases", headers=headers)) == (401, "access.authority-over")
    assert capacities(api, mother) == []
    assert sweep(cloud) == (1, 0)
    (guardian,) = api.call("GET", "/v1/me/guardians", by=Caller(ward, Role.APPLICANT, 2, "session-9")).body["entries"]
    assert (guardian["in_force"], guardian["ended"]) == (False, "OF_AGE")


@pytest.mark.parametrize(
    ("born", "of_age"), [("2015-06-01", "2033-06-01"), ("2012-02-29", "2030-03-01"), ("2010-02-28", "2028-02-28")]
)
def test_who_was_born_on_a_leap_day_comes_of_age_the_day_after_february(born: str, of_age: str) -> None:
    assert of_age_on(date.fromisoformat(born)) == date.fromisoformat(of_age)


def test_a_young_person_who_registers_themselves_finds_their_account_and_sees_their_guardian(
    cloud: FakePlatform, api: Api, mother: Caller
) -> None:
    ward = bound(api, cloud, mother)
    cloud.wall.instant = datetime.now(UTC)
    newcomer = signed_in(cloud, "13800000005").principal.id
    conclude(cloud, sources(), ask_identity_check(cloud, newcomer, CHILD.name, CHILD.id_number))
    conclude(cloud, sources(), ask_face_check(cloud, newcomer))
    account = account_of(cloud, ward)
    assert (account.mobile, account.level) == ("13800000005", 3)
    themselves = Caller(ward, Role.APPLICANT, 3, "session-9")
    (guardian,) = api.call("GET", "/v1/me/guardians", by=themselves).body["entries"]
    assert (guardian["name"], guardian["in_force"], guardian["of_age_on"]) == ("王**", True, "2033-06-01")


def test_no_event_names_parent_or_child(cloud: FakePlatform, api: Api, mother: Caller) -> None:
    bound(api, cloud, mother)
    told = json.dumps([row for row in cloud.table.rows.values() if "data" in row], ensure_ascii=False)
    assert not [secret for secret in (CHILD.name, CHILD.id_number, ID_NUMBER) if secret in told]
    assert not [key for key in cloud.table.rows if CHILD.id_number in key[0]]
