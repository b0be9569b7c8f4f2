"""Where a material comes from, in order: a licence, ours or of the licence base; what a base says of the subject; what
they brought once; a pledge where the item takes one; and only then an upload.

State Council orders 716 (2019) and 809 (2025): what can be shared must not be demanded again.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Self

from chalicelib.cases.applicant import Applicant
from chalicelib.cases.prefilling import ObtainedValue
from chalicelib.cases.slots import MaterialSlot
from chalicelib.cases.vocabulary import SlotState
from chalicelib.catalogue.elements import Bilingual
from chalicelib.catalogue.known_data import CertificateSource
from chalicelib.catalogue.model import ItemContent
from chalicelib.catalogue.parts import MaterialRequirement
from chalicelib.http.authority import AuthorityKind
from chalicelib.kernel.identity_numbers import HolderType
from chalicelib.kernel.value import Value
from chalicelib.licences.identifier import type_in_identifier
from chalicelib.licences.model import Licence
from chalicelib.licences.sharing.views import fields_of
from chalicelib.materials.vault.model import KeptMaterial
from chalicelib.materials.vault.validity import Validity

ID_CARD, BUSINESS_LICENCE = "RESIDENT_ID_CARD", "BUSINESS_LICENCE"
"""What says no more than a base confirms: that a name belongs to a number, that an organisation is registered so."""

PLEDGE_BARRED = "pledge-barred"
ONLY_THEIRS = "only-the-applicant-has-it"
VAULT = Bilingual(zh="本人留存材料", en="What is kept for you")


class Way(StrEnum):
    """How a material comes into the case; the first that leads to it is taken."""

    LICENCE = "LICENCE"
    """A valid licence that we issued."""
    LICENCE_BASE = "LICENCE_BASE"
    """A valid certificate of a licence base."""
    BASE_CHECK = "BASE_CHECK"
    """The population or the legal-person base confirms what it would show."""
    KEPT = "KEPT"
    """What they brought for an earlier case; they say that it is used again."""
    PLEDGE = "PLEDGE"
    """A written pledge is enough (告知承诺); the applicant gives it."""
    UPLOAD = "UPLOAD"
    """The applicant brings it."""

    @property
    def spares_the_applicant(self) -> bool:
        """Whether nothing is left to do, not even to agree."""
        return self not in {Way.KEPT, Way.PLEDGE, Way.UPLOAD}


class Holder(Value):
    """Whose materials are looked for. `representative` is the name and number of whoever represents an organisation,
    where they act themselves. Personal data: never into an event or a log.
    """

    account_id: str
    name: str
    number: str
    number_type: HolderType
    representative: tuple[str, str] | None = None

    @classmethod
    def of(cls, applicant: Applicant) -> Self:
        """The applicant of a case."""
        agent = applicant.agent
        acts_itself = agent is not None and agent.authority is AuthorityKind.REPRESENTATIVE
        return cls(
            account_id=applicant.account_id,
            name=applicant.name,
            number=applicant.id_number,
            number_type=applicant.number_type,
            representative=(agent.name, agent.id_number) if agent is not None and acts_itself else None,
        )


class Bringing(Value):
    """How one material comes. `why` is a code of `cases.material_reasons`; `note` says why no better way led to it.
    `reference` names the licence or certificate. Valid to the end of `valid_to`, a day in Hainan.
    """

    way: Way
    why: str
    note: str = ""
    source: Bilingual | None = None
    reference: str = ""
    valid_to: dt.date | None = None
    validity: Validity | None = None
    """Why until then, of what is kept."""
    says: dict[str, str] = {}
    """What the certificate says, by the names of its fields: personal data, for the form only."""
    told_by: str = ""
    """The counterparty that said so; empty where it is known here."""

    def fills(self, slot: MaterialSlot) -> MaterialSlot:
        """`slot` as it stands with this answer."""
        return slot.model_copy(
            update={
                "state": SlotState.OBTAINED if self.way.spares_the_applicant else SlotState.TO_UPLOAD,
                "why": self.why,
                "note": self.note,
                "source": self.source.zh if self.source else "",
                "certificate_id": self.reference,
                "valid_to": self.valid_to.isoformat() if self.valid_to else "",
                "validity": self.validity,
            }
        )


def from_our_licences(material: MaterialRequirement, held: Iterable[Licence]) -> Bringing | None:
    """By the licence of ours that is valid longest, if one is of the material's certificate type. `held` are those
    that their holder may show today.
    """
    wanted = type_in_identifier(material.certificate)
    fitting = [licence for licence in held if wanted and licence.request.certificate_type == wanted]
    if not fitting:
        return None
    licence = max(fitting, key=lambda one: one.request.valid_until or dt.date.max)
    says = agreed([fields_of(one) for one in fitting])
    return Bringing(
        way=Way.LICENCE,
        why="held-by-us",
        source=Bilingual(zh=licence.request.issuer_name),
        reference=licence.identifier,
        valid_to=licence.request.valid_until,
        says=says,
    )


def agreed(certificates: Sequence[Mapping[str, object]]) -> dict[str, str]:
    """What all of somebody's certificates of one type say alike; of two passports neither number is the one."""
    first, *others = certificates
    texts = {name: said for name, said in first.items() if isinstance(said, str) and said.strip()}
    return {name: said for name, said in texts.items() if all(other.get(name) == said for other in others)}


