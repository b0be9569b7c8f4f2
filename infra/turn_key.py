"""Replace the key of personal data while the service runs, in two steps (docs/runbook.md, Rotate keys).

    python -m infra.turn_key --secret ID add    # a new key that everybody learns of, and nobody uses yet
    python -m infra.turn_key --secret ID use    # hours later: everything new is made with it

and, when `POST /v1/resealings` has brought everything under it, the former keys go:

    python -m infra.turn_key --secret ID --table NAME left    # how many rows are under each key
    python -m infra.turn_key --secret ID --table NAME drop    # removes every key under which nothing is left

`drop` waits until no backup that can be restored holds rows under the key: until 35 days after nothing was left under
it, which the ring remembers, for point-in-time recovery, and as long as the table has a backup from before.

Says which keys there are and which is in use; never what they are.
"""

import argparse
import json
import secrets
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3

from chalicelib.aws.key_ring import key_names, ring_in
from chalicelib.kernel.instants import from_text, to_text
from infra.keys_in_use import rows_by_key

Ring = dict[str, str]
CLEAR = "clear-"
RECOVERABLE = timedelta(days=35)
"""How far back point-in-time recovery can reach; also the period of a deleted table's last backup."""


class NotNow(Exception):
    """The step does not fit what the ring holds; nothing was changed."""


def with_a_new_key(ring: Ring) -> Ring:
    """`ring` with one key more, not in use. Raises `NotNow` while there is one already that waits to be used."""
    newest = _newest(ring)
    if newest != ring["current"]:
        raise NotNow(f"key {newest} was added and is not in use yet")
    return {**ring, str(int(newest) + 1): secrets.token_urlsafe(48)}


def with_the_newest_in_use(ring: Ring) -> Ring:
    """`ring` with its newest key in use. Raises `NotNow` where it is in use already."""
    newest = _newest(ring)
    if newest == ring["current"]:
        raise NotNow(f"key {newest} is in use; add one first")
    return {**ring, "current": newest}


def with_what_is_clear(ring: Ring, rows: Mapping[str, int], now: datetime) -> Ring:
    """`ring`, remembering since when nothing is under a former key; `rows` under each key."""
    found = {name: value for name, value in ring.items() if not name.startswith(CLEAR)}
    clear = [name for name in key_names(ring) if name != ring["current"] and not rows.get(name)]
    return found | {f"{CLEAR}{name}": ring.get(f"{CLEAR}{name}", to_text(now)) for name in clear}


def without_what_is_unused(
    ring: Ring, rows: Mapping[str, int], now: datetime, backups: Iterable[datetime] = ()
) -> Ring:
    """`ring` without its former keys; `backups` are the instants of the table's. Raises `NotNow` while something is
    under one of them or in a backup that can be restored, or one waits to be used.
    """
    former = [name for name in key_names(ring) if name != ring["current"]]
    if _newest(ring) != ring["current"]:
        raise NotNow(f"key {_newest(ring)} was added and is not in use yet")
    if not former:
        raise NotNow("there is no former key")
    left = [f"{rows[name]} rows under key {name}" for name in former if rows.get(name)]
    if left:
        raise NotNow(f"{', '.join(left)}: let POST /v1/resealings run first")
    clear = max(from_text(ring[f"{CLEAR}{name}"]) for name in former)
    if now < clear + RECOVERABLE:
        raise NotNow(f"until {to_text(clear + RECOVERABLE)} the table can be restored to before {to_text(clear)}")
    older = [backup for backup in backups if backup <= clear]
    if older:
        raise NotNow(
            f"{len(older)} backups of before {to_text(clear)} need the key, the oldest of {to_text(min(older))}"
        )
    return {name: value for name, value in ring.items() if name in {"current", ring["current"]}}


STEPS = {"add": with_a_new_key, "use": with_the_newest_in_use}


def turn(client: Any, secret_id: str, step: str) -> Ring:
    """Carry out one step on the secret. Raises `NotNow`."""
    ring = STEPS[step](ring_in(client.get_secret_value(SecretId=secret_id)["SecretString"]))
    client.put_secret_value(SecretId=secret_id, SecretString=json.dumps(ring))
    return ring


def look(client: Any, secret_id: str, rows: Mapping[str, int], now: datetime) -> Ring:
    """Let the ring remember under which keys nothing is; `rows` under each key."""
    before = ring_in(client.get_secret_value(SecretId=secret_id)["SecretString"])
    ring = with_what_is_clear(before, rows, now)
    if ring != before:
        client.put_secret_value(SecretId=secret_id, SecretString=json.dumps(ring))
    return ring


def drop(client: Any, secret_id: str, rows: Mapping[str, int], now: datetime, backups: Iterable[datetime] = ()) -> Ring:
    """Remove every key that neither the table nor a backup needs; `rows` under each key. Raises `NotNow`."""
    ring = without_what_is_unused(look(client, secret_id, rows, now), rows, now, backups)
    client.put_secret_value(SecretId=secret_id, SecretString=json.dumps(ring))
    return ring


def backups_of(client: Any, table: str) -> list[datetime]:
    """When the backups of a table were made that DynamoDB knows: on demand, by itself, and by AWS Backup."""
    pages = client.get_paginator("list_backups").paginate(TableName=table, BackupType="ALL")
    return [backup["BackupCreationDateTime"] for page in pages for backup in page["BackupSummaries"]]


def _newest(ring: Ring) -> str:
    return key_names(ring)[-1]


def _carried_out(client: Any, options: argparse.Namespace) -> Ring:
    """The ring after the step; says how many rows are under each key where the table was looked through."""
    if options.step in STEPS:
        return turn(client, options.secret, options.step)
    dynamodb, now = boto3.client("dynamodb", endpoint_url=options.endpoint_url), datetime.now(UTC)
    rows = rows_by_key(dynamodb, options.table)
    ring = look(client, options.secret, rows, now)
    for name in sorted({*rows, *key_names(ring)}, key=int):
        since = f", since {ring[f'{CLEAR}{name}']}" if f"{CLEAR}{name}" in ring else ""
        sys.stdout.write(f"key {name}: {rows[name]} rows{since}\n")
    if options.step == "drop":
        return drop(client, options.secret, rows, now, backups_of(dynamodb, options.table))
    return ring


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.turn_key", description=__doc__)
    parser.add_argument("--secret", required=True, help="the stack's output KeyRingSecretId")
    parser.add_argument("--table", help="the stack's output TableName; for left and drop")
    parser.add_argument("--endpoint-url")
    parser.add_argument("step", choices=[*sorted(STEPS), "left", "drop"])
    options = parser.parse_args(arguments)
    if options.step not in STEPS and not options.table:
        parser.error(f"{options.step} needs --table")
    client = boto3.client("secretsmanager", endpoint_url=options.endpoint_url)
    try:
        ring = _carried_out(client, options)
    except NotNow as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    sys.stdout.write(f"keys {', '.join(key_names(ring))}; in use: {ring['current']}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
