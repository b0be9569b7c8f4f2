"""The routes as owners and officials meet them."""

import pytest

from chalicelib.delivery.api import delivery_area
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from tests.support.calls import Client
from tests.support.platform import FakePlatform
from tests.unit.delivery.post import ELSEWHERE, RECIPIENT, SHIPMENT_ID, WAYBILL, Post, S, event, push

OWNER = Caller("account-1", Role.APPLICANT, 3, "session")
STRANGER = Caller("account-2", Role.APPLICANT, 3, "session")
REVIEWER = Caller("staff-1", Role.REVIEWER, 0, "session", "GA", "460100")
ELSEWHERE_OFFICIAL = Caller("staff-2", Role.REVIEWER, 0, "session", "GA", "460200")
SHIPMENT = "/v1/shipments/{shipment_id}"


@pytest.fixture
def client(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return Client(cloud, delivery_area)


def came_back(post: Post) -> int:
    post.booked()
    return post.push(push(event(10, S.RETURNED))).version


@pytest.mark.parametrize(("who", "status"), [(OWNER, 200), (REVIEWER, 200), (STRANGER, 404), (ELSEWHERE_OFFICIAL, 404)])
def test_a_shipment_is_shown_to_whom_it_concerns(client: Client, post: Post, who: Caller, status: int) -> None:
    post.booked()
    answer = client.call("GET", SHIPMENT, by=who, shipment_id=SHIPMENT_ID)
    assert (answer.status, answer.round_trips) == (status, 1)


def test_the_recipient_is_masked(client: Client, post: Post) -> None:
    post.booked()
    post.push(push(event(10, S.PICKED_UP)))
    answer = client.call("GET", SHIPMENT, by=OWNER, shipment_id=SHIPMENT_ID)
    assert (answer.body["state"], answer.body["waybill"], len(answer.body["trace"])) == ("PICKED_UP", WAYBILL, 1)
    assert not any(secret in str(answer.body) for secret in RECIPIENT.model_dump().values())


def test_the_owner_has_it_sent_again(client: Client, post: Post) -> None:
    version = came_back(post)
    path, body = f"{SHIPMENT}/resend", ELSEWHERE.model_dump()
    assert client.call("POST", path, body, by=OWNER, shipment_id=SHIPMENT_ID).status == 428
    assert client.call("POST", path, body, by=OWNER, version=version - 1, shipment_id=SHIPMENT_ID).status == 412
    answer = client.call("POST", path, body, by=OWNER, version=version, shipment_id=SHIPMENT_ID)
    assert (answer.status, answer.round_trips, answer.body["stage"]) == (200, 2, "BOOK")
    refused = client.call("POST", path, body, by=OWNER, version=version + 1, shipment_id=SHIPMENT_ID)
    assert (refused.status, refused.body["code"]) == (409, "delivery.not-returned")


def test_a_bad_address_is_refused_at_its_place(client: Client, post: Post) -> None:
    body = ELSEWHERE.model_dump() | {"mobile": "1", "note": "x"}
    answer = client.call("POST", f"{SHIPMENT}/resend", body, by=OWNER, version=came_back(post), shipment_id=SHIPMENT_ID)
    assert (answer.status, {one["pointer"] for one in answer.body["errors"]}) == (422, {"#/mobile", "#/note"})


@pytest.mark.parametrize(("who", "status"), [(OWNER, 403), (ELSEWHERE_OFFICIAL, 404), (REVIEWER, 200)])
def test_only_the_windows_own_reviewer_hands_over(client: Client, post: Post, who: Caller, status: int) -> None:
    version = came_back(post)
    answer = client.call("POST", f"{SHIPMENT}/handover", by=who, version=version, shipment_id=SHIPMENT_ID)
    assert answer.status == status
    assert post.events.count("HandedOver") == (status == 200)
