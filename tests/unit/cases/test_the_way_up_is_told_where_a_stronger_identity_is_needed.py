"""Whatever an application asks for of an identity: who is not proven strongly enough hears what would make them so."""

from typing import Any

import pytest

from app import AREAS
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role, steps_up
from tests.support.cases import WHO, a_draft, stored, with_catalogue
from tests.support.items import changed, seeded_item
from tests.support.platform import FakePlatform
from tests.support.probes import Answered, Api
from tests.support.samples import BODIES

CERTIFIED = changed(seeded_item(), minimum_level=4)
AT = {level: Caller(WHO.account_id, Role.APPLICANT, level, "session-1") for level in (1, 2, 3, 4)}
ACTS = {
    "POST /v1/cases": {},
    "POST /v1/cases/{case_id}/promise": {"case_id": "case-1"},
    "POST /v1/cases/{case_id}/submission": {"case_id": "case-1"},
    "POST /v1/cases/{case_id}/withdrawal": {"case_id": "case-1"},
    "POST /v1/payments/{order_id}/checkout": {"order_id": "order-1"},
    "POST /v1/shipments/{shipment_id}/resend": {"shipment_id": "shipment-1"},
    "POST /v1/me/certificate-checks": {},
}
SIGNED = {
    "POST /v1/mandates/preview": 3,
    "POST /v1/me/organisation-claim": 3,
    "POST /v1/me/ward-claim": 3,
}


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> FakePlatform:
    platform = with_catalogue(FakePlatform(), CERTIFIED)
    monkeypatch.setattr(edge, "platform", lambda: platform)
    return platform


@pytest.fixture
def api(cloud: FakePlatform) -> Api:
    return Api(cloud, *AREAS)


def ask(api: Api, route: str, by: Caller, body: Any = None, version: int = 1, **path: str) -> Answered:
    method, _, address = route.partition(" ")
    headers = {"If-Match": f'"{version}"'} if path else {}
    return api.call(method, address, body if body is not None else BODIES.get(route), by=by, headers=headers, **path)


def told(answer: Answered) -> tuple[str, int, int, list[str]]:
    body = answer.body
    assert answer.status == 403
    assert "refresh the token" in body["detail"] or "刷新令牌" in body["detail"]
    return body["code"], body["present_level"], body["required_level"], body["step_up"]


@pytest.mark.parametrize("route", ACTS)
def test_nothing_is_handed_in_promised_taken_back_or_paid_without_a_known_name(api: Api, route: str) -> None:
    answer = ask(api, route, AT[1], **ACTS[route])
    assert told(answer) == ("access.level-too-low", 1, 2, ["POST /v1/me/identity-checks"])


@pytest.mark.parametrize("route", SIGNED)
def test_what_binds_others_is_signed_with_ones_face(api: Api, route: str) -> None:
    assert told(ask(api, route, AT[2])) == ("access.level-too-low", 2, 3, ["POST /v1/me/face-checks"])


@pytest.mark.parametrize("act", ["promise", "submission"])
@pytest.mark.parametrize("level", [2, 3])
def test_an_item_that_demands_more_names_the_way_there(cloud: FakePlatform, api: Api, act: str, level: int) -> None:
    draft = a_draft()
    draft.terms = draft.terms.model_copy(update={"minimum_level": 4})
    case = stored(cloud.table, draft)
    promise = CERTIFIED.promise
    body = {"version": promise.version, "sha256": promise.sha256, "accepted": True} if act == "promise" else {}
    route = f"POST /v1/cases/{{case_id}}/{act}"
    answer = ask(api, route, AT[level], body, case.version, case_id=case.id)
    assert told(answer) == ("case.identity-level-too-low", level, 4, ["POST /v1/me/certificate-checks"])
    assert ask(api, route, AT[4], body, case.version, case_id=case.id).status == 200


@pytest.mark.parametrize(
    ("present", "required", "steps"),
    [
        (1, 2, ["identity-checks"]),
        (1, 3, ["identity-checks", "face-checks"]),
        (1, 4, ["identity-checks", "certificate-checks"]),
        (2, 3, ["face-checks"]),
        (3, 4, ["certificate-checks"]),
        (3, 3, []),
        (4, 2, []),
    ],
)
def test_the_shortest_way_is_told(present: int, required: int, steps: list[str]) -> None:
    assert steps_up(present, required) == [f"POST /v1/me/{step}" for step in steps]


def test_each_step_is_a_route_that_is_served() -> None:
    served = {f"{route.method} {route.path}" for area in AREAS for route in area.routes}
    assert set(steps_up(0, 3)) | set(steps_up(0, 4)) <= served
