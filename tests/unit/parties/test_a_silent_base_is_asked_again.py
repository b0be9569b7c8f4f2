"""The population base does not answer: what was typed is kept for a day, and it is asked again without a try more."""

from datetime import datetime, timedelta

import pytest

from app import AREAS
from chalicelib.aws.history import events_among
from chalicelib.aws.unit_of_work import Overtaken, UnitOfWork
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from chalicelib.kernel.events import RecordedEvent
from chalicelib.parties import service
from chalicelib.parties.account_events import IdentityCheckRequested
from chalicelib.parties.checks import KEPT_FOR_AN_ANSWER, MOST_A_DAY, CheckStatus
from chalicelib.parties.errors import CheckRunning
from chalicelib.parties.model import Account
from chalicelib.parties.sources.population import IdentityMatch
from chalicelib.workflow import sweep_deadlines as module
from chalicelib.workflow.check_identity import Sources, conclude
from chalicelib.workflow.notify import tell
from chalicelib.workflow.sweep_parties import sweep
from tests.support.people import (
    ID_NUMBER,
    MOBILE,
    NAME,
    FakePopulation,
    as_delivered,
    ask_identity_check,
    identified,
    signed_in,
    sources,
)
from tests.support.platform import FakePlatform
from tests.support.probes import Api

SILENT = sources(FakePopulation(IdentityMatch.UNAVAILABLE))


def account_of(cloud: FakePlatform, account_id: str) -> Account:
    return service.find_account(cloud.table, account_id)


def waiting(cloud: FakePlatform, mobile: str = MOBILE) -> str:
    """The id of an account whose check met a base that does not answer."""
    account_id = signed_in(cloud, mobile).principal.id
    conclude(cloud, SILENT, ask_identity_check(cloud, account_id))
    return account_id


def latest_request(cloud: FakePlatform, account_id: str) -> RecordedEvent:
    events = events_among(cloud.table.partition(f"ACCOUNT#{account_id}"))
    return [event for event in events if event.type == IdentityCheckRequested.type][-1]


def swept(cloud: FakePlatform, account_id: str, asked: Sources) -> None:
    """The schedule comes round, and the consumer gets what came of it, twice."""
    sweep(cloud)
    for _ in range(2):
        conclude(cloud, asked, as_delivered(latest_request(cloud, account_id)))


def at_the_next_time(cloud: FakePlatform, account_id: str) -> datetime:
    check = account_of(cloud, account_id).identity_check
    assert check
    assert check.ask_again_at
    cloud.clock.instant = check.ask_again_at
    return check.ask_again_at


def test_no_answer_is_no_pass_and_what_was_typed_is_kept(cloud: FakePlatform) -> None:
    account = account_of(cloud, waiting(cloud))
    assert (account.level, account.identity_check.status) == (1, CheckStatus.POSTPONED)
    assert (account.name, account.id_number) == (NAME, ID_NUMBER)
    assert account.identity_check.ask_again_at == cloud.clock.now() + timedelta(minutes=5)


def test_it_is_asked_again_when_it_is_time_and_not_before(cloud: FakePlatform) -> None:
    account_id, population = waiting(cloud), FakePopulation()
    assert sweep(cloud) == (0, 0)
    at_the_next_time(cloud, account_id)
    swept(cloud, account_id, sources(population))
    account = account_of(cloud, account_id)
    assert (account.level, account.identity_check.status) == (2, CheckStatus.MATCHED)
    assert population.asked == [(NAME, ID_NUMBER)]
    assert sweep(cloud) == (0, 0)


def test_two_runs_at_once_ask_once(cloud: FakePlatform) -> None:
    account_id = waiting(cloud)
    at_the_next_time(cloud, account_id)
    runs = [UnitOfWork(cloud.table, cloud.act()) for _ in range(2)]
    assert [service.see_to(cloud, account_id, run) for run in runs] == [True, True]
    runs[0].commit()
    with pytest.raises(Overtaken):
        runs[1].commit()
    assert sweep(cloud) == (0, 0)


