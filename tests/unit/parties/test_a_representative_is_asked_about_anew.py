"""Every day the legal-person base is asked whether a representative still is one: another name ends their powers, the
end of the organisation those of its agents too, silence changes nothing.
"""

import json
from typing import Any

import pytest

from app import AREAS
from chalicelib.aws.bus import cloud_event
from chalicelib.aws.history import events_among
from chalicelib.aws.rows import Key
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from chalicelib.kernel.events import RecordedEvent
from chalicelib.parties.mandates import service as mandates
from chalicelib.parties.organisations import standing
from chalicelib.parties.sources.legal_persons import LegalPersonMatch
from chalicelib.workflow import check_identity, check_organisation, notify
from chalicelib.workflow.check_organisation import conclude
from chalicelib.workflow.sweep_parties import sweep
from tests.support.cases import with_catalogue
from tests.support.items import changed, seeded_item
from tests.support.organisations import SHOP, Company, FakeBase, a_company, bound, capacities, said
from tests.support.people import ID_NUMBER, MOBILE, NAME, as_delivered, identified
from tests.support.platform import FakePlatform
from tests.support.probes import Answered, Api

ITEM = changed(seeded_item(), code="ZZ-SHOPS-1", subjects=["2"])
ANOTHER = ("13800000009", "陈虚构", "469005198811300544")


@pytest.fixture
def cloud() -> FakePlatform:
    return with_catalogue(FakePlatform(), ITEM)


