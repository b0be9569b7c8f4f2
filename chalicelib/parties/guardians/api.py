"""Acting for one's child over HTTP; once confirmed, it is among the capacities at `GET /v1/me/capacities`."""

from datetime import date, datetime
from typing import Self

from pydantic import Field

from chalicelib.aws.rows import BY_APPLICANT
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, in_person
from chalicelib.http.paging import ListOf, PageQuery, one_page
from chalicelib.http.shapes import Request, Shape
from chalicelib.kernel.masking import MaskedIdNumber, MaskedName
from chalicelib.kernel.text import Text
from chalicelib.parties.api import parties_area
from chalicelib.parties.checks import CheckStatus
from chalicelib.parties.errors import CheckRunning, IdNumberInvalid, TooManyChecks
from chalicelib.parties.guardians import errors, service, store
from chalicelib.parties.guardians.events import EndOfGuardianship
from chalicelib.parties.guardians.model import Guardianship, WardClaim
from chalicelib.parties.views import Name

ADDRESS = "/v1/me/ward-claim"


class ClaimWard(Request):
    """As in the household register (户口簿) or on the child's identity document."""

    name: Name
    id_number: str = Field(max_length=32, description="GB 11643; of somebody under eighteen.")


class WardClaimView(Shape):
    """The latest claim; only MATCHED lets the caller act for the child."""

    name: MaskedName | None = None
    id_number: MaskedIdNumber | None = None
    status: CheckStatus
    requested_at: datetime
    concluded_at: datetime | None = None
    asked_again_at: datetime | None = None
    ward_id: str | None = Field(None, description="Whose affairs the caller may see to now.")

    @classmethod
    def of(cls, claim: WardClaim) -> Self:
        check = claim.check
        if check is None:
            raise errors.NoWardClaimed
        return cls(
            name=claim.name or None,
            id_number=claim.id_number or None,
            status=check.status,
            requested_at=check.requested_at,
            concluded_at=check.concluded_at,
            asked_again_at=check.ask_again_at,
            ward_id=claim.ward_id or None,
        )


class GuardianView(Shape):
    """Somebody who may act for the caller, or might until they were no guardian any more."""

    name: MaskedName
    since: datetime | None
    of_age_on: date = Field(description="The eighteenth birthday, with which it ends.")
    in_force: bool
    ended: EndOfGuardianship | None = None

    @classmethod
    def of(cls, guardianship: Guardianship) -> Self:
        return cls(
            name=guardianship.guardian_name,
            since=guardianship.since,
            of_age_on=guardianship.of_age_on,
            in_force=guardianship.stands,
            ended=guardianship.ended,
        )


@parties_area.post(
    ADDRESS,
    access=allow(in_person(level=3)),
    status=202,
    summary=Text("监护人绑定未成年人", "Claim a child whose guardian one is"),
    refusals=(IdNumberInvalid, errors.NotAMinor, CheckRunning, TooManyChecks),
)
def claim_ward(call: Call, body: ClaimWard) -> Reply[WardClaimView]:
    """Compared with the population base: that the name belongs to the number, and that the caller is registered as
    parent or guardian. The child gets an account without a mobile, unless it has one.
    """
    claim = service.claim(call.uow, call.own(), name=body.name, id_number=body.id_number)
    return Reply(WardClaimView.of(claim), version=claim.version, location=ADDRESS)


@parties_area.get(
    ADDRESS,
    access=allow(in_person()),
    summary=Text("监护关系核验结果", "How one's latest claim to a child stands"),
    refusals=(errors.NoWardClaimed,),
)
def read_ward_claim(call: Call) -> Reply[WardClaimView]:
    """A base that does not answer is asked again for a day (POSTPONED)."""
    claim = service.latest_claim(call.uow.table, call.own())
    return Reply(WardClaimView.of(claim), version=claim.version)


@parties_area.get(
    "/v1/me/guardians",
    access=allow(in_person()),
    summary=Text("我的监护人", "Who acts or acted for one as a guardian"),
    consistency="eventual",
)
def list_guardians(call: Call, query: PageQuery) -> Reply[ListOf[GuardianView]]:
    """For a young person who signs in themselves, and for who was one."""
    person = call.own()
    after = query.after(BY_APPLICANT, store.guardians_pk(person))
    found, behind = service.guardians_of(call.platform.table, person, limit=query.limit, after=after)
    return one_page([GuardianView.of(guardianship) for guardianship in found], behind)
