"""Offering, accepting, declining and ending a mandate, as its two sides and everybody else meet it."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app import AREAS
from chalicelib.aws.history import events_among
from chalicelib.aws.rows import Key
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from chalicelib.http.authority import Power
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.kernel.chain import verify
from chalicelib.parties.mandates.errors import TermsInvalid
from chalicelib.parties.mandates.model import Mandate
from chalicelib.parties.mandates.service import read
from chalicelib.parties.mandates.terms import MandateKind, Terms
from infra.seed.staff import seed_staff
from tests.support.mandates import (
    AGENT_MOBILE,
    AGENT_NAME,
    PRINCIPAL_NAME,
    TERMS,
    Pair,
    a_pair,
)
from tests.support.people import ask_identity_check, signed_in
from tests.support.platform import FakePlatform
from tests.support.probes import Answered, Api

TODAY = date(2026, 3, 2)
MANDATE = "/v1/mandates/{mandate_id}"


@pytest.fixture
def pair(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Pair:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return a_pair(cloud, Api(cloud, *AREAS))


def said(answer: Answered) -> tuple[int, str]:
    return answer.status, answer.body["code"]


def stands(cloud: FakePlatform, mandate_id: str) -> bool:
    return cloud.table.row(Key(f"AUTHORITY#{mandate_id}", "LIVE")) is not None


def preview(pair: Pair, **other: Any) -> Answered:
    return pair.api.call("POST", "/v1/mandates/preview", {**TERMS, **other}, by=pair.principal)


def test_the_text_names_both_the_matters_the_powers_and_the_days(cloud: FakePlatform, pair: Pair) -> None:
    before = dict(cloud.table.rows)
    shown = preview(pair, powers=["SUBMIT", "PAY"]).body
    for words in (PRINCIPAL_NAME, AGENT_NAME, AGENT_MOBILE, "GA-JG-0102", "缴纳费用", "2026-03-02", "2026-06-30"):
        assert words in shown["text"]
    assert "领取" not in shown["text"]
    assert shown["sha256"] == sha256_hex(shown["text"].encode())
    assert cloud.table.rows == before


def test_a_mandate_is_offered_accepted_and_listed_to_both(cloud: FakePlatform, pair: Pair) -> None:
    offered = pair.offer()
    mandate_id = offered.body["id"]
    assert (offered.status, offered.body["state"], offered.headers["Location"]) == (
        201,
        "OFFERED",
        f"/v1/mandates/{mandate_id}",
    )
    assert not stands(cloud, mandate_id)
    assert [it["id"] for it in pair.listed("held", pair.agent)] == [mandate_id]
    accepted = pair.answer(mandate_id, "acceptance").body
    assert (accepted["state"], accepted["in_force"], accepted["signer_level"], accepted["acceptor_level"]) == (
        "ACTIVE",
        True,
        3,
        3,
    )
    assert stands(cloud, mandate_id)
    for side, who in (("given", pair.principal), ("held", pair.agent)):
        (entry,) = pair.listed(side, who)
        assert (entry["state"], entry["principal_name"], entry["agent_name"]) == ("ACTIVE", "王**", "李**")
    assert pair.listed("held", pair.principal) == pair.listed("given", pair.agent) == []


def test_what_was_signed_is_kept_word_for_word_and_its_history_names_nobody(cloud: FakePlatform, pair: Pair) -> None:
    text = preview(pair).body["text"]
    mandate = read(cloud.table, pair.accepted())
    assert mandate.text.text == text
    assert (mandate.signed.person_id, mandate.signed.level) == (pair.principal.id, 3)
    assert mandate.accepted is not None
    assert (mandate.accepted.person_id, mandate.accepted.level) == (pair.agent.id, 3)
    events = events_among(cloud.table.partition(f"MANDATE#{mandate.id}"))
    assert [event.type for event in events] == ["party.MandateOffered", "party.MandateAccepted"]
    assert verify(events) == mandate.head
    told = json.dumps([event.model_dump(mode="json") for event in events], ensure_ascii=False)
    assert not [secret for secret in (PRINCIPAL_NAME, AGENT_NAME, AGENT_MOBILE, "受托人") if secret in told]
    assert Mandate.personal


@pytest.mark.parametrize("wrong", [{"version": "2025-1"}, {"sha256": "0" * 64}, {"valid_to": "2026-07-01"}])
def test_only_the_text_of_these_very_terms_can_be_signed(pair: Pair, wrong: dict[str, str]) -> None:
    shown = preview(pair).body
    signed = {**TERMS, "version": shown["version"], "sha256": shown["sha256"], "accepted": True, **wrong}
    answer = pair.api.call("POST", "/v1/mandates", signed, by=pair.principal)
    assert said(answer) == (422, "party.mandate-text-differs")
    again = {**signed, "version": answer.body["version"], "sha256": answer.body["sha256"]}
    assert pair.api.call("POST", "/v1/mandates", again, by=pair.principal).status == 201


def test_whoever_is_named_the_answer_is_the_same(cloud: FakePlatform, pair: Pair) -> None:
    """A mobile nobody registered, a name that is not its holder's, a holder who has proven nothing, an official."""
    unproven = signed_in(cloud, "13800000003").principal.id
    seed_staff(cloud)
    official = next(row for row in cloud.table.rows.values() if str(row["pk"]).startswith("STAFF#") and "body" in row)
    staff_mobile = json.loads(str(official["body"]))["entry"]["mobile"]
    named = [
        {},
        {"agent_mobile": "13899999999"},
        {"agent_name": "赵示例"},
        {"agent_mobile": "13800000003"},
        {"agent_mobile": staff_mobile},
    ]
    answers, trips = [], []
    for other in named:
        before = cloud.table.round_trips
        answers.append(pair.offer(**other))
        trips.append(cloud.table.round_trips - before)
    assert {answer.status for answer in answers} == {201}
    assert {tuple(answer.body) for answer in answers} == {tuple(answers[0].body)}
    assert {answer.body["state"] for answer in answers} == {"OFFERED"}
    assert len(set(trips)) == 1
    assert len(pair.listed("given", pair.principal)) == len(named)
    assert [it["id"] for it in pair.listed("held", pair.agent)] == [answers[0].body["id"]]
    assert pair.listed("held", Caller(unproven, Role.APPLICANT, 1, "session-3")) == []


