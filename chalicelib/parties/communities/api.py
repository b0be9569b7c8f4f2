"""Community lists over HTTP, as the office that keeps them does."""

from chalicelib.aws.machine_time import machine_now
from chalicelib.aws.rows import BY_APPLICANT
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, head, operator
from chalicelib.http.liveness import require_live
from chalicelib.http.paging import ListOf, PageQuery, one_page
from chalicelib.http.routes import Area
from chalicelib.kernel.text import Text
from chalicelib.parties.communities import errors, service, store
from chalicelib.parties.communities.model import Office
from chalicelib.parties.communities.views import CommunityListView, OpenCommunityList, PersonOnListView, PutOnList
from chalicelib.parties.errors import IdNumberInvalid
from chalicelib.parties.mandates.errors import TermsInvalid

communities_area = Area(Text("村居代办", "Community agents"))


@communities_area.post(
    "/v1/community-lists",
    access=allow(head()),
    status=201,
    summary=Text("建立代办名单", "Open a list with its agent"),
    refusals=(errors.AgentUnfit, TermsInvalid),
)
def open_community_list(call: Call, body: OpenCommunityList) -> Reply[CommunityListView]:
    """For the caller's own region. The agent may do nothing yet: each person on the list has to agree."""
    call.own()
    office = Office(name=body.office, department=call.caller.department, region=call.caller.region)
    made = service.open_list(
        call.platform,
        call.uow,
        office=office,
        agent_name=body.agent_name,
        agent_mobile=body.agent_mobile,
        terms=body.terms,
    )
    return Reply(CommunityListView.of(made), version=made.version, location="/v1/community-lists")


@communities_area.get(
    "/v1/community-lists",
    access=allow(head()),
    summary=Text("本部门代办名单", "The lists of one's department"),
    consistency="eventual",
)
def list_community_lists(call: Call, query: PageQuery) -> Reply[ListOf[CommunityListView]]:
    """Those of the caller's own department and region, the newest first, closed ones too."""
    call.own()
    where = call.caller.department, call.caller.region
    page = store.lists_of(
        call.platform.table, *where, limit=query.limit, after=query.after(BY_APPLICANT, store.lists_pk(*where))
    )
    return one_page([CommunityListView.of(store.list_in(row)) for row in page.rows], page.next)


@communities_area.post(
    "/v1/community-lists/{list_id}/people",
    access=allow(head()),
    status=201,
    summary=Text("提出代办对象", "Put somebody on a list"),
    refusals=(errors.ListUnknown, errors.ListClosed, errors.ListFull, errors.PersonNamedBefore, IdNumberInvalid),
)
def put_on_list(call: Call, list_id: str, body: PutOnList) -> Reply[PersonOnListView]:
    """They are asked, and nothing is done for them before they agree. The answer is the same whether or not there is an
    account of that name and number.
    """
    made = service.read_list(call.platform.table, list_id)
    call.require_reach(made)
    engagement = service.put_on(call.platform, call.uow, made, name=body.name, id_number=body.id_number)
    return Reply(PersonOnListView.of(engagement), version=engagement.version)


@communities_area.get(
    "/v1/community-lists/{list_id}/people",
    access=allow(head()),
    summary=Text("代办名单人员", "The people on a list"),
    refusals=(errors.ListUnknown,),
)
def list_people(call: Call, list_id: str, query: PageQuery) -> Reply[ListOf[PersonOnListView]]:
    """In the order in which they were put on it, with what became of it."""
    call.require_reach(service.read_list(call.platform.table, list_id))
    page = store.people_of(
        call.platform.table, list_id, limit=query.limit, after=query.after_in(store.list_pk(list_id))
    )
    return one_page([PersonOnListView.of(store.engagement_in(row)) for row in page.rows], page.next)


@communities_area.post(
    "/v1/community-lists/{list_id}/closure",
    access=allow(head(), operator()),
    not_repeatable="it needs no key: a closed list is closed, and whatever still stands is ended",
    summary=Text("关闭代办名单", "Close a list"),
    refusals=(errors.ListUnknown,),
)
def close_community_list(call: Call, list_id: str) -> Reply[CommunityListView]:
    """When the agent leaves, say: nothing is done under it any more; what was done stands. It may be repeated."""
    made = service.read_list(call.platform.table, list_id)
    call.require_reach(made)
    require_live(call.uow, call.caller)
    service.close_list(call.platform, call.uow, made, machine_now())
    return Reply(CommunityListView.of(made), version=made.version)