@pytest.fixture
def company(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Company:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return a_company(cloud, Api(cloud, *AREAS))


def told(cloud: FakePlatform, company: Company, kind: str) -> list[RecordedEvent]:
    events = events_among(cloud.table.partition(f"ORGANISATION#{company.organisation_id}"))
    return [event for event in events if event.type == f"party.{kind}"]


def a_day_later(cloud: FakePlatform, company: Company, base: FakeBase, times: int = 1) -> None:
    """The sweep has the base asked, and its answer comes, `times` over."""
    cloud.clock.move(days=1)
    sweep(cloud)
    question = as_delivered(told(cloud, company, "RepresentativeQuestioned")[-1])
    for _ in range(times):
        conclude(cloud, base, question)


def answering(result: LegalPersonMatch) -> FakeBase:
    base = FakeBase()
    base.standing = result
    return base


def open_case(company: Company, headers: dict[str, Any]) -> Answered:
    return company.api.call("POST", "/v1/cases", {"item_code": ITEM.code, "region": "460100"}, headers=headers)


def test_the_base_is_asked_once_a_day_about_the_code_and_the_proven_number(
    cloud: FakePlatform, company: Company
) -> None:
    base = FakeBase()
    assert sweep(cloud) == (0, 0), "it was asked when it was bound"
    a_day_later(cloud, company, base, times=3)
    assert base.asked_anew == [(SHOP.uscc, ID_NUMBER)]
    assert sweep(cloud) == (0, 0), "not twice a day"
    a_day_later(cloud, company, base)
    assert len(base.asked_anew) == 2


@pytest.mark.parametrize("result", [LegalPersonMatch.MATCH, LegalPersonMatch.UNAVAILABLE])
def test_a_yes_and_silence_change_nothing_and_it_is_asked_again(
    cloud: FakePlatform, company: Company, result: LegalPersonMatch
) -> None:
    headers, base = company.headers, answering(result)
    before = standing.read(cloud.table, company.organisation_id)
    a_day_later(cloud, company, base)
    after = standing.read(cloud.table, company.organisation_id)
    assert before and after
    assert (after.authority_id, after.version) == (before.authority_id, before.version + 1), "the question alone"
    assert open_case(company, headers).status == 201
    a_day_later(cloud, company, base)
    assert len(base.asked_anew) == 2


def test_another_name_ends_the_representatives_powers_and_not_the_agents(cloud: FakePlatform, company: Company) -> None:
    headers, agent = company.headers, company.agency(company.accepted(items=[]))
    a_day_later(cloud, company, answering(LegalPersonMatch.MISMATCH), times=2)
    assert said(open_case(company, headers)) == (401, "access.authority-over"), (
        "though the token is good for minutes yet"
    )
    assert capacities(company.api, company.representative) == []
    assert open_case(company, agent).status == 201
    (ended,) = told(cloud, company, "RepresentativeEnded")
    assert (ended.data["account_id"], ended.data["reason"]) == (company.representative.id, "MISMATCHED")


def test_the_end_of_the_organisation_ends_its_agents_too(cloud: FakePlatform, company: Company) -> None:
    headers, mandate_id, offered = company.headers, company.accepted(items=[]), company.offer().body["id"]
    agent = company.agency(mandate_id)
    a_day_later(cloud, company, answering(LegalPersonMatch.DISSOLVED), times=2)
    assert said(open_case(company, headers)) == said(open_case(company, agent)) == (401, "access.authority-over")
    assert {mandates.read(cloud.table, one).state for one in (mandate_id, offered)} == {"LAPSED"}
    late = company.api.call("POST", "/v1/mandates/{mandate_id}/acceptance", by=company.clerk, mandate_id=offered)
    assert said(late) == (409, "party.mandate-not-on-offer")
    assert cloud.table.row(Key(f"AUTHORITY#{mandate_id}", "LIVE")) is None


def test_however_many_agents_there_are_all_end_in_steps_and_then_nobody_looks_any_more(
    cloud: FakePlatform, company: Company
) -> None:
    given = [company.accepted(items=[]) for _ in range(23)]
    a_day_later(cloud, company, answering(LegalPersonMatch.DISSOLVED))

    def standing_still() -> int:
        return sum(mandates.read(cloud.table, one).stands for one in given)

    assert standing_still() == 13
    assert [sweep(cloud), standing_still()] == [(1, 0), 3]
    assert [sweep(cloud), standing_still()] == [(1, 0), 0]
    assert [sweep(cloud), sweep(cloud)] == [(1, 0), (0, 0)], "found nobody; once more, for a list may be behind"
    cloud.clock.move(hours=1)
    assert [sweep(cloud), sweep(cloud)] == [(1, 0), (0, 0)]
    cloud.clock.move(days=30)
    assert sweep(cloud) == (0, 0)
    assert [event.data["count"] for event in told(cloud, company, "AgentsEnded")] == [10, 10, 3, 0, 0]


def test_an_answer_to_an_older_question_says_nothing(cloud: FakePlatform, company: Company) -> None:
    """A successor was bound meanwhile, whom the base names as well."""
    cloud.clock.move(days=1)
    sweep(cloud)
    old = as_delivered(told(cloud, company, "RepresentativeQuestioned")[-1])
    cloud.clock.move(days=1)
    sweep(cloud)
    conclude(cloud, answering(LegalPersonMatch.MISMATCH), old)
    assert told(cloud, company, "RepresentativeEnded") == []


def test_a_successor_who_binds_it_is_asked_about_from_then_on(cloud: FakePlatform, company: Company) -> None:
    a_day_later(cloud, company, answering(LegalPersonMatch.MISMATCH))
    successor = Caller(identified(cloud, *ANOTHER), Role.APPLICANT, 3, "session-of-the-next")
    assert bound(company.api, cloud, successor) == company.organisation_id
    base = FakeBase()
    a_day_later(cloud, company, base)
    assert base.asked_anew == [(SHOP.uscc, ANOTHER[2])]
    assert len(capacities(company.api, successor)) == 1


def test_a_successor_bound_while_the_base_is_asked_about_the_former_one_stays(
    cloud: FakePlatform, company: Company
) -> None:
    """The late answer is about somebody else: it is asked again, about the successor."""
    successor = Caller(identified(cloud, *ANOTHER), Role.APPLICANT, 3, "session-of-the-next")

    class Slow(FakeBase):
        def representative_of(self, uscc: str, representative_id_number: str) -> LegalPersonMatch:
            super().representative_of(uscc, representative_id_number)
            if representative_id_number == ID_NUMBER:
                bound(company.api, cloud, successor)
                return LegalPersonMatch.MISMATCH
            return LegalPersonMatch.MATCH

    base = Slow()
    a_day_later(cloud, company, base)
    assert [number for _, number in base.asked_anew] == [ID_NUMBER, ANOTHER[2]]
    assert len(capacities(company.api, successor)) == 1
    assert told(cloud, company, "RepresentativeEnded") == []


def test_whoever_lost_their_powers_is_told_by_sms_once(cloud: FakePlatform, company: Company) -> None:
    sent: list[tuple[str, str, dict[str, str]]] = []

    class Gateway:
        def send(self, message_id: str, mobile: str, template: str, parameters: Any) -> None:
            sent.append((mobile, template, dict(parameters)))

    a_day_later(cloud, company, answering(LegalPersonMatch.MISMATCH))
    (ended,) = told(cloud, company, "RepresentativeEnded")
    for _ in range(2):
        notify.tell(cloud, Gateway(), as_delivered(ended))
    assert sent == [(MOBILE, "representation-mismatched.zh-CN", {"organisation": SHOP.name})]


def test_the_function_behind_the_bus_asks_the_base(
    cloud: FakePlatform, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = answering(LegalPersonMatch.MISMATCH)
    monkeypatch.setattr(check_identity, "platform", lambda: cloud)
    monkeypatch.setattr(check_organisation, "base_of", lambda _: base)
    cloud.clock.move(days=1)
    sweep(cloud)
    (question,) = told(cloud, company, "RepresentativeQuestioned")
    check_identity.check_identity({"detail": cloud_event(question)}, None)
    assert capacities(company.api, company.representative) == []


def test_the_history_names_neither_person_nor_organisation(cloud: FakePlatform, company: Company) -> None:
    company.accepted(items=[])
    a_day_later(cloud, company, answering(LegalPersonMatch.DISSOLVED))
    rows = cloud.table.partition(f"ORGANISATION#{company.organisation_id}")
    written = json.dumps([row for row in rows if "data" in row], ensure_ascii=False)
    assert not [one for one in (SHOP.name, SHOP.uscc, NAME, ID_NUMBER) if one in written]
