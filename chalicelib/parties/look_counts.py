"""How often officials look at personal data in full: counted by day, for whoever supervises them.

`LOOK-COUNTS#<day>` holds a row for each official who looked (`OFFICIAL#<department>#<region>#<id>`) and one for each
department in a region (`DEPARTMENT#<department>#<region>`). The looks themselves are kept with whom they were at
(`parties/looks.py`); they are counted afterwards, when their event is consumed, so that looking takes no longer for it.
"""

from datetime import UTC, date, datetime
from enum import StrEnum

from chalicelib.aws.rows import Key, Page, Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.kernel.value import Value
from chalicelib.parties.looks import KEPT_FOR

UNUSUAL = 50
"""So many looks of one official in a day are asked about; whoever decides cases sees a fraction of that."""


class CountedBy(StrEnum):
    """Of whom the looks are counted."""

    OFFICIAL = "OFFICIAL"
    DEPARTMENT = "DEPARTMENT"


class Desk(Value):
    """A department in a region."""

    department: str
    region: str


class LookCount(Value):
    """How often an official, or all of a department in a region (`official` is empty), looked on one day."""

    department: str
    region: str
    official: str = ""
    looks: int = 0

    @property
    def is_unusual(self) -> bool:
        """Whether one official alone looked that often."""
        return bool(self.official) and self.looks >= UNUSUAL


def count_look(uow: UnitOfWork, day: date, official: str, desk: Desk) -> int:
    """Count one look of `official` at that desk on that day in Hainan, and say the how manieth it is. One round trip;
    of two that count at once, one begins anew (`Overtaken`).
    """
    mine, ours = _official_key(day, desk, official), _department_key(day, desk)
    standing = {str(row["sk"]): row for row in uow.table.rows_at([mine, ours])}
    _put(uow, ours, day, standing.get(ours.sk), LookCount(**desk.model_dump()))
    return _put(uow, mine, day, standing.get(mine.sk), LookCount(**desk.model_dump(), official=official))


def is_unusual(looks: int) -> bool:
    """Whether that many of one official in a day are to be heard of: said once, and again for every so many more."""
    return looks > 0 and looks % UNUSUAL == 0


def counts_on(table: Table, day: date, by: CountedBy, *, limit: int, after: Row | None) -> Page:
    """A page of the day's counts, by department, region and official. One round trip."""
    return table.stretch(counts_pk(day), limit=limit, first=f"{by}#", last=f"{by}#\U0010ffff", after=after)


def counts_pk(day: date) -> str:
    """The partition of a day."""
    return f"LOOK-COUNTS#{day}"


def count_in(row: Row) -> LookCount:
    """The count that a row holds."""
    return LookCount.model_validate_json(str(row["body"]))


def _official_key(day: date, desk: Desk, official: str) -> Key:
    return Key(counts_pk(day), f"{CountedBy.OFFICIAL}#{desk.department}#{desk.region}#{official}")


def _department_key(day: date, desk: Desk) -> Key:
    return Key(counts_pk(day), f"{CountedBy.DEPARTMENT}#{desk.department}#{desk.region}")


def _put(uow: UnitOfWork, key: Key, day: date, standing: Row | None, none_yet: LookCount) -> int:
    former = count_in(standing) if standing else none_yet
    counted = former.model_copy(update={"looks": former.looks + 1})
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    row: Row = {
        "pk": key.pk,
        "sk": key.sk,
        "version": counted.looks,
        "body": counted.model_dump_json(),
        "expires_at": int((midnight + KEPT_FOR).timestamp()),
    }
    uow.put(row, new=standing is None, equals={"version": former.looks} if standing else None)
    return counted.looks
