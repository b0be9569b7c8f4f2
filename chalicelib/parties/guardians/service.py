"""Use cases of guardianship: a guardian claims a child, the population base concludes the claim and is asked anew."""

from datetime import datetime

from chalicelib.aws.platform import Platform
from chalicelib.aws.rows import Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import Overtaken, UnitOfWork
from chalicelib.kernel.identity_numbers import ResidentId
from chalicelib.kernel.ids import new_ulid
from chalicelib.kernel.instants import shanghai_date
from chalicelib.parties import store as people
from chalicelib.parties import ways_in
from chalicelib.parties.authorities import service as authorities
from chalicelib.parties.checks import CheckStatus
from chalicelib.parties.guardians import store
from chalicelib.parties.guardians.errors import NotAMinor, NoWardClaimed
from chalicelib.parties.guardians.model import Guardianship, WardClaim, of_age_on
from chalicelib.parties.lookup import lookup_keys
from chalicelib.parties.model import Account
from chalicelib.parties.service import valid_id_number


def claim(uow: UnitOfWork, guardian_id: str, *, name: str, id_number: str) -> WardClaim:
    """Have the population base asked whether this person is that minor's guardian, which happens afterwards.

    Raises `IdNumberInvalid`, `NotAMinor`, `CheckRunning` or `TooManyChecks`.
    """
    number = valid_id_number(id_number, uow)
    if shanghai_date(uow.act.at) >= of_age_on(number.birth_date):
        raise NotAMinor
    claim_id = store.claim_id(guardian_id)
    made = store.load_claim(uow.table, claim_id) or WardClaim(id=claim_id, guardian_id=guardian_id)
    made.make(name=name, id_number=number.number, act=uow.act)
    store.save_claim(uow, made)
    return made


def latest_claim(table: Table, guardian_id: str) -> WardClaim:
    """Somebody's latest claim and how it stands. Raises `NoWardClaimed`. One round trip."""
    return read_claim(table, store.claim_id(guardian_id))


def read_claim(table: Table, claim_id: str) -> WardClaim:
    """A claim by its id. Raises `NoWardClaimed`. One round trip."""
    found = store.load_claim(table, claim_id)
    if found is None:
        raise NoWardClaimed
    return found


def conclude(
    cloud: Platform,
    uow: UnitOfWork,
    made: WardClaim,
    guardian: Account,
    *,
    check: int,
    status: CheckStatus,
    now: datetime,
) -> None:
    """Take the base's answer. MATCHED gives the child an account, unless it has one, and lets the guardian act for it.

    Two guardians whose claims are concluded at once meet in one account: the later one starts again (`Overtaken`).
    """
    ward_id = _bind(cloud, uow, made, guardian, now) if status is CheckStatus.MATCHED else ""
    made.conclude(check, status, ward_id, uow.act)
    store.save_claim(uow, made)


def read_guardianship(table: Table, guardianship_id: str) -> Guardianship | None:
    """By its id. One round trip."""
    return store.load(table, guardianship_id)


def guardians_of(
    table: Table, ward_id: str, *, limit: int, after: Row | None = None
) -> tuple[list[Guardianship], Row | None]:
    """A page of somebody's guardians, past ones too. One round trip; eventually consistent."""
    page = store.guardians_of(table, ward_id, limit=limit, after=after)
    return [store.guardianship_in(row) for row in page.rows], page.next


def answer(uow: UnitOfWork, guardianship: Guardianship, *, question: int, status: CheckStatus, now: datetime) -> None:
    """Take the base's answer to a question that was put anew; a guardian whom it does not name loses their authority
    with that very moment (`now`: machine time).
    """
    _ended(uow, guardianship.answer(question, status, uow.act), now)
    store.save(uow, guardianship)


def see_to_claim(name: str, uow: UnitOfWork) -> bool:
    """Do what time demands of a claim, if it still does."""
    made = store.load_claim(uow.table, store.claim_id(name))
    if made is None or not made.see_to(uow.act):
        return False
    store.save_claim(uow, made)
    return True


def see_to_guardianship(name: str, now: datetime, uow: UnitOfWork) -> bool:
    """Do what time demands of a guardianship, if it still does (`now`: machine time)."""
    guardianship = store.load(uow.table, name)
    if guardianship is None or guardianship.next_due is None or uow.act.at < guardianship.next_due:
        return False
    _ended(uow, guardianship.see_to(uow.act), now)
    store.save(uow, guardianship)
    return True


def _ended(uow: UnitOfWork, authority_id: str, now: datetime) -> None:
    if authority_id:
        authorities.end(uow, authority_id, now)


def _bind(cloud: Platform, uow: UnitOfWork, made: WardClaim, guardian: Account, now: datetime) -> str:
    id_keys = lookup_keys(cloud, "id-number", made.id_number)
    ward_id = ways_in.holder_of_id_number(uow.table, id_keys)
    if not ward_id:
        ward_id = new_ulid(now)
        ward = Account.of_ward(
            id=ward_id, name=made.name, id_number=made.id_number, language=guardian.language, act=uow.act
        )
        ways_in.claim_id_number(uow, id_keys, ward_id, taken=Overtaken)
        people.save_account(uow, ward, None)
    guardianship_id = store.guardianship_id(guardian.id, ward_id)
    birth_date = ResidentId(made.id_number).birth_date
    guardianship = store.load(uow.table, guardianship_id) or Guardianship.between(
        id=guardianship_id, guardian_id=guardian.id, ward_id=ward_id, birth_date=birth_date
    )
    if not guardianship.stands:
        guardianship.bind(guardian_name=guardian.name, ward_name=made.name, authority_id=new_ulid(now), act=uow.act)
        authorities.grant(uow, guardianship.authority())
        store.save(uow, guardianship)
    return ward_id
