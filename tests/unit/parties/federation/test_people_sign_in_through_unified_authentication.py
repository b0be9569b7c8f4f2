"""The province's issuer vouches for people: applicants by name and number, members of staff by their personnel number.
Only whoever began an attempt finishes it, once and in ten minutes, and nobody becomes a member of staff by it.
"""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from app import AREAS
from chalicelib.aws.history import events_among
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.http import edge
from chalicelib.parties import sign_in, store
from chalicelib.parties.challenges import Purpose
from chalicelib.parties.clients.errors import ChannelNotMeant
from chalicelib.parties.clients.model import Channel, Client
from chalicelib.parties.errors import FederatedTokenRefused, IssuerUnavailable
from chalicelib.parties.federation import service
from chalicelib.parties.federation.attempts import LIFETIME, Attempt
from chalicelib.parties.federation.errors import (
    AttemptRefused,
    IdentityDiffers,
    IdentityTooWeak,
    NotFederated,
    NotOnStaffList,
)
from chalicelib.parties.federation.service import Answer
from chalicelib.parties.lookup import lookup_keys
from chalicelib.parties.proving import Origin
from chalicelib.parties.provisioning.service import provision_staff
from chalicelib.parties.sign_in import AT_HOME, SignedIn
from infra.seed.staff import staff_entries
from tests.support.federation import PERSON, REDIRECT_URI, Browsed, connected
from tests.support.issuers import AUDIENCE, ISSUER, Issuer
from tests.support.people import ID_NUMBER, MOBILE, NAME, identified, signed_in
from tests.support.platform import FakePlatform
from tests.support.probes import Api, rows_of

ENTRY = staff_entries()[0]
STAFF = {"staff_number": ENTRY.id, "name": ENTRY.name}


@pytest.fixture
def issuer(cloud: FakePlatform) -> Browsed:
    return connected(cloud, Issuer(instant=cloud.wall.now()))


def came_back(cloud: FakePlatform, issuer: Browsed, **claims: Any) -> tuple[Attempt, Answer]:
    attempt, url = service.begin(cloud, cloud.wall.now())
    return attempt, Answer(attempt_id=attempt.id, **issuer.sign_in(url, **{**PERSON, **claims}))


def opened(cloud: FakePlatform, answer: Answer, *, as_staff: bool = False, origin: Origin = AT_HOME) -> SignedIn:
    return service.open_session(
        cloud, cloud.act(), answer, as_staff=as_staff, language="zh-CN", origin=origin, now=cloud.wall.now()
    )


def enter(cloud: FakePlatform, issuer: Browsed, *, as_staff: bool = False, **claims: Any) -> SignedIn:
    return opened(cloud, came_back(cloud, issuer, **claims)[1], as_staff=as_staff)


def on_the_list(cloud: FakePlatform) -> None:
    uow = cloud.unit_of_work()
    provision_staff(cloud, uow, ENTRY, cloud.wall.now())
    uow.commit()


def test_the_browser_is_sent_with_state_nonce_and_challenge_and_nothing_is_stored(
    cloud: FakePlatform, issuer: Browsed
) -> None:
    attempt, url = service.begin(cloud, cloud.wall.now())
    address, asked = url.partition("?")[0], dict(parse_qsl(urlsplit(url).query))
    assert address == f"{ISSUER}/authorize"
    assert asked == {
        "response_type": "code",
        "client_id": AUDIENCE,
        "redirect_uri": REDIRECT_URI,
        "scope": "openid profile",
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": attempt.challenge,
        "code_challenge_method": "S256",
    }
    assert attempt.id not in url and attempt.verifier not in url
    assert cloud.table.rows == {}