def test_the_pauses_grow_to_two_hours_and_after_a_day_it_is_given_up(cloud: FakePlatform) -> None:
    account_id, begun, last = waiting(cloud), cloud.clock.now(), cloud.clock.now()
    pauses = []
    while account_of(cloud, account_id).identity_check.status is CheckStatus.POSTPONED:
        again_at = at_the_next_time(cloud, account_id)
        pauses.append(int((again_at - last).total_seconds() // 60))
        last = again_at
        swept(cloud, account_id, SILENT)
    assert pauses[:7] == [5, 10, 20, 40, 80, 120, 120]
    assert last - begun <= KEPT_FOR_AN_ANSWER
    account = account_of(cloud, account_id)
    assert (account.level, account.identity_check.status) == (1, CheckStatus.UNAVAILABLE)
    assert (account.name, account.id_number, account.next_due) == ("", "", None)
    conclude(cloud, sources(), ask_identity_check(cloud, account_id))
    assert account_of(cloud, account_id).level == 2


def test_asking_again_costs_the_person_no_try(cloud: FakePlatform) -> None:
    account_id = waiting(cloud)
    for _ in range(MOST_A_DAY + 1):
        at_the_next_time(cloud, account_id)
        swept(cloud, account_id, SILENT)
    check = account_of(cloud, account_id).identity_check
    assert (check.number, check.number_today, check.asked) == (1, 1, MOST_A_DAY + 2)


def test_whoever_mistyped_may_send_it_anew_and_the_old_request_is_nobodys(cloud: FakePlatform) -> None:
    account_id = waiting(cloud)
    with pytest.raises(CheckRunning):
        ask_identity_check(cloud, account_id)
    cloud.clock.move(minutes=10)
    sweep(cloud)
    old = latest_request(cloud, account_id)
    event = ask_identity_check(cloud, account_id, "李样本", "46020019951218442X")
    conclude(cloud, sources(FakePopulation(IdentityMatch.MISMATCH)), as_delivered(old))
    conclude(cloud, sources(), event)
    account = account_of(cloud, account_id)
    assert (account.level, account.name) == (2, "李样本")


def test_a_request_that_got_lost_is_given_up_after_a_day_and_forgotten(cloud: FakePlatform) -> None:
    account_id = signed_in(cloud).principal.id
    ask_identity_check(cloud, account_id)
    cloud.clock.move(hours=24)
    assert sweep(cloud) == (1, 0)
    account = account_of(cloud, account_id)
    assert (account.identity_check.status, account.name) == (CheckStatus.UNAVAILABLE, "")


def test_an_identity_that_nobody_proved_to_be_theirs_is_forgotten_after_a_day(cloud: FakePlatform) -> None:
    identified(cloud)
    newcomer = signed_in(cloud, "13800000002").principal.id
    conclude(cloud, sources(), ask_identity_check(cloud, newcomer))
    cloud.clock.move(hours=23, minutes=59)
    assert sweep(cloud) == (0, 0)
    cloud.clock.move(minutes=1)
    assert sweep(cloud) == (1, 0)
    account = account_of(cloud, newcomer)
    assert (account.name, account.id_number, account.held_by, account.next_due) == ("", "", "", None)


class Phones:
    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []

    def send(self, message_id: str, mobile: str, template: str, parameters: object) -> None:
        self.sent.append((mobile, template))


@pytest.mark.parametrize(
    ("answer", "template"),
    [
        (IdentityMatch.MATCH, "identity-check-matched.zh-CN"),
        (IdentityMatch.MISMATCH, "identity-check-mismatched.zh-CN"),
    ],
)
def test_who_had_to_wait_hears_of_the_end(cloud: FakePlatform, answer: IdentityMatch, template: str) -> None:
    account_id, phones = waiting(cloud), Phones()
    at_the_next_time(cloud, account_id)
    swept(cloud, account_id, sources(FakePopulation(answer)))
    for event in events_among(cloud.table.partition(f"ACCOUNT#{account_id}")):
        tell(cloud, phones, as_delivered(event))
    assert phones.sent == [(MOBILE, template)]


def test_who_got_an_answer_at_once_is_sent_nothing(cloud: FakePlatform) -> None:
    account_id, phones = identified(cloud), Phones()
    for event in events_among(cloud.table.partition(f"ACCOUNT#{account_id}")):
        tell(cloud, phones, as_delivered(event))
    assert phones.sent == []


def test_the_person_sees_when_it_is_asked_again(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    account_id = waiting(cloud)
    me = Api(cloud, *AREAS).call("GET", "/v1/me", by=Caller(account_id, Role.APPLICANT, 1, "session-1")).body
    assert me["identity_check"]["status"] == "POSTPONED"
    assert me["identity_check"]["asked_again_at"] == "2026-03-02T01:05:00Z"


def test_one_account_that_cannot_be_read_keeps_no_other_from_its_turn(
    cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "platform", lambda: cloud)
    spoilt, other = waiting(cloud), waiting(cloud, "13800000002")
    cloud.table.rows[f"ACCOUNT#{spoilt}", "SNAPSHOT"]["body"] = "{}"
    cloud.clock.move(minutes=5)
    with pytest.raises(module.SweepIncomplete, match="1 of 2 parties"):
        module.sweep_deadlines({}, None)
    assert account_of(cloud, other).identity_check.status is CheckStatus.REQUESTED
