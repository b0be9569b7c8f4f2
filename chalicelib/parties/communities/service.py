"""Use cases of community agents: open a list, put people on it, agree, end, close."""

from datetime import datetime
from functools import partial

from chalicelib.aws.platform import Platform
from chalicelib.aws.rows import Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork, transact
from chalicelib.http.access import Role
from chalicelib.kernel.ids import new_ulid
from chalicelib.parties import store as people
from chalicelib.parties import ways_in
from chalicelib.parties.authorities import service as authorities
from chalicelib.parties.communities import store
from chalicelib.parties.communities.errors import AgentUnfit, EngagementUnknown, ListUnknown
from chalicelib.parties.communities.events import EndOfEngagement
from chalicelib.parties.communities.model import CommunityAgent, CommunityList, Engagement, Office
from chalicelib.parties.lookup import lookup_keys
from chalicelib.parties.mandates.terms import Terms
from chalicelib.parties.model import Account, Level
from chalicelib.parties.service import valid_id_number

ENDED_AT_ONCE = 12
"""Engagements a transaction: each takes six writes, a transaction a hundred."""


def open_list(
    cloud: Platform, uow: UnitOfWork, *, office: Office, agent_name: str, agent_mobile: str, terms: Terms
) -> CommunityList:
    """Name an agent, who is identified by their face. Raises `AgentUnfit` or `TermsInvalid`. Reads two rows: whose the
    mobile is, and whether that is who was named.
    """
    known = ways_in.load_principal_of_mobile(uow.table, lookup_keys(cloud, "mobile", agent_mobile))
    account = people.load_account(uow.table, known.id) if known and known.role is Role.APPLICANT else None
    if account is None or account.level < Level.FACE or account.name != agent_name:
        raise AgentUnfit
    agent = CommunityAgent(account_id=account.id, name=account.name)
    made = CommunityList.open(id=new_ulid(uow.act.at), office=office, agent=agent, terms=terms, act=uow.act)
    store.save_list(uow, made)
    return made


def read_list(table: Table, list_id: str) -> CommunityList:
    """The list. Raises `ListUnknown`. One round trip."""
    found = store.load_list(table, list_id)
    if found is None:
        raise ListUnknown
    return found


def read_engagement(table: Table, engagement_id: str) -> Engagement:
    """The engagement. Raises `EngagementUnknown`. One round trip."""
    found = store.load(table, engagement_id)
    if found is None:
        raise EngagementUnknown
    return found


def engagements_of(
    table: Table, person_id: str, *, limit: int, after: Row | None = None
) -> tuple[list[Engagement], Row | None]:
    """A page of what somebody was asked to agree to, the newest first. One round trip; eventually consistent."""
    page = store.engagements_of(table, person_id, limit=limit, after=after)
    return [store.engagement_in(row) for row in page.rows], page.next


def put_on(cloud: Platform, uow: UnitOfWork, made: CommunityList, *, name: str, id_number: str) -> Engagement:
    """Ask one person more. Raises `IdNumberInvalid`, `ListClosed`, `ListFull`, or `PersonNamedBefore` on commit.

    The answer is the same whether or not there is an account of that name and number, and as much is read.
    """
    id_keys = lookup_keys(cloud, "id-number", valid_id_number(id_number, uow).number)
    holder = ways_in.holder_of_id_number(uow.table, id_keys)
    account = people.load_account(uow.table, holder or made.agent.account_id)
    engagement = Engagement.propose(
        made,
        id=new_ulid(uow.act.at),
        person_id=account.id if account and holder and _is(account, made, name) else "",
        person_name=name,
        named=id_keys[0],
        act=uow.act,
    )
    made.put_on(engagement.id, uow.act)
    store.save_list(uow, made)
    store.save(uow, engagement)
    return engagement


def agree(uow: UnitOfWork, engagement: Engagement, *, version: str, sha256: str, level: int) -> None:
    """The person signs, and the agent may act for them. Raises as `Engagement.agree`, and `ListClosed` on commit."""
    engagement.agree(version=version, sha256=sha256, level=level, act=uow.act)
    store.require_open(uow, engagement.list_id)
    authorities.grant(uow, engagement.authority)
    store.save(uow, engagement)


def end(uow: UnitOfWork, engagement: Engagement, by: EndOfEngagement, now: datetime) -> None:
    """End it: with the moment of writing (`now`: machine time) nothing is changed under it any more. Ended again,
    nothing happens.
    """
    was_agreed = engagement.agreed_at is not None
    if not engagement.end(by, uow.act):
        return
    if was_agreed:
        authorities.end(uow, engagement.id, now)
    store.save(uow, engagement)


def close_list(cloud: Platform, uow: UnitOfWork, made: CommunityList, now: datetime) -> None:
    """Close a list, then end whatever was agreed to on it (`now`: machine time).

    Commits `uow` by itself: nobody can agree from that moment, so that nothing is left behind. Repeated, only what
    still stands is ended.
    """
    made.close(uow.act)
    store.save_list(uow, made)
    uow.commit()
    after: Row | None = None
    while True:
        page = store.people_of(cloud.table, made.id, limit=ENDED_AT_ONCE, after=after)
        ids = [one.id for one in map(store.engagement_in, page.rows) if one.stands]
        if ids:
            transact(cloud.table, uow.act, partial(_end_all, ids, now))
        if page.next is None:
            return
        after = page.next


def _end_all(engagement_ids: list[str], now: datetime, uow: UnitOfWork) -> None:
    for engagement in store.load_several(uow.table, engagement_ids):
        end(uow, engagement, EndOfEngagement.LIST_CLOSED, now)


def _is(account: Account, made: CommunityList, name: str) -> bool:
    """Whether that is the person named; nobody is their own agent."""
    return account.name == name and account.id != made.agent.account_id
