"""Values of the catalogue in words, short enough for a sentence."""

from enum import Enum
from typing import Any

from chalicelib.catalogue.elements import Bilingual
from chalicelib.catalogue.words import word_of
from chalicelib.kernel.money import format_yuan_en, format_yuan_zh
from chalicelib.kernel.text import Text
from chalicelib.kernel.working_time import Limit, Unit

LONGEST = 60
"""Characters of a text that are repeated."""
UNITS = {
    Unit.WORKING_DAY: ("个工作日", "working day"),
    Unit.CALENDAR_DAY: ("个自然日", "calendar day"),
    Unit.MONTH: ("个月", "month"),
    Unit.HOUR: ("小时", "hour"),
}


def say(value: Any) -> Text:
    """Any value of an element; of nothing, “无”."""
    if value is None or value == "":
        return Text("无", "none")
    if isinstance(value, Limit):
        return say_limit(value)
    if isinstance(value, Bilingual):
        return Text(f"“{short(value.zh)}”", f"“{short(value.in_language('en'))}”")
    if isinstance(value, Enum):
        return word_of(value)
    plain = str(value) if isinstance(value, int) else f"“{short(str(value))}”"
    return Text(plain, plain)


def say_limit(limit: Limit) -> Text:
    """5 working days: “5个工作日”."""
    zh, en = UNITS[limit.unit]
    return Text(f"{limit.amount}{zh}", f"{limit.amount} {en}{'' if limit.amount == 1 else 's'}")


def say_fen(fen: int) -> Text:
    """An amount of money."""
    return Text(format_yuan_zh(fen), format_yuan_en(fen))


def say_percent(percent: int) -> Text:
    """A share."""
    return Text(f"{percent}%", f"{percent}%")


def say_level(level: int) -> Text:
    """An identity level."""
    return Text(f"L{level}", f"L{level}")


def short(text: str) -> str:
    """`text`, or its beginning."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
