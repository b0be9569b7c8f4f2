"""The seeded registers, entered once and put into every table that wants them."""

from functools import cache

from infra.bootstrap.catalogue import seed_registers
from tests.support.memory_table import MemoryTable
from tests.support.platform import FakePlatform


def with_seeded_registers(cloud: FakePlatform) -> FakePlatform:
    """`cloud`, still empty, as `seed_registers` would leave it."""
    seeded = _seeded_table()
    assert not cloud.table.rows
    cloud.table.rows = {key: dict(row) for key, row in seeded.rows.items()}
    cloud.table.stream = [dict(row) for row in seeded.stream]
    return cloud


@cache
def _seeded_table() -> MemoryTable:
    cloud = FakePlatform()
    seed_registers(cloud)
    return cloud.table
