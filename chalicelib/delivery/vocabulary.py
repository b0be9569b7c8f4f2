"""Words of delivery: the unified states of a parcel, the stages of its orchestration, a point of its trace."""

from enum import StrEnum

from pydantic import AwareDatetime

from chalicelib.kernel.value import Value


class ShipmentState(StrEnum):
    """Where a parcel is, whatever its courier calls it. Declared in the order of a parcel's way."""

    CREATED = "CREATED"
    PICKED_UP = "PICKED_UP"
    IN_TRANSIT = "IN_TRANSIT"
    DELIVERING = "DELIVERING"
    AT_LOCKER = "AT_LOCKER"
    SIGNED = "SIGNED"
    REJECTED = "REJECTED"
    RETURNING = "RETURNING"
    RETURNED = "RETURNED"
    EXCEPTION = "EXCEPTION"
    LOST = "LOST"
    CANCELLED = "CANCELLED"

    @property
    def rank(self) -> int:
        """How far along the way; decides between events of the same second."""
        return list(ShipmentState).index(self)


S = ShipmentState
TERMINAL = frozenset({S.SIGNED, S.RETURNED, S.LOST, S.CANCELLED})
"""Nothing leaves these."""
FAILED = frozenset({S.REJECTED, S.RETURNING, S.RETURNED, S.LOST, S.CANCELLED})
"""It did not reach its recipient: it is sent again or fetched at the window."""
STRANDED = FAILED | {S.EXCEPTION}
"""What may be sent again or fetched. An exception may still arrive by itself, but nobody has to wait for that."""


class Stage(StrEnum):
    """What the shipment waits for next; the orchestration follows it."""

    BOOK = "BOOK"
    AWAIT_ARRIVAL = "AWAIT_ARRIVAL"
    AWAIT_CHOICE = "AWAIT_CHOICE"
    DONE = "DONE"


class TracePoint(Value):
    """One event of a parcel, at the courier's own time. `state` is None where the courier's code says nothing to us."""

    waybill: str
    operation: str
    at: AwareDatetime
    state: ShipmentState | None
    description: str = ""
    place: str = ""

    @property
    def identity(self) -> tuple[str, str, AwareDatetime]:
        """What tells one event from another."""
        return self.waybill, self.operation, self.at

    @property
    def position(self) -> tuple[AwareDatetime, int]:
        """Its place in the trace."""
        return self.at, self.state.rank if self.state else -1
