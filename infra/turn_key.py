"""Replace the key of personal data while the service runs, in two steps (docs/runbook.md, Rotate keys).

    python -m infra.turn_key --secret ID add    # a new key that everybody learns of, and nobody uses yet
    python -m infra.turn_key --secret ID use    # hours later: everything new is made with it

Says which keys there are and which is in use; never what they are. A former key stays: rows are sealed with it.
"""

import argparse
import json
import secrets
import sys
from collections.abc import Sequence
from typing import Any

import boto3

FIRST = "1"
Ring = dict[str, str]


class NotNow(Exception):
    """The step does not fit what the ring holds; nothing was changed."""


def ring_in(text: str) -> Ring:
    """The ring that a secret's text is; the text of a new deployment is its first key."""
    if not text.startswith("{"):
        return {"current": FIRST, FIRST: text}
    ring: Ring = json.loads(text)
    return ring


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


STEPS = {"add": with_a_new_key, "use": with_the_newest_in_use}


def turn(client: Any, secret_id: str, step: str) -> Ring:
    """Carry out one step on the secret. Raises `NotNow`."""
    ring = STEPS[step](ring_in(client.get_secret_value(SecretId=secret_id)["SecretString"]))
    client.put_secret_value(SecretId=secret_id, SecretString=json.dumps(ring))
    return ring


def _newest(ring: Ring) -> str:
    return max((name for name in ring if name != "current"), key=int)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.turn_key", description=__doc__)
    parser.add_argument("--secret", required=True, help="the stack's output KeyRingSecretId")
    parser.add_argument("--endpoint-url")
    parser.add_argument("step", choices=sorted(STEPS))
    options = parser.parse_args(arguments)
    client = boto3.client("secretsmanager", endpoint_url=options.endpoint_url)
    try:
        ring = turn(client, options.secret, options.step)
    except NotNow as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    names = ", ".join(sorted((name for name in ring if name != "current"), key=int))
    sys.stdout.write(f"keys {names}; in use: {ring['current']}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