def test_a_name_that_is_only_claimed_is_nobodys(cloud: FakePlatform, pair: Pair) -> None:
    pretender = signed_in(cloud, "13800000003").principal.id
    ask_identity_check(cloud, pretender, AGENT_NAME)
    pair.offer(agent_mobile="13800000003")
    assert pair.listed("held", Caller(pretender, Role.APPLICANT, 1, "session-3")) == []


def test_nobody_mandates_themselves(pair: Pair) -> None:
    assert said(pair.offer(agent_mobile="13800000001")) == (422, "party.mandate-agent-is-principal")


@pytest.mark.parametrize(
    ("other", "pointer"),
    [
        ({"valid_from": "2026-03-01"}, "#/valid_from"),
        ({"valid_to": "2026-03-01"}, "#/valid_to"),
        ({"valid_to": "2027-03-02"}, "#/valid_to"),
        ({"powers": ["PAY", "PAY"]}, "#/powers"),
        ({"items": ["GA-JG-0102", "GA-JG-0102"]}, "#/items"),
    ],
)
def test_terms_that_no_mandate_may_have(pair: Pair, other: dict[str, Any], pointer: str) -> None:
    answer = preview(pair, **other)
    assert said(answer) == (422, "party.mandate-terms-invalid")
    assert [fault["pointer"] for fault in answer.body["errors"]] == [pointer]


@pytest.mark.parametrize("other", [{"powers": []}, {"items": ["事项\n委托权限"]}, {"agent_name": "李\n示例"}])
def test_what_is_not_even_well_formed(pair: Pair, other: dict[str, Any]) -> None:
    assert preview(pair, **other).status in {400, 422}


@pytest.mark.parametrize(
    ("kind", "begins", "last"),
    [
        (MandateKind.ATTORNEY, TODAY, date(2027, 3, 1)),
        (MandateKind.AGENT, TODAY, date(2029, 3, 1)),
        (MandateKind.ATTORNEY, date(2028, 2, 29), date(2029, 2, 28)),
    ],
)
def test_a_person_gives_one_year_and_an_organisation_three(kind: MandateKind, begins: date, last: date) -> None:
    Terms(powers=(Power.PAY,), valid_from=begins, valid_to=last).require_possible(kind, TODAY)
    longer = Terms(powers=(Power.PAY,), valid_from=begins, valid_to=date.fromordinal(last.toordinal() + 1))
    with pytest.raises(TermsInvalid):
        longer.require_possible(kind, TODAY)
    with pytest.raises(TermsInvalid):
        Terms(powers=(), valid_from=begins, valid_to=last).require_possible(kind, TODAY)


