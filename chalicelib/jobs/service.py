"""Asking for a job, and carrying it out row by row.

A row's effect and its report line are written in one transaction: where there is a line, the work was done, and a run
that begins again passes over it. So a job may be cut off anywhere, be started twice, and run twice at the same time.
"""

from collections.abc import Callable, Mapping

from chalicelib.aws.observability import logger
from chalicelib.aws.platform import Platform
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import Overtaken, UnitOfWork, transact
from chalicelib.jobs import store
from chalicelib.jobs.model import Input, Job, JobStatus, Line, Lines, Refusal
from chalicelib.kernel.errors import Conflict, DomainError, Failure, Invalid, Malformed, NotFound, Unavailable
from chalicelib.kernel.events import Act
from chalicelib.kernel.ids import new_ulid

REFUSED = "REFUSED"
LATE_MILLISECONDS = 20_000
"""With less than this left, a function stops and lets the next one go on."""
Told = str | tuple[str, Mapping[str, str]]
UseCase = Callable[[UnitOfWork], Told]
"""What is to happen with one row; answers the outcome as a word, and what else the line is to tell."""
PASSING = (Overtaken, Unavailable, Failure)
"""Refusals that may be gone in a moment: the run fails, and is repeated by its queue."""


class Paused(Exception):
    """The function's time is nearly over."""


class LineThere(Exception):
    """Another run was faster with this row; nothing was written."""


class Progress:
    """A job while it is carried out."""

    def __init__(self, platform: Platform, job: Job, remaining: Callable[[], int]) -> None:
        self.platform = platform
        self.job = job
        self._remaining = remaining
        self.result: dict[str, str] = {}
        self.new_lines: Lines = store.lines_behind(platform.table, job.id, job.done)

    @property
    def act(self) -> Act:
        """Now, by whoever asked for the job: what it changes has them as its author."""
        return Act(actor=self.job.actor, at=self.platform.clock.now(), correlation_id=f"job-{self.job.id}")

    def is_written(self, number: int) -> bool:
        """Whether that row was dealt with, by this run or an earlier one."""
        return number <= self.job.done or number in self.new_lines

    @property
    def last_number(self) -> int:
        """The number of the last line that there is."""
        return max((self.job.done, *self.new_lines))

    def labels(self) -> set[str]:
        """The labels of all lines so far, for work whose list changes while it is done. One round trip a megabyte."""
        return {line.label for line in self.all_lines()}

    def all_lines(self) -> list[Line]:
        """All lines so far, also those of earlier runs. One round trip a megabyte."""
        return list(store.lines_behind(self.platform.table, self.job.id, 0).values())

    def line_at(self, number: int) -> Line | None:
        """The line of that number, where a handler keeps its place. One round trip for one of an earlier run."""
        return self.new_lines.get(number) or store.line_at(self.platform.table, self.job.id, number)

    def write(self, number: int, label: str, use_case: UseCase, facts: Mapping[str, str] | None = None) -> None:
        """Carry out `use_case` and its line in one transaction, unless that was done already. A refusal becomes a line
        of its own; in a dry run nothing but the line stays. Raises `Paused` before a row for which time is short.
        """
        if self.is_written(number):
            return
        self.pause_if_late()
        try:
            self._carry_out(number, label, use_case, dict(facts or {}))
        except PASSING:
            raise
        except DomainError as error:
            self._put(Line(number=number, label=label, outcome=REFUSED, refusal=Refusal.of(error)))

    def refused(self, number: int, label: str, error: DomainError) -> None:
        """Report a row that could not even be tried."""
        if not self.is_written(number):
            self._put(Line(number=number, label=label, outcome=REFUSED, refusal=Refusal.of(error)))

    def line(self, number: int, label: str, outcome: str, facts: Mapping[str, str] | None = None) -> None:
        """Report a row that has no effect of its own."""
        if not self.is_written(number):
            self._put(Line(number=number, label=label, outcome=outcome, facts=dict(facts or {})))

    def pause_if_late(self) -> None:
        """Raises `Paused` when the function's time is nearly over."""
        if self._remaining() < LATE_MILLISECONDS:
            raise Paused

    def finish(self, result: Mapping[str, str]) -> None:
        """Say what the job yields, such as the key of a file; it ends when its handler returns."""
        self.result = dict(result)

    def _carry_out(self, number: int, label: str, use_case: UseCase, facts: dict[str, str]) -> None:
        act = self.act

        def of(told: Told) -> Line:
            outcome, more = (told, {}) if isinstance(told, str) else told
            return Line(number=number, label=label, outcome=outcome, facts={**facts, **more})

        def with_its_line(uow: UnitOfWork) -> Line:
            line = of(use_case(uow))
            self._report(uow, line)
            return line

        if self.job.dry_run:
            self._put(of(use_case(UnitOfWork(self.platform.table, act))))
            return
        try:
            self.new_lines[number] = transact(self.platform.table, act, with_its_line)
        except LineThere:
            self._take_over(number)

    def _put(self, line: Line) -> None:
        uow = UnitOfWork(self.platform.table, self.act)
        self._report(uow, line)
        try:
            uow.commit()
        except LineThere:
            self._take_over(line.number)
        else:
            self.new_lines[line.number] = line

    def _take_over(self, number: int) -> None:
        """What another run says of a row is what became of it."""
        logger.info("another run wrote this line", extra={"job_id": self.job.id, "line": number})
        line = store.line_at(self.platform.table, self.job.id, number)
        if line is not None:
            self.new_lines[number] = line

    def _report(self, uow: UnitOfWork, line: Line) -> None:
        """Checked before everything else, so that a row that is done is known as one."""
        uow.remember(store.line_row(self.job.id, line), lambda _: LineThere())


