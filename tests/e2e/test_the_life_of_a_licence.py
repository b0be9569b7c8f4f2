"""A licence is suspended, resumed and issued again on the packaged stack; the status list says so each time."""

import base64
import json
import zlib
from typing import Any

import requests

from infra.local.journey import Journey
from infra.local.people import until
from tests.e2e.conftest import World

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


def test_what_its_issuer_decides_reaches_whoever_verifies(world: World, renewal: Journey) -> None:
    place = credential_of(renewal)["status"]["status_list"]
    decision = next(it for it in renewal.cast.applicant.get(renewal.case_path)["documents"] if it["kind"] == "decision")
    licence, head = f"/v1/licences/{decision['licence_id']}", renewal.cast.head
    head.sign_in()
    assert listed(place) == VALID
    head.change(licence, "suspension", {"reason": "核查材料"})
    until(lambda: listed(place) == SUSPENDED, "the list to say that it is suspended")
    head.change(licence, "resumption", {"reason": "核查无误"})
    until(lambda: listed(place) == VALID, "the list to say that it counts again")
    head.change(licence, "reissue", {"reason": "原件损毁"})
    replaced_by = until(lambda: head.get(licence).get("replaced_by"), "the next version")
    until(lambda: listed(place) == REPLACED, "the list to say that it was replaced")
    successor = renewal.cast.applicant.get(f"/v1/licences/{replaced_by}")
    assert (successor["standing"], successor["identifier"].split(".")[-2]) == ("GENUINE", "002")
    file = renewal.cast.applicant.get(f"/v1/licences/{replaced_by}/file")
    assert requests.get(file["url"], timeout=10).content.startswith(b"%PDF-")
    copy = payload(requests.get(file["credential_url"], timeout=10).text.split("~")[0])
    assert copy["identifier"] == successor["identifier"]
    assert world.anyone().get(f"/v1/verifications/{decision['verification_code']}")["standing"] == "REPLACED"
