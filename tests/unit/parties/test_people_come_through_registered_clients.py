"""Web, mobile, terminal, hotline, window and partners are registrations with their own credentials and limits."""

from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.http.access import Caller, Role
from chalicelib.http.tokens import Tokens
from chalicelib.kernel.errors import DomainError
from chalicelib.parties import sign_in
from chalicelib.parties.challenges import Purpose
from chalicelib.parties.clients import service
from chalicelib.parties.clients.api import clients_area
from chalicelib.parties.clients.errors import (
    ChannelNotMeant,
    ClientRefused,
    NoSecretToReplace,
    SecretExpected,
    TooManySessions,
)
from chalicelib.parties.clients.model import WEB, Channel, Client, Limits
from chalicelib.parties.errors import RefreshRefused, TooManyCodes
from chalicelib.parties.proving import Origin
from chalicelib.parties.routes import AREAS
from infra.seed.staff import seed_staff
from tests.support import calls
from tests.support.people import MOBILE, answer, ask_code, code_of
from tests.support.platform import FakePlatform

OPERATOR = Caller("operator-1", Role.OPERATOR, 4, "session-1")
REVIEWER_MOBILE = "13900460101"


def registered(
    cloud: FakePlatform, channel: Channel = Channel.TERMINAL, limits: Limits | None = None
) -> tuple[Client, str]:
    """A client and its secret, empty for a public one."""
    uow, confidential = cloud.unit_of_work(), channel not in {Channel.WEB, Channel.MOBILE}
    client, secret = service.register(
        uow,
        name="一号",
        channel=channel,
        region="460100",
        confidential=confidential,
        limits=limits or Limits(),
        now=cloud.wall.now(),
    )
    uow.commit()
    return client, secret or ""


def basic(client_id: str, secret: str) -> dict[str, str]:
    return {"authorization": f"Basic {b64encode(f'{client_id}:{secret}'.encode()).decode()}"}


def recognised(cloud: FakePlatform, headers: Mapping[str, str]) -> Client:
    return service.authenticate(cloud, headers, cloud.wall.now())


def changed(cloud: FakePlatform, client_id: str, overlap: timedelta) -> str:
    uow = cloud.unit_of_work()
    _, secret = service.replace_secret(uow, client_id, overlap=overlap, now=cloud.wall.now())
    uow.commit()
    return secret


def test_who_names_no_client_comes_through_the_web(cloud: FakePlatform) -> None:
    assert recognised(cloud, {}) == recognised(cloud, {"client-id": "web"}) == WEB
    assert cloud.table.round_trips == 0


def test_a_client_is_read_once_a_minute(cloud: FakePlatform) -> None:
    client, secret = registered(cloud)
    before = cloud.table.round_trips
    for _ in range(3):
        assert recognised(cloud, basic(client.id, secret)).id == client.id
    assert cloud.table.round_trips == before + 1


def test_unknown_wrong_and_suspended_are_one_refusal(cloud: FakePlatform) -> None:
    client, secret = registered(cloud)
    public, _ = registered(cloud, Channel.MOBILE)
    suspended, its_secret = registered(cloud)
    uow = cloud.unit_of_work()
    service.suspend(uow, suspended.id, "终端被盗")
    uow.commit()
    wrong: list[dict[str, str]] = [
        basic("nobody", secret),
        basic(client.id, its_secret),
        basic(suspended.id, its_secret),
        basic(public.id, secret),
        basic("web", secret),
        {"client-id": client.id},
        {"client-id": "nobody"},
        {"client-id": "x" * 300},
        {"authorization": "Basic"},
        {"authorization": "Basic !!!"},
        {"authorization": f"Basic {b64encode(b'no colon').decode()}"},
        {"authorization": f"Basic {b64encode(bytes([255, 58, 255])).decode()}"},
        basic(client.id, ""),
    ]
    told = set()
    for headers in wrong:
        with pytest.raises(ClientRefused) as refusal:
            recognised(cloud, headers)
        told.add((refusal.value.code, str(refusal.value.facts)))
    assert len(told) == 1
    assert recognised(cloud, {"client-id": public.id}).id == public.id


def test_id_and_secret_are_form_encoded_as_the_standard_says(cloud: FakePlatform) -> None:
    client, secret = registered(cloud)
    encoded = "".join(f"%{ord(character):02X}" for character in secret)
    assert recognised(cloud, basic(client.id, encoded)).id == client.id