Handler = Callable[[Progress], None]


def open_job(
    uow: UnitOfWork,
    *,
    kind: str,
    department: str,
    title: str,
    inputs: Input,
    dry_run: bool = False,
    start: bool = True,
    only_for: str = "",
) -> Job:
    """Ask for a job; it is carried out as soon as it has been started."""
    job = Job.open(
        job_id=new_ulid(uow.act.at),
        kind=kind,
        department=department,
        title=title,
        inputs=inputs,
        dry_run=dry_run,
        act=uow.act,
        only_for=only_for,
    )
    if start:
        job.start(uow.act)
    store.save(uow, job)
    return job


def start_job(uow: UnitOfWork, job: Job) -> Job:
    """Let a waiting job be carried out."""
    job.start(uow.act)
    store.save(uow, job)
    return job


def go_on(uow: UnitOfWork, job: Job) -> Job:
    """Let a job that stands still be carried on with. Raises `NotRunning`."""
    job.go_on(uow.act)
    store.save(uow, job)
    return job


def load_job(table: Table, job_id: str) -> Job:
    """Raises `JobUnknown`. One round trip."""
    return store.load(table, job_id)


def run(platform: Platform, job_id: str, handlers: Mapping[str, Handler], remaining: Callable[[], int]) -> JobStatus:
    """Carry out a job until it is done, refused, or the function's time is over (`remaining` milliseconds)."""
    job = store.load(platform.table, job_id)
    if job.status is not JobStatus.RUNNING:
        return job.status
    progress = Progress(platform, job, remaining)
    try:
        handlers[job.kind](progress)
    except Paused:
        return _noted(progress, lambda it: it.pause(progress.new_lines, progress.act))
    except PASSING:
        raise
    except (Invalid, Malformed, NotFound, Conflict) as error:
        refusal = error
        return _noted(progress, lambda it: it.refuse(refusal, progress.act))
    return _noted(progress, lambda it: it.finish(progress.new_lines, progress.result, progress.act))


def _noted(progress: Progress, how: Callable[[Job], None]) -> JobStatus:
    """The job as it was loaded when the run began: if another run has moved it on meanwhile, that one's word counts."""
    uow = UnitOfWork(progress.platform.table, progress.act)
    how(progress.job)
    store.save(uow, progress.job)
    try:
        uow.commit()
    except Overtaken:
        logger.info("another run moved this job on", extra={"job_id": progress.job.id})
    return progress.job.status
