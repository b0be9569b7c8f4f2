"""The account of a natural person, and how their identity is proven (实名核验)."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from chalicelib.kernel.aggregate import Aggregate
from chalicelib.kernel.events import Act
from chalicelib.kernel.instants import to_text
from chalicelib.kernel.text import Language
from chalicelib.parties.account_events import (
    AccountOpened,
    CertificateCheckConcluded,
    CertificateCheckRequested,
    FaceCheckConcluded,
    FaceCheckRequested,
    IdentityCheckConcluded,
    IdentityCheckPostponed,
    IdentityCheckRequested,
    IdentityVouchedFor,
    PostponedCheckConcluded,
    SeenAtWindow,
    ShownIdentityForgotten,
    WardRegistered,
)
from chalicelib.parties.applicants.model import ApplicantDetails
from chalicelib.parties.checks import Check, CheckStatus, awaits
from chalicelib.parties.errors import AlreadyIdentified, IdentityUnproven, IdNumberHeld
from chalicelib.parties.levels import Level
from chalicelib.parties.mergers.errors import NothingToMerge
from chalicelib.parties.mergers.events import AccountMerged, MobileReplaced, Proof
from chalicelib.parties.windows.visits import WindowVisit

__all__ = ["Account", "Level"]

KEPT_FOR_PROOF = timedelta(days=1)
"""For so long a person may show that the account to which their identity is bound is theirs, too."""


class Account(Aggregate):
    """One natural person, reached by one mobile; by none: children, and people who registered at a window without one.

    `name` and `id_number` are kept while a check is awaited and once it has matched; data that did not match may be
    another person's and is forgotten. `face_token` and `certificate_token` are kept only
    while their outcome is awaited.

    One natural person has one account. Where another one, `held_by`, is bound to the identity already, this one stays
    at L1, at which nothing can be owned, until the two merge: it is over then, with what is left in `merged_into`.
    """

    personal: ClassVar[bool] = True

    mobile: str = ""
    language: Language
    level: Level = Level.MOBILE
    name: str = ""
    id_number: str = ""
    face_token: str = ""
    identity_check: Check | None = None
    face_check: Check | None = None
    certificate_token: str = ""
    certificate_check: Check | None = None
    held_by: str = ""
    merged_into: str = ""
    seen: WindowVisit | None = None
    """By which clerk, with the document of the present name and number."""
    former_mobile: str = ""
    """Where its person is told that another mobile has taken its place."""

    @classmethod
    def open(cls, *, id: str, mobile: str, language: Language, act: Act) -> Self:
        """A new account at L1."""
        account = cls(id=id, mobile=mobile, language=language)
        account._record(AccountOpened(level=account.level), act)
        return account

    @classmethod
    def of_ward(cls, *, id: str, name: str, id_number: str, language: Language, act: Act) -> Self:
        """A new account of a minor, whose name and number the population base has confirmed: L2."""
        account = cls(id=id, name=name, id_number=id_number, language=language, level=Level.POPULATION_BASE)
        account._record(WardRegistered(level=account.level), act)
        return account

    def request_identity_check(self, *, name: str, id_number: str, act: Act) -> None:
        """Have name and number compared. Raises `AlreadyIdentified`, `IdNumberHeld` while it is known that only a
        proof is missing, `CheckRunning` or `TooManyChecks`.
        """
        if self.level >= Level.POPULATION_BASE:
            raise AlreadyIdentified
        if self.may_merge(act.at) and (name, id_number) == (self.name, self.id_number):
            raise IdNumberHeld
        self.identity_check = Check.begin(self.identity_check, act.at)
        self.name, self.id_number, self.held_by, self.seen = name, id_number, "", None
        self._record(IdentityCheckRequested(check=self.identity_check.number), act)

    def conclude_identity_check(self, number: int, status: CheckStatus, act: Act, *, held_by: str = "") -> bool:
        """Take the outcome of check `number`; MATCHED gives L2, ALREADY_REGISTERED names the account that is bound.

        UNAVAILABLE puts it off, until a day is over. False for an answer nobody waits for any more.
        """
        if not awaits(self.identity_check, number):
            return False
        if status is CheckStatus.UNAVAILABLE:
            self._put_off(self.identity_check.unanswered(act.at), act)
        else:
            self.identity_check = self.identity_check.concluded(status, act.at)
            self._take(self.identity_check, act, held_by)
        return True

    def see_to(self, act: Act) -> bool:
        """What time alone demands: ask the population base again, give an unanswered check up, forget an identity that
        nobody proved to be theirs. False when it is not time.
        """
        if self.next_due is None or act.at < self.next_due:
            return False
        check = self.identity_check
        if check is not None and check.status is CheckStatus.POSTPONED:
            self.identity_check = check.asked_again()
            self._record(IdentityCheckRequested(check=check.number), act)
        elif check is not None and check.awaited:
            self._put_off(check.concluded(CheckStatus.UNAVAILABLE, act.at), act)
        else:
            self.name = self.id_number = self.held_by = ""
            self._record(ShownIdentityForgotten(), act)
        return True

    @property
    def next_due(self) -> datetime | None:
        """When `see_to` has something to do, if nothing else happens before."""
        check = self.identity_check
        if self.held_by and check is not None and check.concluded_at is not None:
            return check.concluded_at + KEPT_FOR_PROOF
        return check.next_due if check else None

    def _put_off(self, check: Check, act: Act) -> None:
        """The population base did not answer: `check` is asked again, or given up."""
        self.identity_check = check
        if check.ask_again_at is None:
            self._take(check, act, "")
            return
        again_at = to_text(check.ask_again_at)
        self._record(IdentityCheckPostponed(check=check.number, asked=check.asked, again_at=again_at), act)

    def _take(self, check: Check, act: Act, held_by: str) -> None:
        """What the outcome of a concluded `check` means for the person."""
        if check.status is CheckStatus.MATCHED:
            self.level = max(self.level, Level.WINDOW if self.seen else Level.POPULATION_BASE)
        elif check.status is CheckStatus.ALREADY_REGISTERED:
            self.held_by = held_by
        else:
            self.name, self.id_number, self.seen = "", "", None
        concluded = IdentityCheckConcluded(check=check.number, status=check.status, level=self.level)
        self._record(concluded, act)
        if check.asked > 1:
            self._record(PostponedCheckConcluded(check=check.number, status=check.status), act)

    def note_seen(self, visit: WindowVisit, act: Act) -> None:
        """A clerk has seen the document of the name and number that stand here: L4, once they are confirmed."""
        self.seen = visit
        if self.level >= Level.POPULATION_BASE:
            self.level = Level.WINDOW
        self._record(SeenAtWindow(document=visit.document, region=visit.region, level=self.level), act)

    def request_face_check(self, token: str, act: Act) -> None:
        """Have the provider asked about `token`. Raises `IdentityUnproven` below L2, unless it is to prove that the
        account which holds the identity is the same person's; and as for identity checks.
        """
        if self.level < Level.POPULATION_BASE and not self.may_merge(act.at):
            raise IdentityUnproven
        if self.level >= Level.FACE:
            raise AlreadyIdentified
        self.face_check = Check.begin(self.face_check, act.at)
        self.face_token = token
        self._record(FaceCheckRequested(check=self.face_check.number), act)

    def conclude_face_check(self, number: int, status: CheckStatus, act: Act) -> bool:
        """Take the outcome of check `number`; MATCHED gives L3, if the identity is this account's.

        False for an answer nobody waits for any more.
        """
        if not awaits(self.face_check, number):
            return False
        self.face_check = self.face_check.concluded(status, act.at)
        self.face_token = ""
        if status is CheckStatus.MATCHED and self.level >= Level.POPULATION_BASE:
            self.level = max(self.level, Level.FACE)
        self._record(FaceCheckConcluded(check=number, status=status, level=self.level), act)
        return True

    def request_certificate_check(self, token: str, act: Act) -> None:
        """Have the certificate authority asked about `token`. Raises `IdentityUnproven` below L2, and as for identity
        checks.
        """
        if self.level < Level.POPULATION_BASE:
            raise IdentityUnproven
        if self.level >= Level.WINDOW:
            raise AlreadyIdentified
        self.certificate_check = Check.begin(self.certificate_check, act.at)
        self.certificate_token = token
        self._record(CertificateCheckRequested(check=self.certificate_check.number), act)

    def conclude_certificate_check(self, number: int, status: CheckStatus, act: Act) -> bool:
        """Take the outcome of check `number`; MATCHED gives L4. False for an answer nobody waits for any more."""
        if not awaits(self.certificate_check, number):
            return False
        self.certificate_check = self.certificate_check.concluded(status, act.at)
        self.certificate_token = ""
        if status is CheckStatus.MATCHED:
            self.level = Level.WINDOW
        self._record(CertificateCheckConcluded(check=number, status=status, level=self.level), act)
        return True

    def be_vouched_for(self, *, name: str, id_number: str, level: Level, act: Act) -> None:
        """Take name, ID number and level from unified authentication; what is known already at that level or a higher
        one stays as it is.
        """
        if self.level >= max(level, Level.POPULATION_BASE):
            return
        self.name, self.id_number, self.level = name, id_number, level
        self._record(IdentityVouchedFor(level=level), act)

    def may_merge(self, at: datetime) -> bool:
        """Whether a proof would bring it together with the account that holds its identity."""
        shown = self.identity_check.concluded_at if self.identity_check else None
        return bool(self.held_by) and shown is not None and at - shown <= KEPT_FOR_PROOF

    def give_way(self, proof: Proof, sessions_before: str, act: Act) -> None:
        """End in favour of the account that holds the identity. Raises `NothingToMerge`."""
        if not self.held_by or self.merged_into:
            raise NothingToMerge
        self.merged_into, self.held_by = self.held_by, ""
        self.mobile = self.name = self.id_number = ""
        self.identity_check = self.face_check = None
        self._record(AccountMerged(into=self.merged_into, proof=proof, sessions_before=sessions_before), act)

    def take_over(self, mobile: str, younger: str, proof: Proof, sessions_before: str, act: Act) -> None:
        """Be signed in to with `mobile` from now on; a face that was compared counts here. No account is `younger`
        where a clerk bound the mobile.
        """
        self.former_mobile, self.mobile = self.mobile, mobile
        if proof is Proof.FACE:
            self.level = max(self.level, Level.FACE)
        replaced = MobileReplaced(merged=younger, proof=proof, level=self.level, sessions_before=sessions_before)
        self._record(replaced, act)

    def details(self) -> ApplicantDetails:
        """What a case keeps of this person."""
        return ApplicantDetails(
            account_id=self.id, name=self.name, id_number=self.id_number, mobile=self.mobile, level=int(self.level)
        )
