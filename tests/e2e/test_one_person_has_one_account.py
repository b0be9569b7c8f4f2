"""Through the deployed bus and functions: a person who registers twice meets themselves, a guardian finds their child,
and a silent base is asked again.
"""

import time

import pytest

from infra.local.people import Person, Refused, until
from tests.e2e.conftest import World

FU = ("符演示", "13800138021", "460022197505120012")
NEW_MOBILE = "13800138022"
CHILD = {"name": "符小演", "id_number": "460200201910120026"}
HUANG = ("黄模拟", "13800138023", "460003198602281235")


@pytest.fixture(scope="module")
def older(world: World) -> Person:
    """Fu, identified by their face."""
    person = world.person(*FU)
    person.sign_in(register=True)
    person.prove_identity()
    return person


def status_of(person: Person, check: str) -> str:
    return str((person.get("/v1/me").get(check) or {}).get("status"))


def test_a_guardian_finds_their_child(older: Person) -> None:
    older.post("/v1/me/ward-claim", CHILD)
    claim = until(
        lambda: (found := older.get("/v1/me/ward-claim")) and found["status"] != "REQUESTED" and found, "the base"
    )
    assert claim["status"] == "MATCHED"
    (capacity,) = older.get("/v1/me/capacities")["entries"]
    assert (capacity["kind"], capacity["principal_id"], capacity["valid_to"]) == (
        "GUARDIAN",
        claim["ward_id"],
        "2037-10-11",
    )


def test_who_registers_again_is_led_to_their_older_account(world: World, older: Person) -> None:
    again = world.newcomer(FU[0], NEW_MOBILE, FU[2])
    again.sign_in(register=True)
    assert again.account["id"] != older.account["id"]
    again.post("/v1/me/identity-checks", {"name": FU[0], "id_number": FU[2]})
    until(lambda: status_of(again, "identity_check") == "ALREADY_REGISTERED", "the base")
    token = world.sandbox.post("/face/sessions", {"id_number": FU[2]})["token"]
    again.post("/v1/me/face-checks", {"token": token})
    until(lambda: "accounts-merged.zh-CN" in templates_to(world, NEW_MOBILE), "the notice to the new mobile")
    until(lambda: "mobile-replaced.zh-CN" in templates_to(world, FU[1]), "the notice to the old mobile")
    until(lambda: has_ended(again), "the younger one's session to end")
    until(lambda: has_ended(older), "the older one's session to end")
    back = world.newcomer(FU[0], NEW_MOBILE, FU[2])
    until(lambda: signs_in(back), "the minute to be over in which a mobile gets one code")
    assert (back.account["id"], back.account["level"]) == (older.account["id"], 3)
    assert [one["kind"] for one in back.get("/v1/me/capacities")["entries"]] == ["GUARDIAN"]


def templates_to(world: World, mobile: str) -> set[str]:
    return {message["template"] for message in world.sandbox.messages_to(mobile)}


def signs_in(person: Person) -> bool:
    """Whether another code is sent by now."""
    try:
        person.sign_in()
    except Refused as refusal:
        assert "party.too-many-codes" in str(refusal)
        time.sleep(5)
        return False
    return True


def has_ended(person: Person) -> bool:
    """Whether the session gives no further tokens."""
    try:
        person.refresh()
    except Refused as refusal:
        return "party.refresh-refused" in str(refusal)
    return False


def test_a_base_that_does_not_answer_is_asked_again(world: World) -> None:
    person = world.person(*HUANG)
    person.sign_in(register=True)
    world.sandbox.put("/panel/faults/population", {"unavailable": True})
    try:
        person.post("/v1/me/identity-checks", {"name": HUANG[0], "id_number": HUANG[2]})
        until(lambda: status_of(person, "identity_check") == "POSTPONED", "the base to stay silent")
    finally:
        world.sandbox.delete("/panel/faults/population")
    me = person.get("/v1/me")
    assert (me["level"], bool(me["identity_check"]["asked_again_at"])) == (1, True)
