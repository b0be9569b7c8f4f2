"""Scenes of community agents: a list with somebody on it who is asked to agree."""

from datetime import timedelta

from chalicelib.http.access import Caller, Role
from chalicelib.http.authority import Power
from chalicelib.parties.communities import store
from chalicelib.parties.communities.model import CommunityAgent, CommunityList, Engagement, Office
from chalicelib.parties.mandates.terms import Terms
from tests.integration.mandate_scenes import AGENT, NAMED, account
from tests.integration.staging import Asked, Scene, Stage
from tests.support.cases import WHO

HEAD = Caller("staff-head", Role.HEAD, 4, "session-3", "GA", "460100")
PERSON = Caller(WHO.account_id, Role.APPLICANT, 3, "session-1")
LIST, ENGAGEMENT = "/v1/community-lists", "/v1/community-engagements/{engagement_id}"
OFFICE = Office(name="示例社区居民委员会", department=HEAD.department, region=HEAD.region)


def terms(stage: Stage) -> Terms:
    last = stage.today + timedelta(days=30)
    return Terms(items=("GA-JG-0102",), powers=(Power.SUBMIT,), valid_from=stage.today, valid_to=last)


def about_to_open(stage: Stage) -> Asked:
    account(stage, AGENT, NAMED.name, NAMED.mobile)
    wanted = terms(stage).model_dump(mode="json")
    body = {"office": OFFICE.name, "agent_name": NAMED.name, "agent_mobile": NAMED.mobile, **wanted}
    return Asked(by=HEAD, body=body)


def a_list(stage: Stage) -> Engagement:
    uow = stage.unit_of_work()
    act = uow.act.model_copy(update={"at": stage.cloud.clock.now()})
    agent = CommunityAgent(account_id=AGENT.id, name=NAMED.name)
    made = CommunityList.open(id="list-1", office=OFFICE, agent=agent, terms=terms(stage), act=act)
    asked = Engagement.propose(
        made, id="engagement-1", person_id=PERSON.id, person_name=WHO.name, named="hash", act=act
    )
    store.save_list(uow, made)
    store.save(uow, asked)
    uow.commit()
    return asked


def of_the_list(stage: Stage) -> Asked:
    return Asked(by=HEAD, path={"list_id": a_list(stage).list_id})


def of_the_office(stage: Stage) -> Asked:
    a_list(stage)
    return Asked(by=HEAD)


def about_to_put_on(stage: Stage) -> Asked:
    account(stage, AGENT, NAMED.name, NAMED.mobile)
    return of_the_list(stage)


def of_the_person(stage: Stage) -> Asked:
    a_list(stage)
    return Asked(by=PERSON)


def about_to_agree(stage: Stage) -> Asked:
    asked = a_list(stage)
    signed = {"version": asked.text.version, "sha256": asked.text.sha256, "accepted": True}
    return Asked(by=PERSON, path={"engagement_id": asked.id}, body=signed)


def about_to_end(stage: Stage) -> Asked:
    return Asked(by=PERSON, path={"engagement_id": a_list(stage).id})


COMMUNITY_SCENES: dict[str, Scene] = {
    f"POST {LIST}": about_to_open,
    f"GET {LIST}": of_the_office,
    f"POST {LIST}/{{list_id}}/people": about_to_put_on,
    f"GET {LIST}/{{list_id}}/people": of_the_list,
    f"POST {LIST}/{{list_id}}/closure": of_the_list,
    "GET /v1/me/community-engagements": of_the_person,
    f"POST {ENGAGEMENT}/consent": about_to_agree,
    f"POST {ENGAGEMENT}/end": about_to_end,
}
