"""What somebody holds: all licences in their name, in whatever standing they are today."""

from chalicelib.aws.rows import BY_APPLICANT
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, signatory
from chalicelib.http.paging import ListOf, PageQuery, one_page
from chalicelib.kernel.text import Text
from chalicelib.licences import service
from chalicelib.licences.api import licences_area
from chalicelib.licences.views import LicenceView
from chalicelib.parties.applicants.errors import OrganisationUnknown
from chalicelib.parties.applicants.service import applicant_details
from chalicelib.parties.errors import AccountUnknown


@licences_area.get(
    "/v1/me/licences",
    access=allow(signatory(level=2)),
    summary=Text("我的证照", "Licences in one's name"),
    consistency="eventual",
    refusals=(AccountUnknown, OrganisationUnknown),
)
def list_my_licences(call: Call, query: PageQuery) -> Reply[ListOf[LicenceView]]:
    """By certificate type, and of each type the oldest first; also what was revoked or has run out."""
    call.own()
    holder = applicant_details(call.uow.table, call.caller)
    number_hash, *former = service.number_hashes(call.platform, holder.id_number)
    after = query.after(BY_APPLICANT, service.listed_in(number_hash))
    licences, behind = service.listed(call.uow.table, number_hash, limit=query.limit, after=after)
    if behind is None:
        licences += service.all_listed(call.uow.table, former)
    return one_page([LicenceView.of(licence, call.act.at) for licence in licences], behind)
