"""Moving a running case to another version of its item: the head's explicit act, with its reason, or not at all."""

from chalicelib.cases import errors
from chalicelib.cases.archiving import Archiving
from chalicelib.cases.blockers import what_blocks_a_move, with_limits_of
from chalicelib.cases.events import MovedToVersion
from chalicelib.cases.parts import ItemTerms
from chalicelib.cases.slots import MaterialSlot
from chalicelib.cases.vocabulary import ClockKind, Status
from chalicelib.catalogue.model import ItemVersion
from chalicelib.catalogue.parts import MaterialRequirement
from chalicelib.kernel.calendar import WorkCalendar
from chalicelib.kernel.events import Act


class Moving(Archiving):
    """A case keeps its version until somebody moves it."""

    def move_to(self, item: ItemVersion, reason: str, act: Act, calendar: WorkCalendar) -> None:
        """Let `item` be the terms of the case from now on: its limits from the same start, its materials, its route.

        What was handed in, answered and asked for stays. Raises `MoveRefused` with everything in the way, `OwnCase`.
        """
        self.require_not_own(act)
        blockers = what_blocks_a_move(self, item, calendar)
        if blockers:
            raise errors.MoveRefused(pointers=blockers)
        before, self.terms = self.terms, self._terms_of(item)
        self.materials = self._slots_of(item)
        self._keep_late_materials()
        if self.status is Status.DRAFT and self.promise and self.promise.sha256 != item.promise.sha256:
            self.promise = None
        self._keep_new_limits(item, act, calendar)
        clock = self.clock
        self._record(
            MovedToVersion(
                from_version=before.version,
                to_version=item.version,
                reason=reason,
                route_changed=self.accepted_since is not None and before.review != self.terms.review,
                clock=clock.number if clock else 0,
                due=clock.promised if clock else "",
                statutory=clock.statutory if clock else "",
            ),
            act,
        )

    def _terms_of(self, item: ItemVersion) -> ItemTerms:
        """Whether a second open case is barred was settled when this one was opened, by a row of its own."""
        return ItemTerms.of(item, self.region).model_copy(update={"one_open_case": self.terms.one_open_case})

    def _slots_of(self, item: ItemVersion) -> dict[str, MaterialSlot]:
        """Those of `item`, as far as they stand already; what is here and not required any more stays with the case."""
        wanted = {material.code: self._slot_for(material, item) for material in item.materials}
        kept = {code: slot for code, slot in self.materials.items() if slot.is_there and code not in wanted}
        return {**wanted, **kept}

    def _slot_for(self, material: MaterialRequirement, item: ItemVersion) -> MaterialSlot:
        """Its source is asked while the papers are being gathered, and not any more once they were handed in."""
        new = MaterialSlot.of(material, item, ask=self.status is Status.DRAFT)
        standing = self.materials.get(material.code)
        if standing is None:
            return new
        return standing.model_copy(update={"name_zh": new.name_zh, "name_en": new.name_en, "necessity": new.necessity})

    def _keep_new_limits(self, item: ItemVersion, act: Act, calendar: WorkCalendar) -> None:
        """The handling clock goes on from its own start; any other runs as it was told."""
        clock = self.clock
        if clock is None or clock.kind is not ClockKind.HANDLING:
            return
        ledger = with_limits_of(clock.ledger, item)
        if ledger is not None:
            self._set_clock(clock, ledger, act, calendar)
