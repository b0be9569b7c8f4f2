"""Checks of promises over HTTP."""

import datetime as dt
from typing import Self

from pydantic import Field

from chalicelib.cases.promise_checks.model import PromiseCheck
from chalicelib.cases.promise_checks.vocabulary import CONSEQUENCE, BreachLevel, CheckStatus, Finding, PromiseKind
from chalicelib.http.shapes import Request, Shape
from chalicelib.kernel.text import Language

FACTS = "What was promised, and what is the case; the subject reads it."
EVIDENCE = "What shows it, and where that is kept; the subject may ask to see it."


class CheckPromise(Request):
    """What an official found of a promise."""

    promise_kind: PromiseKind
    material: str = Field("", max_length=40, description="For a pledge: the material that it stands for.")
    finding: Finding
    facts: str = Field(min_length=2, max_length=1000, description=FACTS)
    evidence: str = Field(min_length=2, max_length=500, description=EVIDENCE)
    fix_by: dt.date | None = Field(None, description="For `TO_FIX`: the last day in Hainan.")


class CheckAgain(Request):
    """What was found once there was time to fix it."""

    finding: Finding
    facts: str = Field(min_length=2, max_length=1000, description=FACTS)
    evidence: str = Field(min_length=2, max_length=500, description=EVIDENCE)


class ObjectToBreach(Request):
    """What the subject says to it (陈述申辩)."""

    statement: str = Field(min_length=2, max_length=2000, description="What you hold against it, and what shows that.")


class UpholdBreach(Request):
    """That it was broken, by which law that is recorded, and for how long."""

    reason: str = Field(min_length=2, max_length=1000, description="Why, also in view of what was objected.")
    basis: str = Field(min_length=4, max_length=300, description="Law and article by which it is recorded.")
    breach_level: BreachLevel
    months: int = Field(ge=1, le=36, description="How long it stands on record: by level up to 3, 12 or 36.")


class BreachReason(Request):
    """Why it is dismissed, or counts as repaired."""

    reason: str = Field(min_length=2, max_length=1000, description="Why; the subject is told.")


class FoundView(Shape):
    """What one look at it showed."""

    finding: Finding
    facts: str
    evidence: str
    at: dt.datetime


class PromiseCheckView(Shape):
    """A check of a promise: what was found, what the subject said, what was decided, what stands on record."""

    check_id: str
    case_id: str
    item_code: str
    promise_kind: PromiseKind
    material: str | None = None
    promise_sha256: str = Field(description="Hash of the exact text that was promised.")
    check_status: CheckStatus
    findings: list[FoundView]
    fix_by: dt.date | None = Field(None, description="Last day in Hainan to fix what was found.")
    objection_until: dt.date | None = Field(None, description="Last day in Hainan on which the subject may object.")
    objection: str | None = None
    objected_at: dt.datetime | None = None
    upheld: bool | None = None
    decision_reason: str | None = None
    decided_at: dt.datetime | None = None
    basis: str | None = Field(None, description="Law and article by which it is recorded.")
    breach_level: BreachLevel | None = None
    on_record_from: dt.date | None = None
    on_record_to: dt.date | None = None
    repaired_at: dt.datetime | None = None
    repair_reason: str | None = None
    licence_id: str | None = Field(
        None, description="What was granted on the promise; taking it back is a decision of its own."
    )
    consequence: str | None = Field(None, description="What the law says of the licence, once it is upheld.")

    @classmethod
    def of(cls, check: PromiseCheck, language: Language) -> Self:
        promised, objection, decision, record = check.promised, check.objection, check.decision, check.record
        return cls(
            check_id=check.id,
            case_id=promised.case_id,
            item_code=promised.item_code,
            promise_kind=promised.kind,
            material=promised.material or None,
            promise_sha256=promised.sha256,
            check_status=check.status,
            findings=[FoundView(**one.model_dump(exclude={"official"})) for one in check.found],
            fix_by=check.fix_by,
            objection_until=check.objection_until,
            objection=objection.words if objection else None,
            objected_at=objection.at if objection else None,
            upheld=decision.upheld if decision else None,
            decision_reason=decision.reason if decision else None,
            decided_at=decision.at if decision else None,
            basis=record.basis if record else None,
            breach_level=record.level if record else None,
            on_record_from=record.since if record else None,
            on_record_to=record.until if record else None,
            repaired_at=record.repaired_at if record else None,
            repair_reason=check.repair_reason or None,
            licence_id=promised.licence_id or None,
            consequence=CONSEQUENCE[promised.kind].in_language(language) if record else None,
        )
