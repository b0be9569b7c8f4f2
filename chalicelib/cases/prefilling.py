"""Form fields that are known already (预填): a field says by `x-from` what it is filled in with.

Authoritative values were verified against a base and cannot be written over; who holds them to be wrong disputes them
(`cases.data_disputes`), and they are put right where they come from. Others are a suggestion.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from chalicelib.cases.applicant import Applicant
from chalicelib.cases.forms import field_at, pointer_to
from chalicelib.catalogue.checks.sources import AGENT_MOBILE, AGENT_NAME, AGENT_NUMBER, MOBILE, NAME, NUMBER
from chalicelib.kernel.text import Text
from chalicelib.parties.applicants.model import AgentDetails

BASES = Text("人口基础信息库或法人库核验", "Verified against the population or the legal-person base")
ACCOUNT = Text("账号登记", "From the account")


@dataclass(frozen=True)
class Origin:
    """Where a value comes from, whether it is authoritative, and how it is read."""

    said_by: Text
    is_authoritative: bool
    read: Callable[[Applicant], str]


@dataclass(frozen=True)
class Prefilled:
    """A field with its value from elsewhere."""

    at: str
    source: str
    value: str

    @property
    def origin(self) -> Origin:
        """Where it comes from."""
        return ORIGINS[self.source]


def _of_agent(read: Callable[[AgentDetails], str]) -> Callable[[Applicant], str]:
    return lambda applicant: read(applicant.agent) if applicant.agent else ""


ORIGINS: dict[str, Origin] = {
    NAME: Origin(BASES, True, lambda applicant: applicant.name),
    NUMBER: Origin(BASES, True, lambda applicant: applicant.id_number),
    MOBILE: Origin(ACCOUNT, False, lambda applicant: applicant.mobile),
    AGENT_NAME: Origin(BASES, True, _of_agent(lambda agent: agent.name)),
    AGENT_NUMBER: Origin(BASES, True, _of_agent(lambda agent: agent.id_number)),
    AGENT_MOBILE: Origin(ACCOUNT, False, _of_agent(lambda agent: agent.mobile)),
}


def known_fields(schema: dict[str, Any], applicant: Applicant) -> list[Prefilled]:
    """The fields of a form that are known of that applicant, in the form's order."""
    found = ((at, source, ORIGINS[source].read(applicant)) for at, source in _sourced(schema, ""))
    return [Prefilled(at, source, value) for at, source, value in found if value]


def filled_from(known: list[Prefilled], form: dict[str, Any]) -> dict[str, Any]:
    """`form` with everything that is known and that it does not hold yet."""
    filled = deepcopy(form)
    for field in known:
        if field_at(filled, field.at) is None:
            _put(filled, field.at.removeprefix("/").split("/"), field.value)
    return filled


def overwritten(known: list[Prefilled], form: dict[str, Any]) -> list[Prefilled]:
    """The authoritative fields of which `form` says something else."""
    return [field for field in known if field.origin.is_authoritative and field_at(form, field.at) != field.value]


def _sourced(schema: dict[str, Any], at: str) -> Iterator[tuple[str, str]]:
    for name, field in schema.get("properties", {}).items():
        here = at + pointer_to([name])
        if field.get("x-from") in ORIGINS:
            yield here, field["x-from"]
        yield from _sourced(field, here)


def _put(form: dict[str, Any], steps: list[str], value: str) -> None:
    inner = form
    for step in steps[:-1]:
        inner = inner.setdefault(step, {})
    inner[steps[-1]] = value
