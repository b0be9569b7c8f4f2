"""Replace the key of personal data while the service runs, in two steps (docs/runbook.md, Rotate keys).

    python -m infra.turn_key --secret ID add    # a new key that everybody learns of, and nobody uses yet
    python -m infra.turn_key --secret ID use    # hours later: everything new is made with it

and, when `POST /v1/resealings` has brought everything under it, the former keys go:

    python -m infra.turn_key --secret ID --table NAME left    # how many rows are under each key
    python -m infra.turn_key --secret ID --table NAME drop    # removes every key under which nothing is left

Says which keys there are and which is in use; never what they are.
"""

import argparse
import json
import secrets
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import boto3

from chalicelib.aws.key_ring import ring_in
from infra.keys_in_use import rows_by_key

Ring = dict[str, str]


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


def without_what_is_unused(ring: Ring, rows: Mapping[str, int]) -> Ring:
    """`ring` without its former keys. Raises `NotNow` while something is under one of them, or one waits to be used."""
    former = sorted((name for name in ring if name not in {"current", ring["current"]}), key=int)
    if _newest(ring) != ring["current"]:
        raise NotNow(f"key {_newest(ring)} was added and is not in use yet")
    if not former:
        raise NotNow("there is no former key")
    left = [f"{rows[name]} rows under key {name}" for name in former if rows.get(name)]
    if left:
        raise NotNow(f"{', '.join(left)}: let POST /v1/resealings run first")
    return {name: value for name, value in ring.items() if name not in former}


STEPS = {"add": with_a_new_key, "use": with_the_newest_in_use}


def turn(client: Any, secret_id: str, step: str) -> Ring:
    """Carry out one step on the secret. Raises `NotNow`."""
    ring = STEPS[step](ring_in(client.get_secret_value(SecretId=secret_id)["SecretString"]))
    client.put_secret_value(SecretId=secret_id, SecretString=json.dumps(ring))
    return ring


def drop(client: Any, secret_id: str, rows: Mapping[str, int]) -> Ring:
    """Remove every key under which nothing is left; `rows` under each key. Raises `NotNow`."""
    ring = without_what_is_unused(ring_in(client.get_secret_value(SecretId=secret_id)["SecretString"]), rows)
    client.put_secret_value(SecretId=secret_id, SecretString=json.dumps(ring))
    return ring


def _newest(ring: Ring) -> str:
    return max((name for name in ring if name != "current"), key=int)


def _carried_out(client: Any, options: argparse.Namespace) -> Ring:
    """The ring after the step; says how many rows are under each key where the table was looked through."""
    if options.step in STEPS:
        return turn(client, options.secret, options.step)
    rows = rows_by_key(boto3.client("dynamodb", endpoint_url=options.endpoint_url), options.table)
    ring = ring_in(client.get_secret_value(SecretId=options.secret)["SecretString"])
    for name in sorted({*rows, *ring} - {"current"}, key=int):
        sys.stdout.write(f"key {name}: {rows[name]} rows\n")
    return drop(client, options.secret, rows) if options.step == "drop" else ring


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
    names = ", ".join(sorted((name for name in ring if name != "current"), key=int))
    sys.stdout.write(f"keys {names}; in use: {ring['current']}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
