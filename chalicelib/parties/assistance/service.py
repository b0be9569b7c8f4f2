"""Use cases of assistance: begin one on a proof, end it, dispute it, answer the dispute."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.aws.platform import Platform
from chalicelib.aws.rows import Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.http.access import Caller, Role
from chalicelib.http.assisted import ActDone
from chalicelib.http.authority import Power
from chalicelib.kernel.ids import new_ulid
from chalicelib.parties import ways_in
from chalicelib.parties.assistance import store
from chalicelib.parties.assistance.errors import AssistanceUnknown, NobodyThere
from chalicelib.parties.assistance.model import Assistance, Ending, Helper, Proof, ProofKind
from chalicelib.parties.authorities import service as authorities
from chalicelib.parties.challenges import Purpose
from chalicelib.parties.clients import service as clients
from chalicelib.parties.clients.model import WEB
from chalicelib.parties.lookup import lookup_keys
from chalicelib.parties.model import Account, Level
from chalicelib.parties.proving import Origin, prove_mobile
from chalicelib.parties.service import read_account
from chalicelib.parties.windows.documents import DocumentKind
from chalicelib.parties.windows.workplaces import AT_WINDOWS, ON_THE_PHONE, Workplace, workplace_of

OVER_THE_PHONE = Level.POPULATION_BASE
"""At most: whoever holds the mobile may be somebody else than its owner."""


@dataclass(frozen=True)
class Extent:
    """How far it goes; no items means all items, no powers all powers."""

    items: Sequence[str] = ()
    powers: Sequence[Power] = ()


def open_at_window(
    cloud: Platform,
    uow: UnitOfWork,
    clerk: Caller,
    *,
    id_number: str,
    document: DocumentKind,
    extent: Extent,
    now: datetime,
) -> Assistance:
    """The clerk has the person and their document before them; worth L4.

    Raises `NotAtAWorkplace`, `WorkplaceElsewhere` or `NobodyThere`. Reads who the number is, and their account.
    """
    workplace = workplace_of(cloud, clerk, AT_WINDOWS)
    holder = ways_in.holder_of_id_number(uow.table, lookup_keys(cloud, "id-number", id_number.upper()))
    if not holder:
        raise NobodyThere
    account = read_account(uow.table, holder)
    proof = Proof(kind=ProofKind.PRESENCE, document=document)
    return _open(uow, (clerk, workplace), account, proof=proof, level=Level.WINDOW, extent=extent, now=now)


def open_on_the_phone(
    cloud: Platform,
    uow: UnitOfWork,
    agent: Caller,
    *,
    answer: tuple[str, str],
    call_id: str,
    extent: Extent,
    address: str,
    now: datetime,
) -> Assistance:
    """The person reads out the code that came to their mobile; worth L2 at most, never more than they have proven.

    Raises `NotAtAWorkplace`, `WorkplaceElsewhere`, `CodeRefused`, `TooManyTries` or `NobodyThere`.
    """
    workplace = workplace_of(cloud, agent, ON_THE_PHONE)
    origin = Origin(clients.client_of(cloud, agent.client_id) or WEB, address)
    proven = prove_mobile(cloud, uow, answer, purposes={Purpose.ASSISTANCE}, origin=origin, now=now)
    if proven.holder is None or proven.holder.role is not Role.APPLICANT:
        raise NobodyThere
    account = read_account(uow.table, proven.holder.id)
    proof = Proof(kind=ProofKind.CALL, call_id=call_id)
    level = min(account.level, OVER_THE_PHONE)
    return _open(uow, (agent, workplace), account, proof=proof, level=level, extent=extent, now=now)


def read(table: Table, assistance_id: str) -> Assistance:
    """The assistance. Raises `AssistanceUnknown`. One round trip."""
    assistance = store.load(table, assistance_id)
    if assistance is None:
        raise AssistanceUnknown
    return assistance


def read_whole(table: Table, assistance_id: str) -> tuple[Assistance, list[ActDone]]:
    """The assistance and what was done under it. Raises `AssistanceUnknown`. One round trip."""
    assistance, acts = store.load_whole(table, assistance_id)
    if assistance is None:
        raise AssistanceUnknown
    return assistance, acts


def received(
    table: Table, account_id: str, *, limit: int, after: Row | None = None
) -> tuple[list[Assistance], Row | None]:
    """A page of what somebody was given, the latest first. One round trip; eventually consistent."""
    page = store.received(table, account_id, limit=limit, after=after)
    return [store.assistance_in(row) for row in page.rows], page.next


def end(uow: UnitOfWork, assistance: Assistance, reason: Ending, now: datetime) -> None:
    """From the moment of writing nothing is done under it (`now`: machine time); ended again, nothing happens."""
    if assistance.end(reason, uow.act):
        authorities.end(uow, assistance.id, now)
        store.save(uow, assistance)


def dispute(uow: UnitOfWork, assistance: Assistance, reason: str, now: datetime) -> None:
    """Bring it before the operator, and end it if it still runs. Raises `AlreadyDisputed` or `HelperCannotDispute`."""
    assistance.dispute_it(reason, uow.act)
    if assistance.end(Ending.DISPUTED, uow.act):
        authorities.end(uow, assistance.id, now)
    store.save(uow, assistance)


def answer_dispute(uow: UnitOfWork, assistance: Assistance, text: str) -> None:
    """Tell the applicant what was found. Raises `NothingToAnswer`."""
    assistance.answer(text, uow.act)
    store.save(uow, assistance)


def see_to(now: datetime, assistance_id: str, uow: UnitOfWork) -> bool:
    """End what has run its time (`now`: machine time), so that its applicant is told though the helper forgot to; False
    where there is nothing to do.
    """
    assistance = read(uow.table, assistance_id)
    if assistance.ended is not None or now < assistance.valid_until:
        return False
    end(uow, assistance, Ending.RAN_OUT, now)
    return True


def _open(
    uow: UnitOfWork,
    helping: tuple[Caller, Workplace],
    account: Account,
    *,
    proof: Proof,
    level: Level,
    extent: Extent,
    now: datetime,
) -> Assistance:
    caller, workplace = helping
    assistance = Assistance.open(
        id=new_ulid(now),
        helper=Helper(id=caller.id, role=caller.role, region=workplace.region, channel=workplace.channel),
        applicant_id=account.id,
        applicant_name=account.name,
        proof=proof,
        level=int(level),
        items=tuple(extent.items),
        powers=tuple(extent.powers),
        now=now,
        act=uow.act,
    )
    authorities.grant(uow, assistance.authority)
    store.save(uow, assistance)
    return assistance
