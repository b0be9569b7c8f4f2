"""How materials that follow later are shown."""

from datetime import datetime
from typing import Any, Self

from pydantic import Field

from chalicelib.cases.late.model import LateMaterial
from chalicelib.cases.late.promise import PromiseText
from chalicelib.cases.late.words import what_next, why_this_day
from chalicelib.http.shapes import Shape
from chalicelib.kernel.calendar import WorkCalendar
from chalicelib.kernel.text import Language
from chalicelib.kernel.working_time import DayLine, Limit


class LateMaterialView(Shape):
    """A material that follows after acceptance: how it stands, its last day, and why that day."""

    code: str
    name: str
    state: str
    due: str = Field(description="The last day, in Hainan.")
    due_at: datetime
    provisional: bool = Field(description="Reaches a year whose holidays are not announced yet.")
    why_due: str
    what_next: str
    returned_reason: str | None = Field(None, description="What a desk held to be wrong with what came first.")

    @classmethod
    def of(cls, late: LateMaterial, name: str, language: Language, *, is_waited_for: bool) -> Self:
        """In the reader's language."""
        return cls(
            code=late.code,
            name=name,
            state=late.state,
            due=late.due,
            due_at=late.due_at,
            provisional=late.provisional,
            why_due=why_this_day(late).in_language(language),
            what_next=what_next(late, is_waited_for=is_waited_for).in_language(language),
            returned_reason=late.returned.reason if late.returned else None,
        )


class LateDeadlineView(Shape):
    """Why a material's last day is that day, day by day."""

    code: str
    due: str
    days: list[dict[str, Any]]

    @classmethod
    def of(cls, late: LateMaterial, calendar: WorkCalendar) -> Self:
        return cls(code=late.code, due=late.due, days=[day_view(line) for line in late.explain(calendar)])


class PromisedMaterialView(Shape):
    """A material that may follow, and within which time from acceptance."""

    code: str
    name: str
    within: Limit


class PromiseToFollowView(Shape):
    """The promise to bring what is missing after acceptance: its text, and by what it is given."""

    version: str
    sha256: str
    text: str
    materials: list[PromisedMaterialView]

    @classmethod
    def of(cls, shown: PromiseText, language: Language) -> Self:
        """The text is what is signed, whatever the reader's language."""
        materials = [
            PromisedMaterialView(
                code=it.code, name=it.name_en if language == "en" and it.name_en else it.name_zh, within=it.within
            )
            for it in shown.materials
        ]
        return cls(version=shown.version, sha256=shown.sha256, text=shown.text, materials=materials)


def day_view(line: DayLine) -> dict[str, Any]:
    """A line of an explanation."""
    return {
        "date": line.date.isoformat(),
        "kind": line.kind,
        "counted": line.counted,
        "number": line.number,
        "zh": line.note_zh,
        "en": line.note_en,
        "excluded_by": line.excluded_by,
    }
