"""A consent (同意): signed by the person concerned, used once or withdrawn.

It is for sharing beyond a statutory duty only. What a department needs to carry out its duty it obtains without asking
(个人信息保护法, art. 13, para. 1, no. 3), and asking all the same would suggest a choice that there is not.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar, Self

from pydantic import AwareDatetime

from chalicelib.kernel.aggregate import Aggregate
from chalicelib.kernel.events import Act
from chalicelib.kernel.instants import midnight, shanghai_date
from chalicelib.kernel.value import Value
from chalicelib.parties.consents import errors, events
from chalicelib.parties.consents.terms import ConsentTerms, ConsentText, Extent, Recipient


class ConsentState(StrEnum):
    """Where a consent stands. That its last day has passed is told by the date."""

    GIVEN = "GIVEN"
    USED = "USED"
    WITHDRAWN = "WITHDRAWN"


class Use(Value):
    """The one sharing that took place: when, and for which `reference`."""

    at: AwareDatetime
    reference: str


class Consent(Aggregate):
    """One person's consent to one sharing."""

    personal: ClassVar[bool] = True

    subject_id: str
    terms: ConsentTerms
    text: ConsentText
    given_at: AwareDatetime
    level: int
    state: ConsentState = ConsentState.GIVEN
    use: Use | None = None
    withdrawn_at: AwareDatetime | None = None

    @classmethod
    def give(
        cls, *, consent_id: str, subject_id: str, terms: ConsentTerms, text: ConsentText, level: int, act: Act
    ) -> Self:
        """Sign it. Raises `ConsentTermsInvalid`."""
        terms.require_possible(shanghai_date(act.at))
        consent = cls(id=consent_id, subject_id=subject_id, terms=terms, text=text, given_at=act.at, level=level)
        recipient = terms.recipient
        given = events.ConsentGiven(
            recipient_kind=recipient.kind,
            recipient_code=recipient.code,
            recipient_region=recipient.region,
            certificate_types=tuple(certificate.code for certificate in terms.certificates),
            item_code=terms.item_code,
            valid_to=terms.valid_to.isoformat(),
            text_version=text.version,
            text_sha256=text.sha256,
            level=level,
        )
        consent._record(given, act)
        return consent

    @property
    def owner_id(self) -> str:
        """Whose consent it is, for access."""
        return self.subject_id

    @property
    def department(self) -> str:
        """It is no department's affair: a receiver meets it by using it."""
        return ""

    @property
    def region(self) -> str:
        """Nor any region's."""
        return ""

    @property
    def over_at(self) -> datetime:
        """When it was used or withdrawn; until then, when its last day will be over."""
        run_out = midnight(self.terms.valid_to + timedelta(days=1))
        return (self.use.at if self.use else None) or self.withdrawn_at or run_out

    def spend(
        self, *, recipient: Recipient, purpose: str, extent: Extent, item_code: str, reference: str, act: Act
    ) -> None:
        """Share what it allows, now and never again.

        Raises `ConsentUnknown` for another receiver, `ConsentElsewhere` for another purpose or more than was consented
        to, `ConsentSpent`, `ConsentWithdrawn` or `ConsentOver`.
        """
        if not self.terms.recipient.is_same(recipient):
            raise errors.ConsentUnknown
        self._require_stands(act)
        self.terms.require_covers(purpose, extent, item_code)
        self.state, self.use = ConsentState.USED, Use(at=act.at, reference=reference)
        self._record(events.ConsentUsed(reference=reference), act)

    def withdraw(self, act: Act) -> None:
        """Take it back; again, nothing happens. Raises `ConsentSpent`: what was shared cannot be unshared."""
        if self.state is ConsentState.USED:
            raise errors.ConsentSpent
        if self.state is ConsentState.GIVEN:
            self.state, self.withdrawn_at = ConsentState.WITHDRAWN, act.at
            self._record(events.ConsentWithdrawn(), act)

    def _require_stands(self, act: Act) -> None:
        if self.state is ConsentState.USED:
            raise errors.ConsentSpent
        if self.state is ConsentState.WITHDRAWN:
            raise errors.ConsentWithdrawn
        if shanghai_date(act.at) > self.terms.valid_to:
            raise errors.ConsentOver(valid_to=self.terms.valid_to.isoformat())
