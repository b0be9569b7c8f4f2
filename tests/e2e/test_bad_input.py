"""Bad input over HTTP: the answer is a problem document that says what to do next, and nothing is lost or doubled."""

import hashlib
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from infra.local.journey import FORM, ITEM, PHOTO, REGION, Journey
from infra.local.people import Person, until
from infra.sandbox.clamd import EICAR
from tests.e2e.conftest import FOREIGN, LI, World


def problem(answer: requests.Response, status: int, code: str) -> dict[str, Any]:
    """The refusal, checked for everything that every refusal has."""
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    document: dict[str, Any] = answer.json()
    assert document["code"] == code
    assert document["type"].endswith(code)
    assert document["title"]
    assert document["detail"], "it says what to do next"
    return document


@pytest.fixture(scope="module")
def draft(world: World) -> Journey:
    """Li's draft with form, photo and no promise."""
    journey = world.journey(world.person(*LI))
    journey.register()
    journey.open_draft()
    journey.fill_in()
    return journey


@pytest.mark.parametrize(
    ("number", "words"),
    [("460105199003072214", "校验"), ("460105209903072217", "出生日期")],
    ids=["checksum", "born in the future"],
)
def test_a_wrong_id_number_is_pointed_at(world: World, number: str, words: str) -> None:
    newcomer = world.person("郑未核", "13800138019")
    newcomer.sign_in(register=True)
    answer = newcomer.ask("POST", "/v1/me/identity-checks", {"name": newcomer.name, "id_number": number})
    assert answer.status_code == 422, answer.text
    (fault,) = answer.json()["errors"]
    assert fault["pointer"] == "#/id_number"
    assert words in fault["detail"]
    assert newcomer.get("/v1/me")["level"] == 1, "nothing was asked of the population base"


def test_an_unknown_field_is_refused_and_named(draft: Journey) -> None:
    answer = draft.cast.applicant.ask("POST", "/v1/cases", {"item_code": ITEM, "region": REGION, "vip": True})
    refused = problem(answer, 422, "request.body-invalid")
    assert refused["errors"][0]["pointer"] == "#/vip"


def test_a_change_without_if_match_is_refused(draft: Journey) -> None:
    answer = draft.cast.applicant.ask("POST", f"{draft.case_path}/withdrawal", {"reason": "试试看"})
    problem(answer, 428, "request.if-match-missing")


def test_a_stale_if_match_is_refused_and_nothing_changes(draft: Journey) -> None:
    before = draft.cast.applicant.version(draft.case_path)
    answer = draft.cast.applicant.ask("POST", f"{draft.case_path}/withdrawal", {"reason": "试试看"}, etag='"1"')
    problem(answer, 412, "request.stale-version")
    assert draft.cast.applicant.version(draft.case_path) == before


def test_the_same_key_with_another_body_is_refused(draft: Journey) -> None:
    key, applicant = uuid.uuid4().hex, draft.cast.applicant
    first = applicant.ask("POST", f"{draft.case_path}/enquiries", {"question": "需要多久?"}, key=key)
    assert first.status_code == 201, first.text
    again = applicant.ask("POST", f"{draft.case_path}/enquiries", {"question": "需要多久?"}, key=key)
    assert again.text == first.text
    other = applicant.ask("POST", f"{draft.case_path}/enquiries", {"question": "另一个问题"}, key=key)
    problem(other, 422, "request.idempotency-key-reused")


def test_somebody_elses_case_does_not_exist(world: World, draft: Journey) -> None:
    stranger = world.person(*FOREIGN)
    stranger.sign_in(register=True)
    problem(stranger.ask("GET", draft.case_path), 404, "access.not-found")
    other_region = world.official("13900460201")
    problem(other_region.ask("GET", draft.case_path), 404, "access.not-found")
    other_department = world.official("13900460104")
    problem(other_department.ask("GET", draft.case_path), 404, "access.not-found")
    problem(world.anyone().ask("GET", draft.case_path), 401, "access.token-missing")


def test_a_second_case_for_the_same_item_names_the_first(draft: Journey) -> None:
    answer = draft.cast.applicant.ask("POST", "/v1/cases", {"item_code": ITEM, "region": REGION})
    refused = problem(answer, 409, "case.open-case-exists")
    assert draft.case_path.endswith(refused["case_id"])


@pytest.mark.parametrize("fault", ["larger", "other type", "other bytes"])
def test_storage_refuses_a_file_that_is_not_the_declared_one(draft: Journey, fault: str) -> None:
    applicant, content = draft.cast.applicant, PHOTO.read_bytes()
    declared = {"filename": "photo.jpg", "media_type": "image/jpeg", "size": len(content), "sha256": "0" * 64}
    if fault != "other bytes":
        declared["sha256"] = hashlib.sha256(content).hexdigest()
    permission = applicant.change(draft.case_path, "materials/photo/uploads", declared)
    headers = dict(permission["headers"])
    if fault == "larger":
        content += b"more"
    if fault == "other type":
        headers["Content-Type"] = "image/png"
    stored = requests.put(permission["url"], data=content, headers=headers, timeout=10)
    assert stored.status_code in {400, 403}
    assert applicant.material(draft.case_path, "photo")["state"] == "UPLOADING"


