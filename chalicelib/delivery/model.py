"""A shipment (寄递): one result on its way to one recipient, by courier or, if that fails, over the counter.

What the courier tells may come repeated, out of order or late: the trace is a set of events in the order of the
courier's own time, and where the parcel is follows from the trace alone. Nothing leaves a terminal state.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar, Self

from pydantic import AwareDatetime

from chalicelib.delivery import errors
from chalicelib.delivery.events import (
    Booked,
    HandedOver,
    Moved,
    ResendChosen,
    Returned,
    ShipmentEvent,
    ShipmentOpened,
    Signed,
    TroubleRecorded,
)
from chalicelib.delivery.vocabulary import FAILED, STRANDED, TERMINAL, ShipmentState, Stage, TracePoint
from chalicelib.kernel.aggregate import Aggregate
from chalicelib.kernel.events import Act
from chalicelib.kernel.value import Value

MOST_ATTEMPTS = 2
_REFERENCE = re.compile(r"[0-9A-Z]{1,26}")


class Recipient(Value):
    """Who receives it, and where: personal data, kept on the snapshot and nowhere else."""

    name: str
    mobile: str
    address: str


class Shipment(Aggregate):
    """`attempt` counts the bookings that were wanted; `company` is empty until the present one was made. `item_code`
    tells somebody whose authority names items whether it reaches here. `numbers` are those of the people and
    organisations whose result it is: officials with an interest in one of them keep away.
    """

    personal: ClassVar[bool] = True

    reference: str
    owner_id: str
    department: str
    region: str
    item_code: str = ""
    numbers: tuple[str, ...] = ()
    recipient: Recipient
    contents: str
    status: ShipmentState = ShipmentState.CREATED
    attempt: int = 1
    company: str = ""
    waybill: str = ""
    former_waybills: tuple[str, ...] = ()
    trace: tuple[TracePoint, ...] = ()
    signed_at: AwareDatetime | None = None
    handed_over_at: AwareDatetime | None = None
    trouble: str = ""

    @classmethod
    def open(
        cls,
        *,
        reference: str,
        owner_id: str,
        department: str,
        region: str,
        item_code: str = "",
        numbers: tuple[str, ...] = (),
        recipient: Recipient,
        contents: str,
        act: Act,
    ) -> Self:
        """The one shipment of `reference`."""
        shipment = cls(
            id=shipment_id_of(reference),
            reference=reference,
            owner_id=owner_id,
            department=department,
            region=region,
            item_code=item_code,
            numbers=numbers,
            recipient=recipient,
            contents=contents,
        )
        shipment._tell(ShipmentOpened(**shipment._names), act)
        return shipment

    @property
    def booking_reference(self) -> str:
        """Our number at the courier: the same one again books nothing new."""
        return self.id if self.attempt == 1 else f"{self.id}r{self.attempt}"

    @property
    def has_arrived(self) -> bool:
        """Whether the owner has it: signed for, or fetched at the window."""
        return self.handed_over_at is not None or self.status is ShipmentState.SIGNED

    @property
    def stage(self) -> Stage:
        """What comes next."""
        if self.has_arrived:
            return Stage.DONE
        if self.status in FAILED:
            return Stage.AWAIT_CHOICE
        return Stage.AWAIT_ARRIVAL if self.company else Stage.BOOK

    def note_booked(self, attempt: int, company: str, waybill: str, act: Act) -> None:
        """The courier has taken on booking `attempt`; the waybill may come later."""
        if attempt != self.attempt or self.waybill or (self.company and not waybill):
            return
        self.company, self.waybill = company, waybill
        self._tell(Booked(**self._names, waybill=waybill, company=company), act)

    def note_trace(self, waybill: str, company: str, points: Iterable[TracePoint], act: Act) -> None:
        """The courier tells the trace of `waybill`. Raises `WaybillForeign`."""
        if not self.waybill and waybill not in self.former_waybills:
            self.note_booked(self.attempt, company, waybill, act)
        if waybill not in (self.waybill, *self.former_waybills):
            raise errors.WaybillForeign
        known = {point.identity for point in self.trace}
        fresh = {point.identity: point for point in points if point.identity not in known}
        if fresh:
            self.trace = tuple(sorted((*self.trace, *fresh.values()), key=lambda point: point.position))
            self._move(len(fresh), act)

    def note_headline(self, waybill: str, company: str, state: ShipmentState, at: datetime, act: Act) -> None:
        """The courier tells a state without a trace (the order was cancelled, the trace given up), noticed `at`. It has
        no time of its own, so it never moves the parcel back. Raises `WaybillForeign`.
        """
        further = state in TERMINAL or state.rank > self.status.rank
        point = TracePoint(waybill=waybill, operation=f"order: {state}", at=at, state=state)
        told = any((one.waybill, one.operation) == (waybill, point.operation) for one in self.trace)
        self.note_trace(waybill, company, [point] if further and not told else [], act)

    def resend(self, recipient: Recipient, act: Act) -> None:
        """Send it again, once, to another address. Raises `NotReturned` or `AlreadyResent`."""
        self._require_stranded()
        if self.attempt >= MOST_ATTEMPTS:
            raise errors.AlreadyResent
        self.former_waybills = (*self.former_waybills, *filter(None, [self.waybill]))
        self.attempt, self.company, self.waybill = self.attempt + 1, "", ""
        self.status, self.recipient = ShipmentState.CREATED, recipient
        self._tell(ResendChosen(**self._names, attempt=self.attempt), act)

    def hand_over(self, act: Act) -> None:
        """The owner fetched it at the window, identified there. Raises `NotReturned`."""
        self._require_stranded()
        self.handed_over_at = act.at
        self._tell(HandedOver(**self._names), act)

    def note_trouble(self, error: str, act: Act) -> None:
        """The orchestration failed; whatever happens next clears it. Said once."""
        if self.trouble != error:
            self._tell(TroubleRecorded(**self._names, error=error), act)
            self.trouble = error

    @property
    def _names(self) -> dict[str, str]:
        return {"shipment_id": self.id, "reference": self.reference}

    def _move(self, points: int, act: Act) -> None:
        before = self.status
        decisive = self._decisive_point()
        if decisive and decisive.state and before not in TERMINAL and not self.handed_over_at:
            self.status = decisive.state
        self._tell(Moved(**self._names, state=self.status, points=points), act)
        if self.status is before or decisive is None:
            return
        if self.status is ShipmentState.SIGNED:
            self.signed_at = decisive.at
            self._tell(Signed(**self._names, signed_at=decisive.at), act)
        elif self.status in FAILED and before not in FAILED:
            self._tell(Returned(**self._names, why=self.status), act)

    def _decisive_point(self) -> TracePoint | None:
        """The newest event of the present waybill that says where the parcel is, or the first terminal one."""
        decisive = None
        for point in self.trace:
            if point.waybill == self.waybill and point.state:
                decisive = point
                if point.state in TERMINAL:
                    break
        return decisive

    def _require_stranded(self) -> None:
        if self.handed_over_at or self.status not in STRANDED:
            raise errors.NotReturned(state="HANDED_OVER" if self.handed_over_at else self.status)

    def _tell(self, event: ShipmentEvent, act: Act) -> None:
        self.trouble = ""
        self._record(event, act)


def shipment_id_of(reference: str) -> str:
    """The id of the shipment of `reference` (at most 26 capital letters and digits). Raises ValueError."""
    if not _REFERENCE.fullmatch(reference):
        raise ValueError("a reference has 1 to 26 capital letters and digits")
    return f"S{reference}"
