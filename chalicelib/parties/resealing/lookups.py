"""The rows by which people and organisations are found, and bringing them under the present keyed hash.

Which they are follows from the snapshot that they lead to: only that holds the number or mobile in the clear.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from chalicelib.aws.history import to_aggregate
from chalicelib.aws.platform import Platform
from chalicelib.aws.rows import Key, Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.kernel.events import Act
from chalicelib.parties import ways_in
from chalicelib.parties.lookup import lookup_keys
from chalicelib.parties.model import Account
from chalicelib.parties.officials import service as officials
from chalicelib.parties.officials import store as interests
from chalicelib.parties.organisations import store as organisations
from chalicelib.parties.organisations.model import Organisation
from chalicelib.parties.staff import StaffMember


class _Gone(Exception):
    """The former row was removed meanwhile: with it goes what it said."""


class _ThereAlready(Exception):
    """Something was saved since the key was replaced: what is under the present hash is newer."""


@dataclass(frozen=True)
class Lookup:
    """One thing that is looked up: a `kind` such as "mobile", its text, and where its row stands under a hash."""

    kind: str
    text: str
    key: Callable[[str], Key]


def of_account(row: Row) -> Iterator[Lookup]:
    """By mobile and by identity number."""
    account = to_aggregate(Account, row)
    yield Lookup("mobile", account.mobile, ways_in.way_in_key)
    yield Lookup("id-number", account.id_number, ways_in.identity_key)


def of_staff(row: Row) -> Iterator[Lookup]:
    """By mobile, and by the numbers of those whose cases they keep away from."""
    member = to_aggregate(StaffMember, row)
    yield Lookup("mobile", member.entry.mobile, ways_in.way_in_key)
    for interest in member.interests:
        yield Lookup(officials.KIND, interest.number, lambda found: interests.interest_key(member.id, found))


def of_organisation(row: Row) -> Iterator[Lookup]:
    """By its code."""
    yield Lookup("uscc", to_aggregate(Organisation, row).uscc, organisations.code_row_key)


OF: Mapping[str, Callable[[Row], Iterator[Lookup]]] = {
    "ACCOUNT#": of_account,
    "STAFF#": of_staff,
    "ORGANISATION#": of_organisation,
}
"""What a snapshot's partition key begins with → by what it is found."""


def bring_up_to_date(cloud: Platform, act: Act, snapshot: Row) -> int:
    """Bring what leads to `snapshot` (readable) under the present hashes; how many rows were under a former one.

    In two steps, each on its own: the row under the present hash, on condition that the former one is still there, and
    then the former one goes. Whoever gives the mobile up in between removes both.
    """
    prefix = str(snapshot["pk"]).partition("#")[0] + "#"
    found = (lookup for lookup in OF[prefix](snapshot) if lookup.text)
    return sum(_bring(cloud.table, act, *_keys(cloud, lookup)) for lookup in found)


def _keys(cloud: Platform, lookup: Lookup) -> tuple[Key, list[Key]]:
    present, *former = lookup_keys(cloud, lookup.kind, lookup.text)
    return lookup.key(present), [lookup.key(key) for key in former]


def _bring(table: Table, act: Act, present: Key, former: list[Key]) -> int:
    standing = table.rows_at(former) if former else []
    for row in standing:
        there = Key(str(row["pk"]), str(row["sk"]))
        if not _copied(table, act, row, there, present):
            continue
        uow = UnitOfWork(table, act)
        uow.delete(there)
        uow.commit()
    return len(standing)


def _copied(table: Table, act: Act, row: Row, there: Key, present: Key) -> bool:
    """Whether the present row is there; False where the former one was removed meanwhile."""
    uow = UnitOfWork(table, act)
    uow.put({**row, "pk": present.pk, "sk": present.sk}, new=True, refusal=lambda _: _ThereAlready())
    uow.require(there, refusal=lambda _: _Gone())
    try:
        uow.commit()
    except _ThereAlready:
        return True
    except _Gone:
        return False
    return True