def bring(applicant: Person, case_path: str, content: bytes) -> None:
    declared = {
        "filename": "photo.jpg",
        "media_type": "image/jpeg",
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    permission = applicant.change(case_path, "materials/photo/uploads", declared)
    requests.put(permission["url"], data=content, headers=permission["headers"], timeout=10).raise_for_status()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 200, "type-differs"),
        (PHOTO.read_bytes()[:-400], "unreadable"),
        (PHOTO.read_bytes() + EICAR, "malware-found"),
    ],
    ids=["a PNG that calls itself JPEG", "half a picture", "malware"],
)
def test_a_harmful_file_does_not_count_and_a_good_one_then_does(draft: Journey, content: bytes, why: str) -> None:
    applicant = draft.cast.applicant
    bring(applicant, draft.case_path, content)
    until(lambda: applicant.material(draft.case_path, "photo")["state"] == "REFUSED", "the refusal")
    assert applicant.material(draft.case_path, "photo")["why"] == why
    applicant.upload(draft.case_path, "photo", PHOTO.read_bytes(), "image/jpeg")


def test_evaluation_before_the_end_is_refused(draft: Journey) -> None:
    answer = draft.cast.applicant.ask("POST", f"{draft.case_path}/evaluation", {"stars": 5, "comment": ""})
    problem(answer, 409, "feedback.not-concluded")


def test_evaluation_twice_is_refused(renewal: Journey) -> None:
    answer = renewal.cast.applicant.ask("POST", f"{renewal.case_path}/evaluation", {"stars": 1, "comment": ""})
    problem(answer, 409, "feedback.already-evaluated")


def test_paying_twice_is_refused(renewal: Journey) -> None:
    applicant = renewal.cast.applicant
    order = applicant.get(renewal.case_path)["fee"]["order_id"]
    answer = applicant.ask(
        "POST", f"/v1/payments/{order}/checkout", {}, etag=applicant.version(f"/v1/payments/{order}")
    )
    problem(answer, 409, "payment.already-paid")


def test_submitting_without_the_promise_is_refused(world: World) -> None:
    applicant = world.person(*FOREIGN)
    applicant.sign_in(register=True)
    if applicant.get("/v1/me")["level"] < 3:
        applicant.prove_identity()
    journey = world.journey(applicant)
    journey.open_draft()
    applicant.put(f"{journey.case_path}/form", {"form": FORM}, etag=applicant.version(journey.case_path))
    applicant.upload(journey.case_path, "photo", PHOTO.read_bytes(), "image/jpeg")
    answer = applicant.answer_to(journey.case_path, "submission")
    problem(answer, 422, "case.promise-missing")
    applicant.change(journey.case_path, "withdrawal", {"reason": "只是测试"})


def test_the_same_submission_by_twenty_clients_at_once_is_one_submission(world: World, draft: Journey) -> None:
    applicant, key = draft.cast.applicant, uuid.uuid4().hex
    etag = applicant.version(draft.case_path)

    def send(_: int) -> requests.Response:
        return applicant.ask("POST", f"{draft.case_path}/submission", {}, etag=etag, key=key)

    with ThreadPoolExecutor(20) as clients:
        answers = list(clients.map(send, range(20)))
    assert {answer.status_code for answer in answers} == {200}, [answer.text for answer in answers]
    assert len({answer.text for answer in answers}) == 1, "everybody holds the same receipt"
    history = applicant.get(f"{draft.case_path}/timeline")["entries"]
    assert [entry["type"] for entry in history].count("case.Submitted") == 1
    late = applicant.answer_to(draft.case_path, "submission")
    refused = problem(late, 409, "case.already-submitted")
    assert refused["number"] == answers[0].json()["number"]


def test_two_heads_deciding_at_once_make_one_decision(world: World, draft: Journey) -> None:
    reviewer = world.reviewer
    reviewer.change(draft.case_path, "acceptance")
    reviewer.change(draft.case_path, "opinions", {"advice": "GRANT", "reason": "符合条件"})
    heads = [world.head, world.official("13900460103")]
    etag = heads[0].version(draft.case_path)

    def decide(number: int) -> requests.Response:
        outcome = {"outcome": ("GRANTED", "DENIED")[number], "reason": "各自的决定"}
        return heads[number].ask("POST", f"{draft.case_path}/decision", outcome, etag=etag)

    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(decide, range(2)))
    assert sorted(answer.status_code for answer in answers)[0] == 200, [answer.text for answer in answers]
    assert sorted(answer.status_code for answer in answers)[1] in {409, 412}
    history = reviewer.get(f"{draft.case_path}/timeline")["entries"]
    assert [entry["type"] for entry in history].count("case.Decided") == 1
