"""The routes as a client meets them: the edge, the access rules and the budget of round trips."""

import json
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.aws.history import events_among
from chalicelib.http import edge
from chalicelib.parties.challenges import one_time_code
from chalicelib.parties.routes import AREAS
from chalicelib.workflow.check_identity import conclude
from infra.seed.staff import seed_staff
from tests.support.people import ID_NUMBER, MOBILE, NAME, as_delivered, sources
from tests.support.platform import FakePlatform

ROUTES = {(route.method, route.path): route for area in AREAS for route in area.routes}


class Api:
    """A client of the parties' routes; counts the table's round trips of the last call."""

    def __init__(self, cloud: FakePlatform) -> None:
        self._cloud, self._calls = cloud, 0
        self.round_trips = 0

    def call(self, method: str, path: str, body: Any = None, token: str = "", key: str = "") -> tuple[int, Any, Any]:
        self._calls += 1
        headers = {"content-type": "application/json", "accept-language": "en"}
        headers["idempotency-key"] = key or f"key-{self._calls:016d}"
        if token:
            headers["authorization"] = f"Bearer {token}"
        request = SimpleNamespace(
            headers=headers,
            path=path,
            query_params=None,
            raw_body=json.dumps(body or {}).encode(),
            context={"requestId": "request-1", "identity": {"sourceIp": "192.0.2.1"}},
        )
        before = self._cloud.table.round_trips
        answer = edge.serve(ROUTES[method, path], request, {})
        self.round_trips = self._cloud.table.round_trips - before
        return answer.status_code, json.loads(answer.body) if answer.body else None, answer.headers

    def sign_in(self, mobile: str = MOBILE, route: str = "/v1/registrations") -> dict[str, Any]:
        challenge = self.call("POST", route, {"mobile": mobile})[1]["challenge_id"]
        code = one_time_code(self._cloud.secrets, challenge)
        status, session, _ = self.call("POST", "/v1/sessions", {"challenge_id": challenge, "code": code})
        assert status == 201
        return session


@pytest.fixture
def api(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Api:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return Api(cloud)


def deliver(cloud: FakePlatform, account_id: str) -> None:
    """What the bus does with the account's last event."""
    last = events_among(cloud.table.partition(f"ACCOUNT#{account_id}"))[-1]
    conclude(cloud, sources(), as_delivered(last))


def test_a_person_registers_and_climbs_to_level_three(cloud: FakePlatform, api: Api) -> None:
    session = api.sign_in()
    account_id = session["account"]["id"]
    body = {"name": NAME, "id_number": ID_NUMBER}
    assert api.call("POST", "/v1/me/identity-checks", body, session["access_token"])[0] == 202
    assert api.round_trips == 2
    deliver(cloud, account_id)
    session = api.call("POST", "/v1/sessions/refresh", {"refresh_token": session["refresh_token"]})[1]
    assert session["account"] == {"id": account_id, "role": "applicant", "level": 2}
    assert api.call("POST", "/v1/me/face-checks", {"token": "face-token"}, session["access_token"])[0] == 202
    deliver(cloud, account_id)
    status, me, headers = api.call("GET", "/v1/me", token=session["access_token"])
    assert (status, api.round_trips, headers["ETag"]) == (200, 1, '"5"')
    assert (me["mobile"], me["name"], me["id_number"], me["level"]) == (
        "138****0001",
        "王**",
        "460105********2215",
        3,
    )
    assert (me["identity_check"]["status"], me["face_check"]["status"]) == ("MATCHED", "MATCHED")


def test_the_same_registration_sent_again_gets_the_same_answer_and_one_code(cloud: FakePlatform, api: Api) -> None:
    answers = [api.call("POST", "/v1/registrations", {"mobile": MOBILE}, key="k" * 16)[:2] for _ in range(2)]
    assert answers[0] == answers[1]
    assert len([row for row in cloud.table.rows.values() if row.get("type") == "party.CodeIssued"]) == 1


def test_asking_for_a_second_code_at_once_is_told_when_to_come_back(api: Api) -> None:
    assert api.call("POST", "/v1/logins", {"mobile": MOBILE})[0] == 202
    assert api.round_trips == 3
    status, problem, headers = api.call("POST", "/v1/logins", {"mobile": MOBILE})
    assert (status, problem["code"]) == (429, "party.too-many-codes")
    assert 0 < int(headers["Retry-After"]) <= 60
    assert problem["detail"].startswith("Try again in")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"mobile": "12345"}, "#/mobile"),
        ({"mobile": MOBILE, "nickname": "x"}, "#/nickname"),
        ({"mobile": MOBILE, "language": "fr"}, "#/language"),
    ],
)
def test_a_bad_body_is_refused_at_its_place(api: Api, body: dict[str, str], pointer: str) -> None:
    status, problem, _ = api.call("POST", "/v1/registrations", body)
    assert (status, [error["pointer"] for error in problem["errors"]]) == (422, [pointer])


