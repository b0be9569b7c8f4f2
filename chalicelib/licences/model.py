"""An electronic certificate (电子证照): issued once for one document, valid until it runs out, is suspended or revoked,
or a newer one replaces it.
"""

import datetime as dt
from enum import StrEnum
from typing import ClassVar, Self

from pydantic import AwareDatetime

from chalicelib.kernel.aggregate import Aggregate
from chalicelib.kernel.events import Act
from chalicelib.kernel.instants import shanghai_date
from chalicelib.licences.errors import (
    AlreadyReplaced,
    AlreadyRevoked,
    AlreadySuspended,
    GrantsNothing,
    NoFurtherEdition,
    NotSuspended,
    ReissueUnderWay,
    StillWithheld,
)
from chalicelib.licences.events import (
    Issued,
    ReissueRequested,
    Released,
    Replaced,
    Resumed,
    RevocationGround,
    Revoked,
    Suspended,
)
from chalicelib.licences.identifier import LAST_VERSION
from chalicelib.licences.request import LicenceRequest
from chalicelib.licences.status.model import Status
from chalicelib.licences.verification_code import licence_id_of


class Standing(StrEnum):
    """What is to be said of a licence today."""

    GENUINE = "GENUINE"
    SUSPENDED = "SUSPENDED"
    REPLACED = "REPLACED"
    REVOKED = "REVOKED"
    EXPIRED = "EXPIRED"
    WITHHELD = "WITHHELD"
    """Its fee is owed; nobody has it yet."""


class LicenceStatus(StrEnum):
    VALID = "VALID"
    SUSPENDED = "SUSPENDED"
    REVOKED = "REVOKED"
    REPLACED = "REPLACED"


LIST_STATUSES = {
    LicenceStatus.VALID: Status.VALID,
    LicenceStatus.SUSPENDED: Status.SUSPENDED,
    LicenceStatus.REVOKED: Status.INVALID,
    LicenceStatus.REPLACED: Status.REPLACED,
}


