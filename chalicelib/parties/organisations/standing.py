"""Use cases of what becomes of an organisation afterwards: its representative is asked about anew, and when it is no
more its agents end with it.
"""

from datetime import datetime

from chalicelib.aws.rows import Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.parties.authorities import service as authorities
from chalicelib.parties.checks import CheckStatus
from chalicelib.parties.mandates import service as mandates
from chalicelib.parties.mandates.model import Mandate
from chalicelib.parties.organisations import store
from chalicelib.parties.organisations.model import Organisation

AT_ONCE, PAGE = 10, 50
"""As many agents end in one transaction, which holds a hundred rows; as many mandates are read at once."""


def read(table: Table, organisation_id: str) -> Organisation | None:
    """By its id. One round trip."""
    return store.load(table, organisation_id)


def answer(uow: UnitOfWork, organisation: Organisation, *, question: int, status: CheckStatus, now: datetime) -> None:
    """Take the base's answer to a question that was put anew. A representative whom it does not name any more loses
    their authority with the moment of writing (`now`: machine time), and with an organisation that is no more the first
    of its agents do; the sweep goes on with any others.
    """
    ended = organisation.answer(question, status, uow.act)
    if ended:
        authorities.end(uow, ended, now)
    if organisation.is_dissolved and organisation.is_due(uow.act.at):
        organisation.note_agents_ended(_end_agents(uow, organisation.id, now), uow.act)
    store.amend(uow, organisation)


def see_to(now: datetime, name: str, uow: UnitOfWork) -> bool:
    """Do what time demands of an organisation, if it still does (`now`: machine time): have the base asked, or end
    agents of one that is no more.
    """
    organisation = store.load(uow.table, name)
    if organisation is None or not organisation.is_due(uow.act.at):
        return False
    if organisation.is_dissolved:
        organisation.note_agents_ended(_end_agents(uow, organisation.id, now), uow.act)
    else:
        organisation.put_question(uow.act)
    store.amend(uow, organisation)
    return True


def _end_agents(uow: UnitOfWork, organisation_id: str, now: datetime) -> int:
    """End the first of its agents who stand; how many those are."""
    standing = _standing(uow.table, organisation_id)
    for mandate in standing:
        mandates.lapse(uow, mandate, now)
    return len(standing)


def _standing(table: Table, organisation_id: str) -> list[Mandate]:
    """As many as end at once of the mandates that it gave and nobody has ended: found in a list that may be a little
    behind, and read as they are.
    """
    found: list[Mandate] = []
    after: Row | None = None
    while True:
        listed, after = mandates.listed(table, "given", organisation_id, limit=PAGE, after=after)
        current = (mandates.read(table, mandate.id) for mandate in listed if mandate.stands)
        found.extend(mandate for mandate in current if mandate.stands)
        if after is None or len(found) >= AT_ONCE:
            return found[:AT_ONCE]
