from datetime import UTC, datetime

import pytest

from chalicelib.http.tokens import Tokens
from chalicelib.parties import sign_in
from chalicelib.parties.challenges import Purpose
from chalicelib.parties.errors import RefreshRefused
from chalicelib.parties.sessions import RefreshToken
from chalicelib.parties.sign_in import SignedIn
from chalicelib.workflow.check_identity import Sources, conclude
from infra.seed.staff import seed_staff
from tests.support.people import FakeFaces, FakePopulation, ask_identity_check, signed_in
from tests.support.platform import FakePlatform


def refresh(cloud: FakePlatform, token: str) -> SignedIn:
    return sign_in.refresh_session(cloud, cloud.act(), refresh_token=token, now=cloud.wall.now())


def test_each_refresh_gives_another_token_of_the_same_session(cloud: FakePlatform) -> None:
    first = signed_in(cloud)
    second = refresh(cloud, first.refresh_token)
    third = refresh(cloud, second.refresh_token)
    assert len({first.refresh_token, second.refresh_token, third.refresh_token}) == 3
    assert first.refresh_token.partition(".")[0] == third.refresh_token.partition(".")[0]


def test_a_used_token_that_comes_back_ends_the_session_for_everybody(cloud: FakePlatform) -> None:
    first = signed_in(cloud)
    second = refresh(cloud, first.refresh_token)
    with pytest.raises(RefreshRefused):
        refresh(cloud, first.refresh_token)
    with pytest.raises(RefreshRefused):
        refresh(cloud, second.refresh_token)
    (revoked,) = [row for row in cloud.table.rows.values() if row.get("type") == "party.SessionRevoked"]
    assert revoked["data"] == '{"reason":"TOKEN_REUSED"}'


def test_a_guess_does_not_end_somebody_elses_session(cloud: FakePlatform) -> None:
    mine = signed_in(cloud)
    guess = RefreshToken.first(mine.refresh_token.partition(".")[0])
    with pytest.raises(RefreshRefused):
        refresh(cloud, str(guess))
    refresh(cloud, mine.refresh_token)


@pytest.mark.parametrize("token", ["", ".", "x", "0" * 26 + "." + "a" * 65, "a.b"])
def test_what_is_no_token_is_refused(cloud: FakePlatform, token: str) -> None:
    with pytest.raises(RefreshRefused):
        refresh(cloud, token)


def test_signing_out_ends_refreshing_and_may_be_repeated(cloud: FakePlatform) -> None:
    mine = signed_in(cloud)
    for _ in range(2):
        uow = cloud.unit_of_work()
        sign_in.revoke_session(uow, mine.refresh_token.partition(".")[0])
        uow.commit()
    with pytest.raises(RefreshRefused):
        refresh(cloud, mine.refresh_token)


def test_a_session_ends_after_thirty_days_however_often_it_was_refreshed(cloud: FakePlatform) -> None:
    token = signed_in(cloud).refresh_token
    cloud.wall.move(days=29, hours=23)
    token = refresh(cloud, token).refresh_token
    cloud.wall.move(hours=1)
    with pytest.raises(RefreshRefused):
        refresh(cloud, token)


def test_a_session_of_staff_ends_after_twelve_hours(cloud: FakePlatform) -> None:
    seed_staff(cloud)
    token = signed_in(cloud, "13900460101", Purpose.LOGIN).refresh_token
    cloud.wall.move(hours=12)
    with pytest.raises(RefreshRefused):
        refresh(cloud, token)


def test_the_refreshed_token_names_the_level_reached_meanwhile(cloud: FakePlatform) -> None:
    mine = signed_in(cloud)
    conclude(cloud, Sources(FakePopulation(), FakeFaces()), ask_identity_check(cloud, mine.principal.id))
    assert (mine.principal.level, refresh(cloud, mine.refresh_token).principal.level) == (1, 2)


def test_access_tokens_are_signed_once_and_verified_without_a_call(cloud: FakePlatform) -> None:
    cloud.wall.instant = datetime.now(UTC)  # what the verifier compares with
    mine = signed_in(cloud)
    caller = Tokens(cloud.token_key, cloud.settings.public_base_url).verify(mine.access_token)
    assert (caller.id, caller.level, caller.session_id) == (
        mine.principal.id,
        1,
        mine.refresh_token.partition(".")[0],
    )
    assert cloud.token_key.signatures == 1
