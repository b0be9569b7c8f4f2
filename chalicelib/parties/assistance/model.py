"""One assistance: who helped whom, what proved that the person was there or on the phone, and what they say of it.

While it runs the helper acts in the applicant's affairs by an authority of the same id. It is as strong as its proof,
whatever the helper's own identity is worth.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar, Self

from pydantic import AwareDatetime

from chalicelib.http.access import Role
from chalicelib.http.authority import AuthorityKind, Power
from chalicelib.kernel.aggregate import Aggregate
from chalicelib.kernel.events import Act, Event
from chalicelib.kernel.instants import shanghai_date
from chalicelib.kernel.masking import mask_name
from chalicelib.kernel.value import Value
from chalicelib.parties.assistance.errors import AlreadyDisputed, HelperCannotDispute, NothingToAnswer
from chalicelib.parties.authorities.model import AuthorityRecord
from chalicelib.parties.windows.documents import DocumentKind

LASTS = timedelta(hours=2)
"""Long enough for one visit or one call with its waiting."""


class ProofKind(StrEnum):
    """What shows that the person themselves asks for it."""

    PRESENCE = "PRESENCE"
    """They stand at the window, and the clerk has seen their document."""
    CALL = "CALL"
    """They are on the phone, and read out the code that came to their mobile."""


class Proof(Value):
    """`document` for presence, `call_id`, by which the recording is found, for a call."""

    kind: ProofKind
    document: DocumentKind | None = None
    call_id: str = ""


class Ending(StrEnum):
    """Why an assistance is over."""

    BY_HELPER = "BY_HELPER"
    RAN_OUT = "RAN_OUT"
    DISPUTED = "DISPUTED"


class Helper(Value):
    """The member of staff, in their role and region, and by which way they work."""

    id: str
    role: Role
    region: str
    channel: str


class Dispute(Value):
    """What the applicant holds against it, and what the operator found."""

    at: AwareDatetime
    reason: str
    answer: str = ""
    answered_at: AwareDatetime | None = None


class AssistanceOpened(Event):
    """From now on the helper may act for the applicant."""

    type = "party.AssistanceOpened"
    applicant: str
    proof: ProofKind
    level: int
    items: tuple[str, ...]
    powers: tuple[Power, ...]
    region: str


class AssistanceEnded(Event):
    """Nothing more is done under it."""

    type = "party.AssistanceEnded"
    reason: Ending


class AssistanceDisputed(Event):
    """The applicant says that it was not as it should have been."""

    type = "party.AssistanceDisputed"


class DisputeAnswered(Event):
    """The operator looked into it."""

    type = "party.DisputeAnswered"


class Assistance(Aggregate):
    """Its id is that of the authority. `valid_until` is machine time: two hours are two hours."""

    personal: ClassVar[bool] = True

    helper: Helper
    applicant_id: str
    applicant_name: str
    proof: Proof
    level: int
    items: tuple[str, ...] = ()
    powers: tuple[Power, ...] = ()
    opened_at: AwareDatetime
    valid_until: AwareDatetime
    ended: Ending | None = None
    dispute: Dispute | None = None

    @classmethod
    def open(
        cls,
        *,
        id: str,
        helper: Helper,
        applicant_id: str,
        applicant_name: str,
        proof: Proof,
        level: int,
        items: tuple[str, ...],
        powers: tuple[Power, ...],
        now: datetime,
        act: Act,
    ) -> Self:
        """For two hours from `now` (machine time)."""
        assistance = cls(
            id=id,
            helper=helper,
            applicant_id=applicant_id,
            applicant_name=applicant_name,
            proof=proof,
            level=level,
            items=items,
            powers=powers,
            opened_at=act.at,
            valid_until=now + LASTS,
        )
        assistance._record(
            AssistanceOpened(
                applicant=applicant_id,
                proof=proof.kind,
                level=level,
                items=items,
                powers=powers,
                region=helper.region,
            ),
            act,
        )
        return assistance

    def end(self, reason: Ending, act: Act) -> bool:
        """Whether it was still running; ended again, nothing happens."""
        if self.ended is not None:
            return False
        self.ended = reason
        self._record(AssistanceEnded(reason=reason), act)
        return True

    def dispute_it(self, reason: str, act: Act) -> None:
        """The applicant, or whoever acts for them, holds something against it. Raises `AlreadyDisputed`, or
        `HelperCannotDispute`.
        """
        if act.actor.id == self.helper.id:
            raise HelperCannotDispute
        if self.dispute is not None:
            raise AlreadyDisputed
        self.dispute = Dispute(at=act.at, reason=reason)
        self._record(AssistanceDisputed(), act)

    def answer(self, text: str, act: Act) -> None:
        """What was found. Raises `NothingToAnswer`."""
        if self.dispute is None or self.dispute.answered_at is not None:
            raise NothingToAnswer
        self.dispute = self.dispute.model_copy(update={"answer": text, "answered_at": act.at})
        self._record(DisputeAnswered(), act)

    @property
    def authority(self) -> AuthorityRecord:
        """What the helper may act as: on this day, and until it has run out."""
        day = shanghai_date(self.opened_at)
        return AuthorityRecord(
            id=self.id,
            kind=AuthorityKind.ASSISTANCE,
            holder_id=self.helper.id,
            principal_id=self.applicant_id,
            principal_name=mask_name(self.applicant_name),
            items=self.items,
            powers=self.powers,
            level=self.level,
            valid_from=day,
            valid_to=day,
            expires_at=self.valid_until,
        )

    @property
    def is_to_be_answered(self) -> bool:
        """Whether the operator has to look into it."""
        return self.dispute is not None and self.dispute.answered_at is None
