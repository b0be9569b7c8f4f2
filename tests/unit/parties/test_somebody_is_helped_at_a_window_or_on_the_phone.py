"""Assisted acts: helper, applicant and proof are recorded, the applicant is told afterwards, and may dispute."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app import AREAS
from chalicelib.aws.history import events_among
from chalicelib.cases.service import load_case
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from chalicelib.http.liveness import Revocations
from chalicelib.http.tokens import Tokens
from chalicelib.kernel.events import RecordedEvent
from chalicelib.parties.assistance import service
from chalicelib.parties.assistance.errors import AssistanceUnknown
from chalicelib.parties.assistance.model import LASTS, AssistanceEnded
from chalicelib.parties.challenges import CodeIssued, Purpose, one_time_code
from chalicelib.parties.clients.model import Channel
from chalicelib.parties.errors import TooManyTries
from chalicelib.parties.windows.workplaces import ON_THE_PHONE, workplace_of
from chalicelib.workflow import notify, sweep_parties
from infra.seed.staff import seed_staff
from tests.support.cases import with_catalogue
from tests.support.items import joint_item, seeded_item
from tests.support.people import ID_NUMBER, MOBILE, NAME, answer, as_delivered, ask_code, code_of, identified, signed_in
from tests.support.platform import FakePlatform
from tests.support.probes import Answered, Api
from tests.support.workplaces import AGENT, CLERK, at_work, through, workplace

ITEM, REGION = seeded_item().code, "460100"
OPERATOR = Caller("staff-operator", Role.OPERATOR, 4, "session-operator")
HERE = "/v1/assistances/{assistance_id}"


@pytest.fixture
def cloud() -> FakePlatform:
    platform = with_catalogue(FakePlatform())
    platform.wall.instant = datetime.now(UTC)
    seed_staff(platform)
    return platform


def unrationed(cloud: FakePlatform) -> FakePlatform:
    """As if no code had been asked for in the last hour."""
    for key in [key for key in cloud.table.rows if key[1] == "ALLOWANCE"]:
        del cloud.table.rows[key]
    return cloud


@pytest.fixture
def api(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Api:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return Api(cloud, *AREAS)


@pytest.fixture
def person(cloud: FakePlatform) -> Caller:
    """Identified by their face; their own level is beside the point here."""
    caller = Caller(identified(cloud), Role.APPLICANT, 3, "session-person")
    unrationed(cloud).wall.instant = datetime.now(UTC)
    return caller


@pytest.fixture
def clerk(cloud: FakePlatform) -> Caller:
    return at_work(cloud, CLERK, Channel.WINDOW, REGION)


@pytest.fixture
def agent(cloud: FakePlatform) -> Caller:
    return at_work(cloud, AGENT, Channel.HOTLINE)


def at_window(api: Api, clerk: Caller, **other: Any) -> Answered:
    body = {"id_number": ID_NUMBER, "document": "ID_CARD", "is_present": True, **other}
    return api.call("POST", "/v1/window-assistances", body, by=clerk)


def on_the_phone(api: Api, agent: Caller, challenge_id: str, code: str, **other: Any) -> Answered:
    body = {"challenge_id": challenge_id, "code": code, "call_id": "CALL-0001", **other}
    return api.call("POST", "/v1/hotline-assistances", body, by=agent)


def called(cloud: FakePlatform, api: Api, agent: Caller, mobile: str = MOBILE, **other: Any) -> Answered:
    """A code was sent and read out."""
    challenge = api.call("POST", "/v1/hotline-assistances/codes", {"mobile": mobile}, by=agent).body["challenge_id"]
    return on_the_phone(api, agent, challenge, one_time_code(cloud.secrets, challenge), **other)


def acting(api: Api, helper: Caller, assistance_id: str) -> dict[str, str]:
    """Headers of what the helper does for the person."""
    token = api.call("POST", "/v1/sessions/current/capacity", {"capacity_id": assistance_id}, by=helper)
    assert token.status == 200, token.text
    return {"Authorization": f"Bearer {token.body['access_token']}"}


def open_case(api: Api, headers: dict[str, str], item: str = ITEM) -> Answered:
    return api.call("POST", "/v1/cases", {"item_code": item, "region": REGION}, headers=headers)


def said(answered: Answered) -> tuple[int, str]:
    return answered.status, answered.body["code"]


def seen_by(api: Api, caller: Caller, assistance_id: str) -> Any:
    return api.call("GET", HERE, by=caller, assistance_id=assistance_id).body


def ended_event(cloud: FakePlatform, assistance_id: str) -> RecordedEvent:
    events = events_among(cloud.table.partition(f"ASSISTANCE#{assistance_id}"))
    return next(event for event in events if event.type == AssistanceEnded.type)


class Gateway:
    """What was sent, and to whom."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, dict[str, str]]] = []

    def send(self, message_id: str, mobile: str, template: str, parameters: dict[str, str]) -> None:
        self.sent.append((mobile, template, dict(parameters)))


