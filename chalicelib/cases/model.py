"""The case (办件), whole: read `filing`, `acceptance`, `deciding`, `fulfilling` in this order for its life,
`timekeeping` for its clocks, `state` for what it holds.
"""

from typing import Self

from chalicelib.cases import errors
from chalicelib.cases.events import DraftOpened
from chalicelib.cases.fulfilling import Fulfilling
from chalicelib.cases.parts import Applicant, ItemTerms, MaterialSlot
from chalicelib.cases.vocabulary import SlotState
from chalicelib.catalogue.model import ItemVersion
from chalicelib.catalogue.parts import MaterialRequirement
from chalicelib.kernel.calendar import WorkCalendar
from chalicelib.kernel.events import Act


class Case(Fulfilling):
    """One application for one item by one applicant in one region."""

    @classmethod
    def open(cls, *, case_id: str, item: ItemVersion, applicant: Applicant, region: str, act: Act) -> Self:
        """A draft. What the state may already hold is asked for at once. Raises `RegionNotServed`."""
        if region not in item.regions:
            raise errors.RegionNotServed(regions=list(item.regions))
        case = cls(
            id=case_id,
            terms=ItemTerms.of(item, region),
            region=region,
            applicant=applicant,
            opened_at=act.at,
            materials={material.code: _slot(material) for material in item.materials},
        )
        case._record(
            DraftOpened(item_code=item.code, item_version=item.version, department=item.department.code, region=region),
            act,
        )
        return case

    def tick(self, act: Act, calendar: WorkCalendar) -> None:
        """Let time tell: alarms that fell due, and what the law makes of a limit that ran out.

        Safe to repeat, and what comes of it depends on the instant alone, not on how often or how late it is called.
        """
        self.recompute_clock(act, calendar)
        self.raise_alarms(act, calendar)
        if self.deem_accepted_if_overdue(act, calendar):
            self.raise_alarms(act, calendar)
        elif not self.lapse_if_uncorrected(act):
            self.close_evaluation_if_over(act)


def _slot(material: MaterialRequirement) -> MaterialSlot:
    asked = material.shared_source is not None
    return MaterialSlot(
        code=material.code,
        name_zh=material.name.zh,
        name_en=material.name.en,
        necessity=material.necessity,
        state=SlotState.ASKING if asked else SlotState.TO_UPLOAD,
        why="asking-source" if asked else "only-the-applicant-has-it",
    )
