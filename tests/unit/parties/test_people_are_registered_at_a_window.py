"""People without a mobile register at a window, L4 is given there, and a mobile is bound there later."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from app import AREAS
from chalicelib.aws.history import events_among
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from chalicelib.parties import service
from chalicelib.parties.challenges import Purpose, one_time_code
from chalicelib.parties.clients.model import Channel
from chalicelib.parties.errors import RefreshRefused
from chalicelib.parties.sign_in import refresh_session
from chalicelib.parties.sources.population import IdentityMatch
from chalicelib.workflow import notify
from chalicelib.workflow.check_identity import conclude
from chalicelib.workflow.sweep_parties import sweep
from infra.seed.staff import seed_staff
from tests.support.cases import with_catalogue
from tests.support.items import seeded_item
from tests.support.people import (
    ID_NUMBER,
    MOBILE,
    NAME,
    FakePopulation,
    answer,
    as_delivered,
    ask_code,
    identified,
    signed_in,
    sources,
)
from tests.support.platform import FakePlatform
from tests.support.probes import Answered, Api
from tests.support.workplaces import CLERK, at_work
from tests.unit.parties.test_somebody_is_helped_at_a_window_or_on_the_phone import (
    Gateway,
    acting,
    at_window,
    unrationed,
)

NEW_MOBILE = "13800000008"
HERE = "/v1/window-registrations/{account_id}"
MATCHES = sources()


@pytest.fixture
def cloud() -> FakePlatform:
    platform = with_catalogue(FakePlatform())
    platform.wall.instant = datetime.now(UTC)
    seed_staff(platform)
    return platform


@pytest.fixture
def api(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Api:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return Api(cloud, *AREAS)


@pytest.fixture
def clerk(cloud: FakePlatform) -> Caller:
    return at_work(cloud, CLERK, Channel.WINDOW, CLERK.region)


def register(api: Api, clerk: Caller, **other: Any) -> Answered:
    body = {"name": NAME, "id_number": ID_NUMBER, "document": "ID_CARD", **other}
    return api.call("POST", "/v1/window-registrations", body, by=clerk)


def said(answered: Answered) -> tuple[int, str]:
    return answered.status, answered.body["code"]


def history(cloud: FakePlatform, account_id: str) -> list[str]:
    return [event.type for event in events_among(cloud.table.partition(f"ACCOUNT#{account_id}"))]


def compared(cloud: FakePlatform, account_id: str, match: IdentityMatch = IdentityMatch.MATCH) -> None:
    """The population base answers what it was asked last."""
    events = events_among(cloud.table.partition(f"ACCOUNT#{account_id}"))
    asked = [event for event in events if event.type == "party.IdentityCheckRequested"][-1]
    conclude(cloud, sources(FakePopulation(match)), as_delivered(asked))


def bind(cloud: FakePlatform, api: Api, clerk: Caller, account_id: str, mobile: str = NEW_MOBILE) -> Answered:
    asked = {"mobile": mobile}
    challenge = api.call("POST", "/v1/window-registrations/codes", asked, by=clerk).body["challenge_id"]
    code = {"challenge_id": challenge, "code": one_time_code(cloud.secrets, challenge)}
    return api.call("POST", f"{HERE}/mobile", code, by=clerk, account_id=account_id)


def test_somebody_without_a_mobile_is_registered_and_rises_once_the_base_confirms(
    cloud: FakePlatform, api: Api, clerk: Caller
) -> None:
    registered = register(api, clerk)
    account_id = registered.body["account_id"]
    assert (registered.status, registered.body["level"], "mobile" in registered.body) == (201, 1, False)
    assert registered.body["identity_check"]["status"] == "REQUESTED"
    compared(cloud, account_id)
    read = api.call("GET", HERE, by=clerk, account_id=account_id).body
    assert (read["level"], read["name"], read["identity_check"]["status"]) == (4, "王**", "MATCHED")


def test_they_are_found_by_their_number_and_helped_from_then_on(cloud: FakePlatform, api: Api, clerk: Caller) -> None:
    account_id = register(api, clerk).body["account_id"]
    assert said(at_window(api, clerk)) == (404, "party.nobody-to-assist"), "not before the base has confirmed it"
    compared(cloud, account_id)
    assert register(api, clerk).body["account_id"] == account_id
    assistance_id = at_window(api, clerk).body["assistance_id"]
    body = {"item_code": seeded_item().code, "region": "460100"}
    opened = api.call("POST", "/v1/cases", body, headers=acting(api, clerk, assistance_id))
    assert (opened.status, opened.body["applicant_name"]) == (201, "王**")


def test_a_base_that_knows_another_name_gives_no_level_and_keeps_nothing(
    cloud: FakePlatform, api: Api, clerk: Caller
) -> None:
    account_id = register(api, clerk).body["account_id"]
    compared(cloud, account_id, IdentityMatch.MISMATCH)
    read = api.call("GET", HERE, by=clerk, account_id=account_id)
    assert said(read) == (404, "access.not-found"), "nobody's business any more"
    account = service.read_account(cloud.table, account_id)
    assert (account.level, account.name, account.id_number, account.seen) == (1, "", "", None)


def test_a_base_that_does_not_answer_is_asked_again_and_the_document_still_counts(
    cloud: FakePlatform, api: Api, clerk: Caller
) -> None:
    account_id = register(api, clerk).body["account_id"]
    compared(cloud, account_id, IdentityMatch.UNAVAILABLE)
    read = api.call("GET", HERE, by=clerk, account_id=account_id).body
    assert (read["level"], read["identity_check"]["status"]) == (1, "POSTPONED")
    cloud.clock.move(minutes=6)
    assert sweep(cloud) == (1, 0)
    compared(cloud, account_id)
    assert service.read_account(cloud.table, account_id).level == 4


def test_an_existing_account_rises_to_level_four_and_its_person_hears_of_it(
    cloud: FakePlatform, api: Api, clerk: Caller
) -> None:
    account_id = identified(cloud)
    seen = register(api, clerk)
    assert (seen.body["account_id"], seen.body["level"]) == (account_id, 4)
    assert history(cloud, account_id)[-1] == "party.SeenAtWindow"
    gateway, event = Gateway(), events_among(cloud.table.partition(f"ACCOUNT#{account_id}"))[-1]
    notify.tell(cloud, gateway, as_delivered(event))
    assert [(mobile, template) for mobile, template, _ in gateway.sent] == [(MOBILE, "seen-at-window.zh-CN")]
    assert signed_in(unrationed(cloud), purpose=Purpose.LOGIN).principal.level == 4


def test_another_name_than_the_registered_one_is_not_taken(cloud: FakePlatform, api: Api, clerk: Caller) -> None:
    account_id = identified(cloud)
    assert said(register(api, clerk, name="李示例")) == (409, "party.name-differs")
    assert service.read_account(cloud.table, account_id).level == 3


def test_a_number_that_cannot_be_is_refused_at_its_place(api: Api, clerk: Caller) -> None:
    refused = register(api, clerk, id_number="460105199003072216")
    assert said(refused) == (422, "party.id-number-invalid")
    assert refused.body["errors"][0]["pointer"] == "#/id_number"


def test_nobody_is_registered_from_home_or_in_another_region(cloud: FakePlatform, api: Api) -> None:
    assert said(register(api, CLERK)) == (403, "party.not-at-a-workplace")
    elsewhere = at_work(cloud, replace(CLERK, region="460200"), Channel.WINDOW, "460100")
    assert said(register(api, elsewhere)) == (403, "party.workplace-elsewhere")


def test_a_mobile_is_bound_at_the_window_and_signs_in(cloud: FakePlatform, api: Api, clerk: Caller) -> None:
    account_id = register(api, clerk).body["account_id"]
    compared(cloud, account_id)
    bound = bind(cloud, api, clerk, account_id)
    assert (bound.status, bound.body["mobile"]) == (200, "138****0008")
    mine = answer(cloud, ask_code(unrationed(cloud), NEW_MOBILE, Purpose.LOGIN)).principal
    assert (mine.id, mine.level) == (account_id, 4)


def test_a_lost_mobile_is_replaced_its_sessions_end_and_it_is_told(
    cloud: FakePlatform, api: Api, clerk: Caller
) -> None:
    cloud.wall.move(hours=-1)
    account_id = identified(cloud)
    lost = signed_in(unrationed(cloud), purpose=Purpose.LOGIN)
    cloud.wall.instant = datetime.now(UTC)
    register(api, clerk)
    assert bind(unrationed(cloud), api, clerk, account_id).status == 200
    event = events_among(cloud.table.partition(f"ACCOUNT#{account_id}"))[-1]
    assert (event.type, event.data["proof"]) == ("party.MobileReplaced", "WINDOW")
    conclude(cloud, MATCHES, as_delivered(event))
    with pytest.raises(RefreshRefused):
        refresh_session(cloud, cloud.act(), refresh_token=lost.refresh_token, now=cloud.wall.now())
    gateway = Gateway()
    notify.tell(cloud, gateway, as_delivered(event))
    assert [(mobile, template) for mobile, template, _ in gateway.sent] == [(MOBILE, "mobile-replaced.zh-CN")]
    found = answer(cloud, ask_code(unrationed(cloud), NEW_MOBILE, Purpose.LOGIN)).principal.id
    newcomer = answer(cloud, ask_code(cloud, MOBILE, Purpose.REGISTRATION)).principal.id
    assert (found, newcomer == account_id) == (account_id, False), "the old number belongs to whoever gets it next"


def test_a_mobile_that_somebody_signs_in_with_is_not_bound(cloud: FakePlatform, api: Api, clerk: Caller) -> None:
    other = signed_in(cloud, NEW_MOBILE).principal.id
    account_id = register(api, clerk).body["account_id"]
    assert said(bind(unrationed(cloud), api, clerk, account_id)) == (409, "party.mobile-taken")
    cloud.wall.instant = datetime.now(UTC)
    assert answer(cloud, ask_code(unrationed(cloud), NEW_MOBILE, Purpose.LOGIN)).principal.id == other


def test_two_windows_that_bind_one_mobile_at_once_bind_it_once(
    cloud: FakePlatform, api: Api, clerk: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = register(api, clerk).body["account_id"]
    second = register(api, clerk, id_number="460105199101012224", name="李示例").body["account_id"]
    read = service.read_account
    again: list[str] = []

    def overtaken(table: Any, account_id: str) -> Any:
        account = read(table, account_id)
        if account_id == first and not again:
            again.append(second)
            assert bind(unrationed(cloud), api, clerk, second).status == 200
        return account

    monkeypatch.setattr("chalicelib.parties.windows.api.read_account", overtaken)
    challenge = api.call("POST", "/v1/window-registrations/codes", {"mobile": NEW_MOBILE}, by=clerk).body[
        "challenge_id"
    ]
    code = {"challenge_id": challenge, "code": one_time_code(cloud.secrets, challenge)}
    refused = api.call("POST", f"{HERE}/mobile", code, by=clerk, account_id=first)
    assert said(refused) == (409, "party.mobile-taken")
    assert service.read_account(cloud.table, first).mobile == ""


def test_only_the_clerk_who_saw_the_person_goes_on_and_not_for_ever(
    cloud: FakePlatform, api: Api, clerk: Caller
) -> None:
    account_id = register(api, clerk).body["account_id"]
    colleague = replace(clerk, id="staff-colleague", session_id="session-colleague")
    assert said(api.call("GET", HERE, by=colleague, account_id=account_id)) == (404, "access.not-found")
    assert said(bind(cloud, api, colleague, account_id)) == (404, "access.not-found")
    cloud.clock.move(hours=2, seconds=1)
    assert said(bind(unrationed(cloud), api, clerk, account_id)) == (409, "party.window-visit-over")


def test_a_document_seen_for_one_name_gives_no_level_to_another(cloud: FakePlatform, api: Api, clerk: Caller) -> None:
    """A mobile is bound before the base has answered, and its holder shows another identity instead."""
    account_id = register(api, clerk).body["account_id"]
    bind(cloud, api, clerk, account_id)
    cloud.clock.move(minutes=11)
    mine = Caller(account_id, Role.APPLICANT, 1, "session-person")
    other = {"name": "李示例", "id_number": "460105199101012224"}
    assert api.call("POST", "/v1/me/identity-checks", other, by=mine).status == 202
    compared(cloud, account_id)
    assert service.read_account(cloud.table, account_id).level == 2


def test_the_history_holds_nothing_personal(cloud: FakePlatform, api: Api, clerk: Caller) -> None:
    account_id = register(api, clerk).body["account_id"]
    bind(cloud, api, clerk, account_id)
    told = [row for (_, sk), row in cloud.table.rows.items() if sk.startswith("EVENT#")]
    assert not [row for row in told if any(text in str(row) for text in (NAME, ID_NUMBER, NEW_MOBILE))]
