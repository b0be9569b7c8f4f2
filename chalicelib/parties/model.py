"""The account of a natural person, and the levels to which their identity is proven (实名等级)."""

from enum import IntEnum
from typing import ClassVar, Self

from chalicelib.kernel.aggregate import Aggregate
from chalicelib.kernel.events import Act, Event
from chalicelib.kernel.text import Language
from chalicelib.kernel.value import Value
from chalicelib.parties.checks import Check, CheckStatus, awaits
from chalicelib.parties.errors import AlreadyIdentified, IdentityUnproven


class Level(IntEnum):
    """How strongly an identity is proven: mobile, name and number, face, CA or window."""

    MOBILE = 1
    POPULATION_BASE = 2
    FACE = 3
    WINDOW = 4


class AccountOpened(Event):
    """Somebody proved a mobile that nobody had registered."""

    type = "party.AccountOpened"
    level: Level


class IdentityCheckRequested(Event):
    """Name and number wait on the account to be compared; neither is told here."""

    type = "party.IdentityCheckRequested"
    check: int


class IdentityCheckConcluded(Event):
    """The population base answered, or did not."""

    type = "party.IdentityCheckConcluded"
    check: int
    status: CheckStatus
    level: Level


class FaceCheckRequested(Event):
    """The outcome of a face check waits to be fetched."""

    type = "party.FaceCheckRequested"
    check: int


class FaceCheckConcluded(Event):
    """The face provider answered, or did not."""

    type = "party.FaceCheckConcluded"
    check: int
    status: CheckStatus
    level: Level


class ApplicantDetails(Value):
    """What a case keeps of its applicant. Whole personal data: never into an event, a log or a list."""

    account_id: str
    name: str
    id_number: str
    mobile: str
    level: int


class Account(Aggregate):
    """One natural person, reached by one mobile.

    `name` and `id_number` are kept while a check is awaited and once it has matched; data that did not match may be
    another person's and is forgotten. `face_token` is kept only while its outcome is awaited.
    """

    personal: ClassVar[bool] = True

    mobile: str
    language: Language
    level: Level = Level.MOBILE
    name: str = ""
    id_number: str = ""
    face_token: str = ""
    identity_check: Check | None = None
    face_check: Check | None = None

    @classmethod
    def open(cls, *, id: str, mobile: str, language: Language, act: Act) -> Self:
        """A new account at L1."""
        account = cls(id=id, mobile=mobile, language=language)
        account._record(AccountOpened(level=account.level), act)
        return account

    def request_identity_check(self, *, name: str, id_number: str, act: Act) -> None:
        """Have name and number compared. Raises `AlreadyIdentified`, `CheckRunning` or `TooManyChecks`."""
        if self.level >= Level.POPULATION_BASE:
            raise AlreadyIdentified
        self.identity_check = Check.begin(self.identity_check, act.at)
        self.name, self.id_number = name, id_number
        self._record(IdentityCheckRequested(check=self.identity_check.number), act)

    def conclude_identity_check(self, number: int, status: CheckStatus, act: Act) -> bool:
        """Take the outcome of check `number`; MATCHED gives L2. False for an answer nobody waits for any more."""
        if not awaits(self.identity_check, number):
            return False
        self.identity_check = self.identity_check.concluded(status, act.at)
        if status is CheckStatus.MATCHED:
            self.level = max(self.level, Level.POPULATION_BASE)
        else:
            self.name = self.id_number = ""
        self._record(IdentityCheckConcluded(check=number, status=status, level=self.level), act)
        return True

    def request_face_check(self, token: str, act: Act) -> None:
        """Have the provider asked about `token`. Raises `IdentityUnproven` below L2, and as for identity checks."""
        if self.level < Level.POPULATION_BASE:
            raise IdentityUnproven
        if self.level >= Level.FACE:
            raise AlreadyIdentified
        self.face_check = Check.begin(self.face_check, act.at)
        self.face_token = token
        self._record(FaceCheckRequested(check=self.face_check.number), act)

    def conclude_face_check(self, number: int, status: CheckStatus, act: Act) -> bool:
        """Take the outcome of check `number`; MATCHED gives L3. False for an answer nobody waits for any more."""
        if not awaits(self.face_check, number):
            return False
        self.face_check = self.face_check.concluded(status, act.at)
        self.face_token = ""
        if status is CheckStatus.MATCHED:
            self.level = max(self.level, Level.FACE)
        self._record(FaceCheckConcluded(check=number, status=status, level=self.level), act)
        return True

    def details(self) -> ApplicantDetails:
        """What a case keeps of this person."""
        return ApplicantDetails(
            account_id=self.id, name=self.name, id_number=self.id_number, mobile=self.mobile, level=int(self.level)
        )
