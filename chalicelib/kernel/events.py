"""Domain events and who brought them about."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, SerializerFunctionWrapHandler, model_serializer


class Party(StrEnum):
    """Whose hand acts. Time that a case spends is attributed to one of these (oversight)."""

    APPLICANT = "APPLICANT"
    OFFICIAL = "OFFICIAL"
    SYSTEM = "SYSTEM"
    COUNTERPARTY = "COUNTERPARTY"


class Actor(BaseModel):
    """Who acts: an account, a member of staff, a counterparty or the system itself. No personal data.

    `on_behalf_of` is the principal whose affairs these are where that is somebody else (被代理人), `authority` what
    lets the actor do so: a mandate, an assistance, a substitution; `channel` the way they came (WEB, WINDOW …). What is
    empty stays out of the record.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    id: str
    party: Party
    role: str
    on_behalf_of: str = ""
    authority: str = ""
    channel: str = ""

    @model_serializer(mode="wrap")
    def _without_what_is_empty(self, serialize: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {name: value for name, value in serialize(self).items() if value}


class Act(BaseModel):
    """One act: who, at which instant of business time, within which request (`correlation_id`)."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    actor: Actor
    at: AwareDatetime
    correlation_id: str

    def by_system(self) -> "Act":
        """The same moment, attributed to the system: what follows from an act by rule, not by choice."""
        return self.model_copy(update={"actor": SYSTEM})


SYSTEM = Actor(id="system", party=Party.SYSTEM, role="system")


class Event(BaseModel):
    """Something that happened, in the past tense. Subclasses name it: `type = "case.Submitted"`.

    Its validator is built when it is first needed: most functions never see most events.
    """

    model_config = ConfigDict(frozen=True, defer_build=True, hide_input_in_errors=True)

    type: ClassVar[str]


class RecordedEvent(BaseModel):
    """An event as it was written into its aggregate's history. `data` holds JSON values only."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    aggregate_id: str
    sequence: int
    type: str
    at: datetime
    actor: Actor
    correlation_id: str
    data: dict[str, Any]
    previous_hash: str
    hash: str

    @property
    def id(self) -> str:
        """Unique for ever, and the same however often the event is delivered."""
        return f"{self.aggregate_id}:{self.sequence}"
