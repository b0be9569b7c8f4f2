"""Somebody registers again with another mobile: their face, or a code to the old mobile, brings both together."""

import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from app import AREAS
from chalicelib.aws.bus import cloud_event
from chalicelib.aws.history import events_among
from chalicelib.aws.rows import Key
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from chalicelib.parties import rations, service, sign_in, store, stored_sessions
from chalicelib.parties.challenges import Purpose, one_time_code
from chalicelib.parties.checks import CheckStatus
from chalicelib.parties.errors import CodeRefused, IdentityUnproven, NotRegistered, RefreshRefused, TooManyTries
from chalicelib.parties.mergers import service as mergers
from chalicelib.parties.mergers.errors import AccountMoved, NothingToMerge
from chalicelib.parties.model import Account
from chalicelib.parties.sign_in import SignedIn
from chalicelib.parties.sources.face import FaceResult
from chalicelib.workflow import check_identity
from chalicelib.workflow.check_identity import MERGED, conclude
from chalicelib.workflow.notify import tell
from tests.support.cases import with_catalogue
from tests.support.people import (
    ID_NUMBER,
    MOBILE,
    NAME,
    FakeFaces,
    FakePopulation,
    answer,
    as_delivered,
    ask_code,
    ask_face_check,
    ask_identity_check,
    identified,
    signed_in,
    sources,
)
from tests.support.platform import FakePlatform
from tests.support.probes import Answered, Api

NEW_MOBILE, THIRD_MOBILE = "13800000002", "13800000003"
SOURCES = sources()


