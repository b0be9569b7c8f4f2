"""Running cases and the versions of their item: what a new version would mean for them, and moving one to it."""

from dataclasses import dataclass

from pydantic import Field

from chalicelib.aws.rows import BY_ITEM, Row
from chalicelib.cases import errors, service, store
from chalicelib.cases.api import cases_area, reached, shown
from chalicelib.cases.model import Case
from chalicelib.cases.requests import MoveToVersion
from chalicelib.cases.views import CaseView
from chalicelib.catalogue.editing.errors import ItemNotCatalogued, NothingInWork, VersionUnknown
from chalicelib.catalogue.editing.service import DRAFT, content_of
from chalicelib.catalogue.errors import ItemUnknown
from chalicelib.http.access import Role
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, approver, head, manager
from chalicelib.http.paging import CursorRefused, ListOf, PageQuery, one_page
from chalicelib.http.shapes import Shape
from chalicelib.kernel.errors import Pointer
from chalicelib.kernel.text import Language, Text


class RunningCasesQuery(PageQuery):
    """Which version the cases would be moved to, and which of them are looked at."""

    to_version: str = Field(
        pattern=r"^(draft|[1-9]\d{0,5})$", description="A published version's number, or `draft` for the one in work."
    )
    from_version: int | None = Field(None, ge=1, description="Only cases on this version.")


class BlockerView(Shape):
    """One thing in the way of a move: where, and what."""

    pointer: str
    detail: str


class RunningCase(Shape):
    """A running case and what would keep it from the other version; nothing: it could be moved."""

    case_id: str
    number: str
    status: str
    region: str
    version: int
    blockers: list[BlockerView]


@dataclass(frozen=True)
class _RunningCases:
    """The running cases of an item as access sees them: a head asks about those of their own region."""

    department: str
    region: str
    owner_id: str = ""


@cases_area.get(
    "/v1/items/{item_code}/running-cases",
    access=allow(manager(), approver(), head()),
    summary=Text("在办件变更版本预演", "Dry run of a new version against running cases"),
    refusals=(ItemNotCatalogued, VersionUnknown, NothingInWork),
    consistency="eventual",
)
def list_running_cases(call: Call, item_code: str, query: RunningCasesQuery) -> Reply[ListOf[RunningCase]]:
    """Which running cases a version, published or still in work, would touch, and what would block moving each.

    Cases that are on the version already are left out, and heads see those of their own region, so a page may be
    shorter than `limit` and still have a next one. What is in work is the catalogue's alone. Changes nothing.
    """
    item = content_of(call.platform, item_code, query.to_version)
    region = "" if query.to_version == DRAFT else call.caller.region
    call.require_reach(_RunningCases(department=item.department.code, region=region))
    after = _position(item_code, query)
    found, position = service.blocked_moves(
        call.platform, item, version=query.from_version, limit=query.limit, after=after
    )
    entries = [_entry(case, blockers, call.language) for case, blockers in found if _concerns(call, case)]
    return one_page(entries, position)


@cases_area.post(
    "/v1/cases/{case_id}/item-version",
    access=allow(head()),
    changes=True,
    summary=Text("变更办件适用的事项版本", "Move a case to another version of its item"),
    refusals=(ItemUnknown, errors.MoveRefused, errors.OwnCase),
)
def move_case(call: Call, case_id: str, body: MoveToVersion) -> Reply[CaseView]:
    """Refused with everything in the way where the applicant would lose something that they were told, or something
    that was done would have to be done again. Act and reason stay in the history of the case.
    """
    case = reached(call, case_id, changing=True)
    service.move(call.uow, call.platform, case, body.version, body.reason)
    return shown(call, case)


def _position(item_code: str, query: RunningCasesQuery) -> Row | None:
    """Where the page before ended; among the cases of another version it ended nowhere."""
    position = query.after(BY_ITEM, store.item_pk(item_code))
    if position and query.from_version and not str(position[BY_ITEM.sk]).startswith(f"{query.from_version:06d}#"):
        raise CursorRefused
    return position


def _concerns(call: Call, case: Case) -> bool:
    return call.caller.role is not Role.HEAD or case.region == call.caller.region


def _entry(case: Case, blockers: tuple[Pointer, ...], language: Language) -> RunningCase:
    return RunningCase(
        case_id=case.id,
        number=case.number,
        status=case.status,
        region=case.region,
        version=case.terms.version,
        blockers=[BlockerView(pointer=it.pointer, detail=it.detail.in_language(language)) for it in blockers],
    )
