"""A claim to represent an organisation, and the organisation with whoever represents it (法定代表人)."""

from typing import ClassVar, Self

from chalicelib.http.authority import AuthorityKind
from chalicelib.kernel.aggregate import Aggregate
from chalicelib.kernel.events import Act, Event
from chalicelib.kernel.instants import shanghai_date
from chalicelib.parties.authorities.model import AuthorityRecord
from chalicelib.parties.checks import Check, CheckStatus, awaits


class OrganisationClaimed(Event):
    """Name and code wait on the claim to be compared with the legal-person base."""

    type = "party.OrganisationClaimed"
    check: int


class OrganisationClaimConcluded(Event):
    """The legal-person base answered, or did not. `organisation_id` is empty unless it confirmed the claim."""

    type = "party.OrganisationClaimConcluded"
    check: int
    status: CheckStatus
    organisation_id: str


class RepresentativeBound(Event):
    """The base named this account's holder as representative; `former_authority` ended in the same moment."""

    type = "party.RepresentativeBound"
    account_id: str
    authority_id: str
    former_authority: str


class OrganisationClaim(Aggregate):
    """The latest claim of one person, who may represent several organisations, one claim after the other."""

    personal: ClassVar[bool] = True

    claimant_id: str
    uscc: str = ""
    name: str = ""
    check: Check | None = None
    organisation_id: str = ""

    def make(self, *, uscc: str, name: str, act: Act) -> None:
        """Have it compared. Raises `CheckRunning` or `TooManyChecks`."""
        self.check = Check.begin(self.check, act.at)
        self.uscc, self.name, self.organisation_id = uscc, name, ""
        self._record(OrganisationClaimed(check=self.check.number), act)

    def conclude(self, number: int, status: CheckStatus, organisation_id: str, act: Act) -> None:
        """Take the outcome of check `number`, unless nobody waits for it any more."""
        if not awaits(self.check, number):
            return
        self.check = self.check.concluded(status, act.at)
        self.organisation_id = organisation_id
        self._record(OrganisationClaimConcluded(check=number, status=status, organisation_id=organisation_id), act)


class Organisation(Aggregate):
    """One organisation, found by its code; `authority_id` is that of its present representative."""

    personal: ClassVar[bool] = True

    uscc: str
    name: str
    kind: str
    representative_id: str = ""
    authority_id: str = ""

    def bind(self, *, account_id: str, name: str, authority_id: str, act: Act) -> str:
        """Whom and what the base named last. The id of the authority that thereby ends; empty when there was none."""
        former = self.authority_id
        self.representative_id, self.authority_id, self.name = account_id, authority_id, name
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

    @classmethod
    def unbound(cls, *, id: str, uscc: str, kind: str) -> Self:
        """An organisation that nobody represents here yet."""
        return cls(id=id, uscc=uscc, name="", kind=kind)