def test_a_wrong_code_is_counted_though_the_answer_is_a_refusal(cloud: FakePlatform, api: Api) -> None:
    challenge = api.call("POST", "/v1/registrations", {"mobile": MOBILE})[1]["challenge_id"]
    right = one_time_code(cloud.secrets, challenge)
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    codes = [wrong] * 5 + [right]
    answers = [api.call("POST", "/v1/sessions", {"challenge_id": challenge, "code": code}) for code in codes]
    assert {(status, problem["code"]) for status, problem, _ in answers} == {(401, "party.code-refused")}


def test_a_bad_id_number_says_what_is_wrong_with_it(api: Api) -> None:
    token = api.sign_in()["access_token"]
    body = {"name": NAME, "id_number": "460105199003072216"}
    status, problem, _ = api.call("POST", "/v1/me/identity-checks", body, token)
    assert (status, problem["code"], problem["errors"][0]["pointer"]) == (
        422,
        "party.id-number-invalid",
        "#/id_number",
    )


def test_a_face_check_needs_an_identity_to_compare_with(api: Api) -> None:
    token = api.sign_in()["access_token"]
    status, problem, _ = api.call("POST", "/v1/me/face-checks", {"token": "t"}, token)
    assert (status, problem["code"]) == (403, "party.identity-unproven")
    assert "/v1/me/identity-checks" in problem["detail"]


def test_after_signing_out_the_session_cannot_be_refreshed(api: Api) -> None:
    session = api.sign_in()
    assert api.call("DELETE", "/v1/sessions/current", token=session["access_token"])[0] == 204
    assert api.round_trips == 2
    refreshed = api.call("POST", "/v1/sessions/refresh", {"refresh_token": session["refresh_token"]})
    assert (refreshed[0], refreshed[1]["code"]) == (401, "party.refresh-refused")


def test_staff_sign_in_and_have_no_applicants_account(cloud: FakePlatform, api: Api) -> None:
    seed_staff(cloud)
    session = api.sign_in("13900460102", "/v1/logins")
    expected = {"id": "staff-ga-haikou-head", "role": "head", "level": 4, "department": "GA", "region": "460100"}
    assert session["account"] == expected
    assert api.call("GET", "/v1/me", token=session["access_token"])[0] == 403
    assert api.call("DELETE", "/v1/sessions/current", token=session["access_token"])[0] == 204


def test_the_key_set_verifies_our_tokens_without_touching_the_table(api: Api) -> None:
    status, keys, _ = api.call("GET", "/v1/jwks")
    assert (status, keys["keys"][0]["kid"], api.round_trips) == (200, "signing", 0)


def test_signing_in_costs_three_round_trips_and_a_refresh_too(cloud: FakePlatform, api: Api) -> None:
    session = api.sign_in()
    signing_in, signatures = api.round_trips, cloud.token_key.signatures
    api.call("POST", "/v1/sessions/refresh", {"refresh_token": session["refresh_token"]})
    assert (signing_in, api.round_trips) == (3, 3)
    assert (signatures, cloud.token_key.signatures) == (1, 2)
