"""A claim to be a child's guardian, and the guardianship that the population base confirmed.

A parent is the guardian of a minor child (Civil Code, art. 27), and acts for it in law (art. 23). Under eight a child
has no capacity at all and everything is done for it (art. 20); from eight to eighteen it may do by itself what suits
its age or only benefits it (art. 19). What an application asks of a child's own hand is a matter of the item, so a
guardian may do everything here for either.
"""

from datetime import date, datetime, timedelta
from typing import ClassVar, Self

from pydantic import AwareDatetime

from chalicelib.http.authority import AuthorityKind
from chalicelib.kernel.aggregate import Aggregate
from chalicelib.kernel.events import Act, Event
from chalicelib.kernel.instants import midnight, shanghai_date
from chalicelib.parties.authorities.model import AuthorityRecord
from chalicelib.parties.checks import Check, CheckStatus
from chalicelib.parties.claims import Claim
from chalicelib.parties.guardians import events
from chalicelib.parties.guardians.events import EndOfGuardianship

OF_AGE_YEARS = 18
ASKED_ANEW = timedelta(days=30)
"""After so long the base is asked whether a guardianship still is as it said."""
UNANSWERED = timedelta(days=1)
"""After so long a question that has had no answer is asked again; until then nothing changes."""


def of_age_on(birth_date: date) -> date:
    """The eighteenth birthday (Civil Code, art. 17); 1 March for whoever was born on 29 February and has none."""
    try:
        return birth_date.replace(year=birth_date.year + OF_AGE_YEARS)
    except ValueError:
        return date(birth_date.year + OF_AGE_YEARS, 3, 1)


class WardClaim(Claim):
    """The latest claim of one person, who may have several children, one claim after the other.

    What was typed is kept while the base is asked, and when it has confirmed; whose the data are that it did not is
    nobody's business.
    """

    guardian_id: str
    name: str = ""
    id_number: str = ""
    ward_id: str = ""

    def make(self, *, name: str, id_number: str, act: Act) -> None:
        """Have it compared. Raises `CheckRunning` or `TooManyChecks`."""
        self.check = Check.begin(self.check, act.at)
        self.name, self.id_number, self.ward_id = name, id_number, ""
        self._record(events.WardClaimed(check=self.check.number), act)

    def _asked(self, number: int) -> Event:
        return events.WardClaimed(check=number)

    def _postponed(self, check: Check, again_at: str) -> Event:
        return events.WardClaimPostponed(check=check.number, asked=check.asked, again_at=again_at)

    def _concluded(self, check: Check, found_id: str) -> Event:
        self.ward_id = found_id
        if not found_id:
            self.name = self.id_number = ""
        return events.WardClaimConcluded(check=check.number, status=check.status, ward_id=found_id)


class Guardianship(Aggregate):
    """One guardian of one minor; `authority_id` is empty once it has ended. Both parents may have one."""

    personal: ClassVar[bool] = True

    guardian_id: str
    ward_id: str
    guardian_name: str = ""
    ward_name: str = ""
    of_age_on: date
    authority_id: str = ""
    since: AwareDatetime | None = None
    question: int = 0
    ask_at: AwareDatetime | None = None
    ended: EndOfGuardianship | None = None

    @classmethod
    def between(cls, *, id: str, guardian_id: str, ward_id: str, birth_date: date) -> Self:
        """A guardianship that the base has not confirmed yet."""
        return cls(id=id, guardian_id=guardian_id, ward_id=ward_id, of_age_on=of_age_on(birth_date))

    @property
    def stands(self) -> bool:
        """Whether the guardian may act."""
        return bool(self.authority_id)

    def bind(self, *, guardian_name: str, ward_name: str, authority_id: str, act: Act) -> None:
        """The base has named the guardian; one who is bound already stays so."""
        if self.stands:
            return
        self.guardian_name, self.ward_name, self.authority_id = guardian_name, ward_name, authority_id
        self.since, self.ask_at, self.ended = act.at, act.at + ASKED_ANEW, None
        bound = events.GuardianBound(
            guardian_id=self.guardian_id,
            ward_id=self.ward_id,
            authority_id=authority_id,
            of_age_on=self.of_age_on.isoformat(),
        )
        self._record(bound, act)

    def authority(self) -> AuthorityRecord:
        """What lets the guardian act for the ward, for everything, until the day before the eighteenth birthday."""
        since = self.since or midnight(self.of_age_on)
        return AuthorityRecord(
            id=self.authority_id,
            kind=AuthorityKind.GUARDIAN,
            holder_id=self.guardian_id,
            principal_id=self.ward_id,
            principal_name=self.ward_name,
            valid_from=shanghai_date(since),
            valid_to=self.of_age_on - timedelta(days=1),
        )

    @property
    def next_due(self) -> datetime | None:
        """When `see_to` has something to do, if nothing else happens before."""
        if not self.stands or self.ask_at is None:
            return None
        return min(self.ask_at, midnight(self.of_age_on))

    def see_to(self, act: Act) -> str:
        """Have the base asked anew, or let it end with the eighteenth birthday; the authority that ends with it."""
        if self.next_due is None or act.at < self.next_due:
            return ""
        if shanghai_date(act.at) >= self.of_age_on:
            return self._end(EndOfGuardianship.OF_AGE, act)
        self.question, self.ask_at = self.question + 1, act.at + UNANSWERED
        self._record(events.GuardianshipQuestioned(question=self.question), act)
        return ""

    def answer(self, question: int, status: CheckStatus, act: Act) -> str:
        """Take the base's answer to the latest question; the authority that ends with it. UNAVAILABLE changes nothing:
        the question is put again.
        """
        if not self.stands or question != self.question or status is CheckStatus.UNAVAILABLE:
            return ""
        if status is not CheckStatus.MATCHED:
            return self._end(EndOfGuardianship.NOT_REGISTERED, act)
        self.ask_at = act.at + ASKED_ANEW
        self._record(events.GuardianshipConfirmed(question=question), act)
        return ""

    def _end(self, reason: EndOfGuardianship, act: Act) -> str:
        ended, self.authority_id, self.ended, self.ask_at = self.authority_id, "", reason, None
        self._record(events.GuardianshipEnded(authority_id=ended, reason=reason), act)
        return ended
