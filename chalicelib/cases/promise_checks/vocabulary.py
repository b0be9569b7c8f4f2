"""Words of promise checks."""

from enum import StrEnum

from chalicelib.kernel.text import Text


class PromiseKind(StrEnum):
    """What was promised."""

    TRUTHFULNESS = "TRUTHFULNESS"
    """That all that was handed in is true (真实性承诺)."""
    PLEDGE = "PLEDGE"
    """That a condition is met, instead of the proof of it (告知承诺)."""


class Finding(StrEnum):
    """What a check found."""

    HOLDS = "HOLDS"
    TO_FIX = "TO_FIX"
    """A condition that is not met and can be, by a date (限期整改); only of a pledge."""
    BREACH = "BREACH"


class CheckStatus(StrEnum):
    """How far it has come."""

    HELD = "HELD"
    TO_FIX = "TO_FIX"
    NOTIFIED = "NOTIFIED"
    """The subject was told what is held untrue, and may object."""
    OBJECTED = "OBJECTED"
    DISMISSED = "DISMISSED"
    UPHELD = "UPHELD"
    REPAIRED = "REPAIRED"


class BreachLevel(StrEnum):
    """How grave it is (失信程度), after the repair rules in force from 2026-04-01."""

    MINOR = "MINOR"
    ORDINARY = "ORDINARY"
    SERIOUS = "SERIOUS"


MONTHS: dict[BreachLevel, tuple[int, int]] = {
    BreachLevel.MINOR: (1, 3),
    BreachLevel.ORDINARY: (3, 12),
    BreachLevel.SERIOUS: (12, 36),
}
"""For how many months a breach of that level stands on record, at least and at most."""

CONSEQUENCE = {
    PromiseKind.TRUTHFULNESS: Text(
        "行政许可法第六十九条：以欺骗等不正当手段取得许可的，应当予以撤销；撤销另行作出决定",
        "Administrative Licensing Law art. 69: what was obtained by deceit is revoked; that is a decision of its own",
    ),
    PromiseKind.PLEDGE: Text(
        "国办发〔2020〕42号：承诺不实的，依法终止办理、责令限期整改、撤销决定；撤销另行作出决定",
        "State Council General Office 2020 no. 42: what rests on a false pledge is revoked; a decision of its own",
    ),
}
