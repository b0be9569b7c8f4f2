"""What follows later: promised while the papers are gathered, waited for from acceptance on, looked at when it comes.

The handling clock runs on meanwhile. Nothing is granted before all of it is there and was looked at; what does not come
ends the case, as its applicant agreed to.
"""

from collections.abc import Iterable
from datetime import datetime

from chalicelib.cases import errors, handling_errors
from chalicelib.cases.late.errors import (
    LateMaterialsOutstanding,
    NothingMayFollow,
    NothingToLookAt,
    PromiseToFollowDiffers,
    ReturnedBefore,
)
from chalicelib.cases.late.events import (
    LateMaterialBrought,
    LateMaterialConfirmed,
    LateMaterialReminded,
    LateMaterialReturned,
    LateMaterialsAwaited,
    LateMaterialsRescheduled,
    PromisedToFollow,
    PromiseToFollowBroken,
    Terminated,
)
from chalicelib.cases.late.model import LateMaterial, LateState, PromiseToFollow, Reminder, Returned
from chalicelib.cases.late.promise import PromiseText, may_follow
from chalicelib.cases.late.words import ended_because
from chalicelib.cases.slots import MaterialSlot
from chalicelib.cases.timekeeping import Timekeeping
from chalicelib.cases.vocabulary import ACCEPTED_STATES, FILLABLE, SlotState, Status
from chalicelib.catalogue.model import ItemVersion
from chalicelib.kernel.calendar import WorkCalendar
from chalicelib.kernel.events import Act


