"""What somebody holds: all licences in their name, in whatever standing they are today."""

import datetime as dt
from typing import Self

from chalicelib.aws.rows import BY_APPLICANT
from chalicelib.http.access import allow, signatory
from chalicelib.http.call import Call, Reply
from chalicelib.http.paging import ListOf, PageQuery, one_page
from chalicelib.http.shapes import Shape
from chalicelib.kernel.instants import shanghai_date
from chalicelib.kernel.text import Text
from chalicelib.licences import service
from chalicelib.licences.api import licences_area
from chalicelib.licences.model import Licence, Standing
from chalicelib.parties.applicants.errors import OrganisationUnknown
from chalicelib.parties.applicants.service import applicant_details
from chalicelib.parties.errors import AccountUnknown


class HeldLicenceView(Shape):
    """A licence as its holder sees it. With the code anybody can verify it."""

    licence_id: str
    case_id: str
    certificate_type: str
    identifier: str
    title: str
    issuer: str
    standing: Standing
    verification_code: str
    issued_on: dt.date
    valid_from: dt.date
    valid_until: dt.date | None = None

    @classmethod
    def of(cls, licence: Licence, now: dt.datetime) -> Self:
        """As it stands at `now`."""
        request = licence.request
        return cls(
            licence_id=licence.id,
            case_id=request.reference,
            certificate_type=request.certificate_type,
            identifier=licence.identifier,
            title=request.title,
            issuer=request.issuer_name,
            standing=licence.standing(now),
            verification_code=request.verification_code,
            issued_on=shanghai_date(licence.issued_at),
            valid_from=request.valid_from,
            valid_until=request.valid_until,
        )


@licences_area.get(
    "/v1/me/licences",
    access=allow(signatory(level=2)),
    summary=Text("我的证照", "Licences in one's name"),
    consistency="eventual",
    refusals=(AccountUnknown, OrganisationUnknown),
)
def list_my_licences(call: Call, query: PageQuery) -> Reply[ListOf[HeldLicenceView]]:
    """By certificate type, and of each type the oldest first; also what was revoked or has run out."""
    call.own()
    holder = applicant_details(call.uow.table, call.caller)
    number_hash = service.number_hashes(call.platform, holder.id_number)[0]
    after = query.after(BY_APPLICANT, service.listed_in(number_hash))
    licences, behind = service.listed(call.uow.table, number_hash, limit=query.limit, after=after)
    return one_page([HeldLicenceView.of(licence, call.act.at) for licence in licences], behind)
