"""A vaccination record may follow: one applicant brings it during the review and gets the licence, another one does
not, and the case ends.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
import yaml

from infra.local.catalogue_office import CatalogueOffice
from infra.local.journey import PHOTO
from infra.local.operating import move_business_time
from infra.local.people import Person, until
from tests.e2e.conftest import LI, WANG, World, today
from tests.e2e.dog_registration import FORM, ITEM, LEVEL

CODE, RECORD = "GA-YQ-0003", "vaccination"


def item_with_something_to_follow() -> bytes:
    """The registration of a dog, for which the record of its vaccination may follow within two working days."""
    item = yaml.safe_load(ITEM.read_text(encoding="utf-8"))
    item.update(code=CODE, name={"zh": "虚构犬只饲养备案", "en": "Fictional dog filing"}, keywords=["犬只备案"])
    record = {
        **item["materials"][0],
        "code": RECORD,
        "name": {"zh": "免疫接种记录", "en": "Vaccination record"},
        "necessity": "MAY_FOLLOW",
        "follow_within": {"amount": 2},
        "specification": {"zh": "JPEG，接种日期清晰", "en": "JPEG, the date can be read"},
    }
    item["materials"].append(record)
    return json.dumps(item, ensure_ascii=False).encode()


@pytest.fixture(scope="module")
def online(office: CatalogueOffice, dog_registration: dict[str, Any]) -> str:
    """The item, published; its certificate type came with another one."""
    imported = office.import_file("filing.json", item_with_something_to_follow())
    assert imported["counts"] == {"CREATED": 1}, imported
    checked = office.check(CODE)
    assert checked.ok, checked.text
    office.approve(CODE)
    office.publish("犬只饲养备案上线", [CODE], today())
    return CODE


@pytest.fixture(scope="module")
def time_goes_back(world: World) -> Iterator[None]:
    yield
    move_business_time(world.cloud, timedelta(0))


def opened(applicant: Person, code: str) -> str | None:
    answer = applicant.ask("POST", "/v1/cases", {"item_code": code, "region": "460100"})
    return f"/v1/cases/{answer.json()['id']}" if answer.ok else None


def accepted_without_the_record(world: World, applicant: Person, code: str) -> str:
    """Applied for, promised, submitted, accepted; answers where the case is."""
    applicant.sign_in(register=True)
    if applicant.get("/v1/me")["level"] < LEVEL:
        applicant.prove_identity()
    path: str = until(lambda: opened(applicant, code), "the item to be known")
    applicant.put(f"{path}/form", {"form": FORM}, etag=applicant.version(path))
    applicant.upload(path, "dog-photo", PHOTO.read_bytes(), "image/jpeg")
    promise = applicant.get(f"/v1/items/{code}")["promise"]
    applicant.change(path, "promise", {"version": promise["version"], "sha256": promise["sha256"], "accepted": True})
    refused = applicant.answer_to(path, "submission")
    assert (refused.status_code, refused.json()["code"]) == (422, "case.materials-missing")
    assert "promise-to-follow" in refused.json()["detail"]
    shown = applicant.get(f"{path}/promise-to-follow")
    assert "免疫接种记录：2个工作日内" in shown["text"]
    given = {"version": shown["version"], "sha256": shown["sha256"], "accepted": True}
    applicant.change(path, "promise-to-follow", given)
    applicant.change(path, "submission")
    world.reviewer.change(path, "acceptance")
    return path


def awaited(applicant: Person, path: str) -> dict[str, Any]:
    (late,) = applicant.get(path)["late_materials"]
    found: dict[str, Any] = late
    return found


def line_of(official: Person, path: str) -> dict[str, Any] | None:
    entries = official.get("/v1/worklist?limit=100")["entries"]
    return next((each for each in entries if path.endswith(each["case_id"])), None)


def brought(official: Person, path: str) -> dict[str, Any] | None:
    line = line_of(official, path)
    return line if line and line["late_materials"][0]["state"] == "BROUGHT" else None


def reminders(applicant: Person, path: str) -> list[str]:
    entries = applicant.get(f"{path}/timeline")["entries"]
    return [entry["data"]["reminder"] for entry in entries if entry["type"] == "case.LateMaterialReminded"]


def document_of(applicant: Person, path: str, kind: str) -> dict[str, Any] | None:
    return next((each for each in applicant.get(path)["documents"] if each["kind"] == kind), None)


def told(world: World, applicant: Person, template: str) -> dict[str, Any] | None:
    messages = world.sandbox.messages_to(applicant.mobile)
    return next((each for each in messages if each["template"] == f"{template}.zh-CN"), None)


def test_1_it_is_brought_during_the_review_and_the_licence_is_issued(world: World, online: str) -> None:
    applicant, reviewer, head = world.person(*WANG), world.reviewer, world.head
    path = accepted_without_the_record(world, applicant, online)
    late, clock = awaited(applicant, path), applicant.get(path)["clock"]
    assert (late["code"], late["state"]) == (RECORD, "AWAITED")
    notice = until(lambda: told(world, applicant, "case-materials-to-follow"), "the notice")
    assert notice["parameters"]["due"] == late["due"]
    (explained,) = applicant.get(f"{path}/deadline")["late_materials"]
    assert explained["days"][-1]["date"] == late["due"]
    receipt = until(lambda: document_of(applicant, path, "receipt"), "the receipt")
    assert receipt["sha256"]
    reviewer.change(path, "opinions", {"advice": "GRANT", "reason": "其余材料齐全"})
    decision = {"outcome": "GRANTED", "reason": "符合条件"}
    refused = head.answer_to(path, "decision", decision)
    assert (refused.status_code, refused.json()["code"]) == (409, "case.late-materials-outstanding")
    assert line_of(reviewer, path) is None
    applicant.upload(path, RECORD, PHOTO.read_bytes(), "image/jpeg")
    until(lambda: brought(reviewer, path), "the reviewer's worklist")
    looked = reviewer.get(f"{path}/materials/{RECORD}/download")
    assert requests.get(looked["url"], timeout=10).ok
    reviewer.change(path, f"materials/{RECORD}/late-check", {"fits": True})
    assert applicant.get(path)["clock"]["due"] == clock["due"], "the clock has not stopped"
    head.change(path, "decision", decision)
    issued = until(lambda: document_of(applicant, path, "decision"), "the licence")
    checked = world.anyone().get(f"/v1/verifications/{issued['verification_code']}")
    assert checked["standing"] == "GENUINE"


@pytest.mark.usefixtures("time_goes_back")
def test_2_it_does_not_come_and_the_case_ends(world: World, online: str) -> None:
    applicant = world.person(*LI)
    path = accepted_without_the_record(world, applicant, online)
    end = datetime.fromisoformat(awaited(applicant, path)["due_at"])
    nine_in_the_morning = end - timedelta(hours=15)
    move_business_time(world.cloud, nine_in_the_morning - datetime.now(UTC) - timedelta(seconds=5))
    until(lambda: "LAST_DAY" in reminders(applicant, path), "the reminder on the last day", patience=60)
    until(lambda: told(world, applicant, "case-material-due"), "its message")
    assert applicant.get(path)["status"] == "ACCEPTED"
    move_business_time(world.cloud, end - datetime.now(UTC) - timedelta(seconds=5))
    until(lambda: applicant.get(path)["status"] == "TERMINATED", "the end", patience=60)
    until(lambda: applicant.get(path)["stage"] == "CLOSED", "the archive", patience=60)
    ended = applicant.get(path)
    assert (ended["status"], ended.get("clock")) == ("TERMINATED", None)
    assert "免疫接种记录" in ended["refusal"] and "行政复议" in ended["refusal"]
    until(lambda: told(world, applicant, "case-terminated"), "the notice of the end")
    history = [entry["type"] for entry in applicant.get(f"{path}/timeline")["entries"]]
    assert history.count("case.PromiseToFollowBroken") == 1
    assert reminders(applicant, path) in (["LAST_DAY"], ["AHEAD", "LAST_DAY"]), "by the hour at which it was accepted"
    again = applicant.ask("POST", "/v1/cases", {"item_code": online, "region": "460100"})
    assert again.status_code == 201, "one may apply again"
