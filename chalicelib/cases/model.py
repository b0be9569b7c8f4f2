"""The case (办件), whole: read `filling`, `filing`, `acceptance`, `deciding`, `fulfilling`, `archiving` in this order
for its life, `timekeeping` for its clocks, `late.following` for what may be brought after acceptance, `moving` for what
another version of its item does to it, `state` for what it holds, `rows_beside` for what is written with it.
"""

from typing import Self

from chalicelib.cases import errors
from chalicelib.cases.applicant import Applicant
from chalicelib.cases.events import DraftOpened
from chalicelib.cases.moving import Moving
from chalicelib.cases.parts import ItemTerms
from chalicelib.cases.prefilling import filled_from, known_fields
from chalicelib.cases.slots import MaterialSlot
from chalicelib.catalogue.model import ItemVersion
from chalicelib.kernel.calendar import WorkCalendar
from chalicelib.kernel.events import Act


class Case(Moving):
    """One application for one item by one applicant in one region."""

    @classmethod
    def open(cls, *, case_id: str, item: ItemVersion, applicant: Applicant, region: str, act: Act) -> Self:
        """A draft, filled in with what is known; what the state may hold is asked for. Raises `RegionNotServed`."""
        if region not in item.regions:
            raise errors.RegionNotServed(regions=list(item.regions))
        case = cls(
            id=case_id,
            terms=ItemTerms.of(item, region),
            region=region,
            applicant=applicant,
            opened_at=act.at,
            form=filled_from(known_fields(item.form, applicant, {}), {}),
            materials={material.code: MaterialSlot.of(material, item) for material in item.materials},
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
        self.recompute_late_materials(act, calendar)
        self.raise_alarms(act, calendar)
        if self.deem_accepted_if_overdue(act, calendar):
            self.raise_alarms(act, calendar)
        self.remind_of_late_materials(act, calendar)
        if not (
            self.end_if_not_brought(act)
            or self.approve_tacitly_if_overdue(act, calendar)
            or self.lapse_if_uncorrected(act)
        ):
            self.close_evaluation_if_over(act)
