"""Registers, work calendar, catalogue items and target of a new deployment. Safe to repeat; cut off, it goes on with
where it was.

Items go the way that every item goes: described by one member of the catalogue office, approved by another, published
with a batch by a job.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from chalicelib.aws.platform import Platform
from chalicelib.aws.unit_of_work import UnitOfWork, transact
from chalicelib.catalogue.calendars.service import announce_year, load_year
from chalicelib.catalogue.editing import service as editing
from chalicelib.catalogue.editing.model import CatalogueItem
from chalicelib.catalogue.editing.parts import Action, Stage
from chalicelib.catalogue.files.contents import content_of, content_of_row
from chalicelib.catalogue.files.reading import rows_of
from chalicelib.catalogue.files.rows import ITEM
from chalicelib.catalogue.model import ItemContent
from chalicelib.catalogue.publishing import service as publishing
from chalicelib.catalogue.publishing import store as batches
from chalicelib.catalogue.publishing.model import BatchLine, BatchStatus
from chalicelib.catalogue.registers.entries import CertificateType, Department, Entry, Region
from chalicelib.catalogue.registers.register import RegisterKind
from chalicelib.catalogue.registers.service import amend, load_registers
from chalicelib.jobs import service as jobs
from chalicelib.kernel.calendar import CalendarYear
from chalicelib.kernel.events import SYSTEM, Act, Actor, Party
from chalicelib.kernel.instants import shanghai_date
from chalicelib.workflow.carry_out_jobs import HANDLERS
from infra.bootstrap.errors import BadInput

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


def seed_calendar(platform: Platform, folder: Path = SEED) -> int:
    """Announce the years of the folder that nobody has announced; how many."""
    files = sorted((folder / "calendars").glob("*.json"))
    years = [_valid(CalendarYear.model_validate, file) for file in files]
    new = [year for year in years if load_year(platform.table, year.year).announced is None]
    for year in new:
        _done(platform, SYSTEM, lambda uow, year=year: announce_year(uow, year))
    return len(new)


def seed_registers(platform: Platform, folder: Path = SEED) -> int:
    """Regions, departments, certificate types: in this order, because they refer to each other. Adds those entries that
    are not there, and answers how many; what somebody has entered stays as it is.
    """
    added = 0
    for kind, (name, entry) in REGISTERS.items():
        entries = _valid(lambda documents, entry=entry: [entry.model_validate(it) for it in documents], folder / name)
        there = load_registers(platform.table).register(kind).entries
        new = [one for one in entries if one.code not in there]
        if new:
            _done(platform, MANAGER, lambda uow, kind=kind, new=new: amend(uow, kind, new))
        added += len(new)
    return added


def seed_target(platform: Platform, folder: Path = SEED) -> bool:
    """What share of the items is to need no visit, and by when, unless somebody has said so; whether it is new."""
    wanted = _valid(dict, folder / "targets.json")
    target = publishing.load_target(platform.table)
    if target.version:
        return False
    facts = {"share_percent": wanted["share_percent"], "basis": wanted["basis"]["zh"]}
    by = dt.date.fromisoformat(wanted["by"])
    _done(platform, APPROVER, lambda uow: publishing.set_target(uow, target, by=by, **facts))
    return True


def items_in(path: Path) -> list[ItemContent]:
    """The items of a file that offices use (ZIP, workbook, YAML, JSON), or of all JSON files in a folder."""
    if path.is_dir():
        return [_valid(content_of, file) for file in sorted(path.glob("*.json"))]
    return [content_of_row(row) for row in rows_of(read(path), path.name) if row.kind == ITEM and not row.ignored]


def publish_items(platform: Platform, contents: Iterable[ItemContent], *, name: str) -> int:
    """Describe, check, approve and publish what was never published, and what an earlier call left undone; how many."""
    standing = [batch for batch in _batches(platform) if batch.name == name]
    for batch in standing:
        if batch.status is BatchStatus.PUBLISHING:
            _carry_out(platform, publishing.load_batch(platform.table, batch.batch_id).job_id)
    ready = [item for item in (_approved(platform, content) for content in contents) if item]
    batch = next((it for it in standing if it.status is BatchStatus.OPEN and _is_timely(platform, it)), None)
    if ready:
        _published(platform, ready, name, batch.batch_id if batch else "")
    return len(ready)


def _approved(platform: Platform, content: ItemContent) -> CatalogueItem | None:
    """The item when this content of it is to be published, checked and approved by two people. What somebody else has
    described or published stays as it is.
    """
    item = editing.load_or_new(platform.table, content)
    if item.latest or (item.work and not item.stands_as(content.sha256)):
        return None
    if item.work is None:
        _done(platform, MANAGER, lambda uow: editing.put_draft(uow, platform, content))
        item = editing.load_item(platform.table, content.code)
    if item.work and item.work.stage is Stage.DRAFT:
        item = _done(platform, MANAGER, lambda uow: editing.check(uow, platform, editing.load_item(uow.table, item.id)))
    if item.work and item.work.stage is Stage.CHECKED:
        sha256 = item.work.sha256
        item = _done(
            platform,
            APPROVER,
            lambda uow: editing.approve(uow, platform, editing.load_item(uow.table, item.id), sha256),
        )
    return item


def _published(platform: Platform, ready: list[CatalogueItem], name: str, batch_id: str) -> None:
    today = shanghai_date(platform.clock.now())
    if not batch_id:
        opened = _done(platform, MANAGER, lambda uow: publishing.open_batch(uow, name=name, effective_from=today))
        batch_id = opened.id
    codes = [item.id for item in ready if _is_free(platform, item, batch_id)]
    for start in range(0, len(codes), publishing.ENTERED_AT_ONCE):
        _done(platform, MANAGER, _entering(platform, batch_id, codes[start : start + publishing.ENTERED_AT_ONCE]))
    ordered = _done(
        platform,
        APPROVER,
        lambda uow: publishing.order_publication(uow, publishing.load_batch(uow.table, batch_id)),
    )
    _carry_out(platform, ordered.job_id)


def _is_free(platform: Platform, item: CatalogueItem, batch_id: str) -> bool:
    """Whether the item has to be put into the batch; one of a day that is over is taken out of its batch first."""
    if item.batch_id and item.batch_id != batch_id:
        former = item.batch_id
        _done(platform, MANAGER, lambda uow: publishing.remove(uow, publishing.load_batch(uow.table, former), item.id))
    return item.batch_id != batch_id


def _entering(platform: Platform, batch_id: str, codes: list[str]) -> Callable[[UnitOfWork], object]:
    def enter(uow: UnitOfWork) -> object:
        return publishing.enter(uow, platform, publishing.load_batch(uow.table, batch_id), codes, Action.PUBLISH)

    return enter


def _batches(platform: Platform) -> list[BatchLine]:
    page = batches.batches(platform.table, limit=1000, after=None)
    return [batches.line_of(row) for row in page.rows]


def _is_timely(platform: Platform, batch: BatchLine) -> bool:
    return batch.effective_from >= shanghai_date(platform.clock.now())


def _carry_out(platform: Platform, job_id: str) -> None:
    jobs.run(platform, job_id, HANDLERS, lambda: UNHURRIED_MILLISECONDS)


def _done(platform: Platform, actor: Actor, use_case: Callable[[UnitOfWork], Result]) -> Result:
    act = Act(actor=actor, at=platform.clock.now(), correlation_id="bootstrap")
    return transact(platform.table, act, use_case)


def _valid(model: Callable[[Any], Result], file: Path) -> Result:
    try:
        return model(json.loads(read(file)))
    except (ValidationError, ValueError) as error:
        raise BadInput(f"{file}: {error}: correct the file") from error


def read(file: Path) -> bytes:
    """The bytes of a file. Raises `BadInput`."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadInput(f"{file} cannot be read: name one that is there") from error
