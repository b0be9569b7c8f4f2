"""A job (后台任务): work too long for one request. It goes on where it was cut off, and does no row twice."""

from enum import StrEnum
from typing import Any, Self

from pydantic import AwareDatetime

from chalicelib.jobs.errors import NotRunning
from chalicelib.kernel.aggregate import Aggregate
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.events import Act, Actor, Event
from chalicelib.kernel.text import Language, Text
from chalicelib.kernel.value import Value

Input = dict[str, str | int | bool]


class JobStatus(StrEnum):
    """Where a job stands."""

    WAITING = "WAITING"
    """For something that its owner has still to do, such as uploading a file."""
    RUNNING = "RUNNING"
    DONE = "DONE"
    REFUSED = "REFUSED"
    """It cannot be carried out at all; `refusal` says why. No row of it was done."""


class Said(Value):
    """Words in both languages, as they are stored."""

    zh: str
    en: str

    @classmethod
    def of(cls, text: Text, facts: dict[str, Any] | None = None) -> Self:
        """`text` with its placeholders filled."""
        return cls(zh=text.in_language("zh-CN", facts), en=text.in_language("en", facts))

    def in_language(self, language: Language) -> str:
        """The words in `language`."""
        return self.zh if language == "zh-CN" else self.en


class Place(Value):
    """Where something is wrong, and what."""

    pointer: str
    detail: Said


class Refusal(Value):
    """Why a job or one of its rows was refused."""

    code: str
    title: Said
    next_step: Said
    places: tuple[Place, ...] = ()

    @classmethod
    def of(cls, error: DomainError) -> Self:
        """What `error` tells its receiver."""
        return cls(
            code=error.code,
            title=Said.of(error.title, error.facts),
            next_step=Said.of(error.next_step, error.facts),
            places=tuple(
                Place(pointer=at.pointer, detail=Said(zh=at.detail.zh, en=at.detail.en)) for at in error.pointers
            ),
        )


class Line(Value):
    """One row of the report: what became of which part of the work."""

    number: int
    label: str
    outcome: str
    refusal: Refusal | None = None
    facts: dict[str, str] = {}


class JobRequested(Event):
    """Somebody asked for it."""

    type = "job.Requested"
    kind: str
    title: str
    dry_run: bool


class JobStarted(Event):
    """Everything is there; it is carried out."""

    type = "job.Started"
    kind: str


class JobContinued(Event):
    """One function's time was over; the next one goes on behind line `done`."""

    type = "job.Continued"
    kind: str
    done: int


class JobFinished(Event):
    """All of it was carried out; `counts` of lines by outcome."""

    type = "job.Finished"
    kind: str
    counts: dict[str, int]


class JobRefused(Event):
    """It could not be carried out."""

    type = "job.Refused"
    kind: str
    reason: str


class Job(Aggregate):
    """One piece of long work and how far it has come."""

    kind: str
    actor: Actor
    department: str
    region: str = ""
    only_for: str = ""
    """The one role that follows it; empty for all that follow jobs of its department."""
    title: str
    dry_run: bool = False
    input: Input = {}
    status: JobStatus = JobStatus.WAITING
    done: int = 0
    counts: dict[str, int] = {}
    result: dict[str, str] = {}
    refusal: Refusal | None = None
    opened_at: AwareDatetime
    ended_at: AwareDatetime | None = None

    @classmethod
    def open(
        cls,
        *,
        job_id: str,
        kind: str,
        department: str,
        title: str,
        inputs: Input,
        dry_run: bool,
        act: Act,
        only_for: str = "",
    ) -> Self:
        """A job that waits to be started."""
        job = cls(
            id=job_id,
            kind=kind,
            actor=act.actor,
            department=department,
            only_for=only_for,
            title=title,
            input=inputs,
            dry_run=dry_run,
            opened_at=act.at,
        )
        job._record(JobRequested(kind=kind, title=title, dry_run=dry_run), act)
        return job

    @property
    def owner_id(self) -> str:
        """Who asked for it, for access."""
        return self.actor.id

    def start(self, act: Act) -> None:
        """Let it be carried out; starting twice is starting once."""
        if self.status is JobStatus.WAITING:
            self.status = JobStatus.RUNNING
            self._record(JobStarted(kind=self.kind), act)

    def pause(self, lines: "Lines", act: Act) -> None:
        """Note how far it has come, and let the next function go on."""
        if self.status is JobStatus.RUNNING:
            self._note(lines)
            self._record(JobContinued(kind=self.kind, done=self.done), act)

    def go_on(self, act: Act) -> None:
        """Let another function take it up: after its run was given up, or beside it, which does no row twice. Raises
        `NotRunning`.
        """
        if self.status is not JobStatus.RUNNING:
            raise NotRunning(status=self.status)
        self._record(JobContinued(kind=self.kind, done=self.done), act)

    def finish(self, lines: "Lines", result: dict[str, str], act: Act) -> None:
        """It is done."""
        if self.status is JobStatus.RUNNING:
            self._note(lines)
            self.status, self.result, self.ended_at = JobStatus.DONE, result, act.at
            self._record(JobFinished(kind=self.kind, counts=self.counts), act)

    def refuse(self, error: DomainError, act: Act) -> None:
        """It cannot be done."""
        if self.status is JobStatus.RUNNING:
            self.status, self.refusal, self.ended_at = JobStatus.REFUSED, Refusal.of(error), act.at
            self._record(JobRefused(kind=self.kind, reason=error.code), act)

    def _note(self, lines: "Lines") -> None:
        for line in lines.values():
            self.counts = {**self.counts, line.outcome: self.counts.get(line.outcome, 0) + 1}
        self.done = max((self.done, *lines))


Lines = dict[int, Line]
"""Lines by number."""
