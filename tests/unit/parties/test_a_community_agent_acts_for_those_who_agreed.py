"""An office names an agent for a list of people; each agrees, in the app or at a window, sees it and withdraws."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from app import AREAS
from chalicelib.aws.history import events_among
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from chalicelib.parties.challenges import one_time_code
from chalicelib.parties.clients.model import Channel
from chalicelib.parties.communities import service, store
from chalicelib.parties.communities.errors import ListClosed
from chalicelib.parties.communities.model import Engagement
from chalicelib.workflow.notify import tell
from infra.seed.staff import seed_staff
from tests.support.cases import with_catalogue
from tests.support.items import joint_item, seeded_item
from tests.support.mandates import AGENT_MOBILE, AGENT_NAME, AGENT_NUMBER, TERMS
from tests.support.people import ID_NUMBER, MOBILE, NAME, as_delivered, identified, signed_in
from tests.support.platform import FakePlatform
from tests.support.probes import Answered, Api
from tests.support.workplaces import AGENT, CLERK, at_work

HEAD = Caller("staff-head", Role.HEAD, 4, "session-head", "GA", "460100")
ELSEWHERE = replace(HEAD, id="staff-other", region="460200", session_id="session-elsewhere")
LISTS, MINE = "/v1/community-lists", "/v1/me/community-engagements"
NAMED = {**TERMS, "office": "海口市龙华区示例社区居民委员会"}


@pytest.fixture
def cloud() -> FakePlatform:
    platform = with_catalogue(FakePlatform())
    platform.wall.instant = datetime.now(UTC)
    seed_staff(platform)
    return platform


@pytest.fixture
def api(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Api:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return Api(cloud, *AREAS)


@pytest.fixture
def person(cloud: FakePlatform) -> Caller:
    return Caller(identified(cloud), Role.APPLICANT, 3, "session-person")


@pytest.fixture
def agent(cloud: FakePlatform) -> Caller:
    return Caller(identified(cloud, AGENT_MOBILE, AGENT_NAME, AGENT_NUMBER), Role.APPLICANT, 3, "session-agent")


def said(answer: Answered) -> tuple[int, str]:
    return answer.status, answer.body["code"]


def opened(api: Api, by: Caller = HEAD, **other: Any) -> Answered:
    return api.call("POST", LISTS, {**NAMED, **other}, by=by)


def put_on(api: Api, list_id: str, name: str = NAME, id_number: str = ID_NUMBER, by: Caller = HEAD) -> Answered:
    path = f"{LISTS}/{{list_id}}/people"
    return api.call("POST", path, {"name": name, "id_number": id_number}, by=by, list_id=list_id)


def mine(api: Api, who: Caller) -> list[Any]:
    entries: list[Any] = api.call("GET", MINE, by=who).body["entries"]
    return entries


def sign(api: Api, engagement: Any, who: Caller | None = None, **headers: Any) -> Answered:
    text = engagement["text"]
    body = {"version": text["version"], "sha256": text["sha256"], "accepted": True}
    path = "/v1/community-engagements/{engagement_id}/consent"
    return api.call("POST", path, body, by=who, engagement_id=engagement["engagement_id"], **headers)


def end(api: Api, engagement_id: str, who: Caller) -> Answered:
    return api.call("POST", "/v1/community-engagements/{engagement_id}/end", by=who, engagement_id=engagement_id)


def agreed(api: Api, person: Caller) -> tuple[str, str]:
    """A list and an engagement on it to which the person has agreed."""
    list_id = opened(api).body["list_id"]
    engagement_id: str = put_on(api, list_id).body["engagement_id"]
    assert sign(api, mine(api, person)[0], person).status == 200
    return list_id, engagement_id


def capacities(api: Api, who: Caller) -> list[Any]:
    entries: list[Any] = api.call("GET", "/v1/me/capacities", by=who).body["entries"]
    return entries


def acting(api: Api, who: Caller, capacity_id: str) -> dict[str, str]:
    token = api.call("POST", "/v1/sessions/current/capacity", {"capacity_id": capacity_id}, by=who)
    assert token.status == 200, token.text
    return {"Authorization": f"Bearer {token.body['access_token']}"}


def test_nobody_acts_for_anybody_who_was_only_put_on_a_list(api: Api, person: Caller, agent: Caller) -> None:
    made = opened(api)
    assert (made.status, made.body["agent_name"], made.body["people"]) == (201, "李**", 0)
    asked = put_on(api, made.body["list_id"])
    assert (asked.status, asked.body["state"], asked.body["name"]) == (201, "PROPOSED", "王**")
    assert capacities(api, agent) == []


def test_whoever_agrees_is_acted_for_within_items_powers_and_days(
    cloud: FakePlatform, api: Api, person: Caller, agent: Caller
) -> None:
    _, engagement_id = agreed(api, person)
    (capacity,) = capacities(api, agent)
    assert (capacity["kind"], capacity["principal_id"], capacity["principal_name"]) == ("COMMUNITY", person.id, "王**")
    assert (capacity["items"], capacity["powers"], capacity["valid_to"]) == (
        TERMS["items"],
        TERMS["powers"],
        TERMS["valid_to"],
    )
    headers = acting(api, agent, capacity["capacity_id"])
    case = api.call("POST", "/v1/cases", {"item_code": seeded_item().code, "region": "460100"}, headers=headers)
    assert case.status == 201, case.text
    (first, *_) = events_among(cloud.table.partition(f"CASE#{case.body['id']}"))
    assert (first.actor.id, first.actor.on_behalf_of, first.actor.authority) == (agent.id, person.id, engagement_id)
    other = api.call("POST", "/v1/cases", {"item_code": joint_item().code, "region": "460100"}, headers=headers)
    assert said(other) == (403, "access.item-not-covered")


def test_what_is_signed_names_agent_matters_powers_and_time(api: Api, person: Caller, agent: Caller) -> None:
    put_on(api, opened(api).body["list_id"])
    (engagement,) = mine(api, person)
    for told in (NAME, AGENT_NAME, NAMED["office"], TERMS["items"][0], TERMS["valid_from"], TERMS["valid_to"]):
        assert told in engagement["text"]["text"]
    wrong = {**engagement, "text": {**engagement["text"], "sha256": "0" * 64}}
    assert said(sign(api, wrong, person)) == (422, "party.community-consent-differs")
    weak = replace(person, level=2)
    assert said(sign(api, engagement, weak)) == (403, "access.level-too-low")


def test_a_withdrawal_works_at_once_and_without_a_reason(
    cloud: FakePlatform, api: Api, person: Caller, agent: Caller
) -> None:
    _, engagement_id = agreed(api, person)
    headers = acting(api, agent, engagement_id)
    ended = end(api, engagement_id, person)
    assert (ended.body["state"], ended.body["ended_by"]) == ("ENDED", "PERSON")
    body = {"item_code": seeded_item().code, "region": "460100"}
    assert said(api.call("POST", "/v1/cases", body, headers=headers)) == (401, "access.authority-over")
    assert capacities(api, agent) == []
    assert end(api, engagement_id, person).status == 200
    assert said(sign(api, mine(api, person)[0], person)) == (409, "party.community-engagement-not-open")


def test_who_has_declined_is_not_acted_for_and_can_be_asked_again(
    cloud: FakePlatform, api: Api, person: Caller, agent: Caller
) -> None:
    list_id = opened(api).body["list_id"]
    engagement_id = put_on(api, list_id).body["engagement_id"]
    assert said(put_on(api, list_id)) == (409, "party.community-person-named-before")
    end(api, engagement_id, person)
    cloud.clock.move(seconds=1)
    assert put_on(api, list_id).status == 201
    assert [one["state"] for one in mine(api, person)] == ["PROPOSED", "ENDED"]
    assert capacities(api, agent) == []


def test_the_office_takes_somebody_off_its_list(api: Api, person: Caller, agent: Caller) -> None:
    list_id, engagement_id = agreed(api, person)
    assert end(api, engagement_id, HEAD).body["ended_by"] == "OFFICE"
    assert capacities(api, agent) == []
    people = api.call("GET", f"{LISTS}/{{list_id}}/people", by=HEAD, list_id=list_id).body["entries"]
    assert [(one["name"], one["state"]) for one in people] == [("王**", "ENDED")]


def window(cloud: FakePlatform, api: Api) -> dict[str, str]:
    """Headers of a clerk before whom the person stands with their document."""
    clerk = at_work(cloud, CLERK, Channel.WINDOW, "460100")
    body = {"id_number": ID_NUMBER, "document": "ID_CARD", "is_present": True}
    helped = api.call("POST", "/v1/window-assistances", body, by=clerk)
    assert helped.status == 201, helped.text
    return acting(
        api, clerk, next(str(value) for name, value in helped.body.items() if name in {"id", "assistance_id"})
    )


def test_whoever_stands_at_a_window_agrees_and_withdraws_there(
    cloud: FakePlatform, api: Api, person: Caller, agent: Caller
) -> None:
    put_on(api, opened(api).body["list_id"])
    headers = window(cloud, api)
    (engagement,) = api.call("GET", MINE, headers=headers).body["entries"]
    signed = sign(api, engagement, headers=headers)
    assert (signed.status, signed.body["agreed_level"]) == (200, 4)
    (told,) = [row for row in cloud.table.rows.values() if row.get("type") == "party.EngagementAgreed"]
    actor = json.loads(str(told["actor"]))
    assert (actor["id"], actor["on_behalf_of"]) == (CLERK.id, person.id)
    assert len(capacities(api, agent)) == 1
    path = "/v1/community-engagements/{engagement_id}/end"
    ended = api.call("POST", path, headers=headers, engagement_id=engagement["engagement_id"])
    assert ended.body["ended_by"] == "PERSON"


def test_a_voice_on_the_phone_is_not_enough_to_agree(
    cloud: FakePlatform, api: Api, person: Caller, agent: Caller
) -> None:
    put_on(api, opened(api).body["list_id"])
    for key in [key for key in cloud.table.rows if key[1] == "ALLOWANCE"]:
        del cloud.table.rows[key]
    helper = at_work(cloud, AGENT, Channel.HOTLINE)
    challenge = api.call("POST", "/v1/hotline-assistances/codes", {"mobile": MOBILE}, by=helper).body["challenge_id"]
    code = one_time_code(cloud.secrets, challenge)
    body = {"challenge_id": challenge, "code": code, "call_id": "CALL-0001"}
    helped = api.call("POST", "/v1/hotline-assistances", body, by=helper).body
    (engagement,) = mine(api, person)
    assert said(sign(api, engagement, headers=acting(api, helper, helped["assistance_id"]))) == (
        403,
        "access.level-too-low",
    )


def test_nobody_agrees_for_somebody_else(api: Api, person: Caller, agent: Caller) -> None:
    list_id = opened(api).body["list_id"]
    put_on(api, list_id)
    (engagement,) = mine(api, person)
    assert said(sign(api, engagement, agent)) == (404, "access.not-found")
    assert mine(api, agent) == []


def test_a_closed_list_ends_all_that_was_agreed_to_on_it(cloud: FakePlatform, api: Api, agent: Caller) -> None:
    list_id, people = opened(api).body["list_id"], []
    for number in range(15):
        uow = cloud.unit_of_work()
        made = service.read_list(cloud.table, list_id)
        engagement = Engagement.propose(
            made, id=f"engagement-{number:02}", person_id=f"person-{number}", person_name=NAME, named=str(number),
            act=uow.act,
        )  # fmt: skip
        store.save(uow, engagement)
        uow.commit()
        uow = cloud.unit_of_work()
        text = engagement.text
        service.agree(uow, engagement, version=text.version, sha256=text.sha256, level=3)
        uow.commit()
        people.append(engagement.id)
    assert len(capacities(api, agent)) == 15
    closed = api.call("POST", f"{LISTS}/{{list_id}}/closure", by=HEAD, list_id=list_id)
    assert closed.body["closed_at"]
    assert capacities(api, agent) == []
    assert {store.load(cloud.table, one).ended_by for one in people} == {"LIST_CLOSED"}
    assert api.call("POST", f"{LISTS}/{{list_id}}/closure", by=HEAD, list_id=list_id).status == 200
    assert said(put_on(api, list_id)) == (409, "party.community-list-closed")


def test_who_agrees_while_the_list_is_closed_is_told_so(
    cloud: FakePlatform, api: Api, person: Caller, agent: Caller
) -> None:
    list_id = opened(api).body["list_id"]
    engagement_id = put_on(api, list_id).body["engagement_id"]
    engagement, late = service.read_engagement(cloud.table, engagement_id), cloud.unit_of_work()
    text = engagement.text
    service.agree(late, engagement, version=text.version, sha256=text.sha256, level=3)
    uow = cloud.unit_of_work()
    made = service.read_list(cloud.table, list_id)
    made.close(uow.act)
    store.save_list(uow, made)
    uow.commit()
    with pytest.raises(ListClosed):
        late.commit()
    assert capacities(api, agent) == []


def test_the_answer_does_not_tell_whether_somebody_has_an_account(
    cloud: FakePlatform, api: Api, person: Caller, agent: Caller
) -> None:
    list_id, answers, trips = opened(api).body["list_id"], [], []
    for name, number in ((NAME, ID_NUMBER), ("陈虚构", "469005198811300544"), ("别人", "46020019951218442X")):
        before = cloud.table.round_trips
        answer = put_on(api, list_id, name, number)
        trips.append(cloud.table.round_trips - before)
        answers.append({key: value for key, value in answer.body.items() if key not in {"engagement_id", "name"}})
    assert answers[0] == answers[1] == answers[2]
    assert len(set(trips)) == 1
    assert len(mine(api, person)) == 1


def test_an_agent_has_shown_their_face_and_is_who_was_named(cloud: FakePlatform, api: Api, agent: Caller) -> None:
    assert said(opened(api, agent_name="别人")) == (422, "party.community-agent-unfit")
    signed_in(cloud, "13800000009")
    assert said(opened(api, agent_mobile="13800000009")) == (422, "party.community-agent-unfit")
    assert said(opened(api, agent_mobile="13800000008")) == (422, "party.community-agent-unfit")
    assert said(opened(api, valid_to="2027-03-02")) == (422, "party.mandate-terms-invalid")
    assert opened(api, items=[]).status == 422
    list_id = opened(api).body["list_id"]
    assert put_on(api, list_id, AGENT_NAME, AGENT_NUMBER).status == 201
    assert mine(api, agent) == []


def test_a_list_is_kept_by_its_own_office(api: Api, person: Caller, agent: Caller) -> None:
    list_id, engagement_id = agreed(api, person)
    assert said(put_on(api, list_id, by=ELSEWHERE)) == (404, "access.not-found")
    assert said(end(api, engagement_id, ELSEWHERE)) == (404, "access.not-found")
    assert api.call("GET", LISTS, by=ELSEWHERE).body["entries"] == []
    assert [one["list_id"] for one in api.call("GET", LISTS, by=HEAD).body["entries"]] == [list_id]


def test_a_list_is_full_at_a_hundred(cloud: FakePlatform, api: Api, person: Caller, agent: Caller) -> None:
    list_id, uow = opened(api).body["list_id"], cloud.unit_of_work()
    made = service.read_list(cloud.table, list_id)
    for number in range(100):
        made.put_on(f"engagement-{number}", uow.act)
    made.committed()
    cloud.table.rows[f"COMMUNITY-LIST#{list_id}", "SNAPSHOT"]["body"] = made.model_dump_json()
    assert said(put_on(api, list_id)) == (409, "party.community-list-full")


def test_whoever_is_asked_hears_of_it(cloud: FakePlatform, api: Api, person: Caller, agent: Caller) -> None:
    class Phones:
        sent: list[tuple[str, str]] = []  # noqa: RUF012

        def send(self, message_id: str, mobile: str, template: str, parameters: object) -> None:
            self.sent.append((mobile, template))

    list_id = opened(api).body["list_id"]
    asked = [put_on(api, list_id), put_on(api, list_id, "陈虚构", "469005198811300544")]
    for answer in asked:
        (event,) = events_among(cloud.table.partition(f"ENGAGEMENT#{answer.body['engagement_id']}"))
        tell(cloud, Phones(), as_delivered(event))
    assert Phones.sent == [(MOBILE, "community-agent-proposed.zh-CN")]


def test_no_event_and_no_key_names_anybody(cloud: FakePlatform, api: Api, person: Caller, agent: Caller) -> None:
    agreed(api, person)
    told = json.dumps([row for row in cloud.table.rows.values() if "data" in row], ensure_ascii=False)
    assert not [secret for secret in (NAME, ID_NUMBER, AGENT_NAME, AGENT_MOBILE) if secret in told]
    assert not [key for key in cloud.table.rows if ID_NUMBER in f"{key}"]
