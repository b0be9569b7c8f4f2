"""Batches, editions and the share of items that need no visit, over HTTP."""

import datetime as dt
from typing import Annotated

from pydantic import Field

from chalicelib.catalogue.api import catalogue_area
from chalicelib.catalogue.editing import errors as editing_errors
from chalicelib.catalogue.editing import service as editing
from chalicelib.catalogue.editing.listing import Standing
from chalicelib.catalogue.editing.parts import Action
from chalicelib.catalogue.editing.views import ListedItemView
from chalicelib.catalogue.editions import CATALOGUE, live_edition
from chalicelib.catalogue.model import ITEM_CODE
from chalicelib.catalogue.publishing import errors, service, store
from chalicelib.catalogue.publishing.coverage import coverage
from chalicelib.catalogue.publishing.views import BatchLineView, BatchView, CoverageView, EditionView, TargetView
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, approver, manager, public
from chalicelib.http.paging import ListOf, PageQuery, one_page
from chalicelib.http.shapes import Request
from chalicelib.kernel.instants import shanghai_date
from chalicelib.kernel.text import Text

BOTH = allow(manager(), approver())


class WholeCatalogue:
    """What belongs to no department line: only the province's catalogue office reaches it."""

    owner_id = department = region = ""


class OpenBatch(Request):
    """A batch to be gathered."""

    name: str = Field(min_length=2, max_length=100)
    effective_from: dt.date


class EnterItems(Request):
    """Items to be published, or retired, with the batch."""

    items: Annotated[
        list[Annotated[str, Field(pattern=ITEM_CODE)]], Field(min_length=1, max_length=service.ENTERED_AT_ONCE)
    ]
    batch_action: Action = Action.PUBLISH


class SetTarget(Request):
    """What share is to be reached, and by when."""

    share_percent: int = Field(ge=1, le=100)
    by: dt.date
    basis: str = Field(min_length=2, max_length=200)


class DayQuery(Request):
    """Of which day."""

    on: dt.date | None = Field(None, description="A date of Asia/Shanghai; today without.")


class MissingQuery(PageQuery):
    """Which of a department's items are asked for."""

    department: str = Field(pattern="^[A-Z0-9-]{2,20}$")
    region: str | None = Field(None, pattern=r"^\d{6}(\d{3})?$")
    item_level: str | None = Field(None, pattern="^[1-7]$")
    batch_id: str | None = Field(None, max_length=40)


@catalogue_area.post(
    "/v1/catalogue/batches",
    access=allow(manager()),
    status=201,
    summary=Text("新建公布批次", "Open a batch"),
    refusals=(errors.DateInThePast, errors.DateTooFar),
)
def open_batch(call: Call, body: OpenBatch) -> Reply[BatchView]:
    """Its items are in force from a date that is today or later, two years ahead at most."""
    call.require_reach(WholeCatalogue())
    batch = service.open_batch(call.uow, name=body.name, effective_from=body.effective_from)
    return Reply(BatchView.of(batch), version=batch.version, location=f"/v1/catalogue/batches/{batch.id}")


@catalogue_area.get("/v1/catalogue/batches", access=BOTH, summary=Text("公布批次列表", "Batches"))
def list_batches(call: Call, query: PageQuery) -> Reply[ListOf[BatchLineView]]:
    """In the order in which they were opened."""
    call.own()
    page = store.batches(call.uow.table, limit=query.limit, after=query.after_in(CATALOGUE))
    lines = [BatchLineView.of(store.line_of(row)) for row in page.rows]
    return one_page(lines, page.next)


@catalogue_area.get(
    "/v1/catalogue/batches/{batch_id}",
    access=BOTH,
    summary=Text("查看公布批次", "Read a batch"),
    refusals=(errors.BatchUnknown,),
)
def read_batch(call: Call, batch_id: str) -> Reply[BatchView]:
    """Its items and where it stands; every department may read what is to be published."""
    call.own()
    batch = service.load_batch(call.uow.table, batch_id)
    return Reply(BatchView.of(batch), version=batch.version)


@catalogue_area.post(
    "/v1/catalogue/batches/{batch_id}/entries",
    access=allow(manager()),
    changes=True,
    summary=Text("将事项列入批次", "Put items into a batch"),
    refusals=(errors.BatchUnknown, errors.BatchClosed, errors.BatchFull, errors.EntriesRefused),
)
def enter_items(call: Call, batch_id: str, body: EnterItems) -> Reply[BatchView]:
    """Approved ones to be published, published ones to be retired; all of them or none, at most twenty at once."""
    batch = service.load_batch(call.uow.table, batch_id)
    call.require_reach(WholeCatalogue())
    call.require_version(batch.version)
    service.enter(call.uow, call.platform, batch, sorted(set(body.items)), body.batch_action)
    return Reply(BatchView.of(batch), version=batch.version)


