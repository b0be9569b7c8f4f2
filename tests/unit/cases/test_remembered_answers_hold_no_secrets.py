"""What a repeat is answered from is kept for two days, and nobody who reads the table learns anything from it."""

import pytest

from chalicelib.aws.rows import Key
from chalicelib.cases import api_applicant, api_official
from chalicelib.cases.api import cases_area
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from tests.support.cases import ADDRESS, RECIPIENT, WHO, a_draft, a_submitted_case, stored, with_catalogue
from tests.support.platform import FakePlatform
from tests.support.probes import Answered, Api, rows_of

assert api_applicant.cases_area is api_official.cases_area is cases_area

ME = Caller(WHO.account_id, Role.APPLICANT, 3, "session")
REVIEWER = Caller("staff-1", Role.REVIEWER, 4, "session", "GA", "460100")
KEY = "one-key-for-one-operation"
PERSONAL = (WHO.name, WHO.id_number, WHO.mobile, ADDRESS, *RECIPIENT.values())


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> FakePlatform:
    cloud = with_catalogue(FakePlatform())
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    cloud.clock.move(hours=2)
    return cloud


def post(cloud: FakePlatform, what: str, version: int, by: Caller, body: object = None) -> Answered:
    headers = {"Idempotency-Key": KEY, "If-Match": f'"{version}"'}
    path = f"/v1/cases/{{case_id}}/{what}"
    return Api(cloud, cases_area).call("POST", path, body, by=by, headers=headers, case_id="case-1")


def readable(cloud: FakePlatform) -> str:
    """All that whoever reads the table learns: keys, and what is not kept sealed."""
    rows = cloud.table.rows
    return str([*rows, *(row for (pk, sk), row in rows.items() if Key(pk, sk) not in cloud.table.sealed)])


def test_the_receipt_s_password_is_repeated_and_not_readable(cloud: FakePlatform) -> None:
    version = stored(cloud.table, a_draft()).version
    first = post(cloud, "submission", version, ME)
    assert KEY in readable(cloud)
    assert first.body["query_password"] not in readable(cloud)
    again = post(cloud, "submission", version, ME)
    assert (again.status, again.text, dict(again.headers)) == (200, first.text, dict(first.headers))


def test_personal_data_in_full_is_repeated_told_once_and_not_readable(cloud: FakePlatform) -> None:
    version = stored(cloud.table, a_submitted_case()).version
    first = post(cloud, "disclosures", version, REVIEWER, {"reason": "核对身份"})
    assert all(it in first.text for it in PERSONAL)
    assert KEY in readable(cloud)
    rows = rows_of(cloud.table)
    (answer_key,) = (Key(pk, sk) for pk, sk in cloud.table.rows.keys() - rows.keys())
    assert answer_key in cloud.table.sealed
    assert post(cloud, "disclosures", version, REVIEWER, {"reason": "核对身份"}).text == first.text
    assert rows_of(cloud.table) == rows
