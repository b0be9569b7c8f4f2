"""What is known is not asked for: it is filled in, and what a base verified is put right at its source only."""

import pytest

from app import AREAS
from chalicelib.cases import errors
from chalicelib.cases.model import Case
from chalicelib.cases.store import load
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from tests.support.applications import platform_with_catalogue
from tests.support.cases import APPLICANT, WHO, a_new_case, by, stored
from tests.support.items import prefilled_item
from tests.support.platform import FakePlatform
from tests.support.probes import Answered, Api

ITEM = prefilled_item()
KNOWN = {"holder": WHO.name, "number": WHO.id_number, "mobile": WHO.mobile}
MINE = Caller(WHO.account_id, Role.APPLICANT, 3, "session-1")
OPERATOR = Caller("operator-1", Role.OPERATOR, 4, "session-9")


@pytest.fixture
def cloud() -> FakePlatform:
    return platform_with_catalogue(ITEM)


@pytest.fixture
def api(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Api:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return Api(cloud, *AREAS)


def save(case: Case, **form: str) -> None:
    case.save_form(form, ITEM, by(APPLICANT))


def test_a_draft_begins_with_what_is_known() -> None:
    assert a_new_case(ITEM).form == KNOWN


def test_what_was_verified_is_filled_in_again_and_what_was_suggested_is_not() -> None:
    case = a_new_case(ITEM)
    save(case)
    assert case.form == {"holder": WHO.name, "number": WHO.id_number}


def test_what_was_suggested_may_be_changed() -> None:
    case = a_new_case(ITEM)
    save(case, mobile="13900000009")
    assert case.form["mobile"] == "13900000009"


@pytest.mark.parametrize("field", ["holder", "number"])
def test_what_was_verified_is_not_written_over(field: str) -> None:
    case = a_new_case(ITEM)
    with pytest.raises(errors.FieldIsVerified) as refused:
        save(case, **{**KNOWN, field: "另有其人"})
    assert [pointer.pointer for pointer in refused.value.pointers] == [f"#/form/{field}"]
    assert case.form == KNOWN
    assert "data-disputes" in refused.value.next_step.en


def test_the_applicant_sees_whence_it_comes_and_what_they_may_change(api: Api, cloud: FakePlatform) -> None:
    case = stored(cloud.table, a_new_case(ITEM))
    fields = api.call("GET", "/v1/cases/{case_id}", by=MINE, case_id=case.id).body["verified_fields"]
    assert [(it["at"], it["source"], it["editable"]) for it in fields] == [
        ("/holder", "applicant.name", False),
        ("/number", "applicant.number", False),
        ("/mobile", "applicant.mobile", True),
    ]


def dispute(api: Api, case: Case, *, field: str = "/holder", claimed: str = "王示利") -> Answered:
    body = {"field": field, "claimed": claimed, "reason": "姓名用字登记有误"}
    return api.call("POST", "/v1/cases/{case_id}/data-disputes", body, by=MINE, case_id=case.id)


def test_a_difference_goes_to_whoever_keeps_it_and_the_form_stays(api: Api, cloud: FakePlatform) -> None:
    case = stored(cloud.table, a_new_case(ITEM))
    opened = dispute(api, case)
    assert (opened.status, opened.body["source"]) == (201, "applicant.name")
    (waiting,) = api.call("GET", "/v1/data-disputes", by=OPERATOR).body["entries"]
    assert waiting["dispute_id"] == opened.body["dispute_id"]
    assert load(cloud.table, case.id).form == KNOWN


def test_its_answer_is_given_once_and_read_by_whoever_asked(api: Api, cloud: FakePlatform) -> None:
    opened = dispute(api, stored(cloud.table, a_new_case(ITEM))).body["dispute_id"]
    path, body = "/v1/data-disputes/{dispute_id}/answer", {"is_right": True, "answer": "公安部门已更正登记"}
    assert api.call("POST", path, body, by=OPERATOR, dispute_id=opened).status == 200
    assert api.call("POST", path, body, by=OPERATOR, dispute_id=opened).body["code"] == "dispute.answered-already"
    (mine,) = api.call("GET", "/v1/me/data-disputes", by=MINE).body["entries"]
    assert (mine["is_right"], mine["answer"]) == (True, "公安部门已更正登记")
    assert api.call("GET", "/v1/data-disputes", by=OPERATOR).body["entries"] == []
    unknown = api.call("POST", path, body, by=OPERATOR, dispute_id="nobody")
    assert unknown.status == 404


@pytest.mark.parametrize("what", [{"field": "/other"}, {"claimed": WHO.name}])
def test_there_has_to_be_something_to_dispute(api: Api, cloud: FakePlatform, what: dict[str, str]) -> None:
    answer = dispute(api, stored(cloud.table, a_new_case(ITEM)), **what)
    assert (answer.status, answer.body["code"]) == (422, "dispute.nothing-to-dispute")


def test_what_is_claimed_stands_in_no_event(api: Api, cloud: FakePlatform) -> None:
    dispute(api, stored(cloud.table, a_new_case(ITEM)))
    events = [str(row) for row in cloud.table.rows.values() if str(row["sk"]).startswith("EVENT#")]
    assert events and not [text for text in events if "王示利" in text or WHO.name in text]
