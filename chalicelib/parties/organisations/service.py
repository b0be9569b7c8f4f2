"""Use cases of organisations: a representative claims one, the legal-person base concludes the claim."""

from datetime import datetime

from chalicelib.aws.platform import Platform
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.kernel.errors import Pointer
from chalicelib.kernel.identity_numbers import IdentityNumberError, UnifiedSocialCreditCode
from chalicelib.kernel.ids import new_ulid
from chalicelib.kernel.text import Text
from chalicelib.parties.authorities import service as authorities
from chalicelib.parties.checks import CheckStatus
from chalicelib.parties.lookup import lookup_key, lookup_keys
from chalicelib.parties.organisations import store
from chalicelib.parties.organisations.errors import NothingClaimed, UsccInvalid
from chalicelib.parties.organisations.model import Organisation, OrganisationClaim

WHAT_IS_WRONG = {
    "BAD_FORMAT": Text(
        "应为 18 位数字或大写字母（不含 I、O、S、V、Z）", "18 digits and letters without I, O, S, V and Z"
    ),
    "BAD_CHECKSUM": Text("末位校验码不符", "The last character does not fit the others"),
    "BAD_ORGANISATION_CODE": Text("其中的组织机构代码校验码不符", "The organisation code inside does not fit"),
}


def claim(uow: UnitOfWork, account_id: str, *, uscc: str, name: str) -> OrganisationClaim:
    """Have the legal-person base asked whether this person represents that organisation, which happens afterwards.

    Raises `UsccInvalid`, `CheckRunning` or `TooManyChecks`.
    """
    code, claim_id = _valid(uscc), store.claim_id(account_id)
    made = store.load_claim(uow.table, claim_id) or OrganisationClaim(id=claim_id, claimant_id=account_id)
    made.make(uscc=code, name=name, act=uow.act)
    store.save_claim(uow, made)
    return made


def latest_claim(table: Table, account_id: str) -> OrganisationClaim:
    """Somebody's latest claim and how it stands. Raises `NothingClaimed`. One round trip."""
    return read_claim(table, store.claim_id(account_id))


def read_claim(table: Table, claim_id: str) -> OrganisationClaim:
    """A claim by its id. Raises `NothingClaimed`. One round trip."""
    found = store.load_claim(table, claim_id)
    if found is None:
        raise NothingClaimed
    return found


def conclude(
    cloud: Platform,
    uow: UnitOfWork,
    made: OrganisationClaim,
    *,
    check: int,
    status: CheckStatus,
    kind: str,
    now: datetime,
) -> None:
    """Take the base's answer. MATCHED binds the claimant, and ends whoever represented the organisation until now in
    the same transaction (`now`: machine time).
    """
    bound = _bind(cloud, uow, made, kind, now) if status is CheckStatus.MATCHED else ""
    made.conclude(check, status, bound, uow.act)
    store.save_claim(uow, made)


def see_to_claim(name: str, uow: UnitOfWork) -> bool:
    """Do what time demands of a claim, if it still does."""
    made = store.load_claim(uow.table, store.claim_id(name))
    if made is None or not made.see_to(uow.act):
        return False
    store.save_claim(uow, made)
    return True


def _bind(cloud: Platform, uow: UnitOfWork, made: OrganisationClaim, kind: str, now: datetime) -> str:
    codes = lookup_keys(cloud, "uscc", made.uscc)
    organisation = store.load_by_code(uow.table, codes) or Organisation.unbound(
        id=new_ulid(uow.act.at), uscc=made.uscc, kind=kind
    )
    authority_id = new_ulid(uow.act.at)
    former = organisation.bind(account_id=made.claimant_id, name=made.name, authority_id=authority_id, act=uow.act)
    if former:
        authorities.end(uow, former, now)
    authorities.grant(uow, organisation.authority(uow.act))
    store.save(uow, organisation, lookup_key(cloud, "uscc", made.uscc))
    return organisation.id


def _valid(typed: str) -> str:
    try:
        return UnifiedSocialCreditCode.parse(typed).number
    except IdentityNumberError as error:
        raise UsccInvalid(pointers=[Pointer("#/uscc", WHAT_IS_WRONG[error.reason])]) from error
