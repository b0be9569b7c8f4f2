"""What was measured or counted, beside what was aimed at."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """A measurement depends on the machine and never fails a run; a count does not, and does."""

    MEASURED = "measured"
    COUNTED = "counted"


@dataclass(frozen=True)
class Figure:
    """One line of the table. Without a `limit` it is there to be read, and judged by nobody."""

    group: str
    name: str
    value: float
    unit: str
    limit: float | None = None
    kind: Kind = Kind.MEASURED

    @property
    def verdict(self) -> str:
        """`ok`, `over`, or nothing."""
        if self.limit is None:
            return ""
        return "ok" if self.value <= self.limit else "over"

    @property
    def fails(self) -> bool:
        """Whether the run has to fail: a counted budget is exceeded."""
        return self.kind is Kind.COUNTED and self.verdict == "over"

    def as_json(self) -> dict[str, Any]:
        """All of it, for programs."""
        return {**asdict(self), "verdict": self.verdict}


def table(figures: Iterable[Figure]) -> str:
    """Markdown that is also readable on a terminal, group by group."""
    lines: list[str] = []
    group = ""
    for figure in figures:
        if figure.group != group:
            group = figure.group
            lines += ["", f"## {group}", "", _row("", "value", "unit", "target", ""), _row("-" * NAME, "-" * 11, *RULE)]
        limit = "" if figure.limit is None else f"≤ {_number(figure.limit)}"
        verdict = f"{figure.verdict} ({figure.kind})" if figure.verdict else ""
        lines.append(_row(figure.name, _number(figure.value), figure.unit, limit, verdict))
    return "\n".join(lines).strip() + "\n"


NAME = 78
RULE = ("-" * 16, "-" * 8, "-" * 15)


def _row(name: str, value: str, unit: str, limit: str, verdict: str) -> str:
    return f"| {name:<{NAME}} | {value:>11} | {unit:<16} | {limit:<8} | {verdict:<15} |"


def _number(value: float) -> str:
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.2f}" if abs(value) >= 1 else f"{value:.3f}"
