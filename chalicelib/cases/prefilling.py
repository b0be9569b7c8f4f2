"""Form fields that are known already (预填): a field says by `x-from` what it is filled in with, what is known of
whoever applies or what a certificate says that is obtained for one of the materials.

Authoritative values were verified against a base and cannot be written over; who holds them to be wrong disputes them
(`cases.data_disputes`), and they are put right where they come from. Others are a suggestion.
"""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from chalicelib.cases.applicant import Applicant
from chalicelib.cases.forms import field_at, pointer_to
from chalicelib.catalogue.elements import Bilingual
from chalicelib.catalogue.known_data import (
    AGENT_MOBILE,
    AGENT_NAME,
    AGENT_NUMBER,
    MOBILE,
    NAME,
    NUMBER,
    ORGANISATION_NAME,
    ORGANISATION_NUMBER,
)
from chalicelib.kernel.text import Text
from chalicelib.kernel.value import Value
from chalicelib.parties.applicants.model import AgentDetails

BASES = Text("人口基础信息库或法人库核验", "Verified against the population or the legal-person base")
ACCOUNT = Text("账号登记", "From the account")


class ObtainedValue(Value):
    """What a certificate says in one of its fields, and who holds it. Personal data: never into an event or a log."""

    value: str
    held_by: Bilingual
    certificate_id: str


@dataclass(frozen=True)
class Origin:
    """Where a value comes from, whether it is authoritative, and how it is shown masked (`x-mask`) where the form does
    not say.
    """

    said_by: Text
    is_authoritative: bool
    mask: str = ""


@dataclass(frozen=True)
class Prefilled:
    """A field with its value from elsewhere."""

    at: str
    source: str
    value: str
    origin: Origin


def _of_agent(read: Callable[[AgentDetails], str]) -> Callable[[Applicant], str]:
    return lambda applicant: read(applicant.agent) if applicant.agent else ""


def _of_organisation(read: Callable[[Applicant], str]) -> Callable[[Applicant], str]:
    return lambda applicant: read(applicant) if applicant.is_organisation else ""


OF_APPLICANT: dict[str, tuple[Origin, Callable[[Applicant], str]]] = {
    NAME: (Origin(BASES, True, "name"), lambda applicant: applicant.name),
    NUMBER: (Origin(BASES, True, "id"), lambda applicant: applicant.id_number),
    MOBILE: (Origin(ACCOUNT, False, "mobile"), lambda applicant: applicant.mobile),
    ORGANISATION_NAME: (Origin(BASES, True), _of_organisation(lambda applicant: applicant.name)),
    ORGANISATION_NUMBER: (Origin(BASES, True), _of_organisation(lambda applicant: applicant.id_number)),
    AGENT_NAME: (Origin(BASES, True, "name"), _of_agent(lambda agent: agent.name)),
    AGENT_NUMBER: (Origin(BASES, True, "id"), _of_agent(lambda agent: agent.id_number)),
    AGENT_MOBILE: (Origin(ACCOUNT, False, "mobile"), _of_agent(lambda agent: agent.mobile)),
}


def known_fields(
    schema: dict[str, Any], applicant: Applicant, obtained: Mapping[str, ObtainedValue]
) -> list[Prefilled]:
    """The fields of a form that are known, of that applicant or from their certificates, in the form's order."""
    found = (_known(at, source, applicant, obtained) for at, source in _sourced(schema, ""))
    return [field for field in found if field is not None]


def filled_from(known: list[Prefilled], form: dict[str, Any]) -> dict[str, Any]:
    """`form` with everything that is known and that it does not hold yet."""
    filled = deepcopy(form)
    for field in known:
        if field_at(filled, field.at) is None:
            _put(filled, field.at.removeprefix("/").split("/"), field.value)
    return filled


def written_over(form: dict[str, Any], known: list[Prefilled]) -> dict[str, Any]:
    """`form` with all that is known, whatever stands there."""
    filled = deepcopy(form)
    for field in known:
        _put(filled, field.at.removeprefix("/").split("/"), field.value)
    return filled


def overwritten(known: list[Prefilled], form: dict[str, Any]) -> list[Prefilled]:
    """The authoritative fields of which `form` says something else."""
    return [field for field in known if field.origin.is_authoritative and field_at(form, field.at) != field.value]


def _known(at: str, source: str, applicant: Applicant, obtained: Mapping[str, ObtainedValue]) -> Prefilled | None:
    if source in OF_APPLICANT:
        origin, read = OF_APPLICANT[source]
        value = read(applicant)
        return Prefilled(at, source, value, origin) if value else None
    said = obtained.get(source)
    if said is None:
        return None
    zh, en = said.held_by.zh, said.held_by.in_language("en")
    return Prefilled(at, source, said.value, Origin(Text(f"证照载明：{zh}", f"As the certificate says: {en}"), True))


def _sourced(schema: dict[str, Any], at: str) -> Iterator[tuple[str, str]]:
    for name, field in schema.get("properties", {}).items():
        here = at + pointer_to([name])
        if isinstance(field.get("x-from"), str):
            yield here, field["x-from"]
        yield from _sourced(field, here)


def _put(form: dict[str, Any], steps: list[str], value: str) -> None:
    inner = form
    for step in steps[:-1]:
        inner = inner.setdefault(step, {})
    inner[steps[-1]] = value