def left_to_the_applicant(item: ItemContent, material: MaterialRequirement, *, note: str = "") -> Bringing:
    """Nobody else has it: a pledge where the item takes one for it, or else an upload. `note`: what a source said."""
    if item.takes_pledge_for(material):
        return Bringing(way=Way.PLEDGE, why="pledge-is-enough", note=note)
    return Bringing(way=Way.UPLOAD, why=note or ONLY_THEIRS)


def without_pledge(brought: Bringing) -> Bringing:
    """`brought` for somebody of whom no pledge is taken: they upload instead."""
    if brought.way is not Way.PLEDGE:
        return brought
    return brought.model_copy(update={"way": Way.UPLOAD, "why": PLEDGE_BARRED})


def or_kept(material: MaterialRequirement, brought: Bringing, kept: Iterable[KeptMaterial], today: dt.date) -> Bringing:
    """`brought`, or, where that leaves something to do, what is kept and good for it today: the most trusted, then the
    latest. What needs nobody's act comes before it.
    """
    fitting = [] if brought.way.spares_the_applicant else [one for one in kept if one.is_good_for(material, today)]
    if not fitting:
        return brought
    best = min(fitting, key=lambda one: (one.grade, -one.kept_at.timestamp()))
    validity = best.validity_for(material)
    said = brought.note or ("" if brought.why == ONLY_THEIRS else brought.why)
    return Bringing(
        way=Way.KEPT,
        why="kept-from-earlier",
        note="" if brought.way is Way.PLEDGE and not brought.note else said,
        source=VAULT,
        reference=best.id,
        valid_to=validity.until,
        validity=validity,
    )


def way_of(slot: MaterialSlot) -> Way:
    """The way by which a material of a case comes, or came."""
    return WAYS.get(slot.why, Way.UPLOAD)


WAYS: Mapping[str, Way] = {
    "held-by-us": Way.LICENCE,
    "held-by-source": Way.LICENCE_BASE,
    "asking-source": Way.LICENCE_BASE,
    "confirmed-by-base": Way.BASE_CHECK,
    "kept-from-earlier": Way.KEPT,
    "kept-reused": Way.KEPT,
    "pledge-is-enough": Way.PLEDGE,
    "pledged": Way.PLEDGE,
}


def obtained_by(answer: Bringing, material: MaterialRequirement) -> dict[str, ObtainedValue]:
    """What the certificate behind `answer` says, by the sources that form fields name."""
    if answer.source is None:
        return {}
    return {
        str(CertificateSource(material.certificate, name)): ObtainedValue(
            value=said, held_by=answer.source, certificate_id=answer.reference
        )
        for name, said in answer.says.items()
    }
