"""What every aggregate shares: an identity, a version, and the events that its methods record."""

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, PrivateAttr

from chalicelib.kernel.chain import GENESIS, seal
from chalicelib.kernel.events import Act, Event, RecordedEvent


class Aggregate(BaseModel):
    """State that changes only through its own methods: check, change, record an event.

    `version` counts the recorded events; a snapshot is stored only if the stored version is the one that was
    loaded (optimistic lock). `head` is the hash of the last event.
    """

    model_config = ConfigDict(validate_assignment=False, extra="forbid", defer_build=True, hide_input_in_errors=True)

    schema_version: ClassVar[int] = 1
    personal: ClassVar[bool] = False
    """Whether the snapshot holds personal data and is kept sealed. Events never hold any."""

    id: str
    version: int = 0
    head: str = GENESIS
    _pending: list[RecordedEvent] = PrivateAttr(
        []
    )  # pydantic copies it; a factory costs a third of a millisecond a load

    @property
    def pending(self) -> tuple[RecordedEvent, ...]:
        """Events recorded since the aggregate was loaded, not yet stored."""
        return tuple(self._pending)

    @property
    def loaded_version(self) -> int:
        """The version that the store has to hold for this aggregate's changes to be written; 0 for a new one."""
        return self.version - len(self._pending)

    @classmethod
    def upcast(cls, body: dict[str, Any], schema: int) -> dict[str, Any]:
        """`body`, written under an older `schema`, in the present one. Overridden with the first change of shape."""
        raise UnknownSchema(f"{cls.__name__} cannot read schema {schema}")

    def _record(self, event: Event, act: Act) -> None:
        entry = seal(event, aggregate_id=self.id, sequence=self.version + 1, previous_hash=self.head, act=act)
        self._pending.append(entry)
        self.version, self.head = entry.sequence, entry.hash

    def committed(self) -> None:
        """Called by the unit of work once the changes are stored."""
        self._pending.clear()


class UnknownSchema(ValueError):
    """A snapshot was written in a shape that this version of the code cannot read."""
