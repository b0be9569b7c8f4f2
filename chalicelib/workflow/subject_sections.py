"""What a copy of one's own data holds, section by section: as JSON values, without anybody else's data.

Officials are named by what they are, other people not at all or masked, as the API shows them. What the person
themselves wrote about others (a recipient, a form) is their own statement and stays as they wrote it.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from pydantic import BaseModel

from chalicelib.aws.platform import Platform
from chalicelib.aws.rows import Row
from chalicelib.cases.data_disputes import service as disputes
from chalicelib.cases.promise_checks import service as promise_checks
from chalicelib.cases.promise_checks.views import PromiseCheckView
from chalicelib.kernel.instants import shanghai_date
from chalicelib.licences import service as licences
from chalicelib.licences.sharing import service as sharing
from chalicelib.licences.sharing.views import ReadingView
from chalicelib.licences.views import LicenceView
from chalicelib.materials.vault import service as vault
from chalicelib.materials.vault.views import KeptMaterialView
from chalicelib.parties import service as parties
from chalicelib.parties.assistance import service as assistance
from chalicelib.parties.assistance.views import WholeAssistanceView
from chalicelib.parties.authorities import service as authorities
from chalicelib.parties.authorities.api import CapacityView
from chalicelib.parties.communities import service as communities
from chalicelib.parties.communities.views import EngagementView
from chalicelib.parties.consents import service as consents
from chalicelib.parties.consents.views import ConsentView
from chalicelib.parties.guardians import service as guardians
from chalicelib.parties.guardians.api import GuardianView, WardClaimView
from chalicelib.parties.guardians.errors import NoWardClaimed
from chalicelib.parties.introductions import service as introductions
from chalicelib.parties.introductions.views import IntroductionView
from chalicelib.parties.looks import look_in, looks_at
from chalicelib.parties.looks_api import LookView
from chalicelib.parties.mandates import service as mandates
from chalicelib.parties.mandates.views import MandateSummary
from chalicelib.parties.organisations import service as organisations
from chalicelib.parties.organisations.errors import NothingClaimed

PAGE = 100
OURS = {"version", "head"}
"""How an aggregate is kept says nothing about a person."""
SECRETS = {*OURS, "face_token", "certificate_token", "held_by", "merged_into"}
"""Tokens of other services, and references to other accounts."""
Collected = list[Any] | dict[str, Any]
Collector = Callable[[Platform, str], Collected]


def of_account(cloud: Platform, person: str) -> Collected:
    """The account itself, whole."""
    hidden: Any = {**dict.fromkeys(SECRETS, True), "seen": {"by"}}
    return parties.read_account(cloud.table, person).model_dump(mode="json", exclude=hidden)


def of_sign_ins(cloud: Platform, person: str) -> Collected:
    """Where they are signed in."""
    return [
        {"session_id": session_id, **device.model_dump(mode="json")}
        for session_id, device in parties.signed_in_with(cloud.table, person)
    ]


def of_mandates(side: str) -> Collector:
    """What they gave, or what they hold: the other side is masked."""

    def collect(cloud: Platform, person: str) -> Collected:
        def page(after: Row | None) -> tuple[list[Any], Row | None]:
            return mandates.listed(cloud.table, side, person, limit=PAGE, after=after)

        return [shown(MandateSummary.of(mandate, _today(cloud))) for mandate in _pages(page)]

    return collect


def of_capacities(cloud: Platform, person: str) -> Collected:
    """For whom they may act, and by what."""

    def page(after: Row | None) -> tuple[list[Any], Row | None]:
        return authorities.held_by(cloud.table, person, limit=PAGE, after=after)

    return [shown(CapacityView.of(record, _today(cloud))) for record in _pages(page)]


def of_organisation_claim(cloud: Platform, person: str) -> Collected:
    """The organisation that they said they represent, if they did."""
    with suppress(NothingClaimed):
        return organisations.latest_claim(cloud.table, person).model_dump(mode="json", exclude=OURS)
    return {}


def of_looks(cloud: Platform, person: str) -> Collected:
    """Who looked at their data: by desk."""

    def page(after: Row | None) -> tuple[list[Any], Row | None]:
        found = looks_at(cloud.table, person, limit=PAGE, after=after)
        return found.rows, found.next

    return [shown(LookView.of(look_in(row))) for row in _pages(page)]


def of_kept_materials(cloud: Platform, person: str) -> Collected:
    """What they brought once and is kept to be used again, with where it was."""
    today = shanghai_date(cloud.clock.now())

    def page(after: Row | None) -> tuple[list[Any], Row | None]:
        return vault.listed(cloud.table, person, limit=PAGE, after=after)

    return [shown(KeptMaterialView.of(kept, today, "zh-CN")) for kept in _pages(page)]


def of_data_disputes(cloud: Platform, person: str) -> Collected:
    """What they held to be wrong, what they said it should be, and what was answered."""

    def page(after: Row | None) -> tuple[list[Any], Row | None]:
        return disputes.of_owner(cloud.table, person, limit=PAGE, after=after)

    hidden: Any = dict.fromkeys((*OURS, "owner_id"), True)
    return [it.model_dump(mode="json", exclude=hidden) for it in _pages(page)]


def of_promise_checks(cloud: Platform, person: str) -> Collected:
    """What was found of their promises, what they said to it, and what stands on record."""

    def page(after: Row | None) -> tuple[list[Any], Row | None]:
        return promise_checks.of_owner(cloud.table, person, limit=PAGE, after=after)

    return [shown(PromiseCheckView.of(it, "zh-CN")) for it in _pages(page)]


def of_consents(cloud: Platform, person: str) -> Collected:
    """What they consented to, with the texts that they signed."""

    def page(after: Row | None) -> tuple[list[Any], Row | None]:
        return consents.given_by(cloud.table, person, limit=PAGE, after=after)

    return [shown(ConsentView.of(consent, _today(cloud))) for consent in _pages(page)]


def of_licences(cloud: Platform, person: str) -> Collected:
    """The licences in their name, in whatever standing."""
    number = parties.read_account(cloud.table, person).id_number
    if not number:
        return []
    found = licences.all_listed(cloud.table, licences.number_hashes(cloud, number))
    return [shown(LicenceView.of(licence, cloud.clock.now())) for licence in found]


def of_assistances(cloud: Platform, person: str) -> Collected:
    """Who helped them at a window or on the phone, by desk, and what was done."""

    def page(after: Row | None) -> tuple[list[Any], Row | None]:
        return assistance.received(cloud.table, person, limit=PAGE, after=after)

    whole = (assistance.read_whole(cloud.table, given.id) for given in _pages(page))
    return [shown(WholeAssistanceView.with_acts(given, acts, "zh-CN")) for given, acts in whole]


def of_ward_claim(cloud: Platform, person: str) -> Collected:
    """The child whose guardian they said they are, if they did: masked, for it is somebody else."""
    with suppress(NoWardClaimed):
        return {**shown(WardClaimView.of(guardians.latest_claim(cloud.table, person)))}
    return {}


def of_guardians(cloud: Platform, person: str) -> Collected:
    """Who acts or acted for them as a guardian."""

    def page(after: Row | None) -> tuple[list[Any], Row | None]:
        return guardians.guardians_of(cloud.table, person, limit=PAGE, after=after)

    return [shown(GuardianView.of(guardianship)) for guardianship in _pages(page)]


def of_community_engagements(cloud: Platform, person: str) -> Collected:
    """Which community agents they were asked about, and what they said; the text names the agent and is left out."""

    def page(after: Row | None) -> tuple[list[Any], Row | None]:
        return communities.engagements_of(cloud.table, person, limit=PAGE, after=after)

    told = (shown(EngagementView.of(engagement)) for engagement in _pages(page))
    return [{name: value for name, value in one.items() if name != "text"} for one in told]


def of_introductions(cloud: Platform, person: str) -> Collected:
    """Which partner systems were told who they are, and by which name each of them knows them."""

    def page(after: Row | None) -> tuple[list[Any], Row | None]:
        return introductions.granted_by(cloud.table, person, limit=PAGE, after=after)

    return [{**shown(IntroductionView.of(it)), "known_as": it.told.subject} for it in _pages(page)]


def of_licence_readings(cloud: Platform, person: str) -> Collected:
    """Which partner systems read their licences, and why."""
    number = parties.read_account(cloud.table, person).id_number
    pk = sharing.listed_in(cloud, number)

    def page(after: Row | None) -> tuple[list[Any], Row | None]:
        return sharing.listed(cloud.table, pk, limit=PAGE, after=after)

    return [shown(ReadingView.of(reading)) for reading in _pages(page)] if number else []


SECTIONS: Mapping[str, Collector] = {
    "account": of_account,
    "sign-ins": of_sign_ins,
    "mandates-given": of_mandates("given"),
    "mandates-held": of_mandates("held"),
    "capacities": of_capacities,
    "organisation-claim": of_organisation_claim,
    "looks": of_looks,
    "consents": of_consents,
    "licences": of_licences,
    "data-disputes": of_data_disputes,
    "promise-checks": of_promise_checks,
    "kept-materials": of_kept_materials,
    "assistances": of_assistances,
    "ward-claim": of_ward_claim,
    "guardians": of_guardians,
    "community-engagements": of_community_engagements,
    "partners-told": of_introductions,
    "licence-readings": of_licence_readings,
}
"""Name of the file → what collects it. Cases have a file each."""


def shown(view: BaseModel) -> dict[str, Any]:
    """A view as the copy holds it: without what is empty."""
    return view.model_dump(mode="json", exclude_none=True)


def _today(cloud: Platform) -> date:
    return shanghai_date(cloud.clock.now())


def _pages(page_behind: Callable[[Row | None], tuple[list[Any], Row | None]]) -> Iterator[Any]:
    after: Row | None = None
    while True:
        entries, after = page_behind(after)
        yield from entries
        if after is None:
            return
