"""The applicant's part: bring what is missing, promise, submit, correct, withdraw. `filling` tells of the form."""

from collections.abc import Collection
from datetime import datetime

from chalicelib.cases import errors
from chalicelib.cases.events import (
    DraftForgotten,
    MaterialPledged,
    MaterialReceived,
    MaterialRefused,
    MaterialResolved,
    MaterialReused,
    PromiseSigned,
    Submitted,
    UploadExpected,
    Withdrawn,
)
from chalicelib.cases.filling import Filling
from chalicelib.cases.forms import form_faults, form_sha256
from chalicelib.cases.late.following import Following
from chalicelib.cases.parts import SignedPromise
from chalicelib.cases.pledges import pledge_for
from chalicelib.cases.slots import REUSED, MaterialSlot
from chalicelib.cases.timekeeping import one_limit
from chalicelib.cases.vocabulary import ACCEPTED_STATES, FILLABLE, ClockKind, SlotState, Status
from chalicelib.catalogue.model import ItemVersion
from chalicelib.kernel.calendar import WorkCalendar
from chalicelib.kernel.events import Act
from chalicelib.materials.vault.model import KeptMaterial
from chalicelib.materials.vault.validity import Validity

UNSETTLED = frozenset({"only-the-applicant-has-it", "pledge-is-enough"})
"""Why a material is the applicant's to see to, though nobody has been asked for it."""
NOTHING_KEPT = {"certificate_id": "", "valid_to": "", "validity": None}
"""What is known of a material that was had from elsewhere, once the applicant has brought their own."""
GIVEN_UP = frozenset({Status.WITHDRAWN, Status.CORRECTION_LAPSED, Status.TERMINATED})
WITHDRAWABLE = (Status.DRAFT, Status.SUBMITTED, Status.CORRECTION_REQUESTED, *sorted(ACCEPTED_STATES))


