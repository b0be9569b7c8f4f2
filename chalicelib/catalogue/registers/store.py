"""How the registers are kept: `REGISTER#<kind>` holds the snapshot of one with all its entries, and its history.

The three snapshots are read in one round trip.
"""

from dataclasses import dataclass
from typing import TypeVar

from chalicelib.aws.history import events_among, to_aggregate
from chalicelib.aws.rows import SNAPSHOT, Key, Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.catalogue.registers.model import Registers
from chalicelib.catalogue.registers.register import (
    CertificateTypeRegister,
    DepartmentRegister,
    RegionRegister,
    RegisterKind,
)
from chalicelib.kernel.events import RecordedEvent

Loaded = TypeVar("Loaded", RegionRegister, DepartmentRegister, CertificateTypeRegister)
AnyRegister = RegionRegister | DepartmentRegister | CertificateTypeRegister


@dataclass(frozen=True)
class Shelf:
    """The three registers as they stand now."""

    regions: RegionRegister
    departments: DepartmentRegister
    certificate_types: CertificateTypeRegister

    def register(self, kind: RegisterKind) -> AnyRegister:
        """The one of that kind."""
        return {it.kind: it for it in (self.regions, self.departments, self.certificate_types)}[kind]

    def open(self) -> Registers:
        """The registers, ready to be looked into."""
        return Registers(
            regions=tuple(self.regions.entries.values()),
            departments=tuple(self.departments.entries.values()),
            certificate_types=tuple(self.certificate_types.entries.values()),
            versions={it.kind: it.version for it in (self.regions, self.departments, self.certificate_types)},
        )


def partition_of(kind: RegisterKind) -> str:
    """Where a register is kept."""
    return f"REGISTER#{kind}"


def load(table: Table) -> Shelf:
    """All registers, empty before their first amendment. One round trip."""
    rows = {str(row["pk"]): row for row in table.rows_at([Key(partition_of(kind), SNAPSHOT) for kind in RegisterKind])}
    return Shelf(_taken(rows, RegionRegister), _taken(rows, DepartmentRegister), _taken(rows, CertificateTypeRegister))


def save(uow: UnitOfWork, register: AnyRegister) -> None:
    """Put what was amended into the unit of work."""
    uow.save(partition_of(register.kind), register)


def history(
    table: Table, kind: RegisterKind, *, limit: int, after: Row | None
) -> tuple[list[RecordedEvent], Row | None]:
    """Some of a register's events, oldest first, and the position behind them. One round trip."""
    page = table.stretch(partition_of(kind), limit=limit, first="EVENT#", last="EVENT#~", after=after)
    return events_among(page.rows), page.next


def _taken(rows: dict[str, Row], kind: type[Loaded]) -> Loaded:
    row = rows.get(partition_of(kind.kind))
    return to_aggregate(kind, row) if row else kind.new()
