"""Who may start what on a case. A use case takes a loaded case, lets it change, and puts it into the unit of work;
the edge of the function that asked for it commits.
"""

import secrets as random_source
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from chalicelib.aws.platform import Platform
from chalicelib.aws.rows import Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork, transact
from chalicelib.cases import errors, store
from chalicelib.cases.applicant import Applicant
from chalicelib.cases.blockers import what_blocks_a_move
from chalicelib.cases.model import Case
from chalicelib.catalogue.model import ItemContent, ItemVersion
from chalicelib.catalogue.service import catalogue_of
from chalicelib.kernel.calendar import WorkCalendar
from chalicelib.kernel.case_number import LAST_SERIAL, CaseNumber, query_password
from chalicelib.kernel.errors import Pointer
from chalicelib.kernel.events import Act, RecordedEvent
from chalicelib.kernel.ids import new_ulid
from chalicelib.kernel.instants import shanghai_date
from chalicelib.kernel.text import Text

Change = Callable[[Case], Any]
COUNTY_DIGITS = 6
"""A township's cases are numbered among those of its county or city: a case number holds six digits of region."""
CARDS_AT_ONCE = 100
CLOCK_SHARDS = range(store.DUE_SHARDS)
NOT_IN_FORCE = Pointer("#/version", Text("该版本尚未施行", "This version is not in force yet"))


def load_case(table: Table, case_id: str) -> Case:
    """The case, for other capabilities and the workflow. Raises `CaseUnknown`. One round trip."""
    return store.load(table, case_id)


def load_with_waits(table: Table, case_id: str) -> tuple[Case, list[Row]]:
    """The case and the rows of the task tokens that wait for it. One round trip."""
    return store.load_with_waits(table, case_id)


def load_with_questions(table: Table, case_id: str) -> tuple[Case, list[Row]]:
    """The case and the rows of what was asked about it, oldest first. Raises `CaseUnknown`. One round trip."""
    return store.load_with_questions(table, case_id)


def save_question(uow: UnitOfWork, case_id: str, question_id: str, body: str) -> None:
    """Keep a line about a question with its case."""
    store.save_question(uow, case_id, question_id, body)


def case_ids_of(table: Table, account_id: str) -> list[str]:
    """Ids of all cases of an applicant, the oldest first. One round trip a page; eventually consistent."""
    found: list[str] = []
    after: Row | None = None
    while True:
        page = store.cases_of(table, account_id, limit=CARDS_AT_ONCE, after=after)
        found += [store.card_of(row).case_id for row in page.rows]
        after = page.next
        if after is None:
            return sorted(found)


def load_history(table: Table, case_id: str) -> tuple[Case, list[RecordedEvent]]:
    """The case and its whole history. One round trip a megabyte."""
    return store.load_history(table, case_id)


def open_case(uow: UnitOfWork, *, item: ItemVersion, applicant: Applicant, region: str) -> Case:
    """A draft for `item` in `region`. Raises `SubjectNotServed`, `LevelBelowItem`, `RegionNotServed`, `OpenCaseExists`
    (at commit).
    """
    refuse_unserved(item, applicant, region)
    if applicant.level < min(2, item.minimum_level):
        raise errors.LevelBelowItem.between(applicant.level, 2)
    case = Case.open(case_id=new_ulid(uow.act.at), item=item, applicant=applicant, region=region, act=uow.act)
    store.save(uow, case)
    return case


def refuse_unserved(item: ItemVersion, applicant: Applicant, region: str) -> None:
    """Raise `SubjectNotServed` or `RegionNotServed` where the item is not for them, or not handled there."""
    if applicant.subject not in item.subjects:
        raise errors.SubjectNotServed.because(item.subjects)
    if region not in item.regions:
        raise errors.RegionNotServed(regions=list(item.regions))


def submit(uow: UnitOfWork, platform: Platform, case: Case, *, level: int) -> str:
    """Hand the case in; answers the query password of its receipt. Raises what `Case.submit` raises, and
    `LevelBelowItem` when the caller is identified less strongly than the item demands.
    """
    if level < case.terms.minimum_level:
        raise errors.LevelBelowItem.between(level, case.terms.minimum_level)
    catalogue = catalogue_of(platform)
    county = case.region[:COUNTY_DIGITS]
    number = CaseNumber.make(county, shanghai_date(uow.act.at), random_source.randbelow(LAST_SERIAL + 1))
    case.submit(number=str(number), item=item_of(platform, case), act=uow.act, calendar=catalogue.calendar())
    store.save(uow, case)
    return password_of(platform, case.id)


