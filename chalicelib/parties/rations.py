"""How it is kept when codes were asked for and how many were wrong: two rows under `CODES#<hash>`, of a mobile, an
account or an address.
"""

from collections.abc import Sequence
from datetime import datetime

from chalicelib.aws.rows import Key, Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.parties.allowances import REMEMBERED, Allowance
from chalicelib.parties.principals import Principal
from chalicelib.parties.tries import FORGOTTEN_AFTER, Tries
from chalicelib.parties.ways_in import principal_in, way_in_key


def load_holder_and_tries(
    table: Table, mobile_keys: Sequence[str], counted: Sequence[str]
) -> tuple[Principal | None, dict[str, Tries]]:
    """Who signs in with a mobile, and the wrong codes under each of `counted`. One round trip."""
    keys = [*map(way_in_key, mobile_keys), *map(_tries_key, counted)]
    found = {Key(str(row["pk"]), str(row["sk"])): row for row in table.rows_at(keys)}
    holders = [principal_in(found[key]) for key in map(way_in_key, mobile_keys) if key in found]
    tries = {key: _tries_in(found.get(_tries_key(key))) for key in counted}
    return (holders[0] if holders else None), tries


def save_tries(uow: UnitOfWork, key: str, tries: Tries, now: datetime) -> None:
    """Written only over the version it was made from: no two wrong codes are counted as one."""
    at, former = _tries_key(key), tries.version - 1
    row: Row = {
        "pk": at.pk,
        "sk": at.sk,
        "version": tries.version,
        "body": tries.model_dump_json(),
        "expires_at": int((now + FORGOTTEN_AFTER).timestamp()),
    }
    uow.put(row, new=former == 0, equals={"version": former} if former else None)


def forget_tries(uow: UnitOfWork, key: str) -> None:
    """Begin anew after a right code."""
    uow.delete(_tries_key(key))


def load_allowance(table: Table, key: str) -> Allowance:
    """When codes were asked for under `key`. One round trip."""
    row = table.row(Key(f"CODES#{key}", "ALLOWANCE"))
    return Allowance.model_validate_json(str(row["body"])) if row else Allowance()


def save_allowance(uow: UnitOfWork, key: str, allowance: Allowance, now: datetime, refusal: Exception) -> None:
    """Written only over the version it was made from, so that no two callers share one place in a window."""
    row: Row = {
        "pk": f"CODES#{key}",
        "sk": "ALLOWANCE",
        "version": allowance.version,
        "body": allowance.model_dump_json(),
        "expires_at": int((now + REMEMBERED).timestamp()),
    }
    former = allowance.version - 1
    uow.put(row, new=former == 0, equals={"version": former} if former else None, refusal=lambda _: refusal)


def _tries_key(key: str) -> Key:
    return Key(f"CODES#{key}", "TRIES")


def _tries_in(row: Row | None) -> Tries:
    return Tries.model_validate_json(str(row["body"])) if row else Tries()
