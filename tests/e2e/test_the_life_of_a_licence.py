"""A licence is suspended, resumed and issued again on the packaged stack; the status list says so each time."""

import base64
import json
import zlib
from typing import Any

import requests

from infra.local.journey import Journey
from infra.local.people import until
from tests.e2e.conftest import World

OPERATOR = "13900460001"
VALID, SUSPENDED, REPLACED = 0, 2, 3


def credential_of(renewal: Journey) -> dict[str, Any]:
    address = renewal.cast.applicant.get(f"{renewal.case_path}/documents/decision/credential")["url"]
    return payload(requests.get(address, timeout=10).text.split("~")[0])


def payload(token: str) -> dict[str, Any]:
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "==="))
    return claims


def listed(place: dict[str, Any]) -> int:
    token = requests.get(place["uri"], timeout=10).text
    places = zlib.decompress(base64.urlsafe_b64decode(payload(token)["status_list"]["lst"] + "==="))
    return places[place["idx"] // 4] >> 2 * (place["idx"] % 4) & 3


def a_reader(world: World, renewal: Journey) -> str:
    """A partner that read the licence by duty, and is told at the sandbox's address; its client id."""
    operator = world.official(OPERATOR)
    wanted = {"name": "网约车平台监管系统", "channel": "PARTNER"}
    made = operator.post("/v1/clients", wanted)
    client_id, secret = made["client"]["client_id"], made["client_secret"]
    duty = {"code": "DRIVING_LICENCE", "fields": ["valid_to"], "basis": "《示例法》第一条"}
    here = f"/v1/clients/{client_id}"
    operator.put(f"{here}/duties", {"duties": [duty], "readings_per_hour": 60}, etag='"0"')
    address = f"{world.cloud.sandbox.url}/partner/licences"
    receiver = operator.put(f"{here}/receiver", {"url": address}, etag='"0"')
    world.sandbox.put("/panel/partner/secret", {"secret": receiver["webhook_secret"]})
    reading = {
        "holder_code": renewal.cast.applicant.id_number,
        "holder_code_type": "111",
        "certificate_type": "DRIVING_LICENCE",
        "fields": ["valid_to"],
        "reason": "驾驶员资格核验",
    }

    def read() -> Any:
        answer = requests.post(f"{world.api}/v1/licence-readings", json=reading, auth=(client_id, secret), timeout=10)
        assert answer.ok, answer.text
        return answer.json()["licences"]

    until(read, "the licence to be read")
    return str(client_id)


def told(world: World) -> list[Any]:
    """What the partner was told and could verify, each message once."""
    return [(it["type"], it["data"]["status"]) for it in world.sandbox.get("/panel/partner/messages")["messages"]]


def test_what_its_issuer_decides_reaches_whoever_verifies(world: World, renewal: Journey) -> None:
    place = credential_of(renewal)["status"]["status_list"]
    decision = next(it for it in renewal.cast.applicant.get(renewal.case_path)["documents"] if it["kind"] == "decision")
    licence, head = f"/v1/licences/{decision['licence_id']}", renewal.cast.head
    head.sign_in()
    assert listed(place) == VALID
    reader = a_reader(world, renewal)
    messages = f"/v1/clients/{reader}/messages"
    world.sandbox.put("/panel/faults/partner", {"unavailable": True})
    head.change(licence, "suspension", {"reason": "核查材料"})
    operator = world.official(OPERATOR)
    (failed,) = until(lambda: [it for it in operator.get(messages)["entries"] if it["attempts"]], "a failed attempt")
    assert (failed["message_state"], failed["last_answer"], told(world)) == ("WAITING", "503", [])
    world.sandbox.delete("/panel/faults/partner")
    operator.post(f"{messages}/{failed['message_id']}/retry")
    until(lambda: told(world) == [("licence.suspended", "SUSPENDED")], "the partner to be told")
    until(lambda: listed(place) == SUSPENDED, "the list to say that it is suspended")
    head.change(licence, "resumption", {"reason": "核查无误"})
    until(lambda: listed(place) == VALID, "the list to say that it counts again")
    head.change(licence, "reissue", {"reason": "原件损毁"})
    replaced_by = until(lambda: head.get(licence).get("replaced_by"), "the next version")
    until(lambda: listed(place) == REPLACED, "the list to say that it was replaced")
    until(lambda: len(told(world)) == 3, "the partner to be told of all three")  # noqa: PLR2004 - as many as changes
    assert {kind for kind, _ in told(world)} == {"licence.suspended", "licence.valid", "licence.replaced"}
    assert {it["message_state"] for it in operator.get(messages)["entries"]} == {"TAKEN"}
    successor = renewal.cast.applicant.get(f"/v1/licences/{replaced_by}")
    assert (successor["standing"], successor["identifier"].split(".")[-2]) == ("GENUINE", "002")
    file = renewal.cast.applicant.get(f"/v1/licences/{replaced_by}/file")
    assert requests.get(file["url"], timeout=10).content.startswith(b"%PDF-")
    copy = payload(requests.get(file["credential_url"], timeout=10).text.split("~")[0])
    assert copy["identifier"] == successor["identifier"]
    assert world.anyone().get(f"/v1/verifications/{decision['verification_code']}")["standing"] == "REPLACED"
