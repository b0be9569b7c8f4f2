"""One check of one promise, from what was found to what is recorded of it.

Whoever is held to have broken a promise is told first, with the evidence, and heard; somebody other than the finder
decides (先告知、后认定; 行政许可法, art. 7: the right to state one's case). The licence's end is decided apart.
"""

import datetime as dt
from typing import ClassVar, Self

from pydantic import AwareDatetime

from chalicelib.cases.promise_checks import errors, events
from chalicelib.cases.promise_checks.vocabulary import MONTHS, BreachLevel, CheckStatus, Finding, PromiseKind
from chalicelib.kernel.aggregate import Aggregate
from chalicelib.kernel.calendar import WorkCalendar
from chalicelib.kernel.day_walk import months_later
from chalicelib.kernel.events import Act
from chalicelib.kernel.instants import shanghai_date
from chalicelib.kernel.value import Value
from chalicelib.kernel.working_time import Limit, due_date


class Promised(Value):
    """What is checked: whose promise, in which case, and the hash of its exact text. `material` names what a pledge
    stands for; `licence_id` the document of the decision that rests on it, where there is one. `people` (accounts) and
    `numbers` say who has an interest in it: personal data.
    """

    case_id: str
    owner_id: str
    item_code: str
    department: str
    region: str
    kind: PromiseKind
    material: str = ""
    sha256: str
    licence_id: str = ""
    people: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


class Found(Value):
    """What an official found, and on which evidence (where it is kept)."""

    finding: Finding
    facts: str
    evidence: str
    official: str
    at: AwareDatetime


class Objection(Value):
    """What the subject says to it (陈述申辩)."""

    words: str
    at: AwareDatetime


class Decision(Value):
    """What somebody other than the finder decided."""

    upheld: bool
    reason: str
    official: str
    at: AwareDatetime


class BreachRecord(Value):
    """A breach on record: by which authority and basis, how grave, from and to which day in Hainan (both included)."""

    check_id: str
    authority: str
    basis: str
    level: BreachLevel
    since: dt.date
    until: dt.date
    repaired_at: AwareDatetime | None = None


