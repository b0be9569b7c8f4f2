"""Claiming an organisation over HTTP; once bound, it is among the capacities at `GET /v1/me/capacities`."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import Field, StringConstraints

from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, in_person
from chalicelib.http.shapes import Request, Shape
from chalicelib.kernel.text import Text
from chalicelib.parties.api import parties_area
from chalicelib.parties.checks import CheckStatus
from chalicelib.parties.errors import CheckRunning, TooManyChecks
from chalicelib.parties.organisations import errors, service
from chalicelib.parties.organisations.model import OrganisationClaim

ADDRESS = "/v1/me/organisation-claim"
OrganisationName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=100)]


class ClaimOrganisation(Request):
    """As on the business licence (营业执照) or the certificate of registration."""

    uscc: str = Field(max_length=32, description="GB 32100; small letters are accepted.")
    name: OrganisationName


class OrganisationClaimView(Shape):
    """The latest claim; only MATCHED binds."""

    uscc: str
    name: str
    status: CheckStatus
    requested_at: datetime
    concluded_at: datetime | None = None
    asked_again_at: datetime | None = Field(None, description="When the base, which did not answer, is asked again.")
    organisation_id: str | None = Field(None, description="Whose affairs the caller may see to now.")

    @classmethod
    def of(cls, claim: OrganisationClaim) -> Self:
        check = claim.check
        if check is None:
            raise errors.NothingClaimed
        return cls(
            uscc=claim.uscc,
            name=claim.name,
            status=check.status,
            requested_at=check.requested_at,
            concluded_at=check.concluded_at,
            asked_again_at=check.ask_again_at,
            organisation_id=claim.organisation_id or None,
        )


@parties_area.post(
    ADDRESS,
    access=allow(in_person(level=3)),
    status=202,
    summary=Text("法定代表人绑定单位", "Claim the organisation that one represents"),
    refusals=(errors.UsccInvalid, CheckRunning, TooManyChecks),
)
def claim_organisation(call: Call, body: ClaimOrganisation) -> Reply[OrganisationClaimView]:
    """Compared with the legal-person base: code, name, and the caller's proven identity as its representative."""
    claim = service.claim(call.uow, call.own(), uscc=body.uscc, name=body.name)
    return Reply(OrganisationClaimView.of(claim), version=claim.version, location=ADDRESS)


@parties_area.get(
    ADDRESS,
    access=allow(in_person()),
    summary=Text("单位绑定结果", "How one's latest claim stands"),
    refusals=(errors.NothingClaimed,),
)
def read_organisation_claim(call: Call) -> Reply[OrganisationClaimView]:
    """A base that does not answer is asked again for a day (POSTPONED); until it does nothing is known."""
    claim = service.latest_claim(call.uow.table, call.own())
    return Reply(OrganisationClaimView.of(claim), version=claim.version)
