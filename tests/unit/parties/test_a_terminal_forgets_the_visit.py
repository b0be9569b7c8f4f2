"""A self-service terminal is used by one person after the other: nothing of a visit outlives it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from app import AREAS
from chalicelib.http import edge
from chalicelib.http.liveness import Revocations
from chalicelib.parties import sign_in
from chalicelib.parties.challenges import one_time_code
from chalicelib.parties.clients.model import WEB, Channel, Client
from chalicelib.parties.errors import RefreshRefused
from chalicelib.parties.proving import Origin
from tests.support.cases import with_catalogue
from tests.support.people import MOBILE, ask_code, code_of
from tests.support.platform import FakePlatform
from tests.support.probes import Api
from tests.unit.parties.test_people_come_through_registered_clients import basic, registered


def visit(cloud: FakePlatform, client: Client) -> sign_in.SignedIn:
    challenge = ask_code(cloud, client=client)
    return sign_in.open_session(
        cloud,
        cloud.act(),
        challenge_id=challenge.id,
        code=code_of(cloud, challenge),
        origin=Origin(client),
        now=cloud.wall.now(),
    )


def go_on(cloud: FakePlatform, token: str, client: Client) -> str:
    return sign_in.refresh_session(
        cloud, cloud.act(), refresh_token=token, client=client, now=cloud.wall.now()
    ).refresh_token


def test_a_visit_that_nobody_goes_on_with_is_over_after_a_quarter_of_an_hour(cloud: FakePlatform) -> None:
    client, _ = registered(cloud)
    token = visit(cloud, client).refresh_token
    cloud.wall.move(minutes=14)
    token = go_on(cloud, token, client)
    cloud.wall.move(minutes=15)
    with pytest.raises(RefreshRefused):
        go_on(cloud, token, client)


def test_no_visit_lasts_longer_than_an_hour_however_busy_it_is(cloud: FakePlatform) -> None:
    client, _ = registered(cloud)
    token = visit(cloud, client).refresh_token
    for _ in range(5):
        cloud.wall.move(minutes=10)
        token = go_on(cloud, token, client)
    cloud.wall.move(minutes=10)
    with pytest.raises(RefreshRefused):
        go_on(cloud, token, client)


def test_other_channels_keep_their_thirty_days(cloud: FakePlatform) -> None:
    mobile_app, _ = registered(cloud, Channel.MOBILE)
    for client in (WEB, mobile_app):
        token = visit(cloud, client).refresh_token
        cloud.wall.move(days=29)
        go_on(cloud, token, client)


@pytest.fixture
def api(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Api:
    cloud.wall.instant = datetime.now(UTC)
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return Api(with_catalogue(cloud), *AREAS)


def signed_in_over_http(cloud: FakePlatform, api: Api, headers: dict[str, Any]) -> dict[str, Any]:
    challenge = api.call("POST", "/v1/registrations", {"mobile": MOBILE}, headers=headers).body["challenge_id"]
    code = {"challenge_id": challenge, "code": one_time_code(cloud.secrets, challenge)}
    session: dict[str, Any] = api.call("POST", "/v1/sessions", code, headers=headers).body
    return session


READS = ("/v1/me", "/v1/me/sessions", "/v1/me/capacities", "/v1/me/looks", "/v1/cases", "/v1/mandates")


def test_after_the_visit_its_tokens_open_nothing(cloud: FakePlatform, api: Api) -> None:
    client, secret = registered(cloud)
    terminal = basic(client.id, secret)
    session = signed_in_over_http(cloud, api, {"Authorization": terminal["authorization"]})
    mine = {"Authorization": f"Bearer {session['access_token']}"}
    for path in READS:
        answered = api.call("GET", path, headers=mine)
        assert (answered.status, answered.headers["Cache-Control"]) == (200, "no-store"), path
    ended = api.call("DELETE", "/v1/sessions/current", headers=mine)
    assert (ended.status, ended.headers["Clear-Site-Data"], ended.headers["Cache-Control"]) == (204, '"*"', "no-store")
    cloud.warm["revocations"] = Revocations()  # a process that reads the list of what ended, as each does in seconds
    for path in READS:
        assert api.call("GET", path, headers=mine).status == 401, path
    assert api.call("POST", "/v1/sessions/current/capacity", {}, headers=mine).status == 401
    again = {"refresh_token": session["refresh_token"]}
    assert api.call("POST", "/v1/sessions/refresh", again, headers={**terminal}).status == 401


def test_a_browser_of_ones_own_keeps_what_it_has(cloud: FakePlatform, api: Api) -> None:
    session = signed_in_over_http(cloud, api, {})
    ended = api.call("DELETE", "/v1/sessions/current", headers={"Authorization": f"Bearer {session['access_token']}"})
    assert (ended.status, "Clear-Site-Data" in ended.headers) == (204, False)