def test_what_the_clerk_does_is_the_applicants_and_names_all_three(
    cloud: FakePlatform, api: Api, person: Caller, clerk: Caller
) -> None:
    begun = at_window(api, clerk)
    assistance_id = begun.body["assistance_id"]
    assert (begun.status, begun.body["level"], begun.body["applicant_name"]) == (201, 4, "王**")
    opened = open_case(api, acting(api, clerk, assistance_id))
    assert opened.status == 201, opened.text
    case = load_case(cloud.table, opened.body["id"])
    assert (case.owner_id, case.applicant.name) == (person.id, NAME)
    actor = events_among(cloud.table.partition(f"CASE#{case.id}"))[0].actor
    assert (actor.id, actor.on_behalf_of, actor.authority, actor.channel) == (
        clerk.id,
        person.id,
        assistance_id,
        "WINDOW",
    )
    timeline = api.call("GET", "/v1/cases/{case_id}/timeline", by=person, case_id=case.id).body["entries"][0]
    assert (timeline["actor"], timeline["authority"], timeline["channel"]) == (clerk.id, assistance_id, "WINDOW")


def test_the_level_is_that_of_the_proof_and_never_the_helpers_own(
    cloud: FakePlatform, api: Api, person: Caller, clerk: Caller, agent: Caller
) -> None:
    tokens = Tokens(cloud.token_key, cloud.settings.public_base_url)
    window, phone = at_window(api, clerk).body, called(cloud, api, agent).body
    for helper, begun, level in ((clerk, window, 4), (agent, phone, 2)):
        token = acting(api, helper, begun["assistance_id"])["Authorization"].removeprefix("Bearer ")
        caller = tokens.verify(token)
        assert (helper.level, begun["level"], caller.level, caller.id) == (4, level, level, person.id)


def test_a_call_is_worth_no_more_than_its_caller_has_proven(cloud: FakePlatform, api: Api, agent: Caller) -> None:
    signed_in(cloud, "13800000005")
    unrationed(cloud)
    begun = called(cloud, api, agent, "13800000005").body
    assert (begun["level"], begun["proof"], begun["call_id"]) == (1, "CALL", "CALL-0001")
    refused = open_case(api, acting(api, agent, begun["assistance_id"]))
    assert said(refused) == (403, "access.level-too-low")


def test_items_and_powers_are_kept_to(cloud: FakePlatform, api: Api, person: Caller, clerk: Caller) -> None:
    begun = at_window(api, clerk, items=[ITEM], powers=["PAY"]).body
    headers = acting(api, clerk, begun["assistance_id"])
    assert said(open_case(api, headers)) == (403, "access.power-missing")
    begun = at_window(api, clerk, items=[ITEM], powers=["SUBMIT"]).body
    headers = acting(api, clerk, begun["assistance_id"])
    assert said(open_case(api, headers, joint_item().code)) == (403, "access.item-not-covered")
    assert open_case(api, headers).status == 201


def test_what_is_done_in_person_no_helper_does(api: Api, person: Caller, clerk: Caller) -> None:
    headers = acting(api, clerk, at_window(api, clerk).body["assistance_id"])
    for method, path in (("GET", "/v1/me"), ("GET", "/v1/mandates"), ("GET", "/v1/me/looks")):
        assert said(api.call(method, path, headers=headers)) == (403, "access.only-in-person")


def test_nobody_is_helped_who_is_not_there(api: Api, person: Caller, clerk: Caller) -> None:
    assert said(at_window(api, clerk, is_present=False)) == (422, "party.presence-not-confirmed")


