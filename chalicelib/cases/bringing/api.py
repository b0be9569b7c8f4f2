"""Who must bring what, and the pledge that stands for a material."""

from chalicelib.cases import errors, service
from chalicelib.cases.api import cases_area, changed_as_item_says, reached
from chalicelib.cases.applicant import Applicant
from chalicelib.cases.bringing.model import Holder, Way
from chalicelib.cases.bringing.service import to_bring
from chalicelib.cases.bringing.sources import sources_of
from chalicelib.cases.bringing.views import MaterialsToBringView, MaterialToBringView, PledgeView, ToBringQuery
from chalicelib.cases.model import Case
from chalicelib.cases.pledges import pledge_for
from chalicelib.cases.promise_checks.errors import PledgeBarred
from chalicelib.cases.promise_checks.service import require_no_breach
from chalicelib.cases.requests import PledgeMaterial
from chalicelib.cases.views import CaseView
from chalicelib.catalogue.errors import ItemUnknown
from chalicelib.catalogue.model import ItemVersion
from chalicelib.catalogue.service import catalogue_of
from chalicelib.catalogue.vocabulary import Necessity
from chalicelib.http.access_refusals import ItemNotCovered
from chalicelib.http.authority import Power
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, applicant
from chalicelib.kernel.instants import shanghai_date
from chalicelib.kernel.text import Text
from chalicelib.parties.applicants.errors import OrganisationUnknown
from chalicelib.parties.applicants.service import applicant_details
from chalicelib.parties.errors import AccountUnknown
from chalicelib.parties.signed_text import SignedText

ANSWER_WITHIN_SECONDS = 4.0
"""Somebody waits: a source that takes longer counts as silent here, and is asked anew once they apply."""


@cases_area.get(
    "/v1/me/materials-to-bring",
    access=allow(applicant(level=2, power=Power.SUBMIT)),
    summary=Text("我要提交哪些材料", "What I have to bring"),
    refusals=(
        ItemUnknown,
        ItemNotCovered,
        AccountUnknown,
        OrganisationUnknown,
        errors.SubjectNotServed,
        errors.RegionNotServed,
    ),
    consistency="eventual",
)
def read_what_to_bring(call: Call, query: ToBringQuery) -> Reply[MaterialsToBringView]:
    """For oneself or for whom one acts: where each material comes from, why, how long it is valid and by what right;
    only the rest has to be brought. Sources are asked at once; one that keeps silent leaves an upload, with a note.
    """
    call.own()
    call.require_item(query.item_code)
    item = catalogue_of(call.platform).current(query.item_code, shanghai_date(call.act.at))
    who = Applicant(**applicant_details(call.uow.table, call.caller).model_dump())
    service.refuse_unserved(item, who, query.region)
    sources = sources_of(call.platform)
    found = to_bring(call.platform, item, Holder.of(who), sources, within=ANSWER_WITHIN_SECONDS)
    view = MaterialsToBringView(
        item_code=item.code,
        item_version=item.version,
        region=query.region,
        materials=[MaterialToBringView.of(material, brought, call.language) for material, brought in found],
        left=[
            material.code
            for material, brought in found
            if material.necessity is Necessity.REQUIRED and brought.way in {Way.PLEDGE, Way.UPLOAD}
        ],
    )
    return Reply(view)


@cases_area.get(
    "/v1/cases/{case_id}/materials/{code}/pledge",
    access=allow(applicant(power=Power.SUBMIT)),
    summary=Text("阅读代替材料的承诺书", "Read the pledge that stands for a material"),
    refusals=(errors.CaseUnknown, errors.MaterialUnknown, errors.PledgeNotTaken),
)
def read_pledge(call: Call, case_id: str, code: str) -> Reply[PledgeView]:
    """The text, with the version and hash by which it is given."""
    case = reached(call, case_id)
    pledge = _pledge(call, case.item_code, case.terms.version, code)
    return Reply(PledgeView(version=pledge.version, sha256=pledge.sha256, text=pledge.text), version=case.version)


@cases_area.post(
    "/v1/cases/{case_id}/materials/{code}/pledge",
    access=allow(applicant(level=2, power=Power.SUBMIT)),
    changes=True,
    summary=Text("以承诺代替材料", "Pledge instead of bringing a material"),
    refusals=(
        errors.PledgeNotTaken,
        errors.PledgeDiffers,
        PledgeBarred,
        errors.LevelBelowItem,
        errors.MaterialUnknown,
        errors.MaterialNotOpen,
        errors.NotNow,
    ),
)
def pledge_material(call: Call, case_id: str, code: str, body: PledgeMaterial) -> Reply[CaseView]:
    """Exactly the text that was shown; text, hash, level and time are kept. It is checked after the decision."""
    given, level = {"version": body.version, "sha256": body.sha256}, call.caller.level

    def pledge(case: Case, item: ItemVersion) -> None:
        require_no_breach(call.uow, case.owner_id)
        case.pledge_material(code, **given, item=item, level=level, act=call.act)

    return changed_as_item_says(call, case_id, pledge)


def _pledge(call: Call, item_code: str, version: int, code: str) -> SignedText:
    item = catalogue_of(call.platform).version(item_code, version)
    material = item.material(code)
    if material is None:
        raise errors.MaterialUnknown
    if not item.takes_pledge_for(material):
        raise errors.PledgeNotTaken
    return pledge_for(item, material)