def test_a_person_new_here_gets_an_account_at_the_level_vouched_for(cloud: FakePlatform, issuer: Browsed) -> None:
    signed = enter(cloud, issuer, acr="L3", phone=MOBILE)
    assert (signed.principal.role, signed.principal.level) == ("applicant", 3)
    account = store.load_account(cloud.table, signed.principal.id)
    assert account is not None
    assert (account.name, account.id_number, account.mobile) == (NAME, ID_NUMBER, MOBILE)
    assert signed_in(cloud).principal.id == account.id, "the mobile signs in too"
    refreshed = sign_in.refresh_session(cloud, cloud.act(), refresh_token=signed.refresh_token, now=cloud.wall.now())
    assert refreshed.principal == signed.principal


def test_the_secret_and_the_verifier_go_to_the_token_endpoint_only(cloud: FakePlatform, issuer: Browsed) -> None:
    attempt, answer = came_back(cloud, issuer)
    opened(cloud, answer)
    (form,), (headers,) = issuer.forms, issuer.headers
    assert (form["code_verifier"], form["redirect_uri"]) == (attempt.verifier, REDIRECT_URI)
    assert headers["Authorization"].startswith("Basic ")


def test_the_account_that_is_bound_to_the_identity_is_signed_in_to(cloud: FakePlatform, issuer: Browsed) -> None:
    account_id = identified(cloud)
    assert enter(cloud, issuer).principal.id == account_id
    assert enter(cloud, issuer, acr="L2").principal.level == 3, "what is proven here already is not lowered"


def test_a_higher_level_is_taken_over(cloud: FakePlatform, issuer: Browsed) -> None:
    first, second = enter(cloud, issuer, acr="L2"), enter(cloud, issuer, acr="L3")
    assert first.principal.id == second.principal.id
    assert (first.principal.level, second.principal.level) == (2, 3)
    vouched = [event for event in events_among(cloud.table.stream) if event.type == "party.IdentityVouchedFor"]
    assert len(vouched) == 2
    enter(cloud, issuer, acr="L3")
    assert [event for event in events_among(cloud.table.stream) if event.type == vouched[0].type] == vouched


def test_a_mobile_that_somebody_signs_in_with_here_stays_theirs(cloud: FakePlatform, issuer: Browsed) -> None:
    other = signed_in(cloud).principal
    mine = enter(cloud, issuer, phone=MOBILE).principal
    account = store.load_account(cloud.table, mine.id)
    assert account is not None and account.mobile == ""
    assert mine.id != other.id
    assert signed_in(cloud).principal.id == other.id


@pytest.mark.parametrize(
    "claims",
    [
        {"acr": "L1"},
        {"acr": "unknown"},
        {"acr": None},
        {"name": None},
        {"id_number": None},
        {"id_number": "460105199003072216"},
    ],
)
def test_an_identity_that_is_not_vouched_for_gives_no_account(
    cloud: FakePlatform, issuer: Browsed, claims: dict[str, Any]
) -> None:
    with pytest.raises(IdentityTooWeak):
        enter(cloud, issuer, **claims)
    assert cloud.table.rows == {}


def test_another_name_for_the_same_number_is_settled_at_a_window(cloud: FakePlatform, issuer: Browsed) -> None:
    identified(cloud)
    before = dict(cloud.table.rows)
    with pytest.raises(IdentityDiffers):
        enter(cloud, issuer, name="王别名")
    assert cloud.table.rows == before


def test_a_member_of_staff_is_found_by_their_personnel_number(cloud: FakePlatform, issuer: Browsed) -> None:
    on_the_list(cloud)
    signed = enter(cloud, issuer, as_staff=True, **STAFF)
    assert (signed.principal.id, signed.principal.role) == (ENTRY.id, ENTRY.role)
    assert (signed.principal.department, signed.principal.region) == (ENTRY.department, ENTRY.region)


def test_a_member_of_staff_signs_in_for_their_own_affairs_too(cloud: FakePlatform, issuer: Browsed) -> None:
    on_the_list(cloud)
    private = enter(cloud, issuer, **{**STAFF, "id_number": ID_NUMBER})
    assert (private.principal.role, private.principal.id == ENTRY.id) == ("applicant", False)


