"""Reading cases: the applicant's own, a desk's worklist, the history and the reasons behind dates."""

from collections.abc import Callable
from typing import Self

from chalicelib.aws.objects import Materials
from chalicelib.aws.rows import BY_APPLICANT, BY_DESK
from chalicelib.cases import errors, service, store
from chalicelib.cases.lines import CaseCard, WorklistEntry
from chalicelib.cases.model import Case
from chalicelib.cases.requests import Lookup
from chalicelib.cases.service import Change
from chalicelib.cases.showing import case_view, deadline_view, for_others, summary, with_known_fields
from chalicelib.cases.slots import MaterialSlot
from chalicelib.cases.timeline import Timeline, timeline
from chalicelib.cases.views import CaseSummary, CaseView, DeadlineView
from chalicelib.catalogue.model import ItemVersion
from chalicelib.catalogue.service import catalogue_of
from chalicelib.http.access import Role
from chalicelib.http.authority import Power
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, applicant, desk, head, operator, public, reviewer
from chalicelib.http.paging import ListOf, PageQuery, one_page
from chalicelib.http.routes import Area
from chalicelib.http.shapes import Shape
from chalicelib.kernel.text import Text
from chalicelib.materials.model import preview_key
from chalicelib.parties.officials import service as officials

cases_area = Area(Text("办件", "Cases"))
OFFICIALS = (reviewer(), head())
EVERYBODY_CONCERNED = allow(applicant(), desk(), head(), operator())
THOSE_WHO_EXAMINE_IT = allow(applicant(), desk(), head())
THOSE_WHO_HANDLE_IT = allow(applicant(power=Power.RECEIVE), *OFFICIALS)
"""Files are personal through and through and cannot be masked: whoever only runs the platform does not open them."""


class Download(Shape):
    """A short-lived address to download from."""

    url: str


class Previews(Shape):
    """Short-lived addresses of pictures, in the order of the pages."""

    thumbnail: str | None = None
    pages: list[str] = []

    @classmethod
    def of(cls, slot: MaterialSlot, objects: Materials) -> Self:
        def address(name: str) -> str:
            return objects.permit_download(preview_key(slot.sha256, name), filename=f"{slot.code}-{name}.webp")

        if not slot.previews:
            return cls()
        return cls(thumbnail=address("thumbnail"), pages=[address(str(page)) for page in range(1, slot.previews + 1)])


def reached(call: Call, case_id: str, *, changing: bool = False) -> Case:
    """The case, if the caller may touch it, in the version that they know when they change it."""
    case = store.load(call.uow.table, case_id)
    call.require_reach(case)
    if changing:
        call.require_version(case.version)
        keep_away(call, case)
    return case


def keep_away(call: Call, case: Case) -> None:
    """No official changes anything in a case of somebody in whom they declared an interest (回避)."""
    if call.caller.role is not Role.APPLICANT:
        numbers = case.applicant.numbers
        officials.keep_away(call.platform, call.uow, call.caller.person_id, numbers, lambda _: errors.OwnCase())


def desk_in(call: Call, case: Case) -> str:
    """What the caller's own desk is called in this case: nobody acts for another one."""
    return case.desk_of(call.caller.role, call.caller.department, call.caller.region)


def shown(call: Call, case: Case, item: ItemVersion | None = None) -> Reply[CaseView]:
    """The case as it is now, with its ETag; masked further for everybody but its applicant. `item` is its version of
    the item, where it was read already.
    """
    view = case_view(case, call.language, now=call.act.at, calendar=catalogue_of(call.platform).calendar())
    form = (item or service.item_of(call.platform, case)).form
    is_mine = call.caller.id == case.owner_id
    view = with_known_fields(view, case, form, call.language) if is_mine else for_others(view, form)
    return Reply(view, version=case.version)


def changed(call: Call, case_id: str, how: Change) -> Reply[CaseView]:
    """The case as it is after `how`, in the version that the caller knows."""
    case = reached(call, case_id, changing=True)
    service.change(call.uow, case, how)
    return shown(call, case)


def changed_as_item_says(call: Call, case_id: str, how: Callable[[Case, ItemVersion], object]) -> Reply[CaseView]:
    """The same, where `how` has to know the case's version of the item."""
    case = reached(call, case_id, changing=True)
    item = service.item_of(call.platform, case)
    service.change(call.uow, case, lambda it: how(it, item))
    return shown(call, case, item)


@cases_area.get(
    "/v1/cases/{case_id}",
    access=EVERYBODY_CONCERNED,
    summary=Text("查看办件", "Read a case"),
    refusals=(errors.CaseUnknown,),
)
def read_case(call: Call, case_id: str) -> Reply[CaseView]:
    """The case with its materials, clock, decision and what it waits for. Personal data is masked."""
    return shown(call, reached(call, case_id))


