"""Use cases of applicants: what a case keeps of them when it is opened, and where they are told about it afterwards."""

from datetime import date

from chalicelib.aws.table import Table
from chalicelib.http.access import Caller
from chalicelib.http.authority import AuthorityKind
from chalicelib.parties.applicants import store
from chalicelib.parties.applicants.errors import OrganisationUnknown
from chalicelib.parties.applicants.model import AgentDetails, ApplicantDetails, ApplicantKind
from chalicelib.parties.errors import AccountUnknown
from chalicelib.parties.mergers.errors import AccountMoved
from chalicelib.parties.model import Account
from chalicelib.parties.service import find_account

FOR_ORGANISATIONS = frozenset({AuthorityKind.REPRESENTATIVE, AuthorityKind.AGENT})
FOR_PERSONS = frozenset({AuthorityKind.ATTORNEY, AuthorityKind.GUARDIAN, AuthorityKind.COMMUNITY})
"""By these another account's holder acts; whoever only helps at a window or on the telephone does not represent."""


def applicant_details(table: Table, caller: Caller) -> ApplicantDetails:
    """Whom the caller opens a case for, and who they are where they represent somebody.

    Raises `AccountUnknown`, `AccountMoved` or `OrganisationUnknown`. One round trip.
    """
    authority = caller.authority
    if authority is not None and authority.kind in FOR_ORGANISATIONS:
        return _organisation(table, caller)
    represents = authority is not None and authority.kind in FOR_PERSONS
    person, agent = store.load_person(table, caller.id, caller.person_id if represents else "")
    if person is None:
        raise AccountUnknown
    if person.merged_into:
        raise AccountMoved
    details = person.details()
    return details.model_copy(update={"agent": _agent(agent, caller)}) if represents else details


def reached_at(
    table: Table, *, kind: ApplicantKind, account_id: str, mobile: str, agent: AgentDetails | None, today: date
) -> str:
    """The mobile at which an applicant is told about their case: their own; an organisation is reached at that of
    whoever acted for it while their authority stands, and afterwards at its present representative's. Empty where
    nobody can be reached. At most two round trips, none for a person's own mobile.
    """
    if mobile or agent is None:
        return mobile
    organisation, acting, authority = store.load_standing(table, account_id, agent.account_id, agent.authority_id)
    if acting is not None and authority is not None and not authority.is_over(today):
        return acting.mobile
    if kind is ApplicantKind.PERSON or organisation is None or not organisation.authority_id:
        return ""
    return find_account(table, organisation.representative_id).mobile


def _organisation(table: Table, caller: Caller) -> ApplicantDetails:
    organisation, agent = store.load_organisation(table, caller.id, caller.person_id)
    if organisation is None:
        raise OrganisationUnknown
    acting = _agent(agent, caller)
    return ApplicantDetails(
        account_id=organisation.id,
        name=organisation.name,
        id_number=organisation.uscc,
        mobile="",
        level=acting.level,
        kind=ApplicantKind.ORGANISATION,
        subject=organisation.kind,
        agent=acting,
    )


def _agent(account: Account | None, caller: Caller) -> AgentDetails:
    if account is None or caller.authority is None:
        raise AccountUnknown
    return AgentDetails(
        account_id=account.id,
        name=account.name,
        id_number=account.id_number,
        mobile=account.mobile,
        level=int(account.level),
        authority=caller.authority.kind,
        authority_id=caller.authority.id,
    )
