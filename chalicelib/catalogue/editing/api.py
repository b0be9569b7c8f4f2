"""Describing, checking and approving items over HTTP."""

from pydantic import Field

from chalicelib.catalogue.api import catalogue_area
from chalicelib.catalogue.differences import differences
from chalicelib.catalogue.editing import errors, service, store
from chalicelib.catalogue.editing.model import CatalogueItem
from chalicelib.catalogue.editing.views import (
    CatalogueItemView,
    DifferencesView,
    DifferenceView,
    HistoryEntryView,
    ListedItemView,
)
from chalicelib.catalogue.model import ItemContent
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, approver, manager
from chalicelib.http.paging import ListOf, PageQuery, one_page
from chalicelib.http.shapes import Request
from chalicelib.kernel.instants import shanghai_date
from chalicelib.kernel.text import Text

BOTH = allow(manager(), approver())


class Approve(Request):
    """Approval of exactly the content that was read."""

    sha256: str = Field(pattern="^[0-9a-f]{64}$", description="Of the content, as it was read.")


class SendBack(Request):
    """Why the description has to be changed."""

    reason: str = Field(min_length=2, max_length=500)


class DepartmentQuery(PageQuery):
    """A page of a department's items."""

    department: str = Field(pattern="^[A-Z0-9-]{2,20}$")


class TwoVersions(Request):
    """Which versions are compared."""

    from_version: str = Field(max_length=9, description="A published version's number, or `draft`.")
    to_version: str = Field(service.DRAFT, max_length=9, description="A published version's number, or `draft`.")


@catalogue_area.get(
    "/v1/catalogue/items",
    access=BOTH,
    summary=Text("部门事项清单", "A department's items"),
)
def list_items(call: Call, query: DepartmentQuery) -> Reply[ListOf[ListedItemView]]:
    """By code, each with where it stands and why; described but unpublished ones as well."""
    call.require_reach(service.line_of_department(query.department))
    after = query.after_in(service.list_partition(query.department))
    lines, behind = service.page_of_list(call.uow.table, query.department, limit=query.limit, after=after)
    today = shanghai_date(call.act.at)
    views = [ListedItemView.of(line, today, call.language) for line in lines]
    return one_page(views, behind)


@catalogue_area.get(
    "/v1/catalogue/items/{item_code}",
    access=BOTH,
    summary=Text("查看事项的编制情况", "Read how an item is described"),
    refusals=(errors.ItemNotCatalogued,),
)
def read_catalogue_item(call: Call, item_code: str) -> Reply[CatalogueItemView]:
    """The version in work with its content, and the versions that were published."""
    return _shown(_reached(call, item_code))


@catalogue_area.put(
    "/v1/catalogue/items/{item_code}/draft",
    access=allow(manager()),
    summary=Text("编制事项", "Describe an item"),
    refusals=(errors.CodeDiffers, errors.InBatch, errors.ItemTooLarge),
)
def write_draft(call: Call, item_code: str, body: ItemContent) -> Reply[CatalogueItemView]:
    """The whole content, lawful or not yet. For a new item name version 0 in If-Match."""
    if body.code != item_code:
        raise errors.CodeDiffers
    item = service.load_or_new(call.uow.table, body)
    call.require_reach(item)
    call.require_reach(service.line_of_department(body.department.code))
    call.require_version(item.version)
    service.write_draft(call.uow, call.platform, item, body)
    return _shown(item)


@catalogue_area.delete(
    "/v1/catalogue/items/{item_code}/draft",
    access=allow(manager()),
    changes=True,
    summary=Text("放弃编制中的版本", "Give the version in work up"),
    refusals=(errors.ItemNotCatalogued, errors.NothingInWork, errors.InBatch),
)
def discard_draft(call: Call, item_code: str) -> Reply[CatalogueItemView]:
    """What is published stays as it is."""
    item = _reached(call, item_code, changing=True)
    return _shown(service.change(call.uow, item, lambda it: it.discard(call.act)))


@catalogue_area.post(
    "/v1/catalogue/items/{item_code}/check",
    access=allow(manager()),
    changes=True,
    summary=Text("检查是否符合发布要求", "Check against the rules for publication"),
    refusals=(errors.ItemNotCatalogued, errors.NothingInWork, errors.WrongStage, errors.NotPublishable),
)
def check(call: Call, item_code: str) -> Reply[CatalogueItemView]:
    """Refused with every violation at once, each at its field and with its legal basis."""
    return _shown(service.check(call.uow, call.platform, _reached(call, item_code, changing=True)))


@catalogue_area.post(
    "/v1/catalogue/items/{item_code}/approval",
    access=allow(approver()),
    changes=True,
    summary=Text("审核通过", "Approve"),
    refusals=(
        errors.ItemNotCatalogued,
        errors.NothingInWork,
        errors.WrongStage,
        errors.FourEyes,
        errors.ContentMoved,
        errors.NotPublishable,
    ),
)
def approve(call: Call, item_code: str, body: Approve) -> Reply[CatalogueItemView]:
    """By somebody who neither wrote nor checked it, and for exactly the content that was read."""
    return _shown(service.approve(call.uow, call.platform, _reached(call, item_code, changing=True), body.sha256))


@catalogue_area.post(
    "/v1/catalogue/items/{item_code}/return",
    access=allow(approver()),
    changes=True,
    summary=Text("退回修改", "Send back"),
    refusals=(errors.ItemNotCatalogued, errors.NothingInWork, errors.WrongStage, errors.InBatch),
)
def send_back(call: Call, item_code: str, body: SendBack) -> Reply[CatalogueItemView]:
    """With the reason."""
    item = _reached(call, item_code, changing=True)
    return _shown(service.change(call.uow, item, lambda it: it.send_back(body.reason, call.act)))


@catalogue_area.get(
    "/v1/catalogue/items/{item_code}/differences",
    access=BOTH,
    summary=Text("比较两个版本", "Compare two versions"),
    refusals=(errors.ItemNotCatalogued, errors.NothingInWork, errors.VersionUnknown),
)
def compare(call: Call, item_code: str, query: TwoVersions) -> Reply[DifferencesView]:
    """In plain words, and whether it gets easier or harder for those who apply."""
    item = _reached(call, item_code)
    old, new = (service.version_of(call.platform, item, it) for it in (query.from_version, query.to_version))
    told = [DifferenceView.of(difference, call.language) for difference in differences(old, new)]
    return Reply(DifferencesView(code=item_code, **query.model_dump(), differences=told))


@catalogue_area.get(
    "/v1/catalogue/items/{item_code}/history",
    access=BOTH,
    summary=Text("事项变更历史", "What happened to an item"),
    refusals=(errors.ItemNotCatalogued,),
)
def read_history(call: Call, item_code: str, query: PageQuery) -> Reply[ListOf[HistoryEntryView]]:
    """Oldest first, each change with its author."""
    _reached(call, item_code)
    after = query.after_in(store.history_pk(item_code))
    events, behind = store.history(call.uow.table, item_code, limit=query.limit, after=after)
    entries = [HistoryEntryView.of(event) for event in events]
    return one_page(entries, behind)


def _reached(call: Call, item_code: str, *, changing: bool = False) -> CatalogueItem:
    item = service.load_item(call.uow.table, item_code)
    call.require_reach(item)
    if changing:
        call.require_version(item.version)
    return item


def _shown(item: CatalogueItem) -> Reply[CatalogueItemView]:
    return Reply(CatalogueItemView.of(item), version=item.version)
