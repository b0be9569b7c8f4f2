"""What a new deployment needs before anyone can apply: the work calendar, registers, staff, items. Safe to repeat.

Items go the way that every item goes: described by one member of the catalogue office, approved by another, published
with a batch by a job.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from chalicelib.aws.platform import Platform
from chalicelib.aws.unit_of_work import UnitOfWork, transact
from chalicelib.catalogue.calendars.service import announce_year
from chalicelib.catalogue.editing import service as editing
from chalicelib.catalogue.editing.parts import Action, Outcome
from chalicelib.catalogue.model import ItemContent
from chalicelib.catalogue.publishing import service as publishing
from chalicelib.catalogue.registers.entries import CertificateType, Department, Entry, Region
from chalicelib.catalogue.registers.register import RegisterKind
from chalicelib.catalogue.registers.service import amend
from chalicelib.jobs import service as jobs
from chalicelib.kernel.calendar import CalendarYear
from chalicelib.kernel.events import SYSTEM, Act, Actor, Party
from chalicelib.kernel.instants import shanghai_date
from chalicelib.workflow.carry_out_jobs import HANDLERS
from infra.seed.staff import seed_staff

SEED = Path(__file__).parent.parent / "seed"
MANAGER = Actor(id="staff-catalogue-manager", party=Party.OFFICIAL, role="catalogue-manager")
APPROVER = Actor(id="staff-catalogue-approver", party=Party.OFFICIAL, role="catalogue-approver")
REGISTERS: dict[RegisterKind, tuple[str, type[Entry]]] = {
    RegisterKind.REGIONS: ("regions.json", Region),
    RegisterKind.DEPARTMENTS: ("departments.json", Department),
    RegisterKind.CERTIFICATE_TYPES: ("certificate-types.json", CertificateType),
}
UNHURRIED_MILLISECONDS = 10**9
Result = TypeVar("Result")


def seed(platform: Platform) -> None:
    """Bring the deployment in line with infra/seed."""
    seed_calendar(platform)
    seed_registers(platform)
    seed_staff(platform)
    publish_items(platform, (_document(file) for file in sorted((SEED / "items").glob("*.json"))), name="首批公布事项")
    seed_target(platform)


def seed_calendar(platform: Platform) -> None:
    """The years that were announced."""
    for file in sorted((SEED / "calendars").glob("*.json")):
        year = CalendarYear.model_validate(_document(file))
        _done(platform, SYSTEM, lambda uow, year=year: announce_year(uow, year))


def seed_registers(platform: Platform) -> None:
    """Regions, departments, certificate types: in this order, because they refer to each other."""
    for kind, (file, entry) in REGISTERS.items():
        entries = [entry.model_validate(document) for document in _document(SEED / file)]
        _done(platform, MANAGER, lambda uow, kind=kind, entries=entries: amend(uow, kind, entries))


def seed_target(platform: Platform) -> None:
    """What share of the items is to need no visit, and by when."""
    wanted = _document(SEED / "targets.json")
    target = publishing.load_target(platform.table)
    facts = {"share_percent": wanted["share_percent"], "basis": wanted["basis"]["zh"]}
    by = dt.date.fromisoformat(wanted["by"])
    _done(platform, APPROVER, lambda uow: publishing.set_target(uow, target, by=by, **facts))


def publish_items(platform: Platform, documents: Iterable[dict[str, Any]], *, name: str) -> list[str]:
    """Describe, check, approve and publish what is new or changed; answers its codes."""
    changed = [code for code in (_approved(platform, document) for document in documents) if code]
    if changed:
        _published(platform, changed, name)
    return changed


def _approved(platform: Platform, document: dict[str, Any]) -> str:
    """The item's code when there is a version to publish, checked and approved by two people; otherwise empty."""
    content = ItemContent.model_validate(document)
    outcome = _done(platform, MANAGER, lambda uow: editing.put_draft(uow, platform, content))
    if outcome is Outcome.UNCHANGED:
        return ""
    _done(platform, MANAGER, lambda uow: editing.check(uow, platform, editing.load_item(uow.table, content.code)))
    _done(
        platform,
        APPROVER,
        lambda uow: editing.approve(uow, platform, editing.load_item(uow.table, content.code), content.sha256),
    )
    return content.code


def _published(platform: Platform, codes: list[str], name: str) -> None:
    today = shanghai_date(platform.clock.now())
    batch_id = _done(platform, MANAGER, lambda uow: publishing.open_batch(uow, name=name, effective_from=today)).id
    for start in range(0, len(codes), publishing.ENTERED_AT_ONCE):
        _done(platform, MANAGER, _entering(platform, batch_id, codes[start : start + publishing.ENTERED_AT_ONCE]))
    ordered = _done(
        platform,
        APPROVER,
        lambda uow: publishing.order_publication(uow, publishing.load_batch(uow.table, batch_id)),
    )
    jobs.run(platform, ordered.job_id, HANDLERS, lambda: UNHURRIED_MILLISECONDS)


def _entering(platform: Platform, batch_id: str, codes: list[str]) -> Callable[[UnitOfWork], object]:
    def enter(uow: UnitOfWork) -> object:
        return publishing.enter(uow, platform, publishing.load_batch(uow.table, batch_id), codes, Action.PUBLISH)

    return enter


def _done(platform: Platform, actor: Actor, use_case: Callable[[UnitOfWork], Result]) -> Result:
    act = Act(actor=actor, at=platform.clock.now(), correlation_id="seeding")
    return transact(platform.table, act, use_case)


def _document(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))
