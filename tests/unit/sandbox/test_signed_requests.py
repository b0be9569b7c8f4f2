"""Who may call the state's bases, the providers of checks and the SMS gateway."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib.aws.counterparty_http import Refused, SignedClient
from tests.unit.adapters.world import World, nonce, now

CALLS = {
    "population": ("POST", "/population/checks", {"name": "王示例", "id_number": "460105199003072215"}),
    "face": ("GET", "/face/sessions/token", None),
    "ca": ("GET", "/ca/sessions/token", None),
    "legal_persons": ("POST", "/legal-persons/checks", {}),
    "licence_base": ("POST", "/licences/query", {}),
    "sms": ("POST", "/sms/messages", {}),
}


def code_of(client: SignedClient, name: str) -> str:
    with pytest.raises(Refused) as refusal:
        client.call(*CALLS[name])
    assert refusal.value.status == 401
    return refusal.value.code


@pytest.mark.parametrize("name", CALLS)
def test_only_the_client_itself_now_and_once(world: World, name: str) -> None:
    ours = world.client(name)
    stranger, thief = replace(ours, client_id="stranger"), replace(ours, client_secret="guessed")
    assert code_of(SignedClient(stranger, world.url, now, nonce), name) == "CLIENT_UNKNOWN"
    assert code_of(SignedClient(thief, world.url, now, nonce), name) == "SIGNATURE_INVALID"
    assert code_of(SignedClient(ours, world.url, _six_minutes_ago, nonce), name) == "TIMESTAMP_STALE"
    assert world.effects(name, "created") == []


def test_a_request_cannot_be_sent_again_by_somebody_who_saw_it(world: World) -> None:
    client = SignedClient(world.client("population"), world.url, now, lambda: "seen-before")
    assert client.call(*CALLS["population"]) == {"result": "MATCH"}
    assert code_of(client, "population") == "NONCE_REUSED"


def test_an_unsigned_request_is_refused(world: World) -> None:
    for method, path, body in CALLS.values():
        world.ask(method, path, body, status=401)


def _six_minutes_ago() -> datetime:
    return now() - timedelta(minutes=6)
