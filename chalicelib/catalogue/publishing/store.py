"""How batches are kept: `BATCH#<id>` (snapshot, events), and under `CATALOGUE` a line `BATCH#<id>` for each batch, the
live edition (`chalicelib.catalogue.editions`) and the target; under `COVERAGE` one row a department, and beside the
figures the target and the number of the live edition.
"""

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.aws.history import to_aggregate
from chalicelib.aws.rows import SNAPSHOT, Key, Page, Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.catalogue.editions import CATALOGUE
from chalicelib.catalogue.publishing.coverage import Cells
from chalicelib.catalogue.publishing.errors import BatchUnknown
from chalicelib.catalogue.publishing.model import Batch, BatchLine, Target

COVERAGE = "COVERAGE"
TARGET = "coverage-target"


@dataclass(frozen=True)
class Figures:
    """What was counted of each department, the number of the live edition, and what is to be reached."""

    target: Target
    live: int
    departments: dict[str, Cells]


def batch_pk(batch_id: str) -> str:
    """The partition of a batch."""
    return f"BATCH#{batch_id}"


def load_batch(table: Table, batch_id: str) -> Batch:
    """Raises `BatchUnknown`. One round trip."""
    row = table.row(Key(batch_pk(batch_id), SNAPSHOT))
    if row is None:
        raise BatchUnknown
    return to_aggregate(Batch, row)


def save_batch(uow: UnitOfWork, batch: Batch) -> None:
    """Put the batch and its line into the unit of work."""
    if batch.pending:
        uow.save(batch_pk(batch.id), batch)
        uow.put({"pk": CATALOGUE, "sk": batch_pk(batch.id), "body": BatchLine.of(batch).model_dump_json()})


def batches(table: Table, *, limit: int, after: Row | None) -> Page:
    """Batches in the order in which they were opened. One round trip."""
    return table.stretch(CATALOGUE, limit=limit, first=batch_pk(""), last=batch_pk("\U0010ffff"), after=after)


def line_of(row: Row) -> BatchLine:
    """The line that `row` holds."""
    return BatchLine.model_validate_json(str(row["body"]))


def load_target(table: Table) -> Target:
    """What is to be reached. One round trip."""
    row = table.row(Key(TARGET, SNAPSHOT))
    return to_aggregate(Target, row) if row else Target(id=TARGET)


def save_target(uow: UnitOfWork, target: Target) -> None:
    """Put the target, and its line beside the figures, into the unit of work."""
    if target.pending:
        uow.save(TARGET, target)
        uow.put({"pk": COVERAGE, "sk": "TARGET", "body": target.model_dump_json()})


def recount(uow: UnitOfWork, department: str, count: Callable[[], Cells]) -> None:
    """Replace what was counted of a department; whoever counted earlier and writes later is overtaken."""
    key = Key(COVERAGE, f"DEPARTMENT#{department}")
    standing = uow.table.row(key)
    row: Row = {"pk": key.pk, "sk": key.sk, "version": 1, "body": count().model_dump_json()}
    if standing is None:
        uow.put(row, new=True)
    elif standing["body"] != row["body"]:
        uow.put({**row, "version": int(standing["version"]) + 1}, equals={"version": standing["version"]})


def tell_live_edition(uow: UnitOfWork, number: int) -> None:
    """Let the figures follow that edition, in the unit of work that makes it live."""
    uow.put({"pk": COVERAGE, "sk": "EDITION", "number": number})


def load_figures(table: Table) -> Figures:
    """Everything that the public figure is made of. One round trip a megabyte."""
    rows = {str(row["sk"]): row for row in table.partition(COVERAGE)}
    target, live = rows.pop("TARGET", None), rows.pop("EDITION", None)
    return Figures(
        target=Target.model_validate_json(str(target["body"])) if target else Target(id=TARGET),
        live=int(live["number"]) if live else 0,
        departments={
            sk.removeprefix("DEPARTMENT#"): Cells.model_validate_json(str(row["body"])) for sk, row in rows.items()
        },
    )
