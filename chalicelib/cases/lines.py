"""What lists say of a case: a card to its applicant, an entry to each desk that holds it."""

from typing import Self

from pydantic import BaseModel, ConfigDict

from chalicelib.cases.late.model import LateState
from chalicelib.cases.model import Case
from chalicelib.cases.vocabulary import Stage, Status
from chalicelib.kernel.instants import to_text

NOT_DUE = "9999"
"""Behind every instant: where no clock runs."""


class Line(BaseModel):
    """A line of a list: immutable."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)


class CaseCard(Line):
    """A case in the list of its applicant's cases."""

    case_id: str
    number: str
    item_code: str
    item_name_zh: str
    item_name_en: str
    status: Status
    stage: Stage
    due: str | None
    bring_by: str | None = None

    @classmethod
    def of(cls, case: Case) -> Self:
        """The card of `case` as it stands."""
        return cls(
            case_id=case.id,
            number=case.number,
            item_code=case.terms.code,
            item_name_zh=case.terms.name_zh,
            item_name_en=case.terms.name_en,
            status=case.status,
            stage=case.stage,
            due=case.clock.promised if case.clock else None,
            bring_by=min((late.due for late in case.awaited_materials), default=None),
        )


class LateLine(Line):
    """A material that follows later, as a worklist tells of it."""

    code: str
    name: str
    state: LateState
    due: str


class WorklistEntry(Line):
    """A case as a desk's worklist shows it; a person's name is masked."""

    case_id: str
    number: str
    item_name: str
    applicant: str
    region: str = ""
    status: str
    submitted_at: str
    due: str
    statutory: str
    due_at: str
    late_materials: tuple[LateLine, ...] = ()

    @classmethod
    def of(cls, case: Case) -> Self:
        """The entry of `case` as it stands."""
        clock = case.clock
        return cls(
            case_id=case.id,
            number=case.number,
            item_name=case.terms.name_zh,
            applicant=case.applicant.shown_name,
            region=case.region,
            status=case.status,
            submitted_at=to_text(case.submitted_at or case.opened_at),
            due=clock.promised if clock else "",
            statutory=clock.statutory if clock else "",
            due_at=to_text(clock.due_at) if clock else NOT_DUE,
            late_materials=tuple(
                LateLine(code=it.code, name=case.materials[it.code].name_zh, state=it.state, due=it.due)
                for it in case.late_materials.values()
            ),
        )
