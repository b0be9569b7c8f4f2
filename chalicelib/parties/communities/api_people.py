"""Community agents over HTTP, as the people whom they are to act for see it."""

from chalicelib.aws.machine_time import machine_now
from chalicelib.aws.rows import BY_APPLICANT
from chalicelib.http.access import Grant, Role, Scope
from chalicelib.http.authority import AuthorityKind
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, head
from chalicelib.http.paging import ListOf, PageQuery, one_page
from chalicelib.kernel.text import Text
from chalicelib.parties.communities import errors, service, store
from chalicelib.parties.communities.api import communities_area
from chalicelib.parties.communities.events import EndOfEngagement
from chalicelib.parties.communities.views import AgreeToAgent, EngagementView


def _themselves(level: int = 1) -> Grant:
    """The person, also with a clerk's help: whoever has no mobile agrees at a window. A hotline proves less than L3."""
    return Grant(Role.APPLICANT, Scope.OWN, level, only_in_person=True, also_as=AuthorityKind.ASSISTANCE)


@communities_area.get(
    "/v1/me/community-engagements",
    access=allow(_themselves()),
    summary=Text("我的村居代办", "Which community agents one was asked about"),
    consistency="eventual",
)
def list_engagements(call: Call, query: PageQuery) -> Reply[ListOf[EngagementView]]:
    """With the text to be signed, the newest first, ended ones too."""
    person = call.own()
    after = query.after(BY_APPLICANT, store.engagements_pk(person))
    found, behind = service.engagements_of(call.platform.table, person, limit=query.limit, after=after)
    return one_page([EngagementView.of(engagement) for engagement in found], behind)


@communities_area.post(
    "/v1/community-engagements/{engagement_id}/consent",
    access=allow(_themselves(level=3)),
    summary=Text("同意村居代办", "Agree to a community agent"),
    refusals=(
        errors.EngagementUnknown,
        errors.NotProposed,
        errors.EngagementOver,
        errors.ConsentDiffers,
        errors.ListClosed,
    ),
)
def agree_to_agent(call: Call, engagement_id: str, body: AgreeToAgent) -> Reply[EngagementView]:
    """From now on the agent may act for the person: `POST /v1/sessions/current/capacity`."""
    engagement = service.read_engagement(call.platform.table, engagement_id)
    call.require_reach(engagement)
    service.agree(call.uow, engagement, version=body.version, sha256=body.sha256, level=call.caller.level)
    return Reply(EngagementView.of(engagement), version=engagement.version)


@communities_area.post(
    "/v1/community-engagements/{engagement_id}/end",
    access=allow(_themselves(), head()),
    summary=Text("撤销村居代办", "End a community agent's engagement"),
    refusals=(errors.EngagementUnknown,),
)
def end_engagement(call: Call, engagement_id: str) -> Reply[EngagementView]:
    """The person declines or withdraws, or the office takes them off the list; at once, without a reason. Repeated,
    nothing happens.
    """
    engagement = service.read_engagement(call.platform.table, engagement_id)
    call.require_reach(engagement)
    by = EndOfEngagement.PERSON if call.caller.role is Role.APPLICANT else EndOfEngagement.OFFICE
    service.end(call.uow, engagement, by, machine_now())
    return Reply(EngagementView.of(engagement), version=engagement.version)