class Licence(Aggregate):
    """One certified document."""

    personal: ClassVar[bool] = True

    identifier: str
    request: LicenceRequest
    issued_at: AwareDatetime
    is_withheld: bool = False
    """Until its fee is settled."""
    status: LicenceStatus = LicenceStatus.VALID
    revoked_at: AwareDatetime | None = None
    revocation_reason: str = ""
    revocation_ground: RevocationGround | None = None
    suspended_at: AwareDatetime | None = None
    suspension_reason: str = ""
    reissue_reason: str = ""
    replaced_at: AwareDatetime | None = None
    replaced_by: str = ""
    """The licence that counts instead."""

    @classmethod
    def issue(cls, request: LicenceRequest, act: Act, *, is_withheld: bool = False) -> Self:
        """Certify a document; one whose fee is owed does not count before it is released."""
        licence = cls(
            id=licence_id_of(request.verification_code),
            identifier=str(request.identifier),
            request=request,
            issued_at=act.at,
            is_withheld=is_withheld,
        )
        licence._record(
            Issued(licence_id=licence.id, reference=request.reference, kind=request.kind, sha256=request.sha256), act
        )
        return licence

    @property
    def owner_id(self) -> str:
        """The account whose licence it is."""
        return self.request.holder.account_id

    @property
    def department(self) -> str:
        """Which department issued it."""
        return self.request.department

    @property
    def region(self) -> str:
        """For which region it was issued."""
        return self.request.region

    def release(self, act: Act) -> None:
        """Nothing is owed for it any more; noted once."""
        if self.is_withheld:
            self.is_withheld = False
            self._record(Released(**self._named()), act)

    def suspend(self, reason: str, act: Act) -> None:
        """It does not count until it is resumed (暂扣、中止). Raises `GrantsNothing`, `AlreadySuspended`,
        `AlreadyRevoked` or `AlreadyReplaced`.
        """
        self._require_living_grant()
        if self.status is LicenceStatus.SUSPENDED:
            raise AlreadySuspended
        self.status, self.suspended_at, self.suspension_reason = LicenceStatus.SUSPENDED, act.at, reason
        self._record(Suspended(**self._named(), reason=reason), act)

    def resume(self, reason: str, act: Act) -> None:
        """It counts again (恢复). Raises `NotSuspended`."""
        if self.status is not LicenceStatus.SUSPENDED:
            raise NotSuspended
        self.status, self.suspended_at, self.suspension_reason = LicenceStatus.VALID, None, ""
        self._record(Resumed(**self._named(), reason=reason), act)

    def revoke(self, reason: str, act: Act, ground: RevocationGround = RevocationGround.ANNULLED) -> None:
        """Take the certificate back, for a reason that is told, by one of the law's ways. For ever.

        Raises `AlreadyRevoked` or `AlreadyReplaced`.
        """
        self._require_living()
        self.status, self.revoked_at, self.revocation_reason = LicenceStatus.REVOKED, act.at, reason
        self.revocation_ground = ground
        self._record(Revoked(**self._named(), ground=ground, reason=reason), act)

    def request_reissue(self, reason: str, act: Act) -> None:
        """It is to be made again: lost, spoiled, or wrong in something (换发、补发、更正). It counts until the next one
        is there. Raises `StillWithheld`, `ReissueUnderWay`, `NoFurtherEdition`, `AlreadySuspended`, and what `suspend`
        raises.
        """
        self._require_living_grant()
        if self.is_withheld:
            raise StillWithheld
        if self.status is LicenceStatus.SUSPENDED:
            raise AlreadySuspended
        if self.reissue_reason:
            raise ReissueUnderWay
        if self.request.edition == LAST_VERSION:
            raise NoFurtherEdition
        self.reissue_reason = reason
        self._record(ReissueRequested(**self._named(), reason=reason), act)

    def replace_by(self, successor: "Licence", act: Act) -> None:
        """The next version counts instead. Raises `AlreadyRevoked` or `AlreadyReplaced`."""
        self._require_living()
        self.status, self.replaced_at, self.replaced_by = LicenceStatus.REPLACED, act.at, successor.id
        self._record(Replaced(**self._named(), replaced_by=successor.id), act)

    @property
    def awaits_reissue(self) -> bool:
        """Whether its next version is asked for, and still may be made."""
        return bool(self.reissue_reason) and self.status in {LicenceStatus.VALID, LicenceStatus.SUSPENDED}

    @property
    def changed_at(self) -> dt.datetime | None:
        """Since when it does not count; None while it does."""
        since = {
            LicenceStatus.SUSPENDED: self.suspended_at,
            LicenceStatus.REVOKED: self.revoked_at,
            LicenceStatus.REPLACED: self.replaced_at,
        }
        return since.get(self.status)

    @property
    def reason(self) -> str:
        """Why it does not count, as its holder was told."""
        reasons = {
            LicenceStatus.SUSPENDED: self.suspension_reason,
            LicenceStatus.REVOKED: self.revocation_reason,
            LicenceStatus.REPLACED: self.reissue_reason,
        }
        return reasons.get(self.status, "")

    def standing(self, now: dt.datetime) -> Standing:
        """What is to be said of it at `now`; what was done to it weighs more than expiry."""
        if self.status is not LicenceStatus.VALID:
            return Standing(self.status.value)
        if self.is_withheld:
            return Standing.WITHHELD
        until = self.request.valid_until
        return Standing.EXPIRED if until is not None and shanghai_date(now) > until else Standing.GENUINE

    @property
    def list_status(self) -> Status:
        """What its status list is to say."""
        return LIST_STATUSES[self.status]

    def _require_living(self) -> None:
        if self.status is LicenceStatus.REVOKED:
            raise AlreadyRevoked
        if self.status is LicenceStatus.REPLACED:
            raise AlreadyReplaced(replaced_by=self.replaced_by)

    def _require_living_grant(self) -> None:
        self._require_living()
        if not self.request.grants:
            raise GrantsNothing

    def _named(self) -> dict[str, str]:
        return {"licence_id": self.id, "reference": self.request.reference, "kind": self.request.kind}
