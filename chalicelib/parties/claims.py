"""A claim to act for somebody, which a base confirms or does not: one person's latest of its kind."""

from abc import abstractmethod
from datetime import datetime
from typing import ClassVar

from chalicelib.kernel.aggregate import Aggregate
from chalicelib.kernel.events import Act, Event
from chalicelib.kernel.instants import to_text
from chalicelib.parties.checks import Check, CheckStatus, awaits


class Claim(Aggregate):
    """What is common to claims; each kind says in its own events what was asked, put off and concluded."""

    personal: ClassVar[bool] = True

    check: Check | None = None

    def conclude(self, number: int, status: CheckStatus, found_id: str, act: Act) -> None:
        """Take the outcome of check `number`, unless nobody waits for it any more; UNAVAILABLE puts it off. `found_id`
        says for whom the claimant may act now, and is empty unless the base confirmed it.
        """
        if not awaits(self.check, number):
            return
        if status is CheckStatus.UNAVAILABLE:
            self._take(self.check.unanswered(act.at), "", act)
        else:
            self._take(self.check.concluded(status, act.at), found_id, act)

    def see_to(self, act: Act) -> bool:
        """Have a base that did not answer asked again, or give up. False when it is not time."""
        if self.check is None or self.next_due is None or act.at < self.next_due:
            return False
        if self.check.status is CheckStatus.POSTPONED:
            self.check = self.check.asked_again()
            self._record(self._asked(self.check.number), act)
        else:
            self._take(self.check.concluded(CheckStatus.UNAVAILABLE, act.at), "", act)
        return True

    @property
    def next_due(self) -> datetime | None:
        """When `see_to` has something to do, if nothing else happens before."""
        return self.check.next_due if self.check else None

    def _take(self, check: Check, found_id: str, act: Act) -> None:
        self.check = check
        if check.ask_again_at is None:
            self._record(self._concluded(check, found_id), act)
        else:
            self._record(self._postponed(check, to_text(check.ask_again_at)), act)

    @abstractmethod
    def _asked(self, number: int) -> Event:
        """The base is asked."""

    @abstractmethod
    def _postponed(self, check: Check, again_at: str) -> Event:
        """It did not answer, and is asked again at that instant."""

    @abstractmethod
    def _concluded(self, check: Check, found_id: str) -> Event:
        """What is kept of the claim once its outcome is there, and the event that tells it."""
