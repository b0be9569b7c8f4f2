"""Reading the registers, warm in the process, and amending them."""

from collections.abc import Sequence

from chalicelib.aws.platform import Platform
from chalicelib.aws.rows import Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.catalogue.registers import store
from chalicelib.catalogue.registers.entries import Entry
from chalicelib.catalogue.registers.model import Registers
from chalicelib.catalogue.registers.register import Outcome, RegisterKind
from chalicelib.catalogue.registers.store import Shelf
from chalicelib.catalogue.warm import Warm
from chalicelib.kernel.events import RecordedEvent


def registers_of(platform: Platform) -> Registers:
    """The registers, at most a minute old. A round trip only when they are not warm."""
    kept: Warm[Registers] = platform.warm.setdefault("registers", Warm(platform.settings.warm_seconds))
    return kept.get("registers", lambda: store.load(platform.table).open())


def forget_registers(platform: Platform) -> None:
    """Read the registers anew when they are next asked for: after an amendment that this process goes on from."""
    platform.warm.pop("registers", None)


def load_registers(table: Table) -> Shelf:
    """The registers as they stand now. One round trip."""
    return store.load(table)


def amend(
    uow: UnitOfWork, kind: RegisterKind, entries: Sequence[Entry], *, at: str = "#/{number}", shelf: Shelf | None = None
) -> dict[str, Outcome]:
    """Add or replace `entries` (of that kind) as the unit's actor: all of them, or none. What each code came to is
    returned; the same again writes nothing. A file's entries go in together: each amendment rewrites the register.

    Raises `EntriesRefused` with every fault at `at` (`{number}` is the entry's place), or `RegisterTooLarge`.
    """
    standing = shelf or store.load(uow.table)
    register = standing.register(kind)
    outcomes = register.amend(entries, standing.open(), uow.act, at)
    store.save(uow, register)
    return outcomes


def partition_of(kind: RegisterKind) -> str:
    """Where a register's history is kept: what its cursors are bound to."""
    return store.partition_of(kind)


def history_page(
    table: Table, kind: RegisterKind, *, limit: int, after: Row | None
) -> tuple[list[RecordedEvent], Row | None]:
    """Who changed what and when, oldest first. One round trip."""
    return store.history(table, kind, limit=limit, after=after)
