"""Asking outside: licence bases and bases, all at once, each with its own time.

A source that does not answer is never a silent pass: the material is the applicant's then, with a note that says so.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Protocol

from chalicelib.aws.counterparty_http import ClientCredentials, Refused, Unavailable
from chalicelib.aws.machine_time import machine_now
from chalicelib.aws.observability import logger
from chalicelib.aws.platform import Platform
from chalicelib.cases.bringing.model import (
    BUSINESS_LICENCE,
    ID_CARD,
    Bringing,
    Holder,
    Way,
    agreed,
    left_to_the_applicant,
)
from chalicelib.catalogue.elements import Bilingual
from chalicelib.catalogue.model import ItemContent
from chalicelib.catalogue.parts import MaterialRequirement, SharedSource
from chalicelib.kernel.identity_numbers import HolderType
from chalicelib.kernel.ids import new_secret
from chalicelib.materials.licence_base import Certificate, LicenceBase
from chalicelib.materials.trust import TrustGrade
from chalicelib.parties.sources.answer import Answer
from chalicelib.parties.sources.legal_persons import LegalPersonAnswer, LegalPersonBase, LegalPersonMatch
from chalicelib.parties.sources.population import PopulationBase

WARM = "cases.bringing.sources"
LICENCE_BASE, POPULATION, LEGAL_PERSONS = "licence-base", "population-base", "legal-person-base"
RELIABLE = frozenset({TrustGrade.A, TrustGrade.B})
"""Made or verified by an issuer; a copy that its holder uploaded or declared proves nothing."""
SILENT, NOT_HELD, OTHERWISE = "source-unavailable", "not-held", "base-says-otherwise"
BASES = {
    POPULATION: Bilingual(zh="人口基础信息库", en="The population base"),
    LEGAL_PERSONS: Bilingual(zh="法人单位信息资源库", en="The legal-person base"),
}


class Licences(Protocol):
    """A licence base; raises `Unavailable` or `Refused`."""

    def query(
        self, holder_code: str, holder_type: HolderType, certificate_type: str, use_reason: str
    ) -> list[Certificate]: ...


class People(Protocol):
    """The population base; never raises."""

    def check(self, name: str, id_number: str) -> Answer: ...


class Organisations(Protocol):
    """The legal-person base; never raises."""

    def check(
        self, uscc: str, name: str, representative_name: str, representative_id_number: str
    ) -> LegalPersonAnswer: ...


@dataclass(frozen=True)
class Sources:
    """Who is asked; a base that is not there is not asked."""

    licences: Licences
    people: People | None = None
    organisations: Organisations | None = None


def sources_of(cloud: Platform) -> Sources:
    """Those of a deployment, kept with their connections for the life of the process."""
    if WARM not in cloud.warm:

        def client(name: str) -> ClientCredentials:
            return ClientCredentials(**cloud.secrets.counterparty(name))

        settings = cloud.settings
        cloud.warm[WARM] = Sources(
            LicenceBase(client("licence_base"), settings.licence_base_url, now=machine_now, nonce=new_secret),
            PopulationBase(client("population"), settings.population_url, now=machine_now, nonce=new_secret),
            LegalPersonBase(client("legal_persons"), settings.legal_persons_url, now=machine_now, nonce=new_secret),
        )
    sources: Sources = cloud.warm[WARM]
    return sources


def is_asked_for_outside(material: MaterialRequirement, holder: Holder, sources: Sources) -> bool:
    """Whether anybody outside may have it or know what it shows."""
    return material.shared_source is not None or _check(material, holder, sources) is not None


def from_outside(
    sources: Sources,
    item: ItemContent,
    materials: Iterable[MaterialRequirement],
    holder: Holder,
    *,
    today: date,
    within: float,
) -> Iterator[tuple[MaterialRequirement, Bringing]]:
    """How each material comes, as the answers do; whoever is silent for `within` seconds has given none."""
    wanted = list(materials)
    if not wanted:
        return
    threads = ThreadPoolExecutor(max_workers=len(wanted))
    waiting = {threads.submit(_ask, sources, item, material, holder, today): material for material in wanted}
    try:
        yield from _as_they_come(waiting, item, within)
    finally:
        threads.shutdown(wait=False, cancel_futures=True)


def _as_they_come(
    waiting: dict["Future[Bringing]", MaterialRequirement], item: ItemContent, within: float
) -> Iterator[tuple[MaterialRequirement, Bringing]]:
    try:
        for done in as_completed(list(waiting), timeout=within):
            material = waiting.pop(done)
            yield material, done.result()
    except TimeoutError:
        logger.warning("sources did not answer in time", extra={"count": len(waiting)})
        for material in waiting.values():
            yield material, _not_brought(item, material, SILENT)


def _ask(sources: Sources, item: ItemContent, material: MaterialRequirement, holder: Holder, today: date) -> Bringing:
    note = ""
    if material.shared_source is not None:
        brought, note = _from_licence_base(sources.licences, material.shared_source, holder, today)
        if brought is not None:
            return brought
    check = _check(material, holder, sources)
    if check is None:
        return _not_brought(item, material, note)
    base, ask = check
    answer = ask()
    if answer is Answer.MATCH:
        return Bringing(way=Way.BASE_CHECK, why="confirmed-by-base", source=BASES[base], valid_to=today, told_by=base)
    said = OTHERWISE if answer is Answer.MISMATCH else SILENT
    return left_to_the_applicant(item, material, note=said).model_copy(update={"told_by": base})


def _not_brought(item: ItemContent, material: MaterialRequirement, note: str) -> Bringing:
    return left_to_the_applicant(item, material, note=note).model_copy(update={"told_by": LICENCE_BASE})


def _from_licence_base(
    base: Licences, shared: SharedSource, holder: Holder, today: date
) -> tuple[Bringing | None, str]:
    """The holder's certificate that is valid longest of those that count today, or why there is none. An organisation's
    are asked for by its social credit code.
    """
    try:
        found = base.query(holder.number, holder.number_type, shared.certificate_type, shared.use_reason)
    except (Unavailable, Refused) as failure:
        kind = {"certificate_type": shared.certificate_type, "failure": type(failure).__name__}
        logger.warning("a source gave no answer", extra=kind)
        return None, SILENT
    valid = [one for one in found if _counts(one, shared, today)]
    if not valid:
        return None, NOT_HELD
    best = max(valid, key=lambda one: one.valid_to)
    brought = Bringing(
        way=Way.LICENCE_BASE,
        why="held-by-source",
        source=shared.holder,
        reference=best.id,
        valid_to=best.valid_to,
        says=agreed([one.fields for one in valid]),
        told_by=LICENCE_BASE,
    )
    return brought, ""


def _counts(certificate: Certificate, shared: SharedSource, today: date) -> bool:
    is_valid = certificate.valid_from <= today <= certificate.valid_to
    return is_valid and certificate.type == shared.certificate_type and certificate.trust_grade in RELIABLE


def _check(material: MaterialRequirement, holder: Holder, sources: Sources) -> tuple[str, Callable[[], Answer]] | None:
    """Which base confirms what the material would show, and how it is asked."""
    is_person = holder.number_type is HolderType.RESIDENT_ID
    if material.certificate == ID_CARD and is_person and sources.people is not None:
        return POPULATION, partial(sources.people.check, holder.name, holder.number)
    if material.certificate == BUSINESS_LICENCE and holder.representative and sources.organisations is not None:
        return LEGAL_PERSONS, partial(_registered, sources.organisations, holder, holder.representative)
    return None


def _registered(base: Organisations, holder: Holder, representative: tuple[str, str]) -> Answer:
    result = base.check(holder.number, holder.name, *representative).result
    if result is LegalPersonMatch.DISSOLVED:
        return Answer.MISMATCH
    return Answer(result.value)
