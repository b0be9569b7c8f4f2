"""Use cases of mandates: preview, offer, accept, decline, end.

A principal names the agent by mobile and name, and is answered the same whoever that is. The offer reaches the account
of that mobile if its name is proven and is the one given; otherwise it reaches nobody and stays an offer. Neither
whether a mobile is registered nor whose it is can be learnt that way.
"""

from datetime import datetime

from chalicelib.aws.platform import Platform
from chalicelib.aws.rows import Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.http.access import Caller, Role
from chalicelib.kernel.ids import new_ulid
from chalicelib.kernel.instants import shanghai_date
from chalicelib.parties import store as people
from chalicelib.parties import ways_in
from chalicelib.parties.applicants.model import ApplicantKind
from chalicelib.parties.applicants.service import applicant_details
from chalicelib.parties.authorities import service as authorities
from chalicelib.parties.lookup import lookup_keys
from chalicelib.parties.mandates import store
from chalicelib.parties.mandates.errors import MandateUnknown, TextDiffers
from chalicelib.parties.mandates.model import Agent, Mandate, Principal
from chalicelib.parties.mandates.terms import MandateKind, MandateText, Terms
from chalicelib.parties.model import Account, Level


def preview(uow: UnitOfWork, principal: Principal, agent: Agent, terms: Terms) -> MandateText:
    """The text that the principal would sign. Raises `TermsInvalid`."""
    terms.require_possible(principal.kind, shanghai_date(uow.act.at))
    return _text(principal, agent, terms)


def offer(
    cloud: Platform,
    uow: UnitOfWork,
    *,
    principal: Principal,
    agent: Agent,
    terms: Terms,
    version: str,
    sha256: str,
    level: int,
) -> Mandate:
    """Sign the text of `version` and `sha256` and offer the mandate; `level` is how strongly the signer is identified.

    Raises `TermsInvalid`, `TextDiffers` or `AgentIsPrincipal`. Two round trips, whomever the mobile belongs to.
    """
    terms.require_possible(principal.kind, shanghai_date(uow.act.at))
    text = _text(principal, agent, terms)
    if (version, sha256) != (text.version, text.sha256):
        raise TextDiffers(version=text.version, sha256=text.sha256)
    mandate = Mandate.offer(
        mandate_id=new_ulid(uow.act.at),
        principal=principal,
        agent=_found(cloud, uow.table, uow.act.actor.id, agent),
        terms=terms,
        text=text,
        level=level,
        act=uow.act,
    )
    store.save(uow, mandate)
    return mandate


def read(table: Table, mandate_id: str) -> Mandate:
    """The mandate. Raises `MandateUnknown`. One round trip."""
    mandate = store.load(table, mandate_id)
    if mandate is None:
        raise MandateUnknown
    return mandate


def listed(
    table: Table, side: str, person_id: str, *, limit: int, after: Row | None = None
) -> tuple[list[Mandate], Row | None]:
    """A page of what somebody gave (`side` "given") or holds, the newest first. One round trip."""
    pk = store.given_pk(person_id) if side == "given" else store.held_pk(person_id)
    page = store.page_of(table, pk, limit=limit, after=after)
    return [store.mandate_in(row) for row in page.rows], page.next


def principal_of(table: Table, caller: Caller) -> Principal:
    """Who gives a mandate: the caller, or the organisation that they represent. One round trip.

    Raises `AccountUnknown`, `AccountMoved` or `OrganisationUnknown`.
    """
    who = applicant_details(table, caller)
    if who.kind is ApplicantKind.PERSON:
        return Principal(id=who.account_id, name=who.name)
    representative = who.agent.name if who.agent else ""
    return Principal(
        id=who.account_id, name=who.name, kind=MandateKind.AGENT, code=who.id_number, representative=representative
    )


def accept(uow: UnitOfWork, mandate: Mandate, *, level: int) -> None:
    """The agent takes it on, and may act under it. Raises `OnlyTheAgent`, `NotOnOffer` or `OfferOver`."""
    mandate.accept(level, uow.act)
    authorities.grant(uow, mandate.authority)
    store.save(uow, mandate)


def decline(uow: UnitOfWork, mandate: Mandate) -> None:
    """The agent does not take it on. Raises `OnlyTheAgent` or `NotOnOffer`."""
    mandate.decline(uow.act)
    store.save(uow, mandate)


def end(uow: UnitOfWork, mandate: Mandate, now: datetime) -> None:
    """Either side ends it: with the moment of writing (`now`: machine time) nothing is changed under it any more.
    Ended again, nothing happens.
    """
    was_accepted = mandate.accepted is not None
    if not mandate.end(uow.act):
        return
    if was_accepted:
        authorities.end(uow, mandate.id, now)
    store.save(uow, mandate)


def lapse(uow: UnitOfWork, mandate: Mandate, now: datetime) -> None:
    """It ends because its principal is no more, at once (`now`: machine time)."""
    was_accepted = mandate.accepted is not None
    mandate.lapse(uow.act)
    if was_accepted:
        authorities.end(uow, mandate.id, now)
    store.save(uow, mandate)


def _text(principal: Principal, agent: Agent, terms: Terms) -> MandateText:
    return MandateText.of(
        principal_name=principal.name,
        code=principal.code,
        representative=principal.representative,
        agent_name=agent.name,
        agent_mobile=agent.mobile,
        terms=terms,
    )


def _found(cloud: Platform, table: Table, signer_id: str, agent: Agent) -> Agent:
    """`agent` with the account that is theirs beyond doubt, if there is one. As much is read in either case."""
    known = ways_in.load_principal_of_mobile(table, lookup_keys(cloud, "mobile", agent.mobile))
    is_applicant = known is not None and known.role is Role.APPLICANT
    account = people.load_account(table, known.id if known and is_applicant else signer_id)
    if not is_applicant or account is None or not _is(account, signer_id, agent.name):
        return agent
    return agent.model_copy(update={"account_id": account.id})


def _is(account: Account, signer_id: str, name: str) -> bool:
    """Whether that is the person named; one's own account is recognised by its mobile alone."""
    return account.id == signer_id or (account.level >= Level.POPULATION_BASE and account.name == name)
