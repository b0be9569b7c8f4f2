"""A person lets a partner system be told who they are: once, that partner only, under a name that only it is given,
with level and time, and nothing more.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import jwt
import pytest

from app import AREAS
from chalicelib.aws.key_ring import KeyRing
from chalicelib.aws.unit_of_work import Overtaken
from chalicelib.http import edge
from chalicelib.http.access import Caller
from chalicelib.http.access_refusals import TokenRefused
from chalicelib.http.authority import Authority, AuthorityKind
from chalicelib.http.tokens import Tokens
from chalicelib.parties import sign_in
from chalicelib.parties.clients import service as clients
from chalicelib.parties.clients.model import Channel
from chalicelib.parties.introductions import service
from chalicelib.parties.introductions.errors import CodeOfIntroductionRefused
from chalicelib.parties.introductions.model import LIFETIME
from tests.support.partners import a_client, basic
from tests.support.people import ID_NUMBER, MOBILE, NAME, identified, signed_in
from tests.support.platform import SETTINGS, FakePlatform, FakeSecretStore
from tests.support.probes import Answered, Api

NONCE = "nonce-of-the-partner"
MINE, REDEMPTION = "/v1/me/authentications", "/v1/authentications/redemption"


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> FakePlatform:
    platform = FakePlatform()
    platform.wall.instant = datetime.now(UTC)
    monkeypatch.setattr(edge, "platform", lambda: platform)
    return platform


@pytest.fixture
def api(cloud: FakePlatform) -> Api:
    return Api(cloud, *AREAS)


@pytest.fixture
def partner(cloud: FakePlatform) -> tuple[str, str]:
    return a_client(cloud.unit_of_work(), cloud.wall.now())


@pytest.fixture
def person(cloud: FakePlatform) -> Caller:
    """At L3, signed in."""
    identified(cloud)
    return again(cloud)


def again(cloud: FakePlatform) -> Caller:
    signed = signed_in(cloud)
    return signed.principal.as_caller(signed.refresh_token.partition(".")[0])


def code_for(api: Api, person: Caller, partner: tuple[str, str], nonce: str = NONCE) -> str:
    granted = api.call("POST", MINE, {"client_id": partner[0], "nonce": nonce}, by=person)
    assert (granted.status, granted.body["expires_in"]) == (201, 60)
    return str(granted.body["code"])


def redeem(api: Api, partner: tuple[str, str], code: str) -> Answered:
    return api.call("POST", REDEMPTION, {"code": code}, headers=basic(*partner))


def told(api: Api, person: Caller, partner: tuple[str, str]) -> dict[str, Any]:
    """What the partner reads, verified with nothing but the public key set, as it would do it."""
    answer = redeem(api, partner, code_for(api, person, partner))
    assert answer.status == 200, answer.text
    (key,) = api.call("GET", "/v1/jwks").body["keys"]
    token = answer.body["id_token"]
    assert jwt.get_unverified_header(token)["typ"] == "JWT"
    claims: dict[str, Any] = jwt.decode(
        token, jwt.PyJWK(key), algorithms=["ES256"], audience=partner[0], issuer=SETTINGS.public_base_url
    )
    return claims


def refused(answer: Answered) -> bool:
    return (answer.status, answer.body["code"]) == (401, "party.introduction-refused")


def test_the_partner_is_told_who_how_strongly_and_when_and_nothing_more(
    api: Api, person: Caller, partner: tuple[str, str]
) -> None:
    claims = told(api, person, partner)
    assert set(claims) == {"iss", "aud", "sub", "acr", "auth_time", "nonce", "iat", "exp"}
    assert (claims["acr"], claims["nonce"]) == ("L3", NONCE)
    assert claims["exp"] - claims["iat"] == 300
    assert abs(claims["auth_time"] - claims["iat"]) < 600, "when they signed in"
    for personal in (person.id, person.session_id, NAME, ID_NUMBER, MOBILE):
        assert personal not in str(claims)


def test_each_partner_knows_the_person_by_another_name_that_stays_the_same(
    cloud: FakePlatform, api: Api, person: Caller, partner: tuple[str, str]
) -> None:
    other = a_client(cloud.unit_of_work(), cloud.wall.now())
    here, there = told(api, person, partner)["sub"], told(api, person, other)["sub"]
    assert here != there
    assert told(api, again(cloud), partner)["sub"] == here, "in another session too"


def test_the_name_stays_the_same_when_the_key_is_replaced(
    cloud: FakePlatform, api: Api, person: Caller, partner: tuple[str, str]
) -> None:
    before = told(api, person, partner)["sub"]
    cloud.key_ring = KeyRing(FakeSecretStore('{"current": "2", "1": "ring material", "2": "another"}'), "key-ring")
    assert told(api, person, partner)["sub"] == before


def test_two_people_have_two_names(cloud: FakePlatform, api: Api, person: Caller, partner: tuple[str, str]) -> None:
    signed = signed_in(cloud, "13800000002")
    other = signed.principal.as_caller(signed.refresh_token.partition(".")[0])
    assert told(api, other, partner)["sub"] != told(api, person, partner)["sub"]
    assert told(api, other, partner)["acr"] == "L1"


def test_a_code_is_good_once(api: Api, person: Caller, partner: tuple[str, str]) -> None:
    code = code_for(api, person, partner)
    assert redeem(api, partner, code).status == 200
    assert refused(redeem(api, partner, code))


def test_twenty_at_once_are_told_once(cloud: FakePlatform, api: Api, person: Caller, partner: tuple[str, str]) -> None:
    code, client = code_for(api, person, partner), clients.client_of(cloud, partner[0])
    assert client is not None

    def one(_: int) -> bool:
        uow = cloud.unit_of_work()
        try:
            service.redeem(cloud, uow, client, code=code, now=datetime.now(UTC))
            uow.commit()
        except (CodeOfIntroductionRefused, Overtaken):
            return False
        return True

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(one, range(20))) == 1
    events = [row for row in cloud.table.stream if row.get("type") == "party.PartnerTold"]
    assert len(events) == 1 and partner[0] in str(events[0]["actor"])


def test_a_code_is_good_for_its_partner_only_and_stays_good_for_it(
    cloud: FakePlatform, api: Api, person: Caller, partner: tuple[str, str]
) -> None:
    code, other = code_for(api, person, partner), a_client(cloud.unit_of_work(), cloud.wall.now())
    assert refused(redeem(api, other, code))
    assert redeem(api, partner, code).status == 200


def test_a_code_is_over_after_sixty_seconds(
    cloud: FakePlatform, api: Api, person: Caller, partner: tuple[str, str]
) -> None:
    uow = cloud.unit_of_work()
    _, code = service.introduce(cloud, uow, person, partner_id=partner[0], nonce=NONCE, now=cloud.wall.now())
    uow.commit()
    client = clients.client_of(cloud, partner[0])
    assert client is not None
    with pytest.raises(CodeOfIntroductionRefused):
        service.redeem(cloud, cloud.unit_of_work(), client, code=str(code), now=cloud.wall.now() + LIFETIME)


@pytest.mark.parametrize("code", ["x", ".", "a.b", "01KJNYZS00EXAMPLE000000001.secret", "x" * 128])
def test_what_is_no_code_is_refused_alike(api: Api, partner: tuple[str, str], code: str) -> None:
    assert refused(redeem(api, partner, code))


def test_a_guessed_secret_of_a_known_id_is_refused(api: Api, person: Caller, partner: tuple[str, str]) -> None:
    code = code_for(api, person, partner)
    assert refused(redeem(api, partner, code.partition(".")[0] + ".guess"))


def test_nothing_is_told_of_somebody_who_has_signed_out(
    cloud: FakePlatform, api: Api, person: Caller, partner: tuple[str, str]
) -> None:
    code, uow = code_for(api, person, partner), cloud.unit_of_work()
    sign_in.end_session(uow, person.id, person.session_id, cloud.wall.now())
    uow.commit()
    assert refused(redeem(api, partner, code))


@pytest.mark.parametrize("headers", [{}, {"Client-Id": "web"}, basic("nobody", "secret")])
def test_only_a_partner_with_its_own_credentials_is_told(
    api: Api, person: Caller, partner: tuple[str, str], headers: dict[str, str]
) -> None:
    answer = api.call("POST", REDEMPTION, {"code": code_for(api, person, partner)}, headers=headers)
    assert (answer.status, answer.body["code"]) == (401, "party.client-refused")


def test_a_client_of_another_kind_is_no_partner(
    cloud: FakePlatform, api: Api, person: Caller, partner: tuple[str, str]
) -> None:
    terminal = a_client(cloud.unit_of_work(), cloud.wall.now(), Channel.TERMINAL)
    assert redeem(api, terminal, code_for(api, person, partner)).body["code"] == "party.client-refused"
    for client_id in (terminal[0], "web", "nobody"):
        answer = api.call("POST", MINE, {"client_id": client_id, "nonce": NONCE}, by=person)
        assert (answer.status, answer.body["code"]) == (404, "party.partner-unknown")


def test_a_suspended_partner_is_told_nothing(
    cloud: FakePlatform, api: Api, person: Caller, partner: tuple[str, str]
) -> None:
    code, uow = code_for(api, person, partner), cloud.unit_of_work()
    clients.suspend(uow, partner[0], "违规")
    uow.commit()
    cloud.warm.pop("clients")
    assert redeem(api, partner, code).body["code"] == "party.client-refused"
    answer = api.call("POST", MINE, {"client_id": partner[0], "nonce": NONCE}, by=person)
    assert answer.body["code"] == "party.partner-unknown"


def test_the_token_opens_nothing_here(cloud: FakePlatform, api: Api, person: Caller, partner: tuple[str, str]) -> None:
    token = redeem(api, partner, code_for(api, person, partner)).body["id_token"]
    answer = api.call("GET", "/v1/me", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status, answer.body["code"]) == (401, "access.token-refused")
    tokens = Tokens(cloud.token_key, SETTINGS.public_base_url)
    for_us = tokens.introduce(
        audience=SETTINGS.public_base_url,
        subject=person.id,
        level=4,
        authenticated_at=cloud.wall.now(),
        nonce=NONCE,
        now=cloud.wall.now(),
    )
    with pytest.raises(TokenRefused):
        tokens.verify(for_us)


def test_nobody_introduces_somebody_else(
    cloud: FakePlatform, api: Api, person: Caller, partner: tuple[str, str]
) -> None:
    agent = Caller(
        person.id, person.role, 3, "session-agent", actor_id="account-agent",
        authority=Authority(AuthorityKind.ATTORNEY, "authority-1"),
    )  # fmt: skip
    cloud.table.rows["AUTHORITY#authority-1", "LIVE"] = {"pk": "AUTHORITY#authority-1", "sk": "LIVE"}
    answer = api.call("POST", MINE, {"client_id": partner[0], "nonce": NONCE}, by=agent)
    assert (answer.status, answer.body["code"]) == (403, "access.only-in-person")


def test_the_person_sees_which_partner_was_told_and_when(
    cloud: FakePlatform, api: Api, person: Caller, partner: tuple[str, str]
) -> None:
    told(api, person, partner)
    cloud.clock.move(minutes=1)
    code_for(api, person, partner)
    unredeemed, redeemed = api.call("GET", MINE, by=person).body["entries"]
    assert (redeemed["client_id"], redeemed["partner"], redeemed["level"]) == (partner[0], "示例合作系统", 3)
    assert redeemed["told_at"] == "2026-03-02T01:00:00Z"
    assert "told_at" not in unredeemed
    assert api.call("GET", MINE, by=Caller("account-2", person.role, 3, "session-2")).body["entries"] == []


def test_what_was_told_stays_listed_and_what_was_not_is_forgotten(
    cloud: FakePlatform, api: Api, person: Caller, partner: tuple[str, str]
) -> None:
    told(api, person, partner)
    code_for(api, person, partner)
    rows = [row for key, row in cloud.table.rows.items() if key[0].startswith("INTRODUCTION#") and key[1] == "SNAPSHOT"]
    day, years = sorted(int(row["expires_at"]) - datetime.now(UTC).timestamp() for row in rows)
    assert (round(day / 86400), round(years / 86400)) == (1, 3 * 366)


def test_neither_code_nor_name_is_readable_in_the_table(
    cloud: FakePlatform, api: Api, person: Caller, partner: tuple[str, str]
) -> None:
    code = code_for(api, person, partner)
    assert code.partition(".")[2] not in str(cloud.table.rows)
    sealed = {key.pk.partition("#")[0] for key in cloud.table.sealed}
    assert {"INTRODUCTION", "SUBJECT"} <= sealed


@pytest.mark.parametrize(
    "body", [{}, {"nonce": "short"}, {"nonce": "with a blank in it"}, {"nonce": NONCE, "scope": "profile"}]
)
def test_more_than_who_it_is_cannot_be_asked_for(
    api: Api, person: Caller, partner: tuple[str, str], body: dict[str, str]
) -> None:
    answer = api.call("POST", MINE, {"client_id": partner[0], **body}, by=person)
    assert (answer.status, answer.body["code"]) == (422, "request.body-invalid")
