"""How cases are kept: one partition a case, and the rows beside the snapshot that make lists.

`CASE#<id>`: `SNAPSHOT` · `EVENT#<seq>` · `WAIT#<what>` (task tokens) · `ORCHESTRATION#<machine>` · `WORK#<desk>`
(work items, in the index by desk ordered by due instant) · `QUESTION#<id>` (what the department was asked about it) ·
`CARD` (in the index by applicant). The snapshot itself is in the indexes by due instant while a clock runs, and by item
while it is open; cards and work items are written when what they say changes.
A draft stands in the index by due instant with when it was begun (`DRAFTS#<shard>`), also one that was given up.
What it says of its files stands with them (`materials/holdings`).
`OPEN#<account>#<item>` guards against a second open case, `NUMBER#<number>` finds a case by its number.
"""

import zlib
from collections.abc import Iterator
from datetime import datetime

from chalicelib.aws.history import events_among, to_aggregate
from chalicelib.aws.rows import BY_APPLICANT, BY_DESK, BY_DUE, BY_ITEM, SNAPSHOT, Key, Page, Row, Value
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.cases import errors
from chalicelib.cases.lines import CaseCard, WorklistEntry
from chalicelib.cases.model import Case
from chalicelib.cases.vocabulary import Status
from chalicelib.kernel.events import RecordedEvent
from chalicelib.kernel.instants import to_text
from chalicelib.materials.holdings import service as holdings

DUE_SHARDS = 8
NO_ALARM = "9999"
"""Behind every instant: a clock that is paused, or has nothing more to say, is in the index all the same."""
CARD = "CARD"
QUESTION = "QUESTION#"


def case_pk(case_id: str) -> str:
    """The partition of a case."""
    return f"CASE#{case_id}"


def desk_pk(department: str, region: str, role: str) -> str:
    """The worklist of a desk, where it sits."""
    return f"DESK#{department}#{region}#{role}"


def applicant_pk(account_id: str) -> str:
    """The cases of an applicant."""
    return f"APPLICANT#{account_id}"


def due_pk(shard: int) -> str:
    """One shard of the index of coming alarms."""
    return f"DUE#{shard}"


def drafts_pk(shard: int) -> str:
    """One shard of the drafts, by when they were begun."""
    return f"DRAFTS#{shard}"


def item_pk(code: str) -> str:
    """The running cases of an item."""
    return f"ITEM#{code}"


def load(table: Table, case_id: str) -> Case:
    """The case. Raises `CaseUnknown`. One round trip."""
    row = table.row(Key(case_pk(case_id), SNAPSHOT))
    if row is None:
        raise errors.CaseUnknown
    return to_aggregate(Case, row)


def load_with_waits(table: Table, case_id: str) -> tuple[Case, list[Row]]:
    """The case and the task tokens that wait for it. One round trip."""
    rows = table.partition(case_pk(case_id), first=SNAPSHOT, last="WAIT#\U0010ffff")
    if not rows or rows[0]["sk"] != SNAPSHOT:
        raise errors.CaseUnknown
    return to_aggregate(Case, rows[0]), [row for row in rows if str(row["sk"]).startswith("WAIT#")]


def load_with_questions(table: Table, case_id: str) -> tuple[Case, list[Row]]:
    """The case and the rows of what was asked about it, oldest first. One round trip a megabyte."""
    rows = table.partition(case_pk(case_id), first=QUESTION, last=SNAPSHOT)
    if not rows or rows[-1]["sk"] != SNAPSHOT:
        raise errors.CaseUnknown
    return to_aggregate(Case, rows[-1]), rows[:-1]


def save_question(uow: UnitOfWork, case_id: str, question_id: str, body: str) -> None:
    """Put a line about a question next to its case's snapshot, so that one query reads both."""
    uow.put({"pk": case_pk(case_id), "sk": f"{QUESTION}{question_id}", "body": body})