@pytest.mark.parametrize("number", ["staff-nobody", None, ""])
def test_signing_in_makes_nobody_a_member_of_staff(cloud: FakePlatform, issuer: Browsed, number: str | None) -> None:
    on_the_list(cloud)
    before = dict(cloud.table.rows)
    with pytest.raises(NotOnStaffList):
        enter(cloud, issuer, as_staff=True, staff_number=number)
    assert cloud.table.rows == before


def test_an_applicant_is_not_a_member_of_staff_by_naming_their_account(cloud: FakePlatform, issuer: Browsed) -> None:
    account_id = identified(cloud)
    with pytest.raises(NotOnStaffList):
        enter(cloud, issuer, as_staff=True, staff_number=account_id)


def test_a_number_that_passed_to_somebody_else_is_not_enough(cloud: FakePlatform, issuer: Browsed) -> None:
    on_the_list(cloud)
    with pytest.raises(IdentityDiffers):
        enter(cloud, issuer, as_staff=True, staff_number=ENTRY.id, name="另一人")


def test_who_has_left_does_not_come_back_through_it(cloud: FakePlatform, issuer: Browsed) -> None:
    on_the_list(cloud)
    member, uow = store.load_staff(cloud.table, ENTRY.id), cloud.unit_of_work()
    assert member is not None
    member.leave(uow.act)
    store.remove_way_in(uow, member, lookup_keys(cloud, "mobile", ENTRY.mobile))
    uow.commit()
    with pytest.raises(NotOnStaffList):
        enter(cloud, issuer, as_staff=True, **STAFF)


def test_an_attempt_is_used_once(cloud: FakePlatform, issuer: Browsed) -> None:
    attempt, answer = came_back(cloud, issuer)
    opened(cloud, answer)
    sessions = len([key for key in cloud.table.rows if key[0].startswith("SESSION#")])
    token = issuer.issuer.token(**PERSON, nonce=attempt.nonce)
    for again in (answer, Answer(attempt_id=attempt.id, id_token=token)):
        with pytest.raises((AttemptRefused, FederatedTokenRefused)):
            opened(cloud, again)
    assert len([key for key in cloud.table.rows if key[0].startswith("SESSION#")]) == sessions


def test_an_attempt_is_over_after_ten_minutes(cloud: FakePlatform, issuer: Browsed) -> None:
    _, answer = came_back(cloud, issuer)
    cloud.wall.move(seconds=LIFETIME.total_seconds())
    with pytest.raises(AttemptRefused):
        opened(cloud, answer)
    assert issuer.forms == [], "the code was not even sent"


@pytest.mark.parametrize("change", ["x", "", "1.secret.seal", "9" * 200, "٣.x.y"])
def test_only_attempts_that_were_begun_here_are_taken(cloud: FakePlatform, issuer: Browsed, change: str) -> None:
    _, answer = came_back(cloud, issuer)
    with pytest.raises(AttemptRefused):
        opened(cloud, replace(answer, attempt_id=change))


def test_nobody_is_signed_in_by_what_another_browser_began(cloud: FakePlatform, issuer: Browsed) -> None:
    """Neither does a caught code help a thief, nor can anybody push their own account on somebody else."""
    (mine, _), (_, of_another) = came_back(cloud, issuer), came_back(cloud, issuer)
    with pytest.raises(AttemptRefused):
        opened(cloud, replace(of_another, attempt_id=mine.id))
    with pytest.raises(FederatedTokenRefused):
        opened(cloud, replace(of_another, attempt_id=mine.id, state=mine.state))


def test_an_id_token_is_taken_with_the_nonce_of_the_attempt(cloud: FakePlatform, issuer: Browsed) -> None:
    attempt, _ = service.begin(cloud, cloud.wall.now())
    token = issuer.issuer.token(**PERSON, nonce=attempt.nonce)
    assert opened(cloud, Answer(attempt_id=attempt.id, id_token=token)).principal.level == 2


