"""The routes as applicants and officials meet them."""

import pytest

from chalicelib.cases import api_applicant, api_official
from chalicelib.cases.api import cases_area
from chalicelib.cases.model import Case
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from tests.support.calls import Answered, Client
from tests.support.cases import (
    ADDRESS,
    MONDAY,
    WHO,
    a_case_to_correct,
    a_decided_case,
    a_draft,
    a_new_case,
    a_released_case,
    a_reviewed_case,
    a_submitted_case,
    an_accepted_case,
    filled_in,
    issue,
    material,
    sha_of,
    stored,
    with_catalogue,
)
from tests.support.items import joint_item, seeded_item
from tests.support.objects import FakeObjects
from tests.support.people import identified
from tests.support.platform import FakePlatform

# Importing both declares their routes in the one area.
assert api_applicant.cases_area is api_official.cases_area is cases_area

ME = Caller("account-1", Role.APPLICANT, 3, "session")
STRANGER = Caller("account-2", Role.APPLICANT, 3, "session")
REVIEWER = Caller("staff-1", Role.REVIEWER, 4, "session", "GA", "460100")
ELSEWHERE = Caller("staff-2", Role.REVIEWER, 4, "session", "GA", "460200")
HEAD = Caller("staff-3", Role.HEAD, 4, "session", "GA", "460100")
OPERATOR = Caller("staff-4", Role.OPERATOR, 4, "session", "", "460000")
CASE = "/v1/cases/{case_id}"
PHOTO = {"filename": "photo.jpg", "media_type": "image/jpeg", "size": 1000, "sha256": "a" * 64}
GOOD = "材料齐全,符合条件"


@pytest.fixture
def cloud() -> FakePlatform:
    cloud = with_catalogue(FakePlatform())
    cloud.quarantine, cloud.materials = FakeObjects("quarantine"), FakeObjects("materials")
    cloud.documents = FakeObjects("documents")
    cloud.clock.move(hours=2)
    return cloud