def load_history(table: Table, case_id: str) -> tuple[Case, list[RecordedEvent]]:
    """The case and its whole history. One round trip a megabyte."""
    rows = table.partition(case_pk(case_id), first="EVENT#", last=SNAPSHOT)
    if not rows or rows[-1]["sk"] != SNAPSHOT:
        raise errors.CaseUnknown
    return to_aggregate(Case, rows[-1]), events_among(rows)


def id_of_number(table: Table, number: str) -> str | None:
    """The case with that number. One round trip."""
    row = table.row(_number_key(number))
    return str(row["case_id"]) if row else None


def save(uow: UnitOfWork, case: Case) -> None:
    """Put the case's snapshot, events, work items and guards into the unit of work.

    Of a case to which nothing happened nothing is written: its work items would come without the condition that the
    snapshot brings, and undo what somebody else has done meanwhile.
    """
    if not case.pending:
        return
    pk = case_pk(case.id)
    if case.terms.one_open_case:
        _save_guard(uow, case)
    uow.save(pk, case, indexes=_indexes(case))
    _save_card(uow, case, pk)
    _save_holdings(uow, case)
    _save_work(uow, case, pk)
    if any(event.type == "case.Submitted" and event.data["round"] == 1 for event in case.pending):
        key = _number_key(case.number)
        uow.put({"pk": key.pk, "sk": key.sk, "case_id": case.id}, new=True, refusal=lambda _: errors.NumberTaken())


def cases_of(table: Table, account_id: str, *, limit: int, after: Row | None) -> Page:
    """The cards of an applicant's cases, newest first. One round trip; eventually consistent."""
    return table.page(BY_APPLICANT, applicant_pk(account_id), limit=limit, after=after, newest_first=True)


def worklist(table: Table, pk: str, *, limit: int, after: Row | None) -> Page:
    """A desk's work, most urgent first. One round trip; eventually consistent."""
    return table.page(BY_DESK, pk, limit=limit, after=after)


def due_cases(table: Table, shard: int, now: datetime) -> Iterator[str]:
    """Ids of all cases of a shard with an alarm at or before `now`, earliest first. One round trip a hundred;
    eventually consistent.
    """
    page = Page([], None)
    while True:
        page = table.page(BY_DUE, due_pk(shard), limit=100, after=page.next, last=to_text(now) + "#\U0010ffff")
        yield from (str(row["pk"]).removeprefix("CASE#") for row in page.rows)
        if page.next is None:
            return


def running_cases(
    table: Table, code: str, *, version: int | None, limit: int, after: Row | None
) -> tuple[list[Case], Row | None]:
    """Running cases of an item (on that `version`, if given), by version and age. Two round trips; the first is
    eventually consistent, so a page may hold fewer than `limit`.
    """
    first, last = (f"{version:06d}#", f"{version:06d}#\U0010ffff") if version else ("", None)
    page = table.page(BY_ITEM, item_pk(code), limit=limit, after=after, first=first, last=last)
    cases = load_several(table, [str(row["pk"]).removeprefix("CASE#") for row in page.rows])
    return [case for case in cases if case.is_open], page.next


def running_clocks(table: Table, shard: int, *, limit: int, after: Row | None) -> tuple[list[str], Row | None]:
    """Ids of cases of a shard whose clock runs or is paused, by their next alarm. One round trip; eventually
    consistent.
    """
    page = table.page(BY_DUE, due_pk(shard), limit=limit, after=after)
    return [str(row["pk"]).removeprefix("CASE#") for row in page.rows], page.next


def drafts_before(
    table: Table, shard: int, instant: datetime, *, limit: int, after: Row | None
) -> tuple[list[str], Row | None]:
    """Ids of a shard's drafts that were begun before `instant`, the oldest first. One round trip; eventually
    consistent.
    """
    page = table.page(BY_DUE, drafts_pk(shard), limit=limit, after=after, last=to_text(instant))
    return [str(row["pk"]).removeprefix("CASE#") for row in page.rows], page.next