def test_a_suspended_client_is_refused_after_a_minute_at_most_and_may_come_again(
    cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, secret = registered(cloud)
    clock = 0.0
    monkeypatch.setattr(service.time, "monotonic", lambda: clock)
    recognised(cloud, basic(client.id, secret))
    uow = cloud.unit_of_work()
    service.suspend(uow, client.id, "终端被盗")
    uow.commit()
    clock = 59.0
    recognised(cloud, basic(client.id, secret))
    clock = 60.0
    with pytest.raises(ClientRefused):
        recognised(cloud, basic(client.id, secret))
    uow = cloud.unit_of_work()
    service.resume(uow, client.id)
    uow.commit()
    clock = 120.0
    assert recognised(cloud, basic(client.id, secret)).id == client.id


def test_two_secrets_count_while_one_is_being_replaced_and_never_three(cloud: FakePlatform) -> None:
    client, first = registered(cloud)
    recognised(cloud, basic(client.id, first))
    second = changed(cloud, client.id, timedelta(days=7))
    for secret in (first, second):
        assert recognised(cloud, basic(client.id, secret)).id == client.id, "the new one counts at once"
    cloud.wall.move(days=7)
    with pytest.raises(ClientRefused):
        recognised(cloud, basic(client.id, first))
    third, fourth = (changed(cloud, client.id, timedelta(days=7)) for _ in range(2))
    for secret in (third, fourth):
        recognised(cloud, basic(client.id, secret))
    with pytest.raises(ClientRefused):
        recognised(cloud, basic(client.id, second))


def test_a_secret_that_was_found_out_ends_at_once(cloud: FakePlatform) -> None:
    client, first = registered(cloud)
    changed(cloud, client.id, timedelta(0))
    with pytest.raises(ClientRefused):
        recognised(cloud, basic(client.id, first))


def test_no_secret_is_stored(cloud: FakePlatform) -> None:
    client, first = registered(cloud)
    second = changed(cloud, client.id, timedelta(days=1))
    assert not [row for row in cloud.table.rows.values() if first in str(row) or second in str(row)]


def test_only_programs_in_the_hands_of_people_are_public(cloud: FakePlatform) -> None:
    for channel in Channel:
        uow, public = cloud.unit_of_work(), channel in {Channel.WEB, Channel.MOBILE}
        told: type[DomainError] | None = None
        try:
            service.register(
                uow,
                name="一号",
                channel=channel,
                region="",
                confidential=False,
                limits=Limits(),
                now=cloud.wall.now(),
            )
        except SecretExpected as refusal:
            told = type(refusal)
        assert (told is None) is public
    client, _ = registered(cloud, Channel.WEB)
    with pytest.raises(NoSecretToReplace):
        changed(cloud, client.id, timedelta(0))


def test_a_session_its_tokens_and_the_history_name_client_and_channel(cloud: FakePlatform) -> None:
    cloud.wall.instant = datetime.now(UTC)
    client, _ = registered(cloud, Channel.MOBILE)
    challenge = ask_code(cloud)
    signed_in = sign_in.open_session(
        cloud,
        cloud.act(),
        challenge_id=challenge.id,
        code=code_of(cloud, challenge),
        origin=Origin(client),
        now=cloud.wall.now(),
    )
    caller = Tokens(cloud.token_key, cloud.settings.public_base_url).verify(signed_in.access_token)
    assert (caller.client_id, caller.channel, caller.actor.channel) == (client.id, "MOBILE", "MOBILE")
    (opened,) = [row for row in cloud.table.rows.values() if row.get("type") == "party.SessionOpened"]
    assert '"channel":"MOBILE"' in str(opened["actor"])
    assert client.id in str(opened["data"])


def test_a_refresh_token_is_good_only_through_the_client_it_was_given_to(cloud: FakePlatform) -> None:
    client, _ = registered(cloud)
    mine = answer(cloud, ask_code(cloud))
    with pytest.raises(RefreshRefused):
        sign_in.refresh_session(
            cloud, cloud.act(), refresh_token=mine.refresh_token, client=client, now=cloud.wall.now()
        )
    sign_in.refresh_session(cloud, cloud.act(), refresh_token=mine.refresh_token, client=WEB, now=cloud.wall.now())


def through(cloud: FakePlatform, client: Client, mobile: str, purpose: Purpose) -> sign_in.SignedIn:
    challenge = ask_code(cloud, mobile, purpose, client=client)
    cloud.wall.move(minutes=2)
    return sign_in.open_session(
        cloud,
        cloud.act(),
        challenge_id=challenge.id,
        code=code_of(cloud, challenge),
        origin=Origin(client),
        now=cloud.wall.now(),
    )


def test_nobody_signs_in_through_another_system_and_only_staff_at_workplaces(cloud: FakePlatform) -> None:
    seed_staff(cloud)
    for channel in Channel:
        client, _ = registered(cloud, channel)
        for mobile, is_staff in ((MOBILE, False), (REVIEWER_MOBILE, True)):
            admitted = channel is not Channel.PARTNER and (is_staff or channel not in {Channel.HOTLINE, Channel.WINDOW})
            try:
                through(cloud, client, mobile, Purpose.LOGIN if is_staff else Purpose.REGISTRATION)
            except ChannelNotMeant:
                assert not admitted, channel
            else:
                assert admitted, channel
            cloud.wall.move(minutes=20)


def test_a_hall_behind_one_address_is_limited_by_its_own_client(cloud: FakePlatform) -> None:
    hall, _ = registered(cloud, limits=Limits(codes_per_hour=30))
    for number in range(30):
        ask_code(cloud, f"138{number:08d}", client=hall)
    with pytest.raises(TooManyCodes):
        ask_code(cloud, "13900000000", client=hall)
    ask_code(cloud, "13900000001")  # who comes through the web from the same address has an allowance of their own


def test_public_clients_share_the_allowance_of_an_address(cloud: FakePlatform) -> None:
    mobile_app, _ = registered(cloud, Channel.MOBILE)
    for number in range(20):
        ask_code(cloud, f"138{number:08d}", client=(WEB, mobile_app)[number % 2])
    for client in (WEB, mobile_app):
        with pytest.raises(TooManyCodes):
            ask_code(cloud, "13900000000", client=client)


def test_a_client_opens_as_many_sessions_an_hour_as_it_may(cloud: FakePlatform) -> None:
    client, _ = registered(cloud, limits=Limits(sessions_per_hour=2))
    for number in range(2):
        through(cloud, client, f"1380000000{number}", Purpose.REGISTRATION)
    challenge = ask_code(cloud, "13800000009", client=client)
    with pytest.raises(TooManySessions):
        sign_in.open_session(
            cloud,
            cloud.act(),
            challenge_id=challenge.id,
            code=code_of(cloud, challenge),
            origin=Origin(client),
            now=cloud.wall.now(),
        )
    signed_in = answer(cloud, challenge)
    assert signed_in.access_token, "the code was not used up by the refusal"


@pytest.fixture
def operators(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> calls.Client:
    monkeypatch.setattr(calls.edge, "platform", lambda: cloud)
    return calls.Client(cloud, clients_area)


def test_the_operator_registers_lists_limits_suspends_and_resumes(operators: calls.Client) -> None:
    body = {"name": "三号自助终端", "channel": "TERMINAL", "region": "460100", "codes_per_hour": 60}
    made = operators.call("POST", "/v1/clients", body, by=OPERATOR)
    client_id = made.body["client"]["client_id"]
    assert (made.status, made.headers["Location"]) == (201, f"/v1/clients/{client_id}")
    assert len(made.body["client_secret"]) >= 40
    here = "/v1/clients/{client_id}"
    limited = operators.call(
        "PUT", f"{here}/limits", {"codes_per_hour": 30}, by=OPERATOR, version=1, client_id=client_id
    )
    assert (limited.status, limited.body["codes_per_hour"], limited.headers["ETag"]) == (200, 30, '"2"')
    for _ in range(2):
        reason = {"reason": "终端被盗"}
        ended = operators.call("POST", f"{here}/suspension", reason, by=OPERATOR, client_id=client_id)
        assert ended.body["is_suspended"]
    assert not operators.call("POST", f"{here}/resumption", by=OPERATOR, client_id=client_id).body["is_suspended"]
    replaced = operators.call("POST", f"{here}/secret", {"overlap_days": 1}, by=OPERATOR, client_id=client_id)
    assert (replaced.status, "former_secret_until" in replaced.body["client"]) == (201, True)
    told = operators.call("GET", here, by=OPERATOR, client_id=client_id)
    assert "client_secret" not in str(told.body)
    assert operators.call("GET", "/v1/clients", by=OPERATOR).body["entries"] == [told.body]


def test_a_client_without_a_secret_is_refused_where_it_has_to_have_one(operators: calls.Client) -> None:
    body = {"name": "三号自助终端", "channel": "TERMINAL", "is_confidential": False}
    answered = operators.call("POST", "/v1/clients", body, by=OPERATOR)
    assert (answered.status, answered.body["code"]) == (422, "party.client-secret-expected")
    assert operators.call("GET", "/v1/clients/{client_id}", by=OPERATOR, client_id="x").status == 404


def test_a_refused_client_is_asked_for_basic_credentials(
    cloud: FakePlatform, operators: calls.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = calls.Client(cloud, *AREAS)
    refused = people.call("POST", "/v1/logins", {"mobile": MOBILE}, headers={"client-id": "nobody"})
    assert (refused.status, refused.body["code"]) == (401, "party.client-refused")
    assert refused.headers["WWW-Authenticate"] == 'Basic realm="bujianmian"'
