"""Only a live ES256 access token of this very deployment names somebody; everything else is 401 and says what to do."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from chalicelib.http.access import Caller, Role
from chalicelib.http.tokens import LEEWAY_SECONDS, LIFETIME, Tokens
from tests.support.platform import SETTINGS, FakePlatform, FakeSigningKey
from tests.support.probes import HEAD, OWNER, Api

PATH = "/v1/ledgers"
ISSUER = SETTINGS.public_base_url


def claims(**changes: Any) -> dict[str, Any]:
    now = int(datetime.now(UTC).timestamp())
    good = {
        "iss": ISSUER,
        "aud": ISSUER,
        "sub": "account-1",
        "sid": "session-1",
        "role": "applicant",
        "level": 2,
        "dep": "",
        "reg": "",
        "iat": now,
        "exp": now + 600,
    }
    return {name: value for name, value in {**good, **changes}.items() if value is not None}


def encoded(part: Any) -> str:
    text = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def signed(key: FakeSigningKey, payload: Any, **header: Any) -> str:
    head = {"alg": "ES256", "typ": "at+jwt", "kid": "signing", **header}
    message = f"{encoded({name: value for name, value in head.items() if value is not None})}.{encoded(payload)}"
    return f"{message}.{encoded(key.sign(message.encode()))}"


def ask(api: Api, authorization: str | None) -> tuple[int, Any, Any]:
    answer = api.call("GET", PATH, headers={"Authorization": authorization})
    return answer.status, answer.body.get("code"), answer.headers.get("WWW-Authenticate")


REFUSED = (401, "access.token-refused", 'Bearer realm="bujianmian"')
MISSING = (401, "access.token-missing", 'Bearer realm="bujianmian"')


@pytest.mark.parametrize("authorization", [None, "", "Bearer", "Bearer ", "Basic YTpi", "token abc"])
def test_without_a_bearer_token_nobody_calls(api: Api, authorization: str | None) -> None:
    assert ask(api, authorization) == MISSING


@pytest.mark.parametrize("kind", ["Bearer", "bearer", "BEARER"])
def test_a_good_token_is_taken_however_bearer_is_written(api: Api, kind: str) -> None:
    assert ask(api, f"{kind} {api.token(OWNER)}")[0] == 200


def test_our_own_claims_pass_so_that_the_refusals_below_mean_something(cloud: FakePlatform, api: Api) -> None:
    assert ask(api, f"Bearer {signed(cloud.token_key, claims())}")[0] == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "https://other.test"},
        {"aud": ["https://other.test"]},
        {"iss": "https://other.test"},
        {"aud": None},
        {"iss": None},
        {"exp": None},
        {"iat": None},
        {"sub": None},
        {"sid": None},
        {"role": None},
        {"level": None},
        {"dep": None},
        {"reg": None},
        {"role": "emperor"},
        {"level": "high"},
        {"level": [3]},
        {"sub": 7},
        {"exp": "soon"},
        {"iat": 2**33},
        {"nbf": 2**33},
    ],
    ids=str,
)
def test_a_claim_that_is_missing_or_meant_for_somebody_else_is_refused(
    cloud: FakePlatform, api: Api, changes: dict[str, Any]
) -> None:
    assert ask(api, f"Bearer {signed(cloud.token_key, claims(**changes))}") == REFUSED


def test_an_expired_token_is_refused_after_the_leeway(cloud: FakePlatform, api: Api) -> None:
    tokens, now = Tokens(cloud.token_key, ISSUER), datetime.now(UTC)
    just_in, just_out = (
        LIFETIME + timedelta(seconds=LEEWAY_SECONDS - 5),
        LIFETIME + timedelta(seconds=LEEWAY_SECONDS + 5),
    )
    assert ask(api, f"Bearer {tokens.issue(OWNER, now - just_in)}")[0] == 200
    assert ask(api, f"Bearer {tokens.issue(OWNER, now - just_out)}") == REFUSED


def test_a_token_of_another_key_is_refused(api: Api) -> None:
    assert ask(api, f"Bearer {signed(FakeSigningKey(), claims())}") == REFUSED


@pytest.mark.parametrize("part", [0, 1, 2])
def test_a_token_with_any_part_altered_is_refused(cloud: FakePlatform, api: Api, part: int) -> None:
    parts = signed(cloud.token_key, claims()).split(".")
    parts[part] = ("A" if parts[part][0] != "A" else "B") + parts[part][1:]
    assert ask(api, f"Bearer {'.'.join(parts)}") == REFUSED


def test_a_raised_role_under_the_old_signature_is_refused(cloud: FakePlatform, api: Api) -> None:
    head, _, signature = signed(cloud.token_key, claims()).split(".")
    assert ask(api, f"Bearer {head}.{encoded(claims(role='operator', level=4))}.{signature}") == REFUSED


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", ""])
def test_an_unsigned_token_is_refused(api: Api, algorithm: str) -> None:
    assert ask(api, f"Bearer {encoded({'alg': algorithm, 'typ': 'at+jwt'})}.{encoded(claims())}.") == REFUSED


@pytest.mark.parametrize("form", [PublicFormat.SubjectPublicKeyInfo])
@pytest.mark.parametrize("encoding", [Encoding.PEM, Encoding.DER])
def test_the_public_key_is_no_shared_secret(
    cloud: FakePlatform, api: Api, encoding: Encoding, form: PublicFormat
) -> None:
    message = f"{encoded({'alg': 'HS256', 'typ': 'at+jwt'})}.{encoded(claims())}"
    secret = cloud.token_key.public_key.public_bytes(encoding, form)
    forged = hmac.digest(secret, message.encode(), hashlib.sha256)
    assert ask(api, f"Bearer {message}.{encoded(forged)}") == REFUSED


@pytest.mark.parametrize("typ", ["JWT", "dpop+jwt", None])
def test_another_kind_of_token_signed_by_the_same_key_is_no_access_token(
    cloud: FakePlatform, api: Api, typ: str | None
) -> None:
    """RFC 9068 §4: the resource server must look at `typ`."""
    assert ask(api, f"Bearer {signed(cloud.token_key, claims(), typ=typ)}") == REFUSED


@pytest.mark.parametrize(
    "token",
    [
        "a",
        "a.b",
        "a.b.c",
        "a.b.c.d",
        "..",
        "é.é.é",
        "\ud800.b.c",
        "a" * 100_000,
        f"{encoded(b'[' * 1400)}.e30.",
        f"e30.{encoded(b'[' * 1400)}.",
        f"{encoded([1])}.e30.AA",
        f"{encoded({'alg': ['ES256']})}.e30.AA",
        f"{encoded({'alg': 'ES256', 'crit': ['x']})}.e30.AA",
    ],
    ids=range(13),
)
def test_rubbish_is_refused_and_breaks_nothing(api: Api, token: str) -> None:
    assert ask(api, f"Bearer {token}") == REFUSED


def test_an_oversized_token_is_refused_even_if_it_is_ours(cloud: FakePlatform, api: Api) -> None:
    assert ask(api, f"Bearer {signed(cloud.token_key, claims(note='x' * 3000))}") == REFUSED


def test_a_refused_token_touches_neither_table_nor_kms(cloud: FakePlatform, api: Api) -> None:
    ask(api, "Bearer a.b.c")
    assert (cloud.table.round_trips, cloud.token_key.signatures) == (0, 0)


@pytest.mark.parametrize("caller", [OWNER, HEAD, Caller("staff-é", Role.OPERATOR, 4, "s", "GA", "460100")])
def test_a_token_names_exactly_whom_it_was_issued_to(cloud: FakePlatform, caller: Caller) -> None:
    tokens = Tokens(cloud.token_key, ISSUER)
    assert tokens.verify(tokens.issue(caller, datetime.now(UTC))) == caller


def test_another_implementation_reads_our_tokens_alike(cloud: FakePlatform) -> None:
    token = Tokens(cloud.token_key, ISSUER).issue(OWNER, datetime.now(UTC))
    told = jwt.decode(token, cloud.token_key.public_key, algorithms=["ES256"], audience=ISSUER, issuer=ISSUER)
    assert (told["sub"], told["sid"], told["role"], told["level"]) == (OWNER.id, OWNER.session_id, OWNER.role, 2)


@pytest.mark.parametrize("size", [0, 63, 65, 128])
def test_a_signature_of_another_size_is_refused(cloud: FakePlatform, api: Api, size: int) -> None:
    signed_part, _, signature = signed(cloud.token_key, claims()).rpartition(".")
    altered = (base64.urlsafe_b64decode(signature + "==") * 2)[:size]
    assert ask(api, f"Bearer {signed_part}.{encoded(altered)}") == REFUSED


def test_an_extension_that_is_not_known_here_is_refused_though_our_key_signed_it(cloud: FakePlatform, api: Api) -> None:
    """RFC 7515 §4.1.11."""
    assert ask(api, f"Bearer {signed(cloud.token_key, claims(), crit=['x'], x=1)}") == REFUSED


@pytest.mark.parametrize("payload", [[1], "text", 7, None], ids=repr)
def test_what_is_signed_and_no_set_of_claims_is_refused(cloud: FakePlatform, api: Api, payload: Any) -> None:
    assert ask(api, f"Bearer {signed(cloud.token_key, payload)}") == REFUSED


def test_the_key_set_holds_what_verifies_and_nothing_private(cloud: FakePlatform) -> None:
    (key,) = Tokens(cloud.token_key, ISSUER).key_set()["keys"]
    numbers = cloud.token_key.public_key.public_numbers()
    assert set(key) == {"kty", "crv", "use", "alg", "kid", "x", "y"}
    assert int.from_bytes(base64.urlsafe_b64decode(key["x"] + "=="), "big") == numbers.x
    assert int.from_bytes(base64.urlsafe_b64decode(key["y"] + "=="), "big") == numbers.y
