import pytest

from chalicelib.cases import api_official
from chalicelib.cases.api import cases_area
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from chalicelib.parties.looks_api import parties_area
from tests.support.cases import WHO, a_submitted_case, stored, with_catalogue
from tests.support.platform import FakePlatform
from tests.support.probes import Answered, Api

assert api_official.cases_area is cases_area

ME = Caller(WHO.account_id, Role.APPLICANT, 3, "session")
STRANGER = Caller("account-2", Role.APPLICANT, 3, "session")
REVIEWER = Caller("staff-1", Role.REVIEWER, 4, "session", "GA", "460100")
ELSEWHERE = Caller("staff-2", Role.REVIEWER, 4, "session", "GA", "460200")


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> FakePlatform:
    cloud = with_catalogue(FakePlatform())
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    cloud.clock.move(hours=2)
    stored(cloud.table, a_submitted_case())
    return cloud


def look(cloud: FakePlatform, by: Caller, reason: str, key: str) -> Answered:
    api, headers = Api(cloud, cases_area), {"Idempotency-Key": key * 16}
    headers["If-Match"] = api.call("GET", "/v1/cases/{case_id}", by=by, case_id="case-1").headers.get("ETag", '"1"')
    path = "/v1/cases/{case_id}/disclosures"
    return api.call("POST", path, {"reason": reason}, by=by, headers=headers, case_id="case-1")


def looks(cloud: FakePlatform, by: Caller) -> list[dict[str, str]]:
    found: list[dict[str, str]] = Api(cloud, parties_area).call("GET", "/v1/me/looks", by=by).body["entries"]
    return found


def test_each_look_is_listed_with_desk_and_reason_the_latest_first(cloud: FakePlatform) -> None:
    assert looks(cloud, ME) == []
    for key, reason in (("a", "核对身份"), ("b", "电话联系申请人")):
        assert look(cloud, REVIEWER, reason, key).status == 200
        cloud.clock.move(minutes=1)
    found = looks(cloud, ME)
    assert [entry["reason"] for entry in found] == ["电话联系申请人", "核对身份"]
    assert {(entry["role"], entry["department"], entry["region"]) for entry in found} == {("reviewer", "GA", "460100")}
    assert REVIEWER.id not in str(found), "the desk answers for it, not a person"


def test_the_same_look_sent_again_is_one_look(cloud: FakePlatform) -> None:
    version = look(cloud, REVIEWER, "核对身份", "a").headers["ETag"]
    headers = {"Idempotency-Key": "b" * 16, "If-Match": version}
    for _ in range(2):
        Api(cloud, cases_area).call(
            "POST",
            "/v1/cases/{case_id}/disclosures",
            {"reason": "再次核对"},
            by=REVIEWER,
            headers=headers,
            case_id="case-1",
        )
    assert len(looks(cloud, ME)) == 2


def test_a_refused_look_is_none_and_nobody_else_sees_the_list(cloud: FakePlatform) -> None:
    assert look(cloud, ELSEWHERE, "只是好奇", "a").status == 404
    assert look(cloud, REVIEWER, "核对身份", "b").status == 200
    assert len(looks(cloud, ME)) == 1
    assert looks(cloud, STRANGER) == []
