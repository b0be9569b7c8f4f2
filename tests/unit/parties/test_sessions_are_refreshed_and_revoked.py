from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.http.access_refusals import TokenRefused
from chalicelib.http.liveness import Revocations, refuse_ended, require_live
from chalicelib.http.tokens import Tokens
from chalicelib.parties import sign_in, stored_sessions
from chalicelib.parties.challenges import Purpose
from chalicelib.parties.errors import RefreshRefused, SessionUnknown
from chalicelib.parties.sessions import Ending, RefreshToken
from chalicelib.parties.sign_in import SignedIn
from chalicelib.workflow.check_identity import conclude
from infra.seed.staff import seed_staff
from tests.support.people import ask_identity_check, signed_in, sources
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
        sign_in.end_session(uow, mine.principal.id, mine.refresh_token.partition(".")[0], cloud.wall.now())
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
    conclude(cloud, sources(), ask_identity_check(cloud, mine.principal.id))
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


def test_nobody_ends_somebody_elses_session(cloud: FakePlatform) -> None:
    mine = signed_in(cloud)
    with pytest.raises(SessionUnknown):
        sign_in.end_session(cloud.unit_of_work(), "account-2", mine.refresh_token.partition(".")[0], cloud.wall.now())
    refresh(cloud, mine.refresh_token)


def test_devices_are_listed_with_when_they_were_last_seen(cloud: FakePlatform) -> None:
    first = signed_in(cloud)
    cloud.wall.move(minutes=5)
    refresh(cloud, first.refresh_token)
    ((session_id, device),) = stored_sessions.devices_of(cloud.table, first.principal.id)
    assert session_id == first.refresh_token.partition(".")[0]
    assert device.seen_at - device.opened_at >= timedelta(minutes=5)
    assert device.channel == "WEB"


def test_signing_out_everywhere_ends_every_session_and_may_be_repeated(cloud: FakePlatform) -> None:
    sessions = []
    for _ in range(3):
        sessions.append(signed_in(cloud))
        cloud.wall.move(minutes=20)
    who = sessions[0].principal.id
    for expected in (3, 0):
        ended = sign_in.end_all_sessions(cloud, cloud.act(), who, Ending.SIGNED_OUT_EVERYWHERE, cloud.wall.now())
        assert ended == expected
    assert stored_sessions.devices_of(cloud.table, who) == []
    for mine in sessions:
        with pytest.raises(RefreshRefused):
            refresh(cloud, mine.refresh_token)


def test_a_token_of_an_ended_session_changes_nothing_from_that_moment(cloud: FakePlatform) -> None:
    mine = signed_in(cloud)
    caller = mine.principal.as_caller(mine.refresh_token.partition(".")[0])
    late = cloud.unit_of_work()
    late.put({"pk": "anything", "sk": "at all"})
    require_live(late, caller)
    ending = cloud.unit_of_work()
    sign_in.end_session(ending, caller.id, caller.session_id, cloud.wall.now())
    ending.commit()
    with pytest.raises(TokenRefused):
        late.commit()
    assert ("anything", "at all") not in cloud.table.rows


def test_a_token_of_an_ended_session_reads_nothing_once_the_list_was_read_again(cloud: FakePlatform) -> None:
    mine = signed_in(cloud)
    caller = mine.principal.as_caller(mine.refresh_token.partition(".")[0])
    cloud.warm["revocations"] = Revocations()
    refuse_ended(cloud, caller, cloud.clock.now())
    uow = cloud.unit_of_work()
    sign_in.end_session(uow, caller.id, caller.session_id, datetime.now(UTC))
    uow.commit()
    before = cloud.table.round_trips
    refuse_ended(cloud, caller, cloud.clock.now())
    assert cloud.table.round_trips == before, "within five seconds nobody is asked"
    cloud.warm["revocations"].read_at = float("-inf")
    with pytest.raises(TokenRefused):
        refuse_ended(cloud, caller, cloud.clock.now())
