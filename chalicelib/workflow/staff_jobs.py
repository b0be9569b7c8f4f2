"""The job that imports a staff list: every row with its line, then the departures of whoever a complete list misses.

Departures are taken in the order of ids and numbered behind the rows of the file. The label of the last such line says
where a run that was cut off has to go on, in a dry run too.
"""

from collections.abc import Iterator
from datetime import date

from chalicelib.aws.machine_time import machine_now
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.catalogue.registers.model import Registers
from chalicelib.catalogue.registers.service import registers_of
from chalicelib.jobs.service import Progress
from chalicelib.jobs.uploads import uploaded
from chalicelib.kernel.errors import Pointer
from chalicelib.kernel.instants import shanghai_date
from chalicelib.kernel.text import Text
from chalicelib.parties import sign_in
from chalicelib.parties.officials import leaving
from chalicelib.parties.officials import service as officials
from chalicelib.parties.officials.posts import Post
from chalicelib.parties.provisioning import service
from chalicelib.parties.provisioning.columns import BY_NAME
from chalicelib.parties.provisioning.errors import AskerNotListed, ListHasFaults, StaffRowRefused, TooManyWouldLeave
from chalicelib.parties.provisioning.reading import rows_of
from chalicelib.parties.provisioning.rows import ListedRow, fault_in
from chalicelib.parties.sessions import Ending
from chalicelib.parties.staff import StaffAmended, StaffMember, StaffProvisioned, StaffReturned

LEFT, UNCHANGED = "LEFT", "UNCHANGED"
OUTCOMES = {StaffProvisioned.type: "CREATED", StaffAmended.type: "CHANGED", StaffReturned.type: "RETURNED"}
FIFTH = 5


def import_staff(progress: Progress) -> None:
    """Carry out an import. A list that cannot be read, or by which too many would leave, is refused as a whole."""
    rows = rows_of(uploaded(progress))
    registers, today = registers_of(progress.platform), shanghai_date(progress.act.at)
    rows = [_registered(registers, row, today) for row in rows]
    facts = _departures(progress, rows) if progress.job.input["complete"] else {}
    passed: set[str] = set()
    for row in rows:
        _take(progress, row, passed)
        passed.add(row.staff_id)
    if progress.job.input["complete"]:
        _part_with_missing(progress, rows)
    progress.finish({"filename": str(progress.job.input["filename"]), **facts})


def _take(progress: Progress, row: ListedRow, passed: set[str]) -> None:
    entry = row.entry
    if entry is None:
        progress.refused(row.number, row.staff_id, StaffRowRefused(pointers=list(row.faults)))
        return

    def put(uow: UnitOfWork) -> str:
        if progress.job.dry_run:
            service.refuse_mobile_of_another(progress.platform, entry, passed)
        return _outcome(service.provision_staff(progress.platform, uow, entry, machine_now()))

    progress.write(row.number, row.staff_id, put)


def _outcome(member: StaffMember) -> str:
    return OUTCOMES[member.pending[0].type] if member.pending else UNCHANGED


def _registered(registers: Registers, row: ListedRow, today: date) -> ListedRow:
    """The row; refused where it names a department or a region that the registers do not know today."""
    entry = row.entry
    if entry is None:
        return row
    own = Post(role=entry.role, department=entry.department, region=entry.region)
    faults = _unknown(registers, row.number, own, today, ("department", "region"))
    for post in entry.posts:
        faults += _unknown(registers, row.number, post, today, ("posts", "posts"))
    return row.refused(*faults) if faults else row


def _unknown(registers: Registers, number: int, post: Post, today: date, columns: tuple[str, str]) -> list[Pointer]:
    department, region = (BY_NAME[name] for name in columns)
    faults = []
    if post.department and registers.department(post.department, today) is None:
        detail = Text(f"没有部门 {post.department}", f"There is no department {post.department}")
        faults.append(fault_in(number, department, detail))
    if registers.region(post.region, today) is None:
        detail = Text(f"没有地区 {post.region}", f"There is no region {post.region}")
        faults.append(fault_in(number, region, detail))
    return faults


def _missing(progress: Progress, rows: list[ListedRow]) -> tuple[list[str], int]:
    """Who serves and is not on the list, in order; and how many serve."""
    listed, serving = {row.staff_id for row in rows}, service.serving(progress.platform.table)
    return [staff_id for staff_id in serving if staff_id not in listed], len(serving)


def _departures(progress: Progress, rows: list[ListedRow]) -> dict[str, str]:
    """What the report says of departures. Raises `TooManyWouldLeave` unless that was confirmed, before any row is done.

    A run that goes on where another was cut off does not ask again: the share has only become smaller.
    """
    missing, serving = _missing(progress, rows)
    too_many = len(missing) * FIFTH > serving
    begun = progress.job.done > 0 or bool(progress.new_lines)
    if too_many and not begun and not progress.job.dry_run and not progress.job.input["confirm_departures"]:
        raise TooManyWouldLeave(leaving=len(missing), serving=serving)
    return {"missing": str(len(missing)), "confirmation_needed": "true" if too_many else "false"}


def _part_with_missing(progress: Progress, rows: list[ListedRow]) -> None:
    last = max((row.number for row in rows), default=1)
    if any(row.faults for row in rows):
        progress.refused(last + 1, "", ListHasFaults())
        return
    _end_sessions_of_those_gone(progress, last)
    for number, staff_id in _to_leave(progress, rows, last):
        _part_with(progress, number, staff_id)


def _to_leave(progress: Progress, rows: list[ListedRow], last: int) -> Iterator[tuple[int, str]]:
    """Line and id of each who is still to leave."""
    reached = max(progress.job.done, *progress.new_lines, last)
    line = progress.line_at(reached) if reached > last else None
    missing, _ = _missing(progress, rows)
    ahead = [staff_id for staff_id in missing if line is None or staff_id > line.label]
    return enumerate(ahead, start=reached + 1)


def _part_with(progress: Progress, number: int, staff_id: str) -> None:
    if staff_id == progress.job.actor.id:
        progress.refused(number, staff_id, AskerNotListed())
        return

    def part(uow: UnitOfWork) -> str:
        member = officials.member(uow.table, staff_id)
        return LEFT if leaving.take_away(progress.platform, uow, member, machine_now()) else UNCHANGED

    progress.write(number, staff_id, part)
    _end_sessions(progress, staff_id)


def _end_sessions_of_those_gone(progress: Progress, last: int) -> None:
    """Of those whose line an earlier run wrote: it may have been cut off just behind it."""
    for number, line in sorted(progress.new_lines.items()):
        if number > last and line.outcome == LEFT:
            _end_sessions(progress, line.label)


def _end_sessions(progress: Progress, staff_id: str) -> None:
    if not progress.job.dry_run:
        sign_in.end_all_sessions(progress.platform, progress.act, staff_id, Ending.LEFT, machine_now())