class Phones:
    """The SMS gateway: which templates went where."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    def send(self, message_id: str, mobile: str, template: str, parameters: object) -> None:
        self.sent.append((mobile, template))


@pytest.fixture
def cloud() -> FakePlatform:
    platform = with_catalogue(FakePlatform())
    platform.wall.instant = datetime.now(platform.wall.instant.tzinfo)
    return platform


@pytest.fixture
def api(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Api:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return Api(cloud, *AREAS)


def account_of(cloud: FakePlatform, account_id: str) -> Account:
    return service.find_account(cloud.table, account_id)


def again(cloud: FakePlatform, mobile: str = NEW_MOBILE) -> SignedIn:
    """Somebody who has an account registers another mobile and sends the same name and number."""
    newcomer = signed_in(cloud, mobile)
    conclude(cloud, SOURCES, ask_identity_check(cloud, newcomer.principal.id))
    return newcomer


def as_caller(newcomer: SignedIn) -> Caller:
    return newcomer.principal.as_caller(newcomer.refresh_token.partition(".")[0])


def told_of(cloud: FakePlatform, *account_ids: str) -> None:
    """The bus brings what happened to these accounts to the function that ends their sessions, twice."""
    for account_id in account_ids:
        for event in events_among(cloud.table.partition(f"ACCOUNT#{account_id}")):
            if event.type in MERGED:
                for _ in range(2):
                    conclude(cloud, SOURCES, as_delivered(event))


def said(answered: Answered) -> tuple[int, str]:
    return answered.status, answered.body["code"]


def refresh(cloud: FakePlatform, who: SignedIn) -> SignedIn:
    return sign_in.refresh_session(cloud, cloud.act(), refresh_token=who.refresh_token, now=cloud.wall.now())


def test_an_identity_that_is_bound_elsewhere_gives_no_level_and_is_kept_for_a_day(cloud: FakePlatform) -> None:
    older = identified(cloud)
    account = account_of(cloud, again(cloud).principal.id)
    assert (account.level, account.identity_check.status) == (1, CheckStatus.ALREADY_REGISTERED)
    assert account.held_by == older
    cloud.clock.move(hours=24)
    ask_face_check(cloud, account.id)
    cloud.clock.move(seconds=1)
    with pytest.raises(IdentityUnproven):
        ask_face_check(cloud, account.id)


def test_the_face_brings_both_together_in_the_older_account(cloud: FakePlatform) -> None:
    older = identified(cloud)
    newcomer = again(cloud)
    conclude(cloud, SOURCES, ask_face_check(cloud, newcomer.principal.id))
    survivor, tombstone = account_of(cloud, older), account_of(cloud, newcomer.principal.id)
    assert (survivor.id, survivor.mobile, survivor.name, survivor.level) == (older, NEW_MOBILE, NAME, 3)
    assert (tombstone.merged_into, tombstone.mobile, tombstone.name, tombstone.id_number) == (older, "", "", "")
    cloud.wall.move(minutes=2)
    assert signed_in(cloud, NEW_MOBILE, Purpose.LOGIN).principal == store.account_principal(survivor)


def test_a_face_counts_for_an_account_that_had_never_shown_one(cloud: FakePlatform) -> None:
    older = signed_in(cloud).principal.id
    conclude(cloud, SOURCES, ask_identity_check(cloud, older))
    conclude(cloud, SOURCES, ask_face_check(cloud, again(cloud).principal.id))
    assert account_of(cloud, older).level == 3


def test_another_persons_face_brings_nothing_together(cloud: FakePlatform) -> None:
    older = identified(cloud)
    newcomer = again(cloud).principal.id
    stranger = sources(FakePopulation(), FakeFaces(FaceResult(True, False, 97)))
    conclude(cloud, stranger, ask_face_check(cloud, newcomer))
    assert account_of(cloud, older).mobile == MOBILE
    account = account_of(cloud, newcomer)
    assert (account.level, account.merged_into, account.face_check.status) == (1, "", CheckStatus.MISMATCHED)


def test_the_old_mobile_is_nobodys_here_and_whoever_is_given_it_registers_anew(cloud: FakePlatform) -> None:
    older = identified(cloud)
    conclude(cloud, SOURCES, ask_face_check(cloud, again(cloud).principal.id))
    cloud.wall.move(minutes=2)
    with pytest.raises(NotRegistered):
        signed_in(cloud, MOBILE, Purpose.LOGIN)
    cloud.wall.move(minutes=2)
    assert signed_in(cloud, MOBILE).principal.id != older


def test_sessions_of_both_end_and_what_is_opened_afterwards_stays(cloud: FakePlatform, api: Api) -> None:
    old = answer(cloud, ask_code(cloud))
    cloud.wall.move(minutes=2)
    conclude(cloud, SOURCES, ask_identity_check(cloud, old.principal.id))
    newcomer = again(cloud)
    conclude(cloud, SOURCES, ask_face_check(cloud, newcomer.principal.id))
    moved = api.call("GET", "/v1/me", by=as_caller(newcomer))
    assert said(moved) == (409, "party.account-moved")
    told_of(cloud, newcomer.principal.id, old.principal.id)
    for who in (old, newcomer):
        with pytest.raises(RefreshRefused):
            refresh(cloud, who)
        body = {"name": NAME, "id_number": ID_NUMBER}
        late = api.call("POST", "/v1/me/identity-checks", body, headers=_bearer(who))
        assert late.status in {401, 409}
    cloud.wall.move(minutes=2)
    fresh = signed_in(cloud, NEW_MOBILE, Purpose.LOGIN)
    told_of(cloud, newcomer.principal.id, old.principal.id)
    assert refresh(cloud, fresh).principal.id == old.principal.id


def _bearer(who: SignedIn) -> dict[str, str]:
    return {"Authorization": f"Bearer {who.access_token}"}


def test_the_younger_one_cannot_be_refreshed_from_that_very_moment(cloud: FakePlatform) -> None:
    identified(cloud)
    newcomer = again(cloud)
    conclude(cloud, SOURCES, ask_face_check(cloud, newcomer.principal.id))
    with pytest.raises(RefreshRefused):
        refresh(cloud, newcomer)


def test_both_mobiles_hear_of_it(cloud: FakePlatform) -> None:
    older = identified(cloud)
    newcomer, phones = again(cloud).principal.id, Phones()
    conclude(cloud, SOURCES, ask_face_check(cloud, newcomer))
    for account_id in (newcomer, older):
        for event in events_among(cloud.table.partition(f"ACCOUNT#{account_id}")):
            tell(cloud, phones, as_delivered(event))
    assert phones.sent == [(NEW_MOBILE, "accounts-merged.zh-CN"), (MOBILE, "mobile-replaced.zh-CN")]


def test_until_it_is_proven_the_way_is_told_and_nothing_of_the_other_account(cloud: FakePlatform, api: Api) -> None:
    older = identified(cloud)
    caller = as_caller(again(cloud))
    me = api.call("GET", "/v1/me", by=caller)
    assert me.body["identity_check"]["status"] == "ALREADY_REGISTERED"
    assert me.body["ways_to_merge"] == ["POST /v1/me/face-checks", "POST /v1/me/merger/codes"]
    refused = api.call("POST", "/v1/me/identity-checks", {"name": NAME, "id_number": ID_NUMBER}, by=caller)
    assert said(refused) == (409, "party.id-number-held")
    assert all(way in refused.body["detail"] for way in me.body["ways_to_merge"])
    asked = api.call("POST", "/v1/me/merger/codes", by=caller)
    shown = me.text + refused.text + asked.text
    assert asked.status == 202
    assert not [secret for secret in (older, MOBILE, MOBILE[-4:]) if secret in shown]


def merging(cloud: FakePlatform, api: Api, newcomer: SignedIn) -> Callable[..., Answered]:
    """Answers with a code; the right one unless told otherwise."""
    challenge = api.call("POST", "/v1/me/merger/codes", by=as_caller(newcomer)).body["challenge_id"]
    right = one_time_code(cloud.secrets, challenge)

    def send(code: str = right) -> Answered:
        return api.call("POST", "/v1/me/merger", {"challenge_id": challenge, "code": code}, by=as_caller(newcomer))

    return send


def test_a_code_to_the_old_mobile_brings_both_together_too(cloud: FakePlatform, api: Api) -> None:
    older = identified(cloud)
    newcomer, phones = again(cloud), Phones()
    send = merging(cloud, api, newcomer)
    (issued,) = [row for row in cloud.table.rows.values() if '"MERGER"' in str(row.get("data"))]
    (event,) = events_among([issued])
    tell(cloud, phones, as_delivered(event))
    assert phones.sent == [(MOBILE, "merger-code.zh-CN")]
    assert send().body == {"account_id": older, "level": 3}
    assert account_of(cloud, older).mobile == NEW_MOBILE


def test_wrong_codes_are_counted_and_the_fifth_locks(cloud: FakePlatform, api: Api) -> None:
    identified(cloud)
    send = merging(cloud, api, again(cloud))
    assert {said(send("000000")) for _ in range(5)} == {(401, "party.code-refused")}
    assert said(send()) == (401, "party.code-refused")
    for key in [key for key in cloud.table.rows if key[1] == "ALLOWANCE"]:
        del cloud.table.rows[key]
    cloud.wall.instant = datetime.now(UTC)
    with pytest.raises(TooManyTries):
        answer(cloud, ask_code(cloud, MOBILE, Purpose.LOGIN))


def test_codes_for_merging_and_for_signing_in_are_not_taken_for_each_other(cloud: FakePlatform, api: Api) -> None:
    identified(cloud)
    newcomer = again(cloud)
    cloud.wall.move(minutes=2)
    login = ask_code(cloud, MOBILE, Purpose.LOGIN)
    body = {"challenge_id": login.id, "code": one_time_code(cloud.secrets, login.id)}
    assert said(api.call("POST", "/v1/me/merger", body, by=as_caller(newcomer))) == (401, "party.code-refused")
    asked = api.call("POST", "/v1/me/merger/codes", by=as_caller(newcomer)).body["challenge_id"]
    with pytest.raises(CodeRefused):
        sign_in.open_session(
            cloud,
            cloud.act(),
            challenge_id=asked,
            code=one_time_code(cloud.secrets, asked),
            now=cloud.wall.now(),
        )


def test_codes_for_merging_are_rationed(cloud: FakePlatform, api: Api) -> None:
    identified(cloud)
    caller = as_caller(again(cloud))
    assert api.call("POST", "/v1/me/merger/codes", by=caller).status == 202
    assert said(api.call("POST", "/v1/me/merger/codes", by=caller)) == (429, "party.too-many-codes")


def test_whoever_has_nothing_to_merge_is_told_where_to_begin(cloud: FakePlatform, api: Api) -> None:
    caller = as_caller(signed_in(cloud))
    assert said(api.call("POST", "/v1/me/merger/codes", by=caller)) == (409, "party.nothing-to-merge")
    assert said(api.call("POST", "/v1/me/merger", {"challenge_id": "x", "code": "000000"}, by=caller)) == (
        409,
        "party.nothing-to-merge",
    )


def test_merged_once_is_merged(cloud: FakePlatform) -> None:
    identified(cloud)
    newcomer = again(cloud).principal.id
    event = ask_face_check(cloud, newcomer)
    for _ in range(3):
        conclude(cloud, SOURCES, event)
    uow = cloud.unit_of_work()
    with pytest.raises(AccountMoved):
        mergers.ask_code(cloud, uow, newcomer, cloud.wall.now())
    told = [event.type for event in events_among(cloud.table.rows.values()) if event.type in MERGED]
    assert sorted(told) == ["party.AccountMerged", "party.MobileReplaced"]


def test_an_answer_about_a_merged_account_that_comes_late_is_nobodys(cloud: FakePlatform, api: Api) -> None:
    identified(cloud)
    newcomer = again(cloud)
    late = ask_face_check(cloud, newcomer.principal.id)
    assert merging(cloud, api, newcomer)().status == 200
    conclude(cloud, SOURCES, late)
    assert account_of(cloud, newcomer.principal.id).face_check is None


def test_three_accounts_of_one_person_proven_at_once_end_in_one(cloud: FakePlatform) -> None:
    older = identified(cloud)
    newcomers = [again(cloud, mobile).principal.id for mobile in (NEW_MOBILE, THIRD_MOBILE)]
    events = [ask_face_check(cloud, newcomer) for newcomer in newcomers]
    start = threading.Barrier(len(events))

    def prove(event: object) -> None:
        start.wait()
        conclude(cloud, SOURCES, event)  # type: ignore[arg-type]

    threads = [threading.Thread(target=prove, args=(event,)) for event in events]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    survivor = account_of(cloud, older)
    assert {account_of(cloud, newcomer).merged_into for newcomer in newcomers} == {older}
    assert survivor.mobile in {NEW_MOBILE, THIRD_MOBILE}
    assert survivor.former_mobile == ({NEW_MOBILE, THIRD_MOBILE} - {survivor.mobile}).pop()
    signs_in = [row for (pk, sk), row in cloud.table.rows.items() if pk.startswith("MOBILE#") and sk == "PRINCIPAL"]
    assert [json.loads(str(row["body"]))["id"] for row in signs_in] == [older]


def test_who_signs_in_while_both_merge_lands_in_the_older_account(
    cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = identified(cloud)
    newcomer = again(cloud).principal.id
    event = ask_face_check(cloud, newcomer)
    challenge = ask_code(cloud, NEW_MOBILE, Purpose.LOGIN)
    look_up = rations.load_holder_and_tries

    def overtaken(table: object, keys: object, counted: object) -> object:
        found = look_up(table, keys, counted)  # type: ignore[arg-type]
        monkeypatch.setattr(rations, "load_holder_and_tries", look_up)
        conclude(cloud, SOURCES, event)
        return found

    monkeypatch.setattr(rations, "load_holder_and_tries", overtaken)
    assert answer(cloud, challenge).principal.id == older


def test_who_signs_in_by_the_old_mobile_while_both_merge_is_signed_out_with_the_others(
    cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = identified(cloud)
    newcomer = again(cloud).principal.id
    event = ask_face_check(cloud, newcomer)
    cloud.wall.move(minutes=2)
    challenge = ask_code(cloud, MOBILE, Purpose.LOGIN)
    look_up = rations.load_holder_and_tries

    def overtaken(table: object, keys: object, counted: object) -> object:
        found = look_up(table, keys, counted)  # type: ignore[arg-type]
        monkeypatch.setattr(rations, "load_holder_and_tries", look_up)
        conclude(cloud, SOURCES, event)
        return found

    monkeypatch.setattr(rations, "load_holder_and_tries", overtaken)
    monkeypatch.setattr(check_identity, "machine_now", cloud.wall.now)
    late = answer(cloud, challenge)
    assert late.principal.id == older
    told_of(cloud, older)
    with pytest.raises(RefreshRefused):
        refresh(cloud, late)


def test_below_level_two_nothing_can_be_owned_that_a_merger_would_have_to_carry_over() -> None:
    """Commands at L1 that name no object: none of them makes one, but for what is the account itself. A partner that
    was told of the younger account knows the person by another name afterwards.
    """
    begun = {
        f"{route.method} {route.path}"
        for area in AREAS
        for route in area.routes
        for grant in route.access.grants
        if grant.role is Role.APPLICANT and grant.level < 2 and route.is_command and not route.parameters
    }
    assert begun == {
        "POST /v1/me/identity-checks",
        "POST /v1/me/face-checks",
        "POST /v1/me/merger/codes",
        "POST /v1/me/merger",
        "POST /v1/me/authentications",
        "POST /v1/sessions/current/capacity",
        "DELETE /v1/sessions/current",
        "DELETE /v1/me/sessions",
    }


def test_no_event_of_a_merger_names_anybody(cloud: FakePlatform) -> None:
    identified(cloud)
    conclude(cloud, SOURCES, ask_face_check(cloud, again(cloud).principal.id))
    told = json.dumps([row for row in cloud.table.rows.values() if "data" in row], ensure_ascii=False)
    assert not [secret for secret in (NAME, ID_NUMBER, MOBILE, NEW_MOBILE) if secret in told]


def test_the_function_behind_the_bus_ends_the_sessions(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_identity, "platform", lambda: cloud)
    older = identified(cloud)
    conclude(cloud, SOURCES, ask_face_check(cloud, again(cloud).principal.id))
    (event,) = [e for e in events_among(cloud.table.partition(f"ACCOUNT#{older}")) if e.type in MERGED]
    check_identity.check_identity({"detail": cloud_event(event)}, None)
    assert stored_sessions.devices_of(cloud.table, older) == []
    assert cloud.table.row(Key(f"PRINCIPAL#{older}", "PRINCIPAL")) is not None


def test_what_was_shown_is_not_held_against_another_identity(cloud: FakePlatform) -> None:
    identified(cloud)
    newcomer = again(cloud).principal.id
    conclude(cloud, SOURCES, ask_identity_check(cloud, newcomer, "李样本", "46020019951218442X"))
    account = account_of(cloud, newcomer)
    assert (account.level, account.held_by, account.name) == (2, "", "李样本")
    with pytest.raises(NothingToMerge):
        mergers.ask_code(cloud, cloud.unit_of_work(), newcomer, cloud.wall.now() + timedelta(minutes=1))
