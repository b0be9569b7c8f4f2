"""Publication checks (发布校验): what an item must be before anybody may apply for it, rule by rule.

`violations_of` answers for all of them at once; `remarks_of` says what would be nice and hinders nothing.
"""

import datetime as dt
from collections.abc import Iterator

from chalicelib.catalogue.checks import fees, fields, forms, limits, materials, places, sources, texts, visits
from chalicelib.catalogue.checks.bases import ELEMENTS
from chalicelib.catalogue.checks.rules import Known, Rule, Violation
from chalicelib.catalogue.model import ItemContent
from chalicelib.catalogue.registers.model import Registers
from chalicelib.kernel.text import Text

__all__ = ["RULES", "Rule", "Violation", "remarks_of", "violations_of"]

RULES: tuple[Rule, ...] = (
    *texts.RULES,
    *places.RULES,
    *visits.RULES,
    *limits.RULES,
    *fees.RULES,
    *materials.RULES,
    *forms.RULES,
    *fields.RULES,
    *sources.RULES,
)


def violations_of(content: ItemContent, registers: Registers, on: dt.date | None = None) -> tuple[Violation, ...]:
    """Everything that keeps `content` from being published on that day, rule by rule; without a day only what has no
    end in sight counts as registered. Never raises, and ends whatever the form's schema is like.
    """
    known = Known(registers, on)
    return tuple(violation for rule in RULES for violation in rule.violations(content, known))


def remarks_of(content: ItemContent) -> tuple[Violation, ...]:
    """What would make `content` better without keeping it from being published: names in English."""
    return tuple(_names_without_english(content))


def _names_without_english(content: ItemContent) -> Iterator[Violation]:
    names = [("#/name/en", content.name), ("#/result/title/en", content.result.title)]
    names += [(f"#/materials/{number}/name/en", it.name) for number, it in enumerate(content.materials)]
    for pointer, name in names:
        if not name.en.strip():
            detail = Text("建议补充英文名称", "An English name would help")
            yield Violation("english-name-wanted", pointer, detail, ELEMENTS)
