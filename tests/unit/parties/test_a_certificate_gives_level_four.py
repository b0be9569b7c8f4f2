"""A digital certificate on the person's own device, as the certificate authority saw it, gives L4."""

import pytest

from app import AREAS
from chalicelib.aws.counterparty_http import Refused, Unavailable
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from chalicelib.parties import service
from chalicelib.parties.checks import CheckStatus
from chalicelib.parties.errors import AlreadyIdentified, CheckRunning, IdentityUnproven
from chalicelib.parties.model import Account
from chalicelib.parties.sources.device_checks import DeviceCheckResult, DeviceTokenUnknown
from chalicelib.workflow.check_identity import conclude
from tests.support.people import (
    FakeFaces,
    ask_certificate_check,
    ask_identity_check,
    identified,
    signed_in,
    sources,
)
from tests.support.platform import FakePlatform
from tests.support.probes import Api


def account_of(cloud: FakePlatform, account_id: str) -> Account:
    return service.read_account(cloud.table, account_id)


def known(cloud: FakePlatform) -> str:
    """The id of an account at L2."""
    account_id = signed_in(cloud).principal.id
    conclude(cloud, sources(), ask_identity_check(cloud, account_id))
    return account_id


def test_a_certificate_of_the_person_gives_level_four_without_a_face(cloud: FakePlatform) -> None:
    account_id = known(cloud)
    event = ask_certificate_check(cloud, account_id)
    for _ in range(2):
        conclude(cloud, sources(), event)
    account = account_of(cloud, account_id)
    assert (account.level, account.certificate_token, account.version) == (4, "", 5)
    with pytest.raises(AlreadyIdentified):
        ask_certificate_check(cloud, account_id)


def test_whoever_has_shown_a_face_may_go_on_to_level_four(cloud: FakePlatform) -> None:
    account_id = identified(cloud)
    conclude(cloud, sources(), ask_certificate_check(cloud, account_id))
    assert account_of(cloud, account_id).level == 4


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (DeviceCheckResult(False, True), CheckStatus.MISMATCHED),
        (DeviceCheckResult(True, False), CheckStatus.MISMATCHED),
        (DeviceTokenUnknown(), CheckStatus.TOKEN_UNKNOWN),
        (Unavailable(), CheckStatus.UNAVAILABLE),
        (Refused(400, "PARAM_ERROR", ""), CheckStatus.UNAVAILABLE),
    ],
)
def test_nothing_else_does(cloud: FakePlatform, answer: DeviceCheckResult | Exception, status: CheckStatus) -> None:
    account_id = known(cloud)
    certificates = FakeFaces(answer)  # type: ignore[arg-type]
    conclude(cloud, sources(certificates=certificates), ask_certificate_check(cloud, account_id))
    account = account_of(cloud, account_id)
    assert (account.level, account.certificate_check.status, account.certificate_token) == (2, status, "")
    ask_certificate_check(cloud, account_id)


def test_one_at_a_time_and_only_of_a_known_identity(cloud: FakePlatform) -> None:
    with pytest.raises(IdentityUnproven):
        ask_certificate_check(cloud, signed_in(cloud, "13800000009").principal.id)
    account_id = known(cloud)
    ask_certificate_check(cloud, account_id)
    with pytest.raises(CheckRunning):
        ask_certificate_check(cloud, account_id)


def test_below_level_two_the_way_up_is_told(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    api = Api(cloud, *AREAS)
    weak = Caller(signed_in(cloud).principal.id, Role.APPLICANT, 1, "session-1")
    answer = api.call("POST", "/v1/me/certificate-checks", {"token": "t"}, by=weak)
    assert (answer.status, answer.body["code"]) == (403, "access.level-too-low")
    assert answer.body["step_up"] == ["POST /v1/me/identity-checks"]
    assert answer.body["required_level"] == 2


def test_the_account_shows_how_the_check_stands(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    api, account_id = Api(cloud, *AREAS), known(cloud)
    caller = Caller(account_id, Role.APPLICANT, 2, "session-1")
    asked = api.call("POST", "/v1/me/certificate-checks", {"token": "ca-token"}, by=caller)
    assert (asked.status, asked.headers["Location"]) == (202, "/v1/me")
    assert asked.body["certificate_check"]["status"] == "REQUESTED"
    assert "ca-token" not in asked.text