@pytest.fixture
def client(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return Client(cloud, cases_area)


def keep(cloud: FakePlatform, case: Case) -> int:
    """The version of the stored case."""
    return stored(cloud.table, case).version


def post(client: Client, what: str, version: int, body=None, by: Caller = ME, **more: str) -> Answered:
    return client.call("POST", f"{CASE}/{what}", body, by=by, version=version, case_id="case-1", **more)


def code_of(answer: Answered) -> tuple[int, str]:
    return answer.status, answer.body["code"]


def test_from_the_first_word_to_the_decision(client, cloud):
    me = Caller(identified(cloud), Role.APPLICANT, 3, "session")
    opened = client.call("POST", "/v1/cases", {"item_code": "GA-JG-0102", "region": "460100"}, by=me)
    case_id, item = opened.body["id"], seeded_item()
    assert (opened.status, opened.headers["Location"]) == (201, f"/v1/cases/{case_id}")
    saved = client.call("PUT", f"{CASE}/form", {"form": filled_in(item)}, by=me, version=1, case_id=case_id)
    assert (saved.status, saved.body["form"]["residence_address"]) == (200, ADDRESS)
    promise = {"version": item.promise.version, "sha256": item.promise.sha256, "accepted": True}
    signed = client.call("POST", f"{CASE}/promise", promise, by=me, version=2, case_id=case_id)
    assert signed.body["promise_sha256"] == item.promise.sha256
    early = client.call("POST", f"{CASE}/submission", by=me, version=3, case_id=case_id)
    assert code_of(early) == (503, "case.materials-being-asked")


def test_a_receipt_answers_a_submission_and_finds_the_case(client, cloud):
    receipt = post(client, "submission", keep(cloud, a_draft()))
    assert receipt.status == 200
    assert receipt.body["accepted_or_answered_by"] == "2026-03-09"
    looked = {"number": receipt.body["number"], "password": receipt.body["query_password"]}
    found = client.call("POST", "/v1/case-lookups", looked)
    assert (found.status, found.body["status"]) == (200, "SUBMITTED")
    assert not [personal for personal in (WHO.name, WHO.mobile, WHO.id_number, ADDRESS) if personal in str(found.body)]
    for wrong in ({**looked, "password": "密码密码密码密码"}, {**looked, "number": "4" * 20}):
        assert code_of(client.call("POST", "/v1/case-lookups", wrong)) == (404, "case.lookup-refused")


def test_a_second_submission_is_told_the_first(client, cloud):
    version = keep(cloud, a_submitted_case())
    answer = post(client, "submission", version)
    assert code_of(answer) == (409, "case.already-submitted")
    assert answer.body["number"] == "46010020260302000013"


@pytest.mark.parametrize(
    ("declared", "code"),
    [
        ({"size": 2_097_153}, "case.material-too-large"),
        ({"media_type": "image/png"}, "case.material-type-refused"),
    ],
)
def test_only_the_file_that_the_item_asks_for(client, cloud, declared, code):
    version = keep(cloud, a_new_case())
    answer = post(client, "materials/{code}/uploads", version, PHOTO | declared, code="photo")
    assert code_of(answer) == (422, code)


def test_an_upload_is_permitted_for_exactly_the_declared_file(client, cloud):
    cloud.clock.instant = MONDAY
    version = keep(cloud, a_new_case())
    answer = post(client, "materials/{code}/uploads", version, PHOTO, code="photo")
    assert (answer.status, answer.body["headers"]["Content-Type"]) == (201, "image/jpeg")
    assert answer.body["url"].endswith("size=1000")
    shown = client.call("GET", CASE, by=ME, case_id="case-1")
    assert [slot["state"] for slot in shown.body["materials"]] == ["ASKING", "UPLOADING"]


@pytest.mark.parametrize(
    ("code", "expected"),
    [("diary", (404, "case.material-unknown")), ("medical-certificate", (409, "case.material-not-open"))],
)
def test_what_is_not_asked_for_is_not_uploaded(client, cloud, code, expected):
    cloud.clock.instant = MONDAY
    version = keep(cloud, a_new_case())
    assert code_of(post(client, "materials/{code}/uploads", version, PHOTO, code=code)) == expected


def test_a_desk_asks_once_with_what_was_rejected(client, cloud):
    version = keep(cloud, a_submitted_case())
    points = [
        {"target": "FIELD", "at": "/residence_address", "reason": "不一致", "how": "请按证件填写"},
        {"target": "MATERIAL", "at": "photo", "reason": "背景不白", "how": "请重新拍摄"},
    ]
    answer = post(client, "correction-request", version, {"points": points}, REVIEWER)
    assert (answer.status, answer.body["status"]) == (200, "CORRECTION_REQUESTED")
    rejected = [point["rejected"] for point in answer.body["correction"]["points"]]
    assert rejected == [f'"{ADDRESS}"', sha_of("upload-photo")]


def test_nobody_says_what_was_rejected_but_the_case(client, cloud):
    version = keep(cloud, a_submitted_case())
    point = {"target": "FIELD", "at": "/residence_address", "reason": "不一致", "how": "请改", "rejected": "x"}
    assert post(client, "correction-request", version, {"points": [point]}, REVIEWER).status == 422


def test_a_desk_accepts_advises_and_the_head_decides(client, cloud):
    version = keep(cloud, a_submitted_case())
    accepted = post(client, "acceptance", version, {}, REVIEWER)
    advised = post(client, "opinions", version + 5, {"advice": "GRANT", "reason": GOOD}, REVIEWER)
    assert (accepted.body["status"], advised.body["stage"], advised.body["held_by"]) == (
        "ACCEPTED",
        "DECISION",
        ["head"],
    )
    decided = post(client, "decision", version + 6, {"outcome": "GRANTED", "reason": GOOD}, HEAD)
    assert (decided.status, decided.body["decision"], decided.body["stage"]) == (200, "GRANTED", "ISSUE")


def test_a_reviewer_does_not_decide_and_a_head_does_not_review(client, cloud):
    version = keep(cloud, a_reviewed_case())
    assert post(client, "decision", version, {"outcome": "GRANTED", "reason": GOOD}, REVIEWER).status == 403
    assert post(client, "opinions", version, {"advice": "GRANT", "reason": GOOD}, HEAD).status == 403


@pytest.mark.parametrize("kind", ["NOT_ACCEPTED", "NOT_REQUIRED"])
def test_a_desk_turns_an_application_away(client, cloud, kind):
    version = keep(cloud, a_submitted_case())
    body = {"kind": kind, "reason": "不属于本机关职权", "right_authority": "海口市卫生健康委员会"}
    answer = post(client, "refusal-to-accept", version, body, REVIEWER)
    assert (answer.body["status"], answer.body["refusal"]) == (kind, "不属于本机关职权")


def test_whoever_sends_it_elsewhere_says_where(client, cloud):
    version = keep(cloud, a_submitted_case())
    body = {"kind": "NOT_REQUIRED", "reason": "不属于本机关职权", "belongs_elsewhere": True}
    for nowhere in ({}, {"right_authority": "  "}):
        refused = post(client, "refusal-to-accept", version, body | nowhere, REVIEWER)
        assert (refused.status, refused.body["errors"]) == (
            422,
            [{"pointer": "#/right_authority", "detail": "Name the authority that decides instead"}],
        )
    authority = "海口市卫生健康委员会"
    post(client, "refusal-to-accept", version, body | {"right_authority": authority}, REVIEWER)
    assert client.call("GET", CASE, by=ME, case_id="case-1").body["right_authority"] == authority


def test_what_needs_no_permit_belongs_nowhere(client, cloud):
    version = keep(cloud, a_submitted_case())
    answer = post(client, "refusal-to-accept", version, {"kind": "NOT_REQUIRED", "reason": "无需许可"}, REVIEWER)
    assert (answer.status, "right_authority" in answer.body) == (200, False)


def test_who_runs_the_platform_opens_no_file(client, cloud):
    keep(cloud, a_released_case())
    for route, what in (("materials/{code}/download", {"code": "photo"}), ("documents/{kind}/download", {"kind": "x"})):
        assert client.call("GET", f"{CASE}/{route}", by=OPERATOR, case_id="case-1", **what).status == 403


def test_the_clock_is_paused_resumed_and_extended(client, cloud):
    version = keep(cloud, an_accepted_case(joint_item()))
    why = {"reason": "依法听证", "legal_basis": "行政许可法第四十五条"}
    post(client, "clock/pause", version, {"procedure": "HEARING", **why}, REVIEWER)
    cloud.clock.move(days=2)
    resumed = post(client, "clock/resumption", version + 1, why, REVIEWER)
    assert resumed.body["clock"]["due"] == "2026-03-18"
    extended = post(client, "clock/extension", version + 2, {"amount": 10, **why}, HEAD)
    assert extended.body["clock"]["due"] == "2026-04-01"
    assert code_of(post(client, "clock/extension", version + 3, {"amount": 1, **why}, HEAD)) == (
        409,
        "case.clock-refused",
    )
    explained = client.call("GET", f"{CASE}/deadline", by=ME, case_id="case-1")
    assert [entry["kind"] for entry in explained.body["entries"]] == ["start", "pause", "resume", "extend"]


def test_without_a_running_limit_there_is_nothing_to_explain(client, cloud):
    keep(cloud, a_new_case())
    answer = client.call("GET", f"{CASE}/deadline", by=ME, case_id="case-1")
    assert (*code_of(answer), answer.body["case_status"]) == (409, "case.not-in-this-state", "DRAFT")


def test_a_withdrawal_after_the_decision_comes_too_late(client, cloud):
    version = keep(cloud, a_decided_case())
    assert code_of(post(client, "withdrawal", version, {"reason": "不再需要"})) == (409, "case.already-decided")


def test_personal_data_in_full_leaves_a_trace(client, cloud):
    version = keep(cloud, a_submitted_case())
    answer = post(client, "disclosures", version, {"reason": "核对身份"}, REVIEWER)
    assert {"name": WHO.name, "id_number": WHO.id_number, "mobile": WHO.mobile}.items() <= answer.body.items()
    history = client.call("GET", f"{CASE}/timeline", by=ME, case_id="case-1").body["entries"]
    assert (history[-1]["type"], history[-1]["actor"], history[-1]["data"]) == (
        "case.DataDisclosed",
        "staff-1",
        {"reason": "核对身份", "department": "GA", "region": "460100"},
    )
    assert post(client, "disclosures", version + 1, {}, REVIEWER).status == 422
    assert post(client, "disclosures", version + 1, {"reason": "好奇"}, ME).status == 403


def test_the_decision_is_not_handed_out_before_the_fee(client, cloud):
    case = a_decided_case()
    issue(case)
    issue(case, kind="receipt")
    keep(cloud, case)
    route = f"{CASE}/documents/{{kind}}/download"
    receipt = client.call("GET", route, by=ME, case_id="case-1", kind="receipt")
    decision = client.call("GET", route, by=ME, case_id="case-1", kind="decision")
    assert receipt.body["url"].endswith("receipt.pdf")
    assert code_of(decision) == (404, "case.document-not-ready")


def test_a_released_decision_is(client, cloud):
    keep(cloud, a_released_case())
    route = f"{CASE}/documents/{{kind}}/download"
    assert client.call("GET", route, by=ME, case_id="case-1", kind="decision").body["url"].endswith("decision.pdf")
    assert client.call("GET", route, by=ME, case_id="case-1", kind="diary").status == 404


def test_an_uploaded_material_can_be_opened_and_a_shared_one_has_no_file(client, cloud):
    keep(cloud, a_submitted_case())
    route = f"{CASE}/materials/{{code}}/download"
    assert client.call("GET", route, by=REVIEWER, case_id="case-1", code="photo").body["url"].endswith("upload-photo")
    for code in ("medical-certificate", "diary"):
        assert client.call("GET", route, by=REVIEWER, case_id="case-1", code=code).status == 404


@pytest.mark.parametrize(
    ("who", "status"), [(ME, 200), (REVIEWER, 200), (HEAD, 200), (OPERATOR, 200), (STRANGER, 404), (ELSEWHERE, 404)]
)
def test_a_case_is_shown_to_whom_it_concerns(client, cloud, who, status):
    keep(cloud, a_submitted_case())
    assert client.call("GET", CASE, by=who, case_id="case-1").status == status
    warm = client.call("GET", CASE, by=who, case_id="case-1")
    assert (warm.status, warm.round_trips) == (status, 1)


def test_my_cases_and_the_worklist_go_on_by_cursor(client, cloud):
    for number in ("1", "2", "3"):
        case = a_submitted_case(case_id=f"case-{number}")
        case.terms = case.terms.model_copy(update={"code": f"ITEM-{number}"})
        case.number = f"number-{number}"
        keep(cloud, case)
    for path, who, ids in (("/v1/cases", ME, ["3", "2", "1"]), ("/v1/worklist", REVIEWER, ["1", "2", "3"])):
        first = client.call("GET", path, by=who, query={"limit": "2"})
        second = client.call("GET", path, by=who, query={"limit": "2", "cursor": first.body["next"]})
        found = [entry.get("id") or entry["case_id"] for entry in first.body["entries"] + second.body["entries"]]
        assert found == [f"case-{number}" for number in ids]
        assert WHO.name not in str(first.body)
    assert client.call("GET", "/v1/worklist", by=ELSEWHERE).body["entries"] == []
    assert client.call("GET", "/v1/cases", by=STRANGER).body["entries"] == []


def test_a_change_names_the_version_it_saw(client, cloud):
    version = keep(cloud, a_case_to_correct(material("photo")))
    assert post(client, "submission", version - 1).status == 412
    missing = client.call("POST", f"{CASE}/submission", by=ME, case_id="case-1")
    assert missing.status == 428
