"""An electronic certificate (电子证照): issued once for one document, valid until it runs out or is revoked."""

import datetime as dt
from enum import StrEnum
from typing import ClassVar, Self

from pydantic import AwareDatetime, Field

from chalicelib.kernel.aggregate import Aggregate
from chalicelib.kernel.events import Act
from chalicelib.kernel.identity_numbers import HolderType
from chalicelib.kernel.instants import shanghai_date
from chalicelib.kernel.masking import Public, mask_name
from chalicelib.kernel.value import Value
from chalicelib.licences.errors import AlreadyRevoked
from chalicelib.licences.events import Issued, Revoked
from chalicelib.licences.identifier import LicenceIdentifier
from chalicelib.licences.verification_code import licence_id_of


class Kind(StrEnum):
    """What the document is: the acceptance receipt, or the decision."""

    RECEIPT = "receipt"
    DECISION = "decision"


RECEIPT_TYPE, REFUSAL_TYPE = "ACCEPTANCERECEIPT", "REFUSALDECISION"
"""Certificate types of documents that grant nothing."""


class Standing(StrEnum):
    """What is to be said of a licence today."""

    GENUINE = "GENUINE"
    REVOKED = "REVOKED"
    EXPIRED = "EXPIRED"


class Holder(Value):
    """Whose document it is. Personal data: on the snapshot only. An organisation has its unified social credit code."""

    name: str
    id_number: str
    number_type: HolderType = HolderType.RESIDENT_ID

    @property
    def shown_name(self) -> str:
        """For whoever checks the document: an organisation's name whole, a person's masked."""
        return Public(self.name) if self.number_type is HolderType.CREDIT_CODE else mask_name(self.name)


class LicenceRequest(Value):
    """A document that is to be certified.

    `issuer` is the issuing authority's 18-character code; `certificate_type` and `serial` (20) complete the
    identifier. `reference` says to whoever knows it what the document belongs to. Both validity dates are included.
    """

    reference: str
    kind: Kind
    certificate_type: str = Field(pattern=r"^[0-9A-Z]{1,32}$")
    issuer: str = Field(pattern=r"^[0-9A-Z]{18}$")
    issuer_name: str
    serial: str = Field(pattern=r"^[0-9A-Z]{20}$")
    title: str
    holder: Holder
    object_key: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    verification_code: str
    valid_from: dt.date
    valid_until: dt.date | None = None

    @property
    def grants(self) -> bool:
        """Whether it gives its holder something to show: no receipt, no refusal."""
        return self.certificate_type not in {RECEIPT_TYPE, REFUSAL_TYPE}

    @property
    def identifier(self) -> LicenceIdentifier:
        """The certificate's identifier (电子证照标识)."""
        return LicenceIdentifier.make(certificate_type=self.certificate_type, issuer=self.issuer, serial=self.serial)


class LicenceStatus(StrEnum):
    VALID = "VALID"
    REVOKED = "REVOKED"


class Licence(Aggregate):
    """One certified document."""

    personal: ClassVar[bool] = True

    identifier: str
    request: LicenceRequest
    issued_at: AwareDatetime
    status: LicenceStatus = LicenceStatus.VALID
    revoked_at: AwareDatetime | None = None
    revocation_reason: str = ""

    @classmethod
    def issue(cls, request: LicenceRequest, act: Act) -> Self:
        """Certify a document."""
        licence = cls(
            id=licence_id_of(request.verification_code),
            identifier=str(request.identifier),
            request=request,
            issued_at=act.at,
        )
        licence._record(
            Issued(licence_id=licence.id, reference=request.reference, kind=request.kind, sha256=request.sha256), act
        )
        return licence

    def revoke(self, reason: str, act: Act) -> None:
        """Take the certificate back, for a reason that is told (撤销). Raises `AlreadyRevoked`."""
        if self.status is LicenceStatus.REVOKED:
            raise AlreadyRevoked
        self.status, self.revoked_at, self.revocation_reason = LicenceStatus.REVOKED, act.at, reason
        self._record(
            Revoked(licence_id=self.id, reference=self.request.reference, kind=self.request.kind, reason=reason), act
        )

    def standing(self, now: dt.datetime) -> Standing:
        """What is to be said of it at `now`; revocation weighs more than expiry."""
        if self.status is LicenceStatus.REVOKED:
            return Standing.REVOKED
        until = self.request.valid_until
        return Standing.EXPIRED if until is not None and shanghai_date(now) > until else Standing.GENUINE
