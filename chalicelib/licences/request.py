"""What a certificate is asked for: whose document it is, of which kind, by which authority, and its identifier."""

import datetime as dt
from enum import StrEnum

from pydantic import Field

from chalicelib.kernel.identity_numbers import HolderType
from chalicelib.kernel.masking import Public, mask_name
from chalicelib.kernel.value import Value
from chalicelib.licences.identifier import LicenceIdentifier
from chalicelib.licences.status.model import Place


class Kind(StrEnum):
    """What the document is: the acceptance receipt, or the decision."""

    RECEIPT = "receipt"
    DECISION = "decision"


RECEIPT_TYPE, REFUSAL_TYPE = "ACCEPTANCERECEIPT", "REFUSALDECISION"
GRANT_NOTHING = frozenset({RECEIPT_TYPE, REFUSAL_TYPE})
"""Certificate types of documents that give nobody anything to show."""


class Holder(Value):
    """Whose document it is. Personal data: on the snapshot only. An organisation has its unified social credit code."""

    name: str
    id_number: str
    number_type: HolderType = HolderType.RESIDENT_ID
    account_id: str = ""

    @property
    def shown_name(self) -> str:
        """For whoever checks the document: an organisation's name whole, a person's masked."""
        return Public(self.name) if self.number_type is HolderType.CREDIT_CODE else mask_name(self.name)


class LicenceRequest(Value):
    """A document that is to be certified.

    `issuer` is the issuing authority's 18-character code; `certificate_type` and `serial` (20) complete the
    identifier. `reference` says to whoever knows it what the document belongs to. Both validity dates are included.
    `department` and `region` may suspend, revoke and replace it; `edition` counts from 1 with every replacement.
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
    department: str = ""
    region: str = ""
    edition: int = 1
    status: Place | None = None
    """Where it stands in a status list; documents that grant nothing stand in none."""

    @property
    def grants(self) -> bool:
        """Whether it gives its holder something to show: no receipt, no refusal."""
        return self.certificate_type not in GRANT_NOTHING

    @property
    def identifier(self) -> LicenceIdentifier:
        """The certificate's identifier (电子证照标识)."""
        return LicenceIdentifier.make(
            certificate_type=self.certificate_type, issuer=self.issuer, serial=self.serial, version=self.edition
        )
