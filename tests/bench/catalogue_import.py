"""The catalogue of 812 items through the same import that offices use, twice, and its lawful items published at once.

Everything runs in this process over a table in memory that counts as DynamoDB would; the file, the checks, the jobs and
the transactions are those of the service. Money is that of tests/bench/prices.json.
"""

import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from chalicelib.aws.unit_of_work import UnitOfWork, transact
from chalicelib.catalogue.editing import service as editing
from chalicelib.catalogue.editing.parts import Action
from chalicelib.catalogue.files.service import begin_import
from chalicelib.catalogue.publishing import service as publishing
from chalicelib.jobs.model import Job
from chalicelib.jobs.service import load_job, run
from chalicelib.jobs.uploads import start_with_file
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.kernel.events import Actor
from chalicelib.workflow.carry_out_jobs import HANDLERS
from infra.bootstrap.catalogue import APPROVER, MANAGER, seed_registers
from infra.seed.generator import generate, write
from tests.bench.capacity import Consumed
from tests.bench.figures import Figure, Kind
from tests.bench.metered_table import MeteredTable
from tests.support.memory_table import MemoryTable
from tests.support.objects import FakeObjects
from tests.support.platform import FakePlatform
from tests.support.publishing import TODAY

GROUP = "Import of the 812-item catalogue, and its publication"
SEED = 2017
PLENTY = 10**9
ROWS_OF_THE_JOB = 6
"""Its snapshots and events, from the request to the end."""
PRICES = Path(__file__).with_name("prices.json")


def measure(total: int = 812, provincial: int = 134) -> list[Figure]:
    """First import, second import, publication."""
    data, codes = _file(total, provincial)
    cloud = _cloud()
    first, first_cost, first_seconds = _measured(cloud, lambda: _imported(cloud, data))
    catalogued = _catalogue_rows(cloud)
    second, second_cost, second_seconds = _measured(cloud, lambda: _imported(cloud, data))
    changed = sum(row != catalogued.get(key) for key, row in _catalogue_rows(cloud).items())
    lawful, approving, approving_seconds = _measured(cloud, lambda: _approved(cloud, codes))
    _, publishing_cost, publishing_seconds = _measured(cloud, lambda: _published(cloud, lawful))
    written = int(second_cost.rows_written - ROWS_OF_THE_JOB - total)
    return [
        Figure(GROUP, "the file", len(data) / 1e6, "MB"),
        *_figures("first import", first_cost, first_seconds, total),
        Figure(GROUP, "· items created", first.counts.get("CREATED", 0), "items"),
        *_figures("second import", second_cost, second_seconds, total),
        Figure(GROUP, "· rows of the catalogue changed by it", changed, "rows", 0, Kind.COUNTED),
        Figure(GROUP, "· items that it found changed", total - second.counts["UNCHANGED"], "items", 0, Kind.COUNTED),
        Figure(GROUP, "· rows written beside the report and the job", max(0, written), "rows", 0, Kind.COUNTED),
        Figure(GROUP, "items that keep every rule", len(lawful), f"of {total}"),
        *_figures("checking and approving them", approving, approving_seconds, len(lawful)),
        *_figures("publishing them in one batch", publishing_cost, publishing_seconds, len(lawful)),
    ]


def _figures(what: str, cost: Consumed, seconds: float, items: int) -> list[Figure]:
    return [
        Figure(GROUP, what, seconds, "s CPU"),
        Figure(GROUP, "· round trips an item", cost.round_trips / items, "trips"),
        Figure(GROUP, "· read units an item", cost.read_units / items, "units"),
        Figure(GROUP, "· write units an item", cost.all_write_units / items, "units"),
        Figure(GROUP, "· DynamoDB, in all", _dollars(cost), "USD"),
    ]


def _dollars(cost: Consumed) -> float:
    prices = json.loads(PRICES.read_text(encoding="utf-8"))["per_million"]
    read, written = prices["dynamodb_read_units"], prices["dynamodb_write_units"]
    return float((cost.read_units * read + cost.all_write_units * written) / 1e6)


def _file(total: int, provincial: int) -> tuple[bytes, list[str]]:
    items = list(generate(SEED, total=total, provincial=provincial))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "catalogue.zip"
        write(items, path)
        return path.read_bytes(), [item["code"] for item in items]


def _cloud() -> FakePlatform:
    cloud = FakePlatform()
    cloud.materials, cloud.documents = FakeObjects("materials"), FakeObjects("documents")  # type: ignore[assignment]
    cloud.table = MeteredTable(MemoryTable())  # type: ignore[assignment]
    seed_registers(cloud)
    return cloud


def _measured(cloud: FakePlatform, act: Callable[[], Any]) -> tuple[Any, Consumed, float]:
    table: MeteredTable = cloud.table  # type: ignore[assignment]
    before = time.process_time()
    with table.metering() as told:
        result = act()
    return result, told[0], time.process_time() - before


def _done(cloud: FakePlatform, actor: Actor, use_case: Callable[[UnitOfWork], Any]) -> Any:
    return transact(cloud.table, cloud.act(actor), use_case)


def _imported(cloud: FakePlatform, data: bytes) -> Job:
    job, _ = _done(
        cloud,
        MANAGER,
        lambda uow: begin_import(
            uow,
            cloud.materials,
            filename="catalogue.zip",
            size=len(data),
            sha256=sha256_hex(data),
            dry_run=False,
            department="",
        ),
    )
    cloud.materials.write(str(job.input["object_key"]), data, media_type="application/zip")
    _done(cloud, MANAGER, lambda uow: start_with_file(uow, cloud.materials, load_job(uow.table, job.id)))
    run(cloud, job.id, HANDLERS, lambda: PLENTY)
    return load_job(cloud.table, job.id)


def _approved(cloud: FakePlatform, codes: list[str]) -> list[str]:
    """The items that keep every rule, checked by one and approved by another."""
    lawful = [code for code in codes if not _work(cloud, code).violations]
    for code in lawful:
        _done(cloud, MANAGER, lambda uow, code=code: editing.check(uow, cloud, editing.load_item(uow.table, code)))
        _done(
            cloud,
            APPROVER,
            lambda uow, code=code: editing.approve(
                uow, cloud, editing.load_item(uow.table, code), _work(cloud, code).sha256
            ),
        )
    return lawful


def _published(cloud: FakePlatform, codes: list[str]) -> None:
    batch = _done(cloud, MANAGER, lambda uow: publishing.open_batch(uow, name="首批", effective_from=TODAY))
    for start in range(0, len(codes), publishing.ENTERED_AT_ONCE):
        some = codes[start : start + publishing.ENTERED_AT_ONCE]

        def enter(uow: UnitOfWork, some: list[str] = some) -> None:
            standing = publishing.load_batch(uow.table, batch.id)
            publishing.enter(uow, cloud, standing, some, Action.PUBLISH)

        _done(cloud, MANAGER, enter)
    ordered = _done(
        cloud, APPROVER, lambda uow: publishing.order_publication(uow, publishing.load_batch(uow.table, batch.id))
    )
    run(cloud, ordered.job_id, HANDLERS, lambda: PLENTY)


def _work(cloud: FakePlatform, code: str) -> Any:
    return editing.load_item(cloud.table, code).work


def _catalogue_rows(cloud: FakePlatform) -> dict[tuple[str, str], Any]:
    table: MeteredTable = cloud.table  # type: ignore[assignment]
    return {key: row for key, row in table.inner.rows.items() if not key[0].startswith("JOB#")}