def change(uow: UnitOfWork, case: Case, how: Change) -> Case:
    """Let the case change by one of its methods, and put it into the unit of work."""
    how(case)
    return put(uow, case)


def put(uow: UnitOfWork, case: Case) -> Case:
    """Put a case that has changed into the unit of work."""
    store.save(uow, case)
    return case


def apply(platform: Platform, case_id: str, act: Act, how: Change) -> Case:
    """Load, change, commit, for callers who act on whatever the case is now: workflow and consumers.

    Overtaken by somebody else, it starts again with the newer case, so `how` must be safe to repeat.
    """
    table = platform.table
    return transact(table, act, lambda uow: change(uow, store.load(table, case_id), how))


def tick(platform: Platform, case_id: str, act: Act) -> Case:
    """Let time tell on one case; both the timers and the sweep come here, and twice is as good as once. Alarms are told
    by a calendar as new as the one on which the case rests, also where an older one is warm here.
    """
    calendar = catalogue_of(platform).calendar
    return apply(platform, case_id, act, lambda case: case.tick(act, calendar(case.calendar_edition)))


def move(uow: UnitOfWork, platform: Platform, case: Case, version: int, reason: str) -> None:
    """Let the case go on under another published version, one that new applications use or have used.

    Raises `ItemUnknown`, also where the item is retired, `MoveRefused`, `OwnCase`.
    """
    catalogue, code = catalogue_of(platform), case.terms.code
    item = catalogue.version(code, version)
    if version > catalogue.current(code, shanghai_date(uow.act.at)).version:
        raise errors.MoveRefused(pointers=[NOT_IN_FORCE])
    case.move_to(item, reason, uow.act, catalogue.calendar())
    store.save(uow, case)


def blocked_moves(
    platform: Platform, item: ItemContent, *, version: int | None, limit: int, after: Row | None
) -> tuple[list[tuple[Case, tuple[Pointer, ...]]], Row | None]:
    """Dry run of `move` for a page of the running cases of an item (on `version`, if given): what would block each.

    Two round trips: the index holds ids, the cases are read behind it. Cases on `item` itself are left out.
    """
    calendar = catalogue_of(platform).calendar()
    cases, following = store.running_cases(platform.table, item.code, version=version, limit=limit, after=after)
    target = item.version if isinstance(item, ItemVersion) else None
    moved = [case for case in cases if case.terms.version != target]
    return [(case, what_blocks_a_move(case, item, calendar)) for case in moved], following


def recompute(uow: UnitOfWork, case_id: str, calendar: WorkCalendar) -> Case:
    """Let a case follow `calendar` and the time, as the system's act: what is asked for once it says something new."""
    case = store.load(uow.table, case_id)
    return change(uow, case, lambda it: it.tick(uow.act.by_system(), calendar))


def running_clocks(table: Table, shard: int, *, limit: int, after: Row | None) -> tuple[list[str], Row | None]:
    """A page of the ids of cases whose clock runs or is paused, and where it ends. Shards: `CLOCK_SHARDS`."""
    return store.running_clocks(table, shard, limit=limit, after=after)


def load_cases(table: Table, case_ids: list[str]) -> list[Case]:
    """Those of at most 100 cases that there are. One round trip."""
    return store.load_several(table, case_ids)


def item_of(platform: Platform, case: Case) -> ItemVersion:
    """The very version of the item that the case began with."""
    return catalogue_of(platform).version(case.terms.code, case.terms.version)


def password_of(platform: Platform, case_id: str) -> str:
    """The query password of a case: derived, never stored."""
    return query_password(platform.secrets.keyed_hash("query-password", case_id))


def find_by_number(table: Table, platform: Platform, number: str, password: str) -> Case:
    """The case behind a number, for whoever holds its receipt. Raises `LookupRefused`, whichever of both is wrong,
    after the same work: nobody learns from the answer or its time that a number exists.
    """
    case_id = store.id_of_number(table, number)
    expected = password_of(platform, case_id or "").encode()
    fits = random_source.compare_digest(expected, password.upper().encode(errors="replace"))
    if case_id is None or not fits:
        raise errors.LookupRefused
    return store.load(table, case_id)


def alarms_due(platform: Platform, now: datetime) -> Iterator[str]:
    """All cases whose next alarm has fallen due, shard by shard, the earliest of each first."""
    for shard in range(store.DUE_SHARDS):
        yield from store.due_cases(platform.table, shard, now)
