"""The promise, the upload and the look at what followed, as applicants and officials meet them."""

from typing import Any

import pytest

from chalicelib.cases import api_applicant, api_official
from chalicelib.cases.api import cases_area
from chalicelib.cases.late import api as late_api
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from tests.support.calls import Client
from tests.support.cases import (
    a_draft,
    a_reviewed_case,
    an_accepted_case_with_materials_to_follow,
    stored,
    upload,
    with_catalogue,
)
from tests.support.items import late_item, seeded_item
from tests.support.objects import FakeObjects
from tests.support.platform import FakePlatform

# Importing all declares their routes in the one area.
assert api_applicant.cases_area is api_official.cases_area is late_api.cases_area is cases_area

ME = Caller("account-1", Role.APPLICANT, 3, "session")
REVIEWER = Caller("staff-1", Role.REVIEWER, 4, "session", "GA", "460100")
HEAD = Caller("staff-3", Role.HEAD, 4, "session", "GA", "460100")
CASE = "/v1/cases/{case_id}"
PROMISE, LOOK = f"{CASE}/promise-to-follow", f"{CASE}/materials/{{code}}/late-check"
RULES = {"filename": "rules.jpg", "media_type": "image/jpeg", "size": 1000, "sha256": "a" * 64}


@pytest.fixture
def cloud() -> FakePlatform:
    cloud = with_catalogue(FakePlatform(), seeded_item(), late_item())
    cloud.quarantine, cloud.materials = FakeObjects("quarantine"), FakeObjects("materials")
    cloud.clock.move(hours=2)
    return cloud


@pytest.fixture
def client(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return Client(cloud, cases_area)


def test_it_is_read_given_and_then_the_application_can_be_submitted(client: Client, cloud: FakePlatform) -> None:
    case = stored(cloud.table, a_draft(late_item()))
    where: dict[str, Any] = {"by": ME, "case_id": case.id}
    refused = client.call("POST", f"{CASE}/submission", version=case.version, **where)
    assert (refused.status, refused.body["code"]) == (422, "case.materials-missing")
    assert "promise-to-follow" in refused.body["detail"]
    shown = client.call("GET", PROMISE, **where)
    assert [(it["code"], it["within"]["amount"]) for it in shown.body["materials"]] == [("rules", 5), ("contract", 8)]
    given = {"version": shown.body["version"], "sha256": shown.body["sha256"], "accepted": True}
    signed = client.call("POST", PROMISE, given, version=case.version, **where)
    assert (signed.status, signed.body["late_promise_sha256"]) == (200, shown.body["sha256"])
    assert client.call("POST", f"{CASE}/submission", version=case.version + 1, **where).status == 200


def test_it_is_uploaded_after_acceptance(client: Client, cloud: FakePlatform) -> None:
    case = stored(cloud.table, an_accepted_case_with_materials_to_follow())
    where: dict[str, Any] = {"by": ME, "version": case.version, "case_id": case.id}
    path = f"{CASE}/materials/{{code}}/uploads"
    assert client.call("POST", path, RULES, code="rules", **where).status == 201
    refused = client.call("POST", path, RULES, code="plan", **{**where, "version": case.version + 2})
    assert refused.status in {409, 412}


def test_who_returns_it_says_why(client: Client, cloud: FakePlatform) -> None:
    case = an_accepted_case_with_materials_to_follow()
    upload(case, "rules")
    stored(cloud.table, case)
    where: dict[str, Any] = {"by": REVIEWER, "version": case.version, "case_id": case.id, "code": "rules"}
    unsaid = client.call("POST", LOOK, {"fits": False, "reason": "  "}, **where)
    assert (unsaid.status, unsaid.body["errors"][0]["pointer"]) == (422, "#/reason")
    returned = client.call("POST", LOOK, {"fits": False, "reason": "缺少第二页"}, **where)
    late = returned.body["late_materials"][0]
    assert (late["state"], late["returned_reason"]) == ("AWAITED", "缺少第二页")


def test_the_head_is_told_what_a_grant_waits_for(client: Client, cloud: FakePlatform) -> None:
    case = a_reviewed_case(late_item())
    case.late_materials = {}
    waiting = an_accepted_case_with_materials_to_follow()
    case.late_materials = waiting.late_materials
    stored(cloud.table, case)
    where: dict[str, Any] = {"by": HEAD, "version": case.version, "case_id": case.id}
    refused = client.call("POST", f"{CASE}/decision", {"outcome": "GRANTED", "reason": "符合条件"}, **where)
    assert (refused.status, refused.body["code"]) == (409, "case.late-materials-outstanding")
    assert [it["pointer"] for it in refused.body["errors"]] == ["#/materials/rules", "#/materials/contract"]