def test_a_person_without_an_account_is_registered_first(api: Api, clerk: Caller) -> None:
    assert said(at_window(api, clerk)) == (404, "party.nobody-to-assist")


def test_help_is_given_at_a_registered_workplace_only(
    cloud: FakePlatform, api: Api, person: Caller, clerk: Caller
) -> None:
    for elsewhere in (CLERK, at_work(cloud, CLERK, Channel.HOTLINE), at_work(cloud, CLERK, Channel.PARTNER)):
        assert said(at_window(api, elsewhere)) == (403, "party.not-at-a-workplace")
    assert at_window(api, at_work(cloud, CLERK, Channel.TERMINAL, REGION)).status == 201, (
        "beside a terminal of the hall"
    )
    codes = "/v1/hotline-assistances/codes"
    assert said(api.call("POST", codes, {"mobile": MOBILE}, by=AGENT)) == (403, "party.not-at-a-workplace")


def test_a_clerk_of_another_region_serves_nobody_here(cloud: FakePlatform, api: Api, person: Caller) -> None:
    here = workplace(cloud, Channel.WINDOW, REGION)
    sanya = replace(CLERK, id="staff-sanya-window-clerk", region="460200")
    assert said(at_window(api, through(sanya, here))) == (403, "party.workplace-elsewhere")
    for region, workplace_region in (("460000", REGION), (REGION, "460105"), (REGION, REGION)):
        its_own = at_work(cloud, replace(CLERK, region=region), Channel.WINDOW, workplace_region)
        assert at_window(api, its_own).body["region"] == workplace_region


def test_a_code_for_signing_in_opens_no_assistance_and_the_other_way_round(
    cloud: FakePlatform, api: Api, person: Caller, agent: Caller
) -> None:
    login = ask_code(cloud, purpose=Purpose.LOGIN)
    assert said(on_the_phone(api, agent, login.id, code_of(cloud, login))) == (401, "party.code-refused")
    assert answer(cloud, login).principal.id == person.id
    challenge = api.call("POST", "/v1/hotline-assistances/codes", {"mobile": "13800000007"}, by=agent).body
    code = {"challenge_id": challenge["challenge_id"], "code": one_time_code(cloud.secrets, challenge["challenge_id"])}
    assert said(api.call("POST", "/v1/sessions", code)) == (401, "party.code-refused")


def test_the_code_says_in_the_message_what_it_is_for(cloud: FakePlatform, api: Api, agent: Caller) -> None:
    api.call("POST", "/v1/hotline-assistances/codes", {"mobile": MOBILE}, by=agent)
    gateway, rows = Gateway(), [row for row in cloud.table.rows.values() if row.get("type") == CodeIssued.type]
    (issued,) = events_among(rows)
    notify.tell(cloud, gateway, as_delivered(issued))
    ((mobile, template, _),) = gateway.sent
    assert (mobile, template) == (MOBILE, "assistance-code.zh-CN")


