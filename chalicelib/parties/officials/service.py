"""Use cases of members of staff: declare an interest, and keep away from the cases that it concerns."""

from collections.abc import Iterable

from chalicelib.aws.platform import Platform
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import Refusal, UnitOfWork
from chalicelib.kernel.ids import new_ulid
from chalicelib.kernel.instants import shanghai_date
from chalicelib.parties import store as people
from chalicelib.parties.lookup import lookup_key, lookup_keys
from chalicelib.parties.officials import store
from chalicelib.parties.officials.errors import Concerned, StaffUnknown
from chalicelib.parties.officials.interests import Interest, InterestKind, valid_number
from chalicelib.parties.staff import StaffMember

KIND = "interest"


def member(table: Table, staff_id: str) -> StaffMember:
    """Somebody on the staff list. Raises `StaffUnknown`. One round trip."""
    found = people.load_staff(table, staff_id)
    if found is None:
        raise StaffUnknown
    return found


def declare_interest(
    cloud: Platform, uow: UnitOfWork, staff_id: str, *, kind: InterestKind, number: str
) -> StaffMember:
    """From the moment of writing on the member changes nothing in cases of whoever has that number.

    Raises `StaffUnknown`, `InterestInvalid` or `TooManyInterests`; declared again, nothing happens.
    """
    number = valid_number(kind, number, shanghai_date(uow.act.at))
    declaring = member(uow.table, staff_id)
    interest = Interest(id=new_ulid(uow.act.at), kind=kind, number=number, declared_at=uow.act.at)
    declaring.declare_interest(interest, uow.act)
    people.amend_staff(uow, declaring)
    store.put_interest(uow, staff_id, lookup_key(cloud, KIND, number))
    return declaring


def remove_interest(cloud: Platform, uow: UnitOfWork, concerned: StaffMember, interest_id: str) -> None:
    """For an operator, who was shown that it is no more. Raises `InterestUnknown`."""
    removed = concerned.remove_interest(interest_id, uow.act)
    people.amend_staff(uow, concerned)
    for key in lookup_keys(cloud, KIND, removed.number):
        store.remove_interest(uow, concerned.id, key)


def keep_away(
    cloud: Platform,
    uow: UnitOfWork,
    staff_id: str,
    numbers: Iterable[str],
    refusal: Refusal = lambda _: Concerned(),
) -> None:
    """Let `uow` fail with `refusal` if that member has declared an interest in whoever has one of `numbers`. Part of
    the writing itself: no round trip, and in force from the instant of the declaration.
    """
    for key in (key for number in numbers for key in lookup_keys(cloud, KIND, number)):
        uow.require(store.interest_key(staff_id, key), present=False, refusal=refusal)
