"""Acceptance (受理): the check of the papers, one merged correction request, acceptance or refusal.

Administrative Licensing Law art. 32: say at once what needs no permit or belongs elsewhere; ask for a supplement
at once or within five working days, once, with the full list; otherwise the application counts as accepted from
the day the papers came in.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from chalicelib.cases import handling_errors
from chalicelib.cases.events import (
    AcceptanceRefused,
    Accepted,
    CheckRecorded,
    CorrectionLapsed,
    CorrectionRequested,
    DeemedAccepted,
    NotRequired,
    RequestRefused,
    ReviewOpened,
)
from chalicelib.cases.filing import Filing
from chalicelib.cases.forms import field_at, has_field
from chalicelib.cases.late.errors import MaterialMayFollow
from chalicelib.cases.parts import Correction, CorrectionPoint, Finding
from chalicelib.cases.slots import MaterialSlot
from chalicelib.cases.timekeeping import one_limit
from chalicelib.cases.vocabulary import ClockKind, SlotState, Status, Target
from chalicelib.catalogue.model import ItemVersion
from chalicelib.kernel.calendar import WorkCalendar
from chalicelib.kernel.canonical import canonical_json
from chalicelib.kernel.errors import Pointer
from chalicelib.kernel.events import Act
from chalicelib.kernel.text import Text

HELD = frozenset({SlotState.OBTAINED, SlotState.PLEDGED})
"""The system has it from its source, or a pledge stands for it."""
NOTHING_ELSE: Mapping[str, MaterialSlot] = MappingProxyType({})


class Acceptance(Filing):
    """From submission to acceptance."""

    def check(
        self,
        desk: str,
        points: Sequence[CorrectionPoint],
        *,
        item: ItemVersion,
        act: Act,
        calendar: WorkCalendar,
        obtainable: Mapping[str, MaterialSlot] = NOTHING_ELSE,
    ) -> None:
        """A desk's finding. When the last desk of the first stage has answered, one merged correction request goes
        out, or, if nobody found anything, the case is accepted. After the five working days nothing is asked for,
        and an acceptance only says what is so already: accepted from the day the papers came in. `obtainable` is what
        the system can have from elsewhere of what is asked for, as its slots would stand: nobody asks for that either.

        Raises `NotNow`, `CheckOverdue`, `CorrectionUsed`, `CorrectionTargetUnknown`, `NeverAskTwice`, `OwnCase`,
        `MaterialMayFollow`, `OpinionAlreadyGiven`, `DeskNotAsked`.
        """
        self._require(Status.SUBMITTED)
        self.require_not_own(act)
        self._require_asked(desk, asked=self.desks_checking, answered=[finding.desk for finding in self.findings])
        if points:
            self._refuse_unlawful_request(points, item, act, {**self.materials, **obtainable})
        if self.deem_accepted_if_overdue(act.by_system(), calendar):
            return
        found = tuple(self._with_rejected_value(point, desk) for point in points)
        self.findings = (*self.findings, Finding(desk=desk, official=act.actor.id, points=found))
        self._record(CheckRecorded(desk=desk, points=len(found)), act)
        if not self.desks_checking:
            self._conclude_check(item, act, calendar)

    def note_refused_request(
        self, desk: str, materials: Sequence[str], found: Mapping[str, MaterialSlot], act: Act
    ) -> None:
        """A request for `materials` that the system holds was refused; `found` was obtained on that occasion."""
        for slot in found.values():
            self._set_slot(slot)
        self._record(RequestRefused(desk=desk, department=self.department, materials=list(materials)), act)

    def deem_accepted_if_overdue(self, act: Act, calendar: WorkCalendar) -> bool:
        """Five working days passed without a word: accepted from the day the papers came in. True if so."""
        if self.status is not Status.SUBMITTED or not self._has_run_out(ClockKind.CHECK, act.at):
            return False
        since = self.submitted_at or act.at
        self.accepted_since, self.status = since, Status.DEEMED_ACCEPTED
        self._record(DeemedAccepted(since=since), act)
        self._open_review(act, calendar)
        return True

    def lapse_if_uncorrected(self, act: Act) -> bool:
        """The applicant's time to correct is over. True if the case lapsed."""
        if self.status is not Status.CORRECTION_REQUESTED or not self._has_run_out(ClockKind.CORRECTION, act.at):
            return False
        self.status = Status.CORRECTION_LAPSED
        self._stop_clock(act)
        self._record(CorrectionLapsed(), act)
        return True

    def refuse_acceptance(self, reason: str, right_authority: str, act: Act) -> None:
        """不予受理, in writing and with reasons. Raises `NotNow`, `CheckOverdue`, `OwnCase`."""
        self._refuse_late(act)
        self.status, self.refusal = Status.NOT_ACCEPTED, reason
        self.right_authority = right_authority
        self._stop_clock(act)
        self._record(AcceptanceRefused(reason=reason, right_authority=right_authority), act)

    def declare_not_required(self, reason: str, right_authority: str, act: Act) -> None:
        """No permit is needed, or another authority decides. Raises `NotNow`, `CheckOverdue`, `OwnCase`."""
        self._refuse_late(act)
        self.status, self.refusal = Status.NOT_REQUIRED, reason
        self.right_authority = right_authority
        self._stop_clock(act)
        self._record(NotRequired(reason=reason, right_authority=right_authority), act)

    def _conclude_check(self, item: ItemVersion, act: Act, calendar: WorkCalendar) -> None:
        points = tuple(point for finding in self.findings for point in finding.points)
        if not points:
            self._accept(act, calendar)
            return
        self.correction = Correction(points=points, at=act.at)
        self.status = Status.CORRECTION_REQUESTED
        shared = sorted({point.at for point in points if _is_kept_elsewhere(item, point)})
        self._record(CorrectionRequested(points=[f"{it.target}:{it.at}" for it in points], shared=shared), act)
        self._start_clock(ClockKind.CORRECTION, one_limit(self.terms.correction_time), act=act, calendar=calendar)

    def _accept(self, act: Act, calendar: WorkCalendar) -> None:
        self.accepted_since = act.at
        self.status = Status.ACCEPTED
        self._record(Accepted(since=act.at), act)
        self._open_review(act, calendar)

    def _open_review(self, act: Act, calendar: WorkCalendar) -> None:
        self._start_clock(ClockKind.HANDLING, self.terms.limits, act=act, calendar=calendar, at=self.accepted_since)
        self._await_late_materials(act, calendar)
        self._record(ReviewOpened(stages=len(self.terms.review)), act.by_system())

    def _refuse_late(self, act: Act) -> None:
        self._require(Status.SUBMITTED)
        self.require_not_own(act)
        if self._has_run_out(ClockKind.CHECK, act.at):
            raise handling_errors.CheckOverdue

    def _refuse_unlawful_request(
        self, points: Sequence[CorrectionPoint], item: ItemVersion, act: Act, slots: Mapping[str, MaterialSlot]
    ) -> None:
        if self._has_run_out(ClockKind.CHECK, act.at):
            raise handling_errors.CheckOverdue
        if self.correction is not None:
            raise handling_errors.CorrectionUsed
        for index, point in enumerate(points):
            self._refuse_bad_target(point, index, item)
        held = [(number, slots[it.at]) for number, it in enumerate(points) if _is_held(slots, it)]
        if held:
            raise handling_errors.NeverAskTwice.because(self.id, held)
        self._refuse_promised(points)

    def _refuse_promised(self, points: Sequence[CorrectionPoint]) -> None:
        promised = [
            Pointer(
                f"#/points/{index}/at", Text("申请人已承诺受理后补交", "It was promised to follow after acceptance")
            )
            for index, point in enumerate(points)
            if point.target is Target.MATERIAL and self.expects(point.at) and not self.materials[point.at].is_there
        ]
        if promised:
            raise MaterialMayFollow(pointers=promised)

    def _refuse_bad_target(self, point: CorrectionPoint, index: int, item: ItemVersion) -> None:
        where = f"#/points/{index}/at"
        if point.target is Target.FIELD and not has_field(item.form, point.at):
            raise handling_errors.CorrectionTargetUnknown(pointers=[Pointer(where, Text("无此字段", "No such field"))])
        if point.target is Target.MATERIAL and point.at not in self.materials:
            raise handling_errors.CorrectionTargetUnknown(
                pointers=[Pointer(where, Text("无此材料", "No such material"))]
            )

    def _with_rejected_value(self, point: CorrectionPoint, desk: str) -> CorrectionPoint:
        if point.target is Target.MATERIAL:
            rejected = self.materials[point.at].sha256
        else:
            rejected = canonical_json(field_at(self.form, point.at)).decode()
        return point.model_copy(update={"rejected": rejected, "desk": desk})


def _is_held(slots: Mapping[str, MaterialSlot], point: CorrectionPoint) -> bool:
    return point.target is Target.MATERIAL and slots[point.at].state in HELD


def _is_kept_elsewhere(item: ItemVersion, point: CorrectionPoint) -> bool:
    material = item.material(point.at) if point.target is Target.MATERIAL else None
    return material is not None and bool(material.certificate)
