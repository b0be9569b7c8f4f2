"""Sharing over HTTP: what a partner asks and is told, what the operator registers, what the holder sees."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import Field, StringConstraints

from chalicelib.http.shapes import Request, Shape
from chalicelib.kernel.errors import Pointer
from chalicelib.kernel.identity_numbers import HolderType, IdentityNumberError, ResidentId, UnifiedSocialCreditCode
from chalicelib.kernel.instants import shanghai_date
from chalicelib.kernel.text import Text
from chalicelib.licences.model import Licence
from chalicelib.licences.sharing.errors import HolderCodeInvalid
from chalicelib.licences.sharing.model import READINGS_PER_HOUR, Duties, Duty, Ground, Reading, TypeReader, Wanted
from chalicelib.parties.consents.views import MOST_FIELDS, Purpose, SharedCertificateView, WantedCertificate

NOT_OF_THAT_TYPE = Text("不是该类型的有效代码", "No valid code of that type")
MOST_DUTIES = 45
"""So that all of them can be replaced by as many others in one transaction."""


class ReadLicences(Request):
    """Whose certificates, of which type, which of their fields, and why."""

    holder_code: str = Field(min_length=15, max_length=24, description="The holder's number.")
    holder_code_type: HolderType = Field(description="111: resident identity number; 001: social credit code.")
    certificate_type: str = Field(pattern=r"^[A-Z0-9_-]{2,60}$", description="GET /v1/certificate-types.")
    fields: tuple[Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,40}$")], ...] = Field(
        (), max_length=MOST_FIELDS, description="Names of its fields; empty: all of them."
    )
    reason: Purpose = Field(description="What it is needed for; the holder sees it. By consent: its very purpose.")
    consent_id: str = Field("", pattern=r"^[0-9A-Z]{0,26}$", description="The holder's consent; empty: by duty.")
    item_code: str = Field("", pattern=r"^[A-Za-z0-9-]{0,64}$", description="The item that the consent names, if any.")
    identifier: str = Field(
        "", max_length=100, description="Of the one certificate that is wanted; empty: all of them."
    )

    def wanted(self, today: date) -> Wanted:
        """What is asked for, with a number that can be one. Raises `HolderCodeInvalid`."""
        try:
            if self.holder_code_type is HolderType.RESIDENT_ID:
                number = ResidentId.parse(self.holder_code, today=today).number
            else:
                number = UnifiedSocialCreditCode.parse(self.holder_code).number
        except IdentityNumberError as error:
            raise HolderCodeInvalid(pointers=[Pointer("#/holder_code", NOT_OF_THAT_TYPE)]) from error
        stated = self.model_dump(exclude={"holder_code", "holder_code_type"})
        return Wanted(number=number, number_type=self.holder_code_type, **stated)


class SharedLicence(Shape):
    """One certificate that counts today."""

    identifier: str
    title: str
    issuer: str
    valid_from: date
    valid_until: date | None = None
    fields: dict[str, str] = Field(description="The fields asked for, those that this system holds.")

    @classmethod
    def of(cls, licence: Licence, fields: tuple[str, ...]) -> Self:
        """With no more than those fields; none named means all."""
        request = licence.request
        known = fields_of(licence)
        return cls(
            identifier=licence.identifier,
            title=request.title,
            issuer=request.issuer_name,
            valid_from=request.valid_from,
            valid_until=request.valid_until,
            fields={name: value for name, value in known.items() if not fields or name in fields},
        )


class LicencesRead(Shape):
    """What the holder has of that type; empty where that is nothing."""

    reading_id: str
    read_at: datetime
    ground: Ground
    basis: str = Field(description="The law, or the consent's id.")
    licences: list[SharedLicence]

    @classmethod
    def of(cls, reading: Reading, licences: list[Licence]) -> Self:
        return cls(
            reading_id=reading.id,
            read_at=reading.at,
            ground=reading.ground,
            basis=reading.basis,
            licences=[SharedLicence.of(licence, reading.fields) for licence in licences],
        )


class ReadingView(Shape):
    """One reading of the caller's licences by another system, or by a department in one of their cases."""

    reading_id: str
    read_at: datetime
    client_id: str | None = Field(None, description="The system; absent where a department read.")
    case_id: str | None = Field(None, description="The case in whose course a department read.")
    reader: str = Field(description="What the system or the department is called.")
    certificate_type: str
    certificate: str = Field(description="What the certificate is called.")
    fields: list[str] = Field(description="Names of the fields that were read; empty: all.")
    reason: str = Field(description="As the reader gave it.")
    ground: Ground
    basis: str = Field(description="The law, or the consent's id.")
    found: int = Field(description="How many licences were read; 0: there were none.")

    @classmethod
    def of(cls, reading: Reading) -> Self:
        told = reading.model_dump(exclude={"id", "at", "licences", "official", "client_id", "case_id"})
        return cls(
            reading_id=reading.id,
            read_at=reading.at,
            client_id=reading.client_id or None,
            case_id=reading.case_id or None,
            found=len(reading.licences),
            **told,
        )


class WantedDuty(WantedCertificate):
    """One certificate type that a partner may read, which fields of it, and by which law."""

    basis: str = Field(
        min_length=4, max_length=300, description="Law and article of the duty for which it is needed (法定职责依据)."
    )


class RegisterDuties(Request):
    """All that a partner may read by duty."""

    duties: tuple[WantedDuty, ...] = Field(max_length=MOST_DUTIES, description="Empty: nothing but by consent.")
    readings_per_hour: int = Field(READINGS_PER_HOUR, ge=1, le=100_000, description="By duty and by consent together.")


class DutyView(SharedCertificateView):
    """One certificate type, and by which law it is read."""

    basis: str

    @classmethod
    def of_duty(cls, duty: Duty) -> Self:
        return cls(**SharedCertificateView.of(duty.certificate).model_dump(), basis=duty.basis)


class TypeReaderView(DutyView):
    """A system that may read certificates of the type by duty: which of their fields, and by which law."""

    reader: str = Field(description="What the system is called.")

    @classmethod
    def of_reader(cls, entry: TypeReader) -> Self:
        return cls(**DutyView.of_duty(entry.duty).model_dump(), reader=entry.reader)


class DutiesView(Shape):
    """All that a partner may read by duty."""

    client_id: str
    duties: list[DutyView]
    readings_per_hour: int

    @classmethod
    def of(cls, duties: Duties) -> Self:
        return cls(
            client_id=duties.id,
            duties=[DutyView.of_duty(duty) for duty in duties.duties],
            readings_per_hour=duties.readings_per_hour,
        )


def fields_of(licence: Licence) -> dict[str, str]:
    """What is known of a certificate, as the register of types calls it."""
    request = licence.request
    holder = request.holder
    is_organisation = holder.number_type is HolderType.CREDIT_CODE
    known = {
        "enterprise_name" if is_organisation else "holder_name": holder.name,
        "credit_code" if is_organisation else "id_number": holder.id_number,
        "number": request.serial,
        "issued_on": shanghai_date(licence.issued_at).isoformat(),
    }
    return known | ({"valid_to": request.valid_until.isoformat()} if request.valid_until else {})