def load_several(table: Table, case_ids: list[str]) -> list[Case]:
    """Those of at most 100 cases that there are. One round trip."""
    rows = table.rows_at([Key(case_pk(case_id), SNAPSHOT) for case_id in case_ids]) if case_ids else []
    return [to_aggregate(Case, row) for row in rows]


def card_of(row: Row) -> CaseCard:
    """The card that a row holds."""
    return CaseCard.model_validate_json(str(row["body"]))


def entry_of(row: Row) -> WorklistEntry:
    """The worklist entry that a work item holds."""
    return WorklistEntry.model_validate_json(str(row["body"]))


def _indexes(case: Case) -> dict[str, Value]:
    indexes: dict[str, Value] = {}
    if case.is_open:
        indexes["item_pk"] = item_pk(case.terms.code)
        indexes["item_sk"] = f"{case.terms.version:06d}#{case.id}"
    if case.status is Status.DRAFT or case.is_given_up_draft:
        indexes["due_pk"], indexes["due_sk"] = drafts_pk(_shard_of(case)), f"{to_text(case.opened_at)}#{case.id}"
    if case.clock is not None:
        alarm = case.next_alarm
        indexes["due_pk"] = due_pk(_shard_of(case))
        indexes["due_sk"] = f"{to_text(alarm) if alarm else NO_ALARM}#{case.id}"
    return indexes


def _holder(case: Case) -> str:
    return f"CASE#{case.id}"


def _shard_of(case: Case) -> int:
    return zlib.crc32(case.id.encode()) % DUE_SHARDS


def _save_guard(uow: UnitOfWork, case: Case) -> None:
    is_new, key = case.loaded_version == 0, _open_key(case)
    if is_new and case.is_open:
        uow.put({"pk": key.pk, "sk": key.sk, "case_id": case.id}, new=True, refusal=_second_open_case)
    elif not is_new and case._open_on_load and not case.is_open:
        uow.delete(key)


def _save_card(uow: UnitOfWork, case: Case, pk: str) -> None:
    if case.lists_are_outdated:
        uow.put(
            {
                "pk": pk,
                "sk": CARD,
                "applicant_pk": applicant_pk(case.applicant.account_id),
                "applicant_sk": case.id,
                "body": CaseCard.of(case).model_dump_json(),
            }
        )


def _save_holdings(uow: UnitOfWork, case: Case) -> None:
    for sha256 in sorted(case.files - case._files_on_load):
        holdings.hold(uow, sha256, _holder(case))
    if not case.was_handed_in:
        for sha256 in sorted(case._files_on_load - case.files):
            holdings.let_go(uow, sha256, _holder(case))


def _save_work(uow: UnitOfWork, case: Case, pk: str) -> None:
    for desk in set(case._held_by_on_load) - set(case.desks):
        uow.delete(Key(pk, f"WORK#{desk}"))
    changed = case.desks if case.lists_are_outdated else sorted(set(case.desks) - set(case._held_by_on_load))
    for desk in changed:
        entry, seat = WorklistEntry.of(case), case.seat_of(desk)
        uow.put(
            {
                "pk": pk,
                "sk": f"WORK#{desk}",
                "desk_pk": desk_pk(seat.department, seat.region, seat.role),
                "desk_sk": f"{entry.due_at}#{case.id}",
                "body": entry.model_dump_json(),
            }
        )


def _open_key(case: Case) -> Key:
    return Key(f"OPEN#{case.applicant.account_id}#{case.terms.code}", "CASE")


def _number_key(number: str) -> Key:
    return Key(f"NUMBER#{number}", "CASE")


def _second_open_case(standing: Row | None) -> errors.OpenCaseExists:
    return errors.OpenCaseExists(case_id=str(standing["case_id"]) if standing else "")
