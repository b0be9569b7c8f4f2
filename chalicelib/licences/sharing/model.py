"""What a partner may read of licences by statutory duty, and what is kept of each reading."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Self

from pydantic import AwareDatetime

from chalicelib.kernel.aggregate import Aggregate
from chalicelib.kernel.events import Act, Event
from chalicelib.kernel.identity_numbers import HolderType
from chalicelib.kernel.value import Value
from chalicelib.licences.sharing.errors import NoDuty
from chalicelib.parties.consents.terms import SharedCertificate

READINGS_PER_HOUR = 60
"""Of a partner for whom nothing else is registered: it reads by consent only."""


OFFICIALS_READINGS_PER_HOUR = 60
MOST_AT_ONCE = 40
"""Licences in one reading: each is noted in the reading's own transaction."""


class Duty(Value):
    """One certificate type, which of its fields, and the law by whose duty they are needed (法定职责依据)."""

    certificate: SharedCertificate
    basis: str


class TypeReader(Value):
    """In the directory of certificate types: which system may read one by duty. Public."""

    reader: str
    duty: Duty


class DutiesRegistered(Event):
    """From now on the client may read this, and nothing else, without a consent."""

    type = "licence.DutiesRegistered"
    duties: tuple[dict[str, str | tuple[str, ...]], ...]
    readings_per_hour: int


class Duties(Aggregate):
    """All that one client may read by duty; its id is the client's. Version 0 while nothing was ever registered."""

    duties: tuple[Duty, ...] = ()
    readings_per_hour: int = READINGS_PER_HOUR

    @classmethod
    def none_of(cls, client_id: str) -> Self:
        """What holds before anything is registered."""
        return cls(id=client_id)

    def register(self, duties: tuple[Duty, ...], readings_per_hour: int, act: Act) -> None:
        """These instead of those before; the same again changes nothing."""
        if (duties, readings_per_hour) == (self.duties, self.readings_per_hour) and self.version:
            return
        self.duties, self.readings_per_hour = duties, readings_per_hour
        told = tuple(
            {
                "certificate_type": duty.certificate.code,
                "fields": tuple(field.name for field in duty.certificate.fields),
                "basis": duty.basis,
            }
            for duty in duties
        )
        self._record(DutiesRegistered(duties=told, readings_per_hour=readings_per_hour), act)

    def require(self, certificate_type: str, fields: Sequence[str]) -> Duty:
        """The duty that covers those fields of that type; no fields means all of them. Raises `NoDuty`."""
        for duty in self.duties:
            if duty.certificate.code == certificate_type and duty.certificate.covers(fields):
                return duty
        raise NoDuty


class Ground(StrEnum):
    """By what right a licence was read."""

    DUTY = "DUTY"
    CONSENT = "CONSENT"


class Wanted(Value):
    """What a partner asks for: whose certificates (`number` has been checked), of which type, which fields, and why.

    With a `consent_id` it is read by that consent, to which `reason` and `item_code` belong; otherwise by duty.
    """

    number: str
    number_type: HolderType
    certificate_type: str
    fields: tuple[str, ...] = ()
    reason: str
    consent_id: str = ""
    item_code: str = ""
    identifier: str = ""
    """Of one certificate, where not all of them are wanted."""


class AtADesk(Value):
    """An official who reads in the course of a case, by the item's law (`basis`): what the holder is told of it.

    `official` is kept for whoever inspects readings; the holder sees the department (`reader`).
    """

    official: str
    reader: str
    case_id: str
    certificate: str
    basis: str


class Reading(Value):
    """One reading, as the holder sees it: who, what, why, and by what right (`basis`: the law, or the consent's id).

    Partners have a `client_id`; departments read in a case (`case_id`), where `official` is not told to the holder.
    """

    id: str
    at: AwareDatetime
    client_id: str = ""
    case_id: str = ""
    official: str = ""
    reader: str
    certificate_type: str
    certificate: str
    fields: tuple[str, ...]
    reason: str
    ground: Ground
    basis: str
    licences: tuple[str, ...]
    """Ids of those that were read; none were in the holder's name if empty, which is told by reading too."""