class PromiseCheck(Aggregate):
    """The check of one promise."""

    personal: ClassVar[bool] = True

    promised: Promised
    status: CheckStatus
    found: tuple[Found, ...]
    fix_by: dt.date | None = None
    objection_until: dt.date | None = None
    objection: Objection | None = None
    decision: Decision | None = None
    record: BreachRecord | None = None
    repair_reason: str = ""

    @classmethod
    def open(cls, *, check_id: str, promised: Promised) -> Self:
        """A check in which nothing was found yet: `note` is what makes it one."""
        return cls(id=check_id, promised=promised, status=CheckStatus.HELD, found=())

    @property
    def owner_id(self) -> str:
        """Whose promise it is, for access."""
        return self.promised.owner_id

    @property
    def department(self) -> str:
        """Who handled the case, for access."""
        return self.promised.department

    @property
    def region(self) -> str:
        """Where, for access."""
        return self.promised.region

    @property
    def item_code(self) -> str:
        """What was applied for, for access by somebody whose authority names items."""
        return self.promised.item_code

    @property
    def waits(self) -> bool:
        """Whether the department has something to do, or to wait for."""
        return self.status in {CheckStatus.TO_FIX, CheckStatus.NOTIFIED, CheckStatus.OBJECTED}

    @property
    def is_open(self) -> bool:
        """Whether the promise cannot be checked anew: it is being checked, or was found broken."""
        return self.waits or self.status in {CheckStatus.UPHELD, CheckStatus.REPAIRED}

    def note(
        self,
        finding: Finding,
        *,
        facts: str,
        evidence: str,
        fix_by: dt.date | None,
        act: Act,
        calendar: WorkCalendar,
        objection_time: Limit,
    ) -> None:
        """What an official found: at first, or once the time to fix it is over. That it holds can be said before.

        Raises `NotToBeFixed`, `TruthCannotBeFixed`, `FixByMissing`, `FixNotOver`.
        """
        today = shanghai_date(act.at)
        if self.found and self.status is not CheckStatus.TO_FIX:
            raise errors.NotToBeFixed
        if finding is Finding.TO_FIX:
            self._demand_fix(fix_by, today, act)
        elif finding is Finding.BREACH:
            self._tell_breach(today, act, calendar, objection_time)
        else:
            self.status = CheckStatus.HELD
            self._record(events.PromiseHeld(**self._named()), act)
        self.found = (
            *self.found,
            Found(finding=finding, facts=facts, evidence=evidence, official=act.actor.id, at=act.at),
        )

    def object(self, words: str, act: Act) -> None:
        """The subject says what they have to say, once. Raises `NoNoticeStands`, `ObjectionTooLate`."""
        if self.status is not CheckStatus.NOTIFIED or self.objection_until is None:
            raise errors.NoNoticeStands
        if shanghai_date(act.at) > self.objection_until:
            raise errors.ObjectionTooLate(objection_until=self.objection_until.isoformat())
        self.status, self.objection = CheckStatus.OBJECTED, Objection(words=words, at=act.at)
        self._record(events.BreachObjected(case_id=self.promised.case_id), act)

    def dismiss(self, reason: str, act: Act) -> None:
        """It was not broken; nothing of it stands against the subject. Raises `NoNoticeStands`, `FoundByYou`."""
        self._require_notice(act)
        self.status = CheckStatus.DISMISSED
        self.decision = Decision(upheld=False, reason=reason, official=act.actor.id, at=act.at)
        self._record(events.BreachDismissed(case_id=self.promised.case_id), act)

    def uphold(self, reason: str, *, basis: str, level: BreachLevel, months: int, act: Act) -> BreachRecord:
        """It was broken, after the subject was heard or let their time pass; what is recorded of that.

        Raises `NoNoticeStands`, `FoundByYou`, `ObjectionAwaited`, `PeriodDoesNotFit`.
        """
        self._require_notice(act)
        today = shanghai_date(act.at)
        if self.objection is None and self.objection_until is not None and today <= self.objection_until:
            raise errors.ObjectionAwaited(objection_until=self.objection_until.isoformat())
        least, most = MONTHS[level]
        if not least <= months <= most:
            raise errors.PeriodDoesNotFit(least=least, most=most)
        self.status = CheckStatus.UPHELD
        self.decision = Decision(upheld=True, reason=reason, official=act.actor.id, at=act.at)
        authority, until = f"{self.department}@{self.region}", months_later(today, months)
        record = BreachRecord(check_id=self.id, authority=authority, basis=basis, level=level, since=today, until=until)
        self.record = record
        told = events.BreachRecorded(
            **self._named(),
            owner_id=self.owner_id,
            item_code=self.item_code,
            department=self.department,
            region=self.region,
            basis=basis,
            level=level,
            since=today.isoformat(),
            until=until.isoformat(),
            after_objection=self.objection is not None,
        )
        self._record(told, act)
        return record

    def repair(self, reason: str, act: Act) -> BreachRecord:
        """The subject has made it good (信用修复); it stands against them no more. Raises `NothingToRepair`."""
        if self.status is not CheckStatus.UPHELD or self.record is None:
            raise errors.NothingToRepair
        self.status, self.repair_reason = CheckStatus.REPAIRED, reason
        self.record = self.record.model_copy(update={"repaired_at": act.at})
        self._record(events.BreachRepaired(case_id=self.promised.case_id, owner_id=self.owner_id), act)
        return self.record

    def _demand_fix(self, fix_by: dt.date | None, today: dt.date, act: Act) -> None:
        if self.promised.kind is not PromiseKind.PLEDGE:
            raise errors.TruthCannotBeFixed
        if self.status is CheckStatus.TO_FIX and self.found:
            raise errors.NotToBeFixed
        if fix_by is None or fix_by <= today:
            raise errors.FixByMissing
        self.status, self.fix_by = CheckStatus.TO_FIX, fix_by
        demanded = events.FixDemanded(
            case_id=self.promised.case_id, material=self.promised.material, fix_by=fix_by.isoformat()
        )
        self._record(demanded, act)

    def _tell_breach(self, today: dt.date, act: Act, calendar: WorkCalendar, objection_time: Limit) -> None:
        if self.fix_by is not None and today <= self.fix_by:
            raise errors.FixNotOver(fix_by=self.fix_by.isoformat())
        self.objection_until = due_date(today, objection_time, calendar).date
        self.status = CheckStatus.NOTIFIED
        self._record(events.BreachFound(**self._named(), objection_until=self.objection_until.isoformat()), act)

    def _require_notice(self, act: Act) -> None:
        if self.status not in {CheckStatus.NOTIFIED, CheckStatus.OBJECTED}:
            raise errors.NoNoticeStands
        if act.actor.id in {one.official for one in self.found}:
            raise errors.FoundByYou

    def _named(self) -> dict[str, str]:
        promised = self.promised
        return {"case_id": promised.case_id, "promise": promised.kind, "material": promised.material}