def test_two_hours_are_two_hours_for_every_token(
    cloud: FakePlatform, api: Api, person: Caller, clerk: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A token taken in the last minutes ends with them; afterwards the capacity is unknown."""
    began = datetime.now(UTC)
    assistance_id = at_window(api, clerk).body["assistance_id"]
    late = began + LASTS - timedelta(minutes=3)
    clock = [late]

    monkeypatch.setattr("chalicelib.parties.authorities.api.machine_now", lambda: clock[0])
    token = api.call("POST", "/v1/sessions/current/capacity", {"capacity_id": assistance_id}, by=clerk).body
    assert 120 < token["expires_in"] <= 182
    assert len(api.call("GET", "/v1/me/capacities", by=clerk).body["entries"]) == 1
    clock[0] = began + LASTS + timedelta(seconds=2)
    refused = api.call("POST", "/v1/sessions/current/capacity", {"capacity_id": assistance_id}, by=clerk)
    assert said(refused) == (404, "party.capacity-unknown")
    assert api.call("GET", "/v1/me/capacities", by=clerk).body["entries"] == []


def test_the_capacity_is_the_helpers_alone(cloud: FakePlatform, api: Api, person: Caller, clerk: Caller) -> None:
    assistance_id = at_window(api, clerk).body["assistance_id"]
    colleague = replace(clerk, id="staff-colleague", session_id="session-colleague")
    cloud.table.rows["PRINCIPAL#staff-colleague", "PRINCIPAL"] = {
        **cloud.table.rows[f"PRINCIPAL#{person.id}", "PRINCIPAL"],
        "pk": "PRINCIPAL#staff-colleague",
        "body": '{"id":"staff-colleague","role":"window-clerk","level":4,"region":"460100"}',
    }
    chosen = api.call("POST", "/v1/sessions/current/capacity", {"capacity_id": assistance_id}, by=colleague)
    assert said(chosen) == (404, "party.capacity-unknown")
    ended = api.call("POST", f"{HERE}/ending", by=colleague, assistance_id=assistance_id)
    assert said(ended) == (404, "access.not-found")


def test_once_ended_nothing_more_is_done_and_the_person_is_told_what_was(
    cloud: FakePlatform, api: Api, person: Caller, clerk: Caller
) -> None:
    assistance_id = at_window(api, clerk).body["assistance_id"]
    headers = acting(api, clerk, assistance_id)
    assert open_case(api, headers).status == 201
    assert said(open_case(api, headers))[0] == 409, "one open case of an item: what did not happen is not told"
    for _ in range(2):
        ended = api.call("POST", f"{HERE}/ending", by=clerk, assistance_id=assistance_id)
        assert (ended.status, ended.body["ended"]) == (200, "BY_HELPER")
    assert said(open_case(api, headers, joint_item().code)) == (401, "access.authority-over")
    cloud.warm["revocations"] = Revocations()
    assert said(api.call("GET", "/v1/cases", headers=headers)) == (401, "access.authority-over")
    gateway = Gateway()
    notify.tell(cloud, gateway, as_delivered(ended_event(cloud, assistance_id)))
    ((mobile, template, parameters),) = gateway.sent
    assert (mobile, template) == (MOBILE, "assistance-over.zh-CN")
    assert parameters == {"channel": "WINDOW", "count": "1", "acts": "开始申请"}
    acts = seen_by(api, person, assistance_id)["acts"]
    assert [(act["what"], act["path"]) for act in acts] == [("Begin an application", "/v1/cases")]


def test_one_that_the_helper_forgot_ends_by_itself_and_is_told_too(
    cloud: FakePlatform, api: Api, person: Caller, clerk: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (at_window(api, clerk).body["assistance_id"] for _ in range(2))
    later = cloud.clock.instant = datetime.now(UTC) + LASTS
    assert sweep_parties.sweep(cloud) == (0, 0), "business time is ahead; two hours are two real hours"
    monkeypatch.setattr(sweep_parties, "machine_now", lambda: later + timedelta(seconds=1))
    cloud.clock.move(seconds=1)
    assert sweep_parties.sweep(cloud) == (2, 0)
    assert sweep_parties.sweep(cloud) == (0, 0)
    for assistance_id in (first, second):
        assert seen_by(api, person, assistance_id)["ended"] == "RAN_OUT"
        assert ended_event(cloud, assistance_id).actor.id == "system"


def test_the_person_finds_and_disputes_it_and_it_ends_at_once(
    cloud: FakePlatform, api: Api, person: Caller, clerk: Caller
) -> None:
    assistance_id = at_window(api, clerk).body["assistance_id"]
    headers = acting(api, clerk, assistance_id)
    (mine,) = api.call("GET", "/v1/me/assistances", by=person).body["entries"]
    assert (mine["assistance_id"], mine["helper_role"], mine["document"]) == (assistance_id, "window-clerk", "ID_CARD")
    dispute, body = f"{HERE}/dispute", {"reason": "我没有到过该窗口"}
    by_helper = api.call("POST", dispute, body, headers=headers, assistance_id=assistance_id)
    assert said(by_helper) == (403, "party.helper-cannot-dispute")
    disputed = api.call("POST", dispute, body, by=person, assistance_id=assistance_id)
    assert (disputed.status, disputed.body["ended"]) == (200, "DISPUTED")
    assert said(open_case(api, headers)) == (401, "access.authority-over")
    again = api.call("POST", dispute, body, by=person, assistance_id=assistance_id)
    assert said(again) == (409, "party.assistance-disputed")


def test_a_dispute_waits_before_the_operator_until_it_is_answered(api: Api, person: Caller, clerk: Caller) -> None:
    first, other = (at_window(api, clerk).body["assistance_id"] for _ in range(2))
    api.call("POST", f"{HERE}/ending", by=clerk, assistance_id=first)
    api.call("POST", f"{HERE}/dispute", {"reason": "当日不在海口"}, by=person, assistance_id=first)
    (waiting,) = api.call("GET", "/v1/assistance-disputes", by=OPERATOR).body["entries"]
    assert (waiting["assistance_id"], waiting["dispute_reason"], waiting["ended"]) == (
        first,
        "当日不在海口",
        "BY_HELPER",
    )
    reply = {"answer": "经核查录像，系他人冒用。"}
    answered = api.call("POST", f"{HERE}/dispute-answer", reply, by=OPERATOR, assistance_id=first)
    assert (answered.status, answered.body["dispute_answer"]) == (200, reply["answer"])
    assert api.call("GET", "/v1/assistance-disputes", by=OPERATOR).body["entries"] == []
    assert seen_by(api, person, first)["dispute_answer"] == reply["answer"]
    for assistance_id in (first, other):
        refused = api.call("POST", f"{HERE}/dispute-answer", reply, by=OPERATOR, assistance_id=assistance_id)
        assert said(refused) == (409, "party.nothing-to-answer")


def test_the_history_holds_nothing_personal(cloud: FakePlatform, api: Api, person: Caller, agent: Caller) -> None:
    assistance_id = called(cloud, api, agent).body["assistance_id"]
    api.call("POST", f"{HERE}/dispute", {"reason": f"{NAME} 没有来电"}, by=person, assistance_id=assistance_id)
    told = [row for (pk, sk), row in cloud.table.rows.items() if sk.startswith(("EVENT#", "ACT#"))]
    assert told
    assert not [row for row in told if any(text in str(row) for text in (NAME, ID_NUMBER, MOBILE, "CALL-0001"))]


def test_known_and_unknown_mobiles_of_callers_are_answered_alike(
    cloud: FakePlatform, api: Api, person: Caller, agent: Caller
) -> None:
    workplace_of(cloud, agent, ON_THE_PHONE)
    told = []
    for mobile in (MOBILE, "13800000009"):
        before = cloud.table.round_trips
        asked = api.call("POST", "/v1/hotline-assistances/codes", {"mobile": mobile}, by=agent)
        told.append((asked.status, sorted(asked.body), cloud.table.round_trips - before))
    assert told[0] == told[1]


def test_a_wrong_code_read_out_is_counted_like_any_other(
    cloud: FakePlatform, api: Api, person: Caller, agent: Caller
) -> None:
    challenge = api.call("POST", "/v1/hotline-assistances/codes", {"mobile": MOBILE}, by=agent).body["challenge_id"]
    wrong = f"{(int(one_time_code(cloud.secrets, challenge)) + 1) % 1_000_000:06d}"
    for _ in range(5):
        assert said(on_the_phone(api, agent, challenge, wrong)) == (401, "party.code-refused")
    later = ask_code(unrationed(cloud), purpose=Purpose.LOGIN)
    with pytest.raises(TooManyTries):
        answer(cloud, later)


def test_it_is_kept_for_three_years_and_so_is_what_was_done(
    cloud: FakePlatform, api: Api, person: Caller, clerk: Caller
) -> None:
    assistance_id = at_window(api, clerk).body["assistance_id"]
    open_case(api, acting(api, clerk, assistance_id))
    rows = cloud.table.partition(f"ASSISTANCE#{assistance_id}")
    expiring = [int(row["expires_at"]) for row in rows if row["sk"] == "SNAPSHOT" or str(row["sk"]).startswith("ACT#")]
    in_three_years = (datetime.now(UTC) + timedelta(days=3 * 366)).timestamp()
    assert [round((instant - in_three_years) / 3600) for instant in expiring] == [0, 2]


def test_an_unknown_assistance_is_not_there(cloud: FakePlatform, api: Api, person: Caller) -> None:
    assert said(api.call("GET", HERE, by=person, assistance_id="nothing")) == (404, "access.not-found")
    with pytest.raises(AssistanceUnknown):
        service.read(cloud.table, "nothing")
