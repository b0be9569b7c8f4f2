import json

import pytest

from chalicelib.aws.counterparty_http import Unavailable
from chalicelib.aws.history import events_among
from chalicelib.kernel.chain import verify
from chalicelib.parties import service
from chalicelib.parties.checks import CheckStatus
from chalicelib.parties.errors import (
    AlreadyIdentified,
    CheckRunning,
    IdentityUnproven,
    IdNumberInvalid,
    TooManyChecks,
)
from chalicelib.parties.model import Account
from chalicelib.parties.sources.face import FaceResult, FaceTokenUnknown
from chalicelib.parties.sources.population import IdentityMatch
from chalicelib.workflow.check_identity import Sources, conclude
from tests.support.people import (
    ID_NUMBER,
    MOBILE,
    NAME,
    FakeFaces,
    FakePopulation,
    ask_face_check,
    ask_identity_check,
    identified,
    signed_in,
    sources,
)
from tests.support.platform import FakePlatform

SOURCES = sources()


def account_of(cloud: FakePlatform, account_id: str) -> Account:
    return service.read_account(cloud.table, account_id)


def answering(match: IdentityMatch) -> Sources:
    return sources(FakePopulation(match), FakeFaces())


def test_a_match_gives_level_two_and_a_passed_face_check_level_three(cloud: FakePlatform) -> None:
    account_id = signed_in(cloud).principal.id
    conclude(cloud, SOURCES, ask_identity_check(cloud, account_id))
    assert account_of(cloud, account_id).level == 2
    conclude(cloud, SOURCES, ask_face_check(cloud, account_id))
    account = account_of(cloud, account_id)
    assert (account.level, account.face_token) == (3, "")
    details = service.read_account(cloud.table, account_id).details()
    assert (details.name, details.id_number, details.mobile, details.level) == (NAME, ID_NUMBER, MOBILE, 3)
    assert verify(events_among(cloud.table.partition(f"ACCOUNT#{account_id}"))) == account.head


def test_no_event_holds_name_number_mobile_or_token(cloud: FakePlatform) -> None:
    identified(cloud)
    told = json.dumps([row for row in cloud.table.rows.values() if "data" in row], ensure_ascii=False)
    assert not [secret for secret in (NAME, ID_NUMBER, MOBILE, "face-token") if secret in told]


def test_the_same_event_delivered_again_asks_nobody_and_changes_nothing(cloud: FakePlatform) -> None:
    account_id, population = signed_in(cloud).principal.id, FakePopulation()
    event = ask_identity_check(cloud, account_id)
    for _ in range(3):
        conclude(cloud, sources(population, FakeFaces()), event)
    assert population.asked == [(NAME, ID_NUMBER)]
    assert account_of(cloud, account_id).version == 3


def test_data_that_did_not_match_is_forgotten(cloud: FakePlatform) -> None:
    account_id = signed_in(cloud).principal.id
    conclude(cloud, answering(IdentityMatch.MISMATCH), ask_identity_check(cloud, account_id))
    account = account_of(cloud, account_id)
    assert (account.level, account.identity_check.status) == (1, CheckStatus.MISMATCHED)
    assert (account.name, account.id_number) == ("", "")


@pytest.mark.parametrize(
    ("id_number", "english"),
    [
        ("460105199003072216", "last character"),
        ("460105209903072215", "future"),
        ("460105199002302216", "does not exist"),
        ("46010519900307221", "17 digits"),
    ],
)
def test_an_impossible_number_is_refused_at_its_place(cloud: FakePlatform, id_number: str, english: str) -> None:
    account_id = signed_in(cloud).principal.id
    with pytest.raises(IdNumberInvalid) as refusal:
        ask_identity_check(cloud, account_id, id_number=id_number)
    (pointer,) = refusal.value.pointers
    assert pointer.pointer == "#/id_number"
    assert english in pointer.detail.en
    assert account_of(cloud, account_id).identity_check is None


def test_a_second_request_waits_for_the_first(cloud: FakePlatform) -> None:
    account_id = signed_in(cloud).principal.id
    ask_identity_check(cloud, account_id)
    with pytest.raises(CheckRunning):
        ask_identity_check(cloud, account_id)


def test_a_request_that_nobody_answered_may_be_repeated_and_its_late_answer_is_ignored(cloud: FakePlatform) -> None:
    account_id = signed_in(cloud).principal.id
    lost = ask_identity_check(cloud, account_id)
    cloud.clock.move(minutes=10)
    ask_identity_check(cloud, account_id)
    conclude(cloud, answering(IdentityMatch.MISMATCH), lost)
    assert account_of(cloud, account_id).identity_check.status is CheckStatus.REQUESTED


def test_five_checks_a_day_are_enough(cloud: FakePlatform) -> None:
    account_id, mismatch = signed_in(cloud).principal.id, answering(IdentityMatch.MISMATCH)
    for _ in range(5):
        conclude(cloud, mismatch, ask_identity_check(cloud, account_id))
    with pytest.raises(TooManyChecks) as refusal:
        ask_identity_check(cloud, account_id)
    cloud.clock.move(seconds=refusal.value.facts["retry_after"])
    conclude(cloud, SOURCES, ask_identity_check(cloud, account_id))
    assert account_of(cloud, account_id).level == 2


def test_a_passed_check_is_not_repeated(cloud: FakePlatform) -> None:
    account_id = identified(cloud)
    with pytest.raises(AlreadyIdentified):
        ask_identity_check(cloud, account_id)
    with pytest.raises(AlreadyIdentified):
        ask_face_check(cloud, account_id)


def test_a_face_needs_an_identity_to_be_compared_with(cloud: FakePlatform) -> None:
    with pytest.raises(IdentityUnproven):
        ask_face_check(cloud, signed_in(cloud).principal.id)


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (FaceResult(False, True, 12), CheckStatus.MISMATCHED),
        (FaceResult(True, False, 99), CheckStatus.MISMATCHED),
        (FaceTokenUnknown(), CheckStatus.TOKEN_UNKNOWN),
        (Unavailable(), CheckStatus.UNAVAILABLE),
    ],
)
def test_only_this_persons_passed_face_check_counts(
    cloud: FakePlatform, answer: FaceResult | Exception, status: CheckStatus
) -> None:
    account_id = signed_in(cloud).principal.id
    conclude(cloud, SOURCES, ask_identity_check(cloud, account_id))
    conclude(cloud, sources(FakePopulation(), FakeFaces(answer)), ask_face_check(cloud, account_id))
    account = account_of(cloud, account_id)
    assert (account.level, account.face_check.status) == (2, status)