def test_levels_are_asked_for(pair: Pair) -> None:
    mandate_id = pair.offer().body["id"]
    weaker = replace(pair.principal, level=2)
    assert said(pair.api.call("POST", "/v1/mandates/preview", TERMS, by=weaker)) == (403, "access.level-too-low")
    assert said(pair.answer(mandate_id, "acceptance", replace(pair.agent, level=1))) == (403, "access.level-too-low")
    assert pair.answer(mandate_id, "acceptance", replace(pair.agent, level=2)).body["acceptor_level"] == 2


def test_only_the_agent_answers_and_only_once(pair: Pair) -> None:
    mandate_id = pair.offer().body["id"]
    for how in ("acceptance", "refusal"):
        assert said(pair.answer(mandate_id, how, pair.principal)) == (403, "party.mandate-only-the-agent")
    assert pair.answer(mandate_id, "refusal").body["state"] == "DECLINED"
    for how in ("acceptance", "refusal"):
        assert said(pair.answer(mandate_id, how)) == (409, "party.mandate-not-on-offer")


def test_others_do_not_find_it(pair: Pair) -> None:
    mandate_id = pair.offer().body["id"]
    stranger = Caller("account-9", Role.APPLICANT, 4, "session-9")
    for how in ("acceptance", "refusal", "revocation"):
        assert said(pair.answer(mandate_id, how, stranger)) == (404, "access.not-found")
    assert said(pair.api.call("GET", MANDATE, by=stranger, mandate_id=mandate_id)) == (404, "access.not-found")
    assert said(pair.api.call("GET", MANDATE, by=stranger, mandate_id="none")) == (404, "access.not-found")


def test_an_offer_that_reached_nobody_is_not_everybodys(pair: Pair) -> None:
    mandate_id = pair.offer(agent_mobile="13899999999").body["id"]
    assert said(pair.answer(mandate_id, "acceptance", pair.agent)) == (404, "access.not-found")
    assert pair.listed("held", pair.agent) == []
    assert pair.answer(mandate_id, "revocation", pair.principal).body["state"] == "REVOKED"


def test_an_offer_whose_days_have_passed_cannot_be_accepted(cloud: FakePlatform, pair: Pair) -> None:
    mandate_id = pair.offer().body["id"]
    cloud.clock.move(days=121)
    assert said(pair.answer(mandate_id, "acceptance")) == (409, "party.mandate-offer-over")
    assert not stands(cloud, mandate_id)


@pytest.mark.parametrize(("by", "state"), [("principal", "REVOKED"), ("agent", "RENOUNCED")])
def test_either_side_ends_it_and_ending_it_again_changes_nothing(
    cloud: FakePlatform, pair: Pair, by: str, state: str
) -> None:
    mandate_id, who = pair.accepted(), getattr(pair, by)
    ended = pair.answer(mandate_id, "revocation", who).body
    assert (ended["state"], ended["in_force"], "ended_at" in ended) == (state, False, True)
    assert not stands(cloud, mandate_id)
    for again in (pair.principal, pair.agent):
        assert pair.answer(mandate_id, "revocation", again).body["state"] == state
    assert len(events_among(cloud.table.partition(f"MANDATE#{mandate_id}"))) == 3
    assert pair.listed("held", pair.agent)[0]["state"] == pair.listed("given", pair.principal)[0]["state"] == state


def test_an_offer_taken_back_or_laid_down_is_never_in_force(cloud: FakePlatform, pair: Pair) -> None:
    for who, state in ((pair.principal, "REVOKED"), (pair.agent, "DECLINED")):
        mandate_id = pair.offer().body["id"]
        assert pair.answer(mandate_id, "revocation", who).body["state"] == state
        assert said(pair.answer(mandate_id, "acceptance")) == (409, "party.mandate-not-on-offer")
        assert not stands(cloud, mandate_id)


def test_lists_go_on_page_by_page_the_newest_first(cloud: FakePlatform, pair: Pair) -> None:
    ids = []
    for _ in range(3):
        ids.append(pair.offer().body["id"])
        cloud.clock.move(seconds=1)
    first = pair.api.call("GET", "/v1/mandates", by=pair.agent, query={"side": "held", "limit": "2"}).body
    query = {"side": "held", "limit": "2", "cursor": first["next"]}
    second = pair.api.call("GET", "/v1/mandates", by=pair.agent, query=query).body
    assert [it["id"] for it in (*first["entries"], *second["entries"])] == ids[::-1]
    other = pair.api.call("GET", "/v1/mandates", by=pair.agent, query={**query, "side": "given"})
    assert said(other) == (400, "request.cursor-invalid")