@pytest.mark.parametrize("nonce", ["another", None])
def test_an_id_token_without_that_nonce_is_not(cloud: FakePlatform, issuer: Browsed, nonce: str | None) -> None:
    attempt, _ = service.begin(cloud, cloud.wall.now())
    with pytest.raises(FederatedTokenRefused):
        opened(cloud, Answer(attempt_id=attempt.id, id_token=issuer.issuer.token(**PERSON, nonce=nonce)))


def test_without_a_page_to_come_back_to_only_id_tokens_are_taken(cloud: FakePlatform) -> None:
    connected(cloud, Issuer(instant=cloud.wall.now()), redirect_uri="")
    assert service.begin(cloud, cloud.wall.now())[1] == ""


def test_an_issuer_that_does_not_answer_is_told_honestly(cloud: FakePlatform, issuer: Browsed) -> None:
    _, answer = came_back(cloud, issuer)
    issuer.issuer.down = True
    issuer.issuer.move(hours=2)
    with pytest.raises(IssuerUnavailable):
        service.begin(cloud, cloud.wall.now())
    with pytest.raises(IssuerUnavailable):
        opened(cloud, answer)
    issuer.issuer.down = False
    issuer.issuer.move(seconds=10)
    assert service.begin(cloud, cloud.wall.now())[1]


def test_two_first_sign_ins_at_once_meet_in_one_account(
    cloud: FakePlatform, issuer: Browsed, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [came_back(cloud, issuer)[1] for _ in range(2)]
    commit, first = UnitOfWork.commit, []

    def late(uow: UnitOfWork) -> None:
        monkeypatch.setattr(UnitOfWork, "commit", commit)
        first.append(opened(cloud, answers[0]))
        commit(uow)

    monkeypatch.setattr(UnitOfWork, "commit", late)
    second = opened(cloud, answers[1])
    assert second.principal == first[0].principal
    assert len({key[0] for key in cloud.table.rows if key[0].startswith("ACCOUNT#")}) == 1


def test_the_channel_decides_who_signs_in_through_it(cloud: FakePlatform, issuer: Browsed) -> None:
    window = Origin(Client(id="window-1", name="窗口", channel=Channel.WINDOW))
    with pytest.raises(ChannelNotMeant):
        opened(cloud, came_back(cloud, issuer)[1], origin=window)
    on_the_list(cloud)
    assert opened(cloud, came_back(cloud, issuer, **STAFF)[1], as_staff=True, origin=window).principal.id == ENTRY.id


def test_without_an_issuer_the_refusal_says_how_to_sign_in_instead(
    cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NotFederated):
        service.begin(cloud, cloud.wall.now())
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    api = Api(cloud, *AREAS)
    begun = api.call("POST", "/v1/federated-sign-ins")
    assert (begun.status, begun.body["code"]) == (404, "party.not-federated")
    assert "/v1/logins" in begun.body["detail"]
    assert not rows_of(cloud.table)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"code": "c"},
        {"state": "s"},
        {"code": "c", "state": "s", "id_token": "t"},
        {"state": "s", "id_token": "t"},
    ],
)
def test_either_a_code_with_its_state_or_a_token_is_sent(
    cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch, body: dict[str, str]
) -> None:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    answer = Api(cloud, *AREAS).call("POST", "/v1/sessions/federated", {"attempt_id": "a", **body})
    assert (answer.status, answer.body["code"]) == (422, "request.body-invalid")


def test_staff_who_signed_in_with_a_code_are_the_same_principal(cloud: FakePlatform, issuer: Browsed) -> None:
    on_the_list(cloud)
    by_code = signed_in(cloud, ENTRY.mobile, Purpose.LOGIN).principal
    issuer.issuer.instant = cloud.wall.now()
    assert enter(cloud, issuer, as_staff=True, **STAFF).principal == by_code