class Following(Timekeeping):
    """The materials of a case that may follow later."""

    def promise_to_follow_for(self, item: ItemVersion, now: datetime) -> PromiseText:
        """The promise for what may follow and is not there at `now`. Raises `NotNow`, `NothingMayFollow`."""
        self._require(*FILLABLE)
        missing = _missing_that_may_follow(item, self.materials_at(now).values())
        if not missing:
            raise NothingMayFollow
        return PromiseText.of(item, missing)

    def promise_to_follow(self, *, version: str, sha256: str, item: ItemVersion, level: int, act: Act) -> None:
        """Promise to bring later what may follow and is missing: exactly the text that is shown, by somebody identified
        as strongly as the item demands.

        Raises `PromiseToFollowDiffers`, `LevelBelowItem`, `NothingMayFollow`, `NotNow`.
        """
        shown = self.promise_to_follow_for(item, act.at)
        if level < self.terms.minimum_level:
            raise errors.LevelBelowItem.between(level, self.terms.minimum_level)
        if (version, sha256) != (shown.version, shown.sha256):
            raise PromiseToFollowDiffers(version=shown.version, sha256=shown.sha256)
        self.late_promise = PromiseToFollow(
            version=version, text=shown.text, sha256=sha256, level=level, at=act.at, materials=shown.materials
        )
        codes = [material.code for material in shown.materials]
        self._record(
            PromisedToFollow(materials=codes, promise_version=version, promise_sha256=sha256, level=level), act
        )

    def check_late_material(self, code: str, desk: str, *, wrong: str, act: Act, calendar: WorkCalendar) -> None:
        """A desk of the first stage has looked at what followed. Nothing `wrong`: it is confirmed; or else it is
        returned, once, and may be brought again.

        Raises `NotNow`, `OwnCase`, `DeskNotAsked`, `NothingToLookAt`, `ReturnedBefore`.
        """
        self._require(*ACCEPTED_STATES)
        self.require_not_own(act)
        if desk not in self.terms.review[0].desks:
            raise handling_errors.DeskNotAsked
        late, slot = self.late_materials.get(code), self.materials.get(code)
        if late is None or slot is None or late.state is not LateState.BROUGHT:
            raise NothingToLookAt
        if not wrong:
            self._set_late(late.confirmed())
            self._record(LateMaterialConfirmed(material=code, desk=desk, sha256=slot.sha256), act)
            return
        if late.returned is not None:
            raise ReturnedBefore
        file = slot.model_dump(include={"sha256", "object_key", "size", "media_type"})
        back = late.sent_back(Returned(desk=desk, reason=wrong, at=act.at, **file), calendar)
        self._set_late(back)
        nothing = slot.without_file(state=SlotState.TO_UPLOAD, why="late-material-returned")
        self._set_slot(
            nothing.model_copy(update={"certificate_id": "", "valid_to": "", "validity": None, "previews": 0})
        )
        clock = self.clock.number if self.clock else 0
        self._record(
            LateMaterialReturned(material=code, desk=desk, reason=wrong, sha256=slot.sha256, due=back.due, clock=clock),
            act,
        )

    def recompute_late_materials(self, act: Act, calendar: WorkCalendar) -> None:
        """Compute the last days again when `calendar` says something else than it did."""
        moved = [(late, late.under(calendar)) for late in self.awaited_materials]
        changed = [(before, now) for before, now in moved if before != now]
        for _, now in changed:
            self._set_late(now)
        if changed:
            days = {now.code: now.due for _, now in changed}
            before = {was.code: was.due for was, _ in changed}
            self._record(LateMaterialsRescheduled(materials=days, before=before), act)

    def remind_of_late_materials(self, act: Act, calendar: WorkCalendar) -> None:
        """Remind of what is missing, ahead of its last day and on it; what shares a day is told at once."""
        told: dict[tuple[str, Reminder], list[str]] = {}
        for late in self.awaited_materials:
            instants = late.reminders(calendar)
            due = tuple(kind for kind, at in instants if at <= act.at and kind not in late.reminded)
            if due:
                self._set_late(late.told(due, calendar))
            for kind in due:
                told.setdefault((late.due, kind), []).append(late.code)
        for (day, kind), codes in told.items():
            self._record(LateMaterialReminded(materials=codes, reminder=kind, due=day), act)

    def end_if_not_brought(self, act: Act) -> bool:
        """The last day of something promised is over, and it did not come: the case ends, and the promise counts as
        broken. True if so.
        """
        broken = [late for late in self.awaited_materials if late.ends_at <= act.at]
        if not broken or self.late_promise is None:
            return False
        self._record(
            PromiseToFollowBroken(
                materials={late.code: late.due for late in broken},
                returned=[late.code for late in broken if late.returned is not None],
                promise_sha256=self.late_promise.sha256,
            ),
            act,
        )
        self._stop_clock(act)
        names = [self.materials[late.code].name_zh for late in broken]
        self.status, self.refusal = Status.TERMINATED, ended_because(names, max(late.due for late in broken))
        self._record(Terminated(materials=[late.code for late in broken]), act)
        return True

    def awaits(self, code: str, now: datetime) -> bool:
        """Whether the applicant may bring a material that follows later at `now`."""
        return any(late.code == code and now < late.due_at for late in self.awaited_materials)

    def expects(self, code: str) -> bool:
        """Whether a file for it still counts: its upload began in time, before acceptance or after."""
        promised = self.late_promise is not None and self.late_promise.within(code) is not None
        waits = any(late.code == code for late in self.awaited_materials)
        return waits or (self.status is Status.SUBMITTED and promised)

    def require_nothing_outstanding(self) -> None:
        """Raise `LateMaterialsOutstanding` while something that follows is not there, or was not looked at."""
        open_ones = [late for late in self.late_materials.values() if late.state is not LateState.CONFIRMED]
        if open_ones:
            raise LateMaterialsOutstanding.because((self.materials[late.code], late) for late in open_ones)

    def late_materials_were_missing_at(self, instant: datetime) -> bool:
        """Whether the applicant still owed something then."""
        return any(late.was_missing_at(instant) for late in self.late_materials.values())

    def _missing_without_promise(self, item: ItemVersion, slots: Iterable[MaterialSlot]) -> list[str]:
        """What may follow and is not there, and of which no promise says so within the item's time."""
        missing = _missing_that_may_follow(item, slots)
        promise = self.late_promise
        return [code for code in missing if promise is None or promise.within(code) != _within(item, code)]

    def _left_for_later(self, slots: dict[str, MaterialSlot]) -> dict[str, MaterialSlot]:
        """`slots` as they are handed in: what was promised stands so, unless its file is on its way."""
        promise = self.late_promise
        return {
            code: slot.without_file(state=SlotState.TO_UPLOAD, why="promised-to-follow")
            if promise is not None
            and promise.within(code) is not None
            and slot.state in {SlotState.TO_UPLOAD, SlotState.REFUSED}
            else slot
            for code, slot in slots.items()
        }

    def _await_late_materials(self, act: Act, calendar: WorkCalendar) -> None:
        """From now on its applicant has as long as the promise says for each that is not there."""
        promised = self.late_promise.materials if self.late_promise else ()
        slots = {code: slot for code, slot in self.materials.items() if slot.may_follow and not slot.is_there}
        missing = [it for it in promised if it.code in slots]
        for it in missing:
            late = LateMaterial.awaited(it.code, it.within, since=act.at, calendar=calendar)
            on_its_way = slots[it.code].state is SlotState.UPLOADING
            self._set_late(late.begun(act.at) if on_its_way else late)
        if missing:
            days = {it.code: self.late_materials[it.code].due for it in missing}
            self._record(LateMaterialsAwaited(materials=days), act)

    def _note_begun(self, code: str, act: Act) -> None:
        if code in self.late_materials:
            self._set_late(self.late_materials[code].begun(act.at))

    def _note_brought(self, code: str, act: Act) -> None:
        """It is there, by whatever way; a desk has to look at it."""
        late = self.late_materials.get(code)
        if late is not None and late.state is LateState.AWAITED:
            self._set_late(late.brought(act.at))
            self._record(LateMaterialBrought(material=code, sha256=self.materials[code].sha256), act)

    def _note_not_come(self, code: str) -> None:
        if code in self.late_materials:
            self._set_late(self.late_materials[code].not_come())

    def _keep_late_materials(self) -> None:
        """Under another version of the item nobody waits for what it does not ask for."""
        wanted = {code for code, slot in self.materials.items() if slot.may_follow or slot.is_there}
        self.late_materials = {code: late for code, late in self.late_materials.items() if code in wanted}

    def _set_late(self, late: LateMaterial) -> None:
        self.late_materials = {**self.late_materials, late.code: late}

    def _set_slot(self, slot: MaterialSlot) -> None:
        self.materials = {**self.materials, slot.code: slot}


def _missing_that_may_follow(item: ItemVersion, slots: Iterable[MaterialSlot]) -> list[str]:
    late = {material.code for material in item.materials if may_follow(material)}
    missing = [slot for slot in slots if not slot.is_there and slot.state is not SlotState.ASKING]
    return [slot.code for slot in missing if slot.code in late]


def _within(item: ItemVersion, code: str) -> object:
    material = item.material(code)
    return material.follow_within if material else None