@cases_area.get(
    "/v1/cases",
    access=allow(applicant()),
    summary=Text("我的办件", "My cases"),
    consistency="eventual",
)
def list_my_cases(call: Call, query: PageQuery) -> Reply[ListOf[CaseSummary]]:
    """The caller's own cases, newest first; to somebody with authority for some items only, those of these items."""
    pk = store.applicant_pk(call.own())
    page = store.cases_of(call.uow.table, call.own(), limit=query.limit, after=query.after(BY_APPLICANT, pk))
    cards = [store.card_of(row) for row in page.rows]
    entries = [summary(card, call.language) for card in cards if call.covers(card.item_code)]
    return one_page(entries, page.next)


@cases_area.get(
    "/v1/worklist",
    access=allow(*OFFICIALS),
    summary=Text("待办清单", "Worklist"),
    consistency="eventual",
)
def read_worklist(call: Call, query: PageQuery) -> Reply[ListOf[WorklistEntry]]:
    """What the caller's own desk holds, ordered by due instant; also what others ask it about."""
    call.own()
    pk = store.desk_pk(call.caller.department, call.caller.region, call.caller.role)
    page = store.worklist(call.uow.table, pk, limit=query.limit, after=query.after(BY_DESK, pk))
    entries = [store.entry_of(row) for row in page.rows]
    return one_page(entries, page.next)


@cases_area.get(
    "/v1/cases/{case_id}/timeline",
    access=EVERYBODY_CONCERNED,
    summary=Text("办理过程", "Timeline"),
    refusals=(errors.CaseUnknown,),
)
def read_timeline(call: Call, case_id: str) -> Reply[Timeline]:
    """Who did what and when, and how long each party held the case."""
    case, history = store.load_history(call.uow.table, case_id)
    call.require_reach(case)
    internal = call.caller.id != case.owner_id
    return Reply(timeline(case.number, history, call.act.at, call.language, internal=internal))


@cases_area.get(
    "/v1/cases/{case_id}/deadline",
    access=EVERYBODY_CONCERNED,
    summary=Text("时限说明", "Why this due date"),
    refusals=(errors.CaseUnknown, errors.NotNow),
)
def explain_deadline(call: Call, case_id: str) -> Reply[DeadlineView]:
    """The running clock's ledger, and both limits day by day: what counted, what did not, and why; likewise the last
    day of each material that is to follow.
    """
    case = reached(call, case_id)
    if case.clock is None:
        raise errors.NotNow(case_status=case.status)
    calendar = catalogue_of(call.platform).calendar()
    late = case.awaited_materials
    return Reply(deadline_view(case.clock.kind, case.clock.ledger, calendar, late))


@cases_area.post(
    "/v1/case-lookups",
    access=public("the receipt's number and password stand for an account"),
    summary=Text("凭回执查询", "Look up by receipt"),
    refusals=(errors.LookupRefused,),
    not_repeatable="it changes nothing",
)
def look_up_case(call: Call, body: Lookup) -> Reply[CaseSummary]:
    """Status of a case, for whoever holds its receipt; no personal data."""
    case = service.find_by_number(call.uow.table, call.platform, body.number.upper(), body.password)
    return Reply(summary(CaseCard.of(case), call.language))


@cases_area.get(
    "/v1/cases/{case_id}/materials/{code}/download",
    access=THOSE_WHO_EXAMINE_IT,
    summary=Text("查看材料", "Open a material"),
    refusals=(errors.CaseUnknown, errors.MaterialUnknown),
)
def open_material(call: Call, case_id: str, code: str) -> Reply[Download]:
    """A download address for a material that was uploaded and passed its check, valid for five minutes."""
    slot = reached(call, case_id).materials.get(code)
    if slot is None or not slot.object_key:
        raise errors.MaterialUnknown
    return Reply(Download(url=call.platform.materials.permit_download(slot.object_key, filename=slot.code)))


@cases_area.get(
    "/v1/cases/{case_id}/materials/{code}/previews",
    access=THOSE_WHO_EXAMINE_IT,
    summary=Text("材料预览", "Pictures of a material's pages"),
    refusals=(errors.CaseUnknown, errors.MaterialUnknown),
)
def preview_material(call: Call, case_id: str, code: str) -> Reply[Previews]:
    """Of an uploaded material: a thumbnail and its first pages (WebP); none where no picture could be made."""
    slot = reached(call, case_id).materials.get(code)
    if slot is None or not slot.object_key:
        raise errors.MaterialUnknown
    return Reply(Previews.of(slot, call.platform.materials))


@cases_area.get(
    "/v1/cases/{case_id}/documents/{kind}/download",
    access=THOSE_WHO_HANDLE_IT,
    summary=Text("下载文书", "Download a document"),
    refusals=(errors.CaseUnknown, errors.DocumentNotReady),
)
def open_document(call: Call, case_id: str, kind: str) -> Reply[Download]:
    """A download address for the `receipt` or the `decision`; the latter once nothing is owed any more."""
    case = reached(call, case_id)
    document = case.documents.get(kind)
    if document is None or (kind == "decision" and not case.is_released):
        raise errors.DocumentNotReady
    url = call.platform.documents.permit_download(document.object_key, filename=f"{case.number}-{kind}.pdf")
    return Reply(Download(url=url))