@catalogue_area.delete(
    "/v1/catalogue/batches/{batch_id}/entries/{item_code}",
    access=allow(manager()),
    changes=True,
    summary=Text("将事项移出批次", "Take an item out of a batch"),
    refusals=(errors.BatchUnknown, errors.BatchClosed, errors.NotInBatch),
)
def remove_item(call: Call, batch_id: str, item_code: str) -> Reply[BatchView]:
    """It can be changed again. Of a batch that is being published, what is not online yet is set aside: when its job
    stands still because of one item, the others go online without it once the job goes on.
    """
    batch = service.load_batch(call.uow.table, batch_id)
    call.require_reach(WholeCatalogue())
    call.require_version(batch.version)
    service.remove(call.uow, batch, item_code)
    return Reply(BatchView.of(batch), version=batch.version)


@catalogue_area.post(
    "/v1/catalogue/batches/{batch_id}/publication",
    access=allow(approver()),
    changes=True,
    status=202,
    summary=Text("公布批次", "Publish a batch"),
    refusals=(
        errors.BatchUnknown,
        errors.BatchClosed,
        errors.BatchEmpty,
        errors.DateInThePast,
        errors.AnotherBatchRuns,
        editing_errors.FourEyes,
    ),
)
def publish_batch(call: Call, batch_id: str) -> Reply[BatchView]:
    """A job puts the items online; readers see all of them at one moment. `job_id` says how far it has come."""
    batch = service.load_batch(call.uow.table, batch_id)
    call.require_reach(WholeCatalogue())
    call.require_version(batch.version)
    service.order_publication(call.uow, batch)
    return Reply(BatchView.of(batch), version=batch.version, location=f"/v1/jobs/{batch.job_id}")


@catalogue_area.get(
    "/v1/catalogue/editions/current",
    access=public("the catalogue and its documents are public (Government Information Disclosure Regulations)"),
    summary=Text("现行目录版次", "The live edition of the catalogue"),
    refusals=(errors.NothingPublished,),
    consistency="up to one minute old",
)
def read_edition(call: Call) -> Reply[EditionView]:
    """With links to the public catalogue document in each format, valid for five minutes."""
    edition = live_edition(call.platform)
    if edition is None:
        raise errors.NothingPublished
    links = {
        kind: call.platform.documents.permit_download(key, filename=f"事项目录-{edition.number}.{kind}")
        for kind, key in edition.documents.items()
    }
    return Reply(
        EditionView(
            edition=edition.number, batch_id=edition.batch_id, published_at=edition.published_at, documents=links
        )
    )


@catalogue_area.get(
    "/v1/catalogue/coverage",
    access=public("how far the plan is carried out is public"),
    summary=Text("不见面审批覆盖率", "The share of items that need no visit"),
    consistency="seconds behind",
)
def read_coverage(call: Call, query: DayQuery) -> Reply[CoverageView]:
    """Published no-visit items ÷ all catalogued items, per department, region, level and batch, against the target."""
    on = query.on or shanghai_date(call.act.at)
    known = store.load_figures(call.uow.table)
    return Reply(CoverageView.of(coverage(known.departments, on, known.live), known.target, on))


@catalogue_area.get(
    "/v1/catalogue/coverage/missing",
    access=BOTH,
    summary=Text("尚未实现不见面的事项及原因", "Items still missing from the share, and why"),
)
def list_missing(call: Call, query: MissingQuery) -> Reply[ListOf[ListedItemView]]:
    """By code; a page may hold fewer entries than asked for, or none, and still have a next one."""
    call.require_reach(editing.line_of_department(query.department))
    after = query.after_in(editing.list_partition(query.department))
    lines, behind = editing.page_of_list(call.uow.table, query.department, limit=query.limit, after=after)
    today = shanghai_date(call.act.at)
    views = [ListedItemView.of(line, today, call.language) for line in lines]
    wanted = [view for view in views if _is_missing(view, query)]
    return one_page(wanted, behind)


@catalogue_area.get(
    "/v1/catalogue/target",
    access=public("how far the plan is to be carried out is public"),
    summary=Text("覆盖率目标", "The target"),
)
def read_target(call: Call) -> Reply[TargetView]:
    """What share of the items is to need no visit, and by when."""
    target = store.load_target(call.uow.table)
    return Reply(TargetView.of(target), version=target.version)


@catalogue_area.put(
    "/v1/catalogue/target",
    access=allow(approver()),
    summary=Text("设定覆盖率目标", "Set the target"),
)
def set_target(call: Call, body: SetTarget) -> Reply[TargetView]:
    """By the province's catalogue office, with the decision that it rests on."""
    call.require_reach(WholeCatalogue())
    target = store.load_target(call.uow.table)
    call.require_version(target.version)
    service.set_target(call.uow, target, share_percent=body.share_percent, by=body.by, basis=body.basis)
    return Reply(TargetView.of(target), version=target.version)


def _is_missing(view: ListedItemView, query: MissingQuery) -> bool:
    return (
        view.standing not in {Standing.NO_VISIT, Standing.RETIRED}
        and query.region in {None, *view.regions}
        and query.item_level in {None, view.item_level}
        and query.batch_id in {None, view.batch_id}
    )
