"""A licence is suspended, resumed and issued again on the packaged stack; the status list says so each time."""

import base64
import json
import zlib
from pathlib import Path
from typing import Any

import pytest
import requests
from botocore.exceptions import ClientError

from infra.local.journey import Journey
from infra.local.people import until
from infra.tools.verify_archive import examine
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


def archived(renewal: Journey, case_path: str, least: int) -> list[dict[str, Any]]:
    """The packages of a case, once there are so many and nothing is missing."""

    def look() -> list[dict[str, Any]] | None:
        told = renewal.cast.head.change(case_path, "archive-package", {"reason": "移交档案"})
        packages: list[dict[str, Any]] = told["packages"]
        return packages if told["is_complete"] and len(packages) >= least else None

    return until(look, f"{least} packages")


def fetched(packages: list[dict[str, Any]], directory: Path) -> list[Path]:
    paths = []
    for package in packages:
        paths.append(directory / f"{package['version']}-{package['part']}.zip")
        paths[-1].write_bytes(requests.get(package["url"], timeout=30).content)
    return paths


def test_what_happened_to_it_is_in_the_archive_beside_the_case(world: World, renewal: Journey, tmp_path: Path) -> None:
    renewal.cast.head.sign_in()
    packages = archived(renewal, renewal.case_path, 2)
    paths = fetched(packages, tmp_path)
    assert examine(paths, [package["sha256"] for package in packages]) == []
    assert examine(paths[1:]) == [], "a supplement can be checked alone"
    storage, bucket = world.cloud.client("s3"), world.cloud.outputs()["DocumentsBucketName"]
    latest = packages[-1]  # the emulator forgets the locks of objects when it is restarted, as another journey does
    key = f"archives/{renewal.case_path.rpartition('/')[2]}/{latest['version']}-{latest['part']}.zip"
    stored = storage.head_object(Bucket=bucket, Key=key)
    assert (stored["ObjectLockMode"], stored["ObjectLockRetainUntilDate"].year) == (
        "GOVERNANCE",
        int(latest["kept_until"][:4]) - 1,
    ), "until the new year in Hainan, which is still the old one in UTC"
    with pytest.raises(ClientError, match="AccessDenied"):
        storage.delete_object(Bucket=bucket, Key=key, VersionId=stored["VersionId"])


def test_a_case_that_was_withdrawn_is_packed_too(world: World, renewal: Journey, tmp_path: Path) -> None:
    another = Journey(renewal.cast, world.sandbox, lambda *_: None)
    another.apply()
    renewal.cast.applicant.change(another.case_path, "withdrawal", {"reason": "不再需要"})
    packages = archived(another, another.case_path, 1)
    assert examine(fetched(packages, tmp_path), [package["sha256"] for package in packages]) == []
    assert renewal.cast.applicant.get(another.case_path)["status"] == "WITHDRAWN"