class Filing(Filling, Following):
    """What the applicant does with their own case."""

    def resolve_material(self, slot: MaterialSlot, act: Act) -> None:
        """Note what a source answered about a material, however late. Ignored once the applicant has brought it
        themselves, or has taken the application back, or nobody requires it any more; while they are about to bring
        it, only what spares them that counts.
        """
        standing = self.materials.get(slot.code)
        if standing is None or self.status is not Status.DRAFT:
            return
        offered = standing.why in UNSETTLED and slot.why in {"kept-from-earlier", "pledge-barred"}
        spared = standing.state in {SlotState.UPLOADING, SlotState.REFUSED} and slot.state is SlotState.OBTAINED
        if not (standing.state is SlotState.ASKING or spared or offered):
            return
        self._set_slot(slot)
        self._record(
            MaterialResolved(material=slot.code, state=slot.state, why=slot.why, certificate_id=slot.certificate_id),
            act,
        )

    def rests_on(self, slot: MaterialSlot) -> bool:
        """Whether the certificate of `slot` is what stands for its material, and not something else by now."""
        standing = self.materials.get(slot.code)
        return (
            standing is not None
            and standing.state is SlotState.OBTAINED
            and standing.certificate_id == slot.certificate_id
        )

    def expect_upload(self, code: str, *, upload_id: str, sha256: str, act: Act) -> None:
        """A file for material `code` is on its way. Raises `MaterialUnknown`, `MaterialNotOpen`, `NotNow`."""
        slot = self.open_slot(code, act.at)
        self._set_slot(
            slot.model_copy(
                update={
                    "state": SlotState.UPLOADING,
                    "why": "upload-expected",
                    "upload_id": upload_id,
                }
            )
        )
        self._note_begun(code, act)
        self._record(UploadExpected(material=code, upload_id=upload_id, sha256=sha256), act)

    def receive_material(
        self,
        code: str,
        *,
        upload_id: str,
        object_key: str,
        sha256: str,
        size: int,
        media_type: str,
        previews: int = 0,
        act: Act,
    ) -> None:
        """The file arrived and is what was declared. A file that is not expected now, or that arrives after the
        papers were handed in, changes nothing.
        """
        slot = self._awaiting(code, upload_id)
        if slot is None:
            return
        self._set_slot(
            slot.model_copy(
                update={
                    "state": SlotState.UPLOADED,
                    "why": "uploaded-by-applicant",
                    "source": "applicant",
                    **NOTHING_KEPT,
                    "object_key": object_key,
                    "sha256": sha256,
                    "size": size,
                    "media_type": media_type,
                    "previews": previews,
                }
            )
        )
        self._record(MaterialReceived(material=code, upload_id=upload_id, sha256=sha256), act)
        self._note_brought(code, act)

    def refuse_material(self, code: str, *, upload_id: str, why: str, act: Act) -> None:
        """What arrived is not what was declared: it does not count, and the applicant is told why."""
        slot = self._awaiting(code, upload_id)
        if slot is None:
            return
        self._set_slot(slot.model_copy(update={"state": SlotState.REFUSED, "why": why}))
        self._note_not_come(code)
        self._record(MaterialRefused(material=code, upload_id=upload_id, why=why), act)

    def open_slot(self, code: str, now: datetime) -> MaterialSlot:
        """The slot of a material that the applicant may bring at `now`. Raises when there is none."""
        is_late = self.awaits(code, now)
        if not is_late:
            self._require(*FILLABLE)
        slot = self.materials_at(now).get(code)
        if slot is None:
            raise errors.MaterialUnknown
        if slot.state in {SlotState.OBTAINED, SlotState.ASKING} or not (is_late or self._may_replace(slot)):
            raise errors.MaterialNotOpen(state=slot.state, why=slot.why)
        return slot

    def sign_promise(self, *, version: str, sha256: str, item: ItemVersion, level: int, act: Act) -> None:
        """Accept the truthfulness promise: exactly the text of the item's version, by somebody identified as
        strongly as the item demands. Raises `LevelBelowItem`, `PromiseDiffers`, `NotNow`.
        """
        self._require(*FILLABLE)
        if level < self.terms.minimum_level:
            raise errors.LevelBelowItem.between(level, self.terms.minimum_level)
        promise = item.promise
        if (version, sha256) != (promise.version, promise.sha256):
            raise errors.PromiseDiffers(version=promise.version, sha256=promise.sha256)
        self.promise = SignedPromise(
            version=promise.version, text=promise.text, sha256=promise.sha256, level=level, at=act.at
        )
        self._record(PromiseSigned(promise_version=version, promise_sha256=sha256, level=level), act)

    def reuse_material(self, code: str, kept: KeptMaterial, validity: Validity, act: Act) -> None:
        """Let what the applicant brought for an earlier case stand for a material. Raises `MaterialUnknown`,
        `MaterialNotOpen`, `NotNow`.
        """
        slot, file = self.open_slot(code, act.at), kept.file
        until = {"valid_to": validity.until.isoformat(), "validity": validity}
        known = {"certificate_id": kept.id, "source": "applicant", **until}
        stands = {"state": SlotState.UPLOADED, "why": REUSED, "upload_id": ""}
        self._set_slot(slot.model_copy(update={**file.model_dump(), **known, **stands}))
        self._record(MaterialReused(material=code, kept_id=kept.id, sha256=file.sha256), act)
        self._note_brought(code, act)

    def pledge_material(self, code: str, *, version: str, sha256: str, item: ItemVersion, level: int, act: Act) -> None:
        """Let a written pledge stand for a material: exactly the text that the item shows for it, given by somebody
        identified as strongly as the item demands (国办发〔2020〕42号).

        Raises `PledgeNotTaken`, `PledgeDiffers`, `LevelBelowItem`, `MaterialUnknown`, `MaterialNotOpen`, `NotNow`.
        """
        slot, requirement = self.open_slot(code, act.at), item.material(code)
        if requirement is None or not item.takes_pledge_for(requirement):
            raise errors.PledgeNotTaken
        if level < self.terms.minimum_level:
            raise errors.LevelBelowItem.between(level, self.terms.minimum_level)
        pledge = pledge_for(item, requirement)
        if (version, sha256) != (pledge.version, pledge.sha256):
            raise errors.PledgeDiffers(version=pledge.version, sha256=pledge.sha256)
        signed = SignedPromise(version=version, text=pledge.text, sha256=sha256, level=level, at=act.at)
        self.pledges = {**self.pledges, code: signed}
        self._set_slot(slot.without_file(state=SlotState.PLEDGED, why="pledged", sha256=sha256))
        self._record(MaterialPledged(material=code, pledge_version=version, pledge_sha256=sha256, level=level), act)
        self._note_brought(code, act)

    def submit(self, *, number: str, item: ItemVersion, act: Act, calendar: WorkCalendar) -> None:
        """Hand the application in, or hand it in again corrected; either opens a check of five working days.

        It counts as received now, on whatever day that is. Raises `AlreadySubmitted`, `CorrectionOver`, `FormInvalid`,
        `MaterialsBeingAsked`, `MaterialsMissing`, `PromiseMissing`, `NotNow`.
        """
        if self.number and self.status not in {Status.CORRECTION_REQUESTED, *GIVEN_UP}:
            raise errors.AlreadySubmitted(number=self.number, case_id=self.id)
        self._require(*FILLABLE)
        if self._has_run_out(ClockKind.CORRECTION, act.at):
            raise errors.CorrectionOver
        materials = self.materials_at(act.at)
        self._refuse_incomplete(item, materials.values())
        self.number = self.number or number
        self.rounds += 1
        self.submitted_at, self.materials = act.at, self._left_for_later(materials)
        self.status, self.findings = Status.SUBMITTED, ()
        self._record(
            Submitted(
                number=self.number,
                round=self.rounds,
                form_sha256=form_sha256(self.form),
                materials={code: slot.sha256 or slot.certificate_id for code, slot in sorted(self.materials.items())},
            ),
            act,
        )
        self._start_clock(ClockKind.CHECK, one_limit(self.terms.acceptance_check), act=act, calendar=calendar)

    def withdraw(self, reason: str, act: Act) -> None:
        """Take the application back before it is decided. Raises `AlreadyDecided`, `NotNow`."""
        if self.decision is not None:
            raise errors.AlreadyDecided
        self._require(*WITHDRAWABLE)
        self._stop_clock(act)
        self.status = Status.WITHDRAWN
        self._record(Withdrawn(reason=reason), act)

    def forget_draft(self, act: Act, *, begun_before: datetime) -> bool:
        """Forget what a draft begun before that instant and never submitted holds of its applicant: no purpose is left
        that it could be kept for (个人信息保护法, arts. 19 and 47). False for any other case.
        """
        if not (self.status is Status.DRAFT or self.is_given_up_draft) or self.opened_at >= begun_before:
            return False
        self.form, self.promise, self.applicant = {}, None, self.applicant.forgotten()
        self.pledges, self.obtained, self.late_promise = {}, {}, None
        self.materials = {code: slot.forgotten() for code, slot in self.materials.items()}
        self.status = Status.WITHDRAWN
        self._record(DraftForgotten(), act)
        return True

    def _awaiting(self, code: str, upload_id: str) -> MaterialSlot | None:
        slot = self.materials.get(code)
        if slot is None or not (self.status in FILLABLE or self.expects(code)):
            return None
        return slot if slot.upload_id == upload_id and slot.state is SlotState.UPLOADING else None

    def _may_replace(self, slot: MaterialSlot) -> bool:
        late = slot.may_follow and not slot.is_there
        return late or self.correction is None or self.correction.opens_material(slot.code)

    def _refuse_incomplete(self, item: ItemVersion, materials: Collection[MaterialSlot]) -> None:
        faults = form_faults(item.form, self.form, complete=True)
        if faults:
            raise errors.FormInvalid(pointers=faults)
        if any(slot.state is SlotState.ASKING for slot in materials):
            raise errors.MaterialsBeingAsked
        unpromised = self._missing_without_promise(item, materials)
        missing = [slot for slot in materials if slot.is_missing or slot.code in unpromised]
        if missing:
            raise errors.MaterialsMissing.of(missing)
        if self.promise is None:
            raise errors.PromiseMissing
