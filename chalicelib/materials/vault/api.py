"""One's own vault over HTTP."""

from chalicelib.aws.rows import BY_APPLICANT
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, applicant, signatory
from chalicelib.http.paging import ListOf, PageQuery, one_page
from chalicelib.kernel.instants import shanghai_date
from chalicelib.kernel.text import Text
from chalicelib.materials.api import materials_area
from chalicelib.materials.vault import service
from chalicelib.materials.vault.errors import KeptUnknown
from chalicelib.materials.vault.views import KeptMaterialView


@materials_area.get(
    "/v1/me/kept-materials",
    access=allow(applicant(level=2)),
    summary=Text("我的留存材料", "What is kept for me"),
    consistency="eventual",
)
def list_kept_materials(call: Call, query: PageQuery) -> Reply[ListOf[KeptMaterialView]]:
    """What one brought for a case that was granted, the latest first; also what has run out or was withdrawn."""
    owner_id, today = call.own(), shanghai_date(call.act.at)
    after = query.after(BY_APPLICANT, service.listed_in(owner_id))
    kept, behind = service.listed(call.uow.table, owner_id, limit=query.limit, after=after)
    views = [KeptMaterialView.of(it, today, call.language) for it in kept if call.covers(it.item_code)]
    return one_page(views, behind)


@materials_area.post(
    "/v1/kept-materials/{kept_id}/withdrawal",
    access=allow(signatory(level=2)),
    summary=Text("撤回留存材料", "Withdraw what is kept"),
    refusals=(KeptUnknown,),
)
def withdraw_kept_material(call: Call, kept_id: str) -> Reply[KeptMaterialView]:
    """It is not used again. Cases that it was used in keep it: decisions rest on it."""
    kept = service.read(call.uow.table, kept_id)
    call.require_reach(kept)
    kept.withdraw(call.act)
    service.put(call.uow, kept)
    return Reply(KeptMaterialView.of(kept, shanghai_date(call.act.at), call.language))
