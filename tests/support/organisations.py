"""An organisation of the sandbox, its representative, and whom it authorises, asked for over HTTP."""

from dataclasses import dataclass, replace
from typing import Any

from chalicelib.aws.history import events_among
from chalicelib.http.access import Caller, Role
from chalicelib.http.authority import Authority, AuthorityKind
from chalicelib.parties.authorities.model import AuthorityRecord
from chalicelib.parties.authorities.service import grant
from chalicelib.parties.organisations import service
from chalicelib.parties.sources.legal_persons import LegalPersonAnswer, LegalPersonMatch, OrganisationKind
from chalicelib.workflow.check_organisation import conclude
from infra.sandbox.organisations import ORGANISATIONS
from tests.support.mandates import AGENT_MOBILE, AGENT_NAME, AGENT_NUMBER, TERMS
from tests.support.people import as_delivered, identified
from tests.support.platform import MONDAY_MORNING, FakePlatform
from tests.support.probes import Answered, Api

SHOP = ORGANISATIONS[0]
CLAIM = "/v1/me/organisation-claim"
MATCH = LegalPersonAnswer(LegalPersonMatch.MATCH, OrganisationKind.ENTERPRISE)


class FakeBase:
    """Answers what it is told to; remembers what it was asked."""

    def __init__(self, answer: LegalPersonAnswer = MATCH) -> None:
        self.answer = answer
        self.asked: list[tuple[str, str, str, str]] = []
        self.standing = LegalPersonMatch.MATCH
        self.asked_anew: list[tuple[str, str]] = []

    def check(self, uscc: str, name: str, representative_name: str, representative_id_number: str) -> LegalPersonAnswer:
        self.asked.append((uscc, name, representative_name, representative_id_number))
        return self.answer

    def representative_of(self, uscc: str, representative_id_number: str) -> LegalPersonMatch:
        self.asked_anew.append((uscc, representative_id_number))
        return self.standing


def said(answer: Answered) -> tuple[int, str]:
    return answer.status, answer.body["code"]


def ask(api: Api, who: Caller, name: str = SHOP.name, uscc: str = SHOP.uscc) -> Answered:
    return api.call("POST", CLAIM, {"uscc": uscc, "name": name}, by=who)


def heard(cloud: FakePlatform, who: Caller, base: FakeBase, times: int = 1) -> None:
    """The consumer gets the event of the latest claim."""
    claim = service.latest_claim(cloud.table, who.id)
    events = events_among(cloud.table.partition(f"ORGANISATION-CLAIM#{who.id}"))
    told = as_delivered([event for event in events if event.type == "party.OrganisationClaimed"][-1])
    assert told.subject == claim.id
    for _ in range(times):
        conclude(cloud, base, told)


def bound(api: Api, cloud: FakePlatform, who: Caller) -> str:
    """The organisation that somebody has claimed with success."""
    assert ask(api, who).status == 202
    heard(cloud, who, FakeBase())
    organisation: str = api.call("GET", CLAIM, by=who).body["organisation_id"]
    return organisation


def capacities(api: Api, who: Caller) -> list[dict[str, str]]:
    entries: list[dict[str, str]] = api.call("GET", "/v1/me/capacities", by=who).body["entries"]
    return entries


def acting(api: Api, who: Caller) -> dict[str, str]:
    chosen = {"capacity_id": capacities(api, who)[0]["capacity_id"]}
    token = api.call("POST", "/v1/sessions/current/capacity", chosen, by=who).body["access_token"]
    return {"Authorization": f"Bearer {token}"}


def limited(cloud: FakePlatform, holder: Caller, principal_id: str, *items: str) -> Caller:
    """`holder` as an agent of that principal for `items` alone, by an authority that stands."""
    record = AuthorityRecord(
        id=f"agency-{holder.id}",
        kind=AuthorityKind.AGENT,
        holder_id=holder.id,
        principal_id=principal_id,
        principal_name=SHOP.name,
        items=items,
        valid_from=MONDAY_MORNING.date(),
    )
    uow = cloud.unit_of_work()
    grant(uow, record)
    uow.commit()
    authority = Authority(AuthorityKind.AGENT, record.id, items)
    return replace(holder, id=principal_id, actor_id=holder.id, authority=authority)


@dataclass
class Company:
    """An enterprise that is bound to its representative, and somebody whom it may authorise; both at L3."""

    api: Api
    cloud: FakePlatform
    organisation_id: str
    representative: Caller
    clerk: Caller

    @property
    def headers(self) -> dict[str, str]:
        """Headers of requests that the representative makes for it."""
        return acting(self.api, self.representative)

    def offer(self, **other: Any) -> Answered:
        """Preview the terms, sign what is shown, offer it."""
        terms = {**TERMS, **other}
        shown = self.api.call("POST", "/v1/mandates/preview", terms, headers=self.headers)
        assert shown.status == 200, shown.text
        signed = {"version": shown.body["version"], "sha256": shown.body["sha256"], "accepted": True}
        return self.api.call("POST", "/v1/mandates", {**terms, **signed}, headers=self.headers)

    def accepted(self, **other: Any) -> str:
        """The id of a mandate that the clerk has taken on."""
        mandate_id: str = self.offer(**other).body["id"]
        path = "/v1/mandates/{mandate_id}/acceptance"
        answer = self.api.call("POST", path, by=self.clerk, mandate_id=mandate_id)
        assert answer.status == 200, answer.text
        return mandate_id

    def agency(self, mandate_id: str) -> dict[str, str]:
        """Headers of requests that the clerk makes for it under a mandate."""
        chosen = {"capacity_id": mandate_id}
        answer = self.api.call("POST", "/v1/sessions/current/capacity", chosen, by=self.clerk)
        assert answer.status == 200, answer.text
        return {"Authorization": f"Bearer {answer.body['access_token']}"}


def a_company(cloud: FakePlatform, api: Api) -> Company:
    """`SHOP`, whose representative has bound it."""
    owner = Caller(identified(cloud), Role.APPLICANT, 3, "session-of-the-owner")
    clerk = Caller(identified(cloud, AGENT_MOBILE, AGENT_NAME, AGENT_NUMBER), Role.APPLICANT, 3, "session-of-the-clerk")
    return Company(api, cloud, bound(api, cloud, owner), owner, clerk)
