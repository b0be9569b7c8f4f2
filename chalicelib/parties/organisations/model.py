"""A claim to represent an organisation, and the organisation with whoever represents it (法定代表人)."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from pydantic import AwareDatetime

from chalicelib.http.authority import AuthorityKind
from chalicelib.kernel.aggregate import Aggregate
from chalicelib.kernel.events import Act, Event
from chalicelib.kernel.instants import shanghai_date
from chalicelib.parties.authorities.model import AuthorityRecord
from chalicelib.parties.checks import Check, CheckStatus
from chalicelib.parties.claims import Claim
from chalicelib.parties.organisations.events import (
    AgentsEnded,
    OrganisationClaimConcluded,
    OrganisationClaimed,
    OrganisationClaimPostponed,
    RepresentativeBound,
    RepresentativeEnded,
    RepresentativeQuestioned,
)

ASKED_ANEW = timedelta(days=1)
"""After so long the base is asked whether the representative still is who it was."""
ENDS = frozenset({CheckStatus.MISMATCHED, CheckStatus.DISSOLVED})
LOOKED_AGAIN, LOOKED_THROUGH = timedelta(hours=1), 2


class OrganisationClaim(Claim):
    """The latest claim of one person, who may represent several organisations, one claim after the other."""

    claimant_id: str
    uscc: str = ""
    name: str = ""
    organisation_id: str = ""

    def make(self, *, uscc: str, name: str, act: Act) -> None:
        """Have it compared. Raises `CheckRunning` or `TooManyChecks`."""
        self.check = Check.begin(self.check, act.at)
        self.uscc, self.name, self.organisation_id = uscc, name, ""
        self._record(OrganisationClaimed(check=self.check.number), act)

    def _asked(self, number: int) -> Event:
        return OrganisationClaimed(check=number)

    def _postponed(self, check: Check, again_at: str) -> Event:
        return OrganisationClaimPostponed(check=check.number, asked=check.asked, again_at=again_at)

    def _concluded(self, check: Check, found_id: str) -> Event:
        self.organisation_id = found_id
        return OrganisationClaimConcluded(check=check.number, status=check.status, organisation_id=found_id)


class Organisation(Aggregate):
    """One organisation, found by its code. `authority_id` is that of its present representative, empty while nobody
    represents it; `representative_id` is whom the base named last.

    The base is asked every day whether that still is so (`see_to`, `answer`). Another representative ends the powers of
    the former one, and no more: who was authorised by the organisation stays so (Civil Code art. 61 and 173). When the
    organisation itself is no more, its agents end with it (art. 173, no. 5).
    """

    personal: ClassVar[bool] = True

    uscc: str
    name: str
    kind: str
    representative_id: str = ""
    authority_id: str = ""
    question: int = 0
    ask_at: AwareDatetime | None = None
    is_dissolved: bool = False
    looked_through: int = 0
    """How often, since it was dissolved, no agent was found to stand."""

    def bind(self, *, account_id: str, name: str, authority_id: str, act: Act) -> str:
        """Whom and what the base named last. The id of the authority that thereby ends; empty when there was none."""
        former = self.authority_id
        self.representative_id, self.authority_id, self.name = account_id, authority_id, name
        self.ask_at, self.is_dissolved, self.looked_through = act.at + ASKED_ANEW, False, 0
        self._record(
            RepresentativeBound(account_id=account_id, authority_id=authority_id, former_authority=former), act
        )
        return former

    def authority(self, act: Act) -> AuthorityRecord:
        """What lets the representative act for it, for everything, until somebody else is named."""
        return AuthorityRecord(
            id=self.authority_id,
            kind=AuthorityKind.REPRESENTATIVE,
            holder_id=self.representative_id,
            principal_id=self.id,
            principal_name=self.name,
            valid_from=shanghai_date(act.at),
        )

    @property
    def next_due(self) -> datetime | None:
        """When time demands something of it, if nothing else happens before."""
        return self.ask_at

    def is_due(self, at: datetime) -> bool:
        """Whether it does at `at`."""
        return self.ask_at is not None and at >= self.ask_at

    def put_question(self, act: Act) -> None:
        """Have the base asked anew whether its representative still is who it was. Without an answer nothing changes,
        and tomorrow it is asked again.
        """
        self.question, self.ask_at = self.question + 1, act.at + ASKED_ANEW
        self._record(RepresentativeQuestioned(question=self.question), act)

    def answer(self, question: int, status: CheckStatus, act: Act) -> str:
        """Take the base's answer to the latest question; the authority that ends with it, empty where none does.

        MATCHED and UNAVAILABLE change nothing.
        """
        if question != self.question or status not in ENDS:
            return ""
        if status is CheckStatus.DISSOLVED and not self.is_dissolved:
            self.is_dissolved, self.looked_through, self.ask_at = True, 0, act.at
        elif not self.authority_id:
            return ""
        ended, self.authority_id = self.authority_id, ""
        self._record(RepresentativeEnded(account_id=self.representative_id, authority_id=ended, reason=status), act)
        return ended

    def note_agents_ended(self, count: int, act: Act) -> None:
        """So many agents ended with the dissolved organisation. Looked through twice without finding one, nobody looks
        any more: a list may be a little behind what was written.
        """
        self.looked_through = 0 if count else self.looked_through + 1
        again = act.at if count else act.at + LOOKED_AGAIN
        self.ask_at = again if self.looked_through < LOOKED_THROUGH else None
        self._record(AgentsEnded(count=count), act)

    @classmethod
    def unbound(cls, *, id: str, uscc: str, kind: str) -> Self:
        """An organisation that nobody represents here yet."""
        return cls(id=id, uscc=uscc, name="", kind=kind)
