"""The registers as everybody reads them: looked up by code and day, with former codes and names resolved.

A `Registers` never changes: it is what the three registers held when they were read.
"""

import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Generic, TypeVar

from chalicelib.catalogue.elements import Bilingual
from chalicelib.catalogue.parts import MaterialRequirement
from chalicelib.catalogue.registers.entries import CertificateType, Department, Entry, Lasting, Region
from chalicelib.kernel.regions import lies_within

__all__ = ["Body", "CertificateType", "Department", "Region", "Registers", "normalised"]

Body = tuple[str, str]
"""A department (code of its line) in a region."""
Found = TypeVar("Found", bound=Entry)


def normalised(name: str) -> str:
    """A material's name without what people write differently: width, case, spaces and punctuation."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", name).casefold() if sign.isalnum())


class Directory(Generic[Found]):
    """Entries by their codes and by the codes they had."""

    def __init__(self, entries: Iterable[Found]) -> None:
        self._called: dict[str, list[tuple[Lasting, Found]]] = {}
        for entry in entries:
            self._called.setdefault(entry.code, []).append((entry, entry))
            for alias in entry.aliases:
                if alias.code:
                    self._called.setdefault(alias.code, []).append((alias, entry))

    def on(self, code: str, day: dt.date | None) -> Found | None:
        """The entry that is called so on that day and counts on it."""
        called = self._called.get(code, ())
        return next((it for name, it in called if name.counts_on(day) and it.counts_on(day)), None)

    def ever(self, code: str) -> Found | None:
        """The entry that is or was ever called so; who has the code as its own comes first."""
        called = sorted(self._called.get(code, ()), key=lambda pair: pair[1].code != code)
        return called[0][1] if called else None


@dataclass(frozen=True)
class Registers:
    """All entries, present and past. Look-ups take a day; without one they ask for what has no end in sight."""

    regions: tuple[Region, ...] = ()
    departments: tuple[Department, ...] = ()
    certificate_types: tuple[CertificateType, ...] = ()
    versions: Mapping[str, int] = field(default_factory=dict)
    """The version of each register, by its kind."""

    def with_entries(self, entries: tuple[Entry, ...]) -> "Registers":
        """The same, but for the register that `entries` are of; without any entry nothing changes."""
        if not entries:
            return self
        name = {Region: "regions", Department: "departments", CertificateType: "certificate_types"}[type(entries[0])]
        changed: dict[str, Any] = {name: entries}
        return replace(self, **changed)

    def region(self, code: str, on: dt.date | None) -> Region | None:
        """The region that is called `code` on that day, by its own code or by one it then had."""
        return self._regions.on(code, on)

    def department(self, code: str, on: dt.date | None) -> Department | None:
        """The department that is called `code` on that day."""
        return self._departments.on(code, on)

    def certificate_type(self, code: str, on: dt.date | None = None) -> CertificateType | None:
        """The certificate type of that code; without a day, of whatever time."""
        return self._types.ever(code) if on is None else self._types.on(code, on)

    def region_ever_called(self, code: str) -> Region | None:
        """The region that has or once had that code, whether or not it still counts."""
        return self._regions.ever(code)

    def department_ever_called(self, code: str) -> Department | None:
        """The department that has or once had that code, whether or not it still counts."""
        return self._departments.ever(code)

    def regions_in_scope(self, on: dt.date | None) -> tuple[Region, ...]:
        """The regions that the no-visit plan reaches, in order of their codes."""
        return tuple(region for region in self.regions if region.in_scope and region.counts_on(on))

    def body_name(self, body: Body, on: dt.date | None) -> Bilingual | None:
        """What the department is called in that region; the line's name where its level has none of its own."""
        department, region = self.department(body[0], on), self.region(body[1], on)
        if department is None or region is None:
            return None
        return department.names.at(region.level) or department.name

    def may_supervise(self, supervisor: Body, body: Body, on: dt.date | None) -> bool:
        """Whether the first body may supervise what the second one does (Administrative Licensing Law art. 60: the
        superior organ supervises the inferior one, and corrects what it finds).

        - Within a line the body of a superior region supervises those below it.
        - A line that is registered as supervisor of another, as the government-service office is of all, does so in
          its own region and in all below.
        - Nobody supervises itself; and who has no valid entry on that day neither supervises nor is supervised.
        """
        line, place = self.department(supervisor[0], on), self.region(supervisor[1], on)
        other_line, other_place = self.department(body[0], on), self.region(body[1], on)
        if line is None or place is None or other_line is None or other_place is None:
            return False
        if not lies_within(other_place.code, place.code):
            return False
        if line.code == other_line.code:
            return place.code != other_place.code
        return line.supervises_all or other_line.code in line.supervises

    def material_sources(self, material: MaterialRequirement, on: dt.date | None = None) -> tuple[CertificateType, ...]:
        """The certificate types from which the system obtains that material itself: the type that the material is
        said to be, those that replace its code, and those of its name.
        """
        found = {code for called in _calls_of(material) for code in self._obtained_for.get(called, ())}
        return tuple(kind for kind in self.certificate_types if kind.code in found and kind.counts_on(on))

    @cached_property
    def _regions(self) -> "Directory[Region]":
        return Directory(self.regions)

    @cached_property
    def _departments(self) -> "Directory[Department]":
        return Directory(self.departments)

    @cached_property
    def _types(self) -> "Directory[CertificateType]":
        return Directory(self.certificate_types)

    @cached_property
    def _obtained_for(self) -> dict[tuple[str, str], list[str]]:
        """Codes of obtainable types, by what a material may be called that they make superfluous."""
        found: dict[tuple[str, str], list[str]] = {}
        for kind in self.certificate_types:
            if kind.is_obtainable:
                for called in _replaced_by(kind):
                    found.setdefault(called, []).append(kind.code)
        return found


TYPE, CODE, NAME = "type", "code", "name"


def _calls_of(material: MaterialRequirement) -> set[tuple[str, str]]:
    return {(TYPE, material.certificate_type), (CODE, material.code), (NAME, normalised(material.name.zh))}


def _replaced_by(kind: CertificateType) -> set[tuple[str, str]]:
    own_names = [kind.name.zh, *(alias.name.zh for alias in kind.aliases if alias.name)]
    own_codes = [kind.code, *(alias.code for alias in kind.aliases if alias.code)]
    return {
        *((TYPE, code) for code in own_codes),
        *((CODE, code) for code in kind.replaces_codes),
        *((NAME, normalised(name)) for name in (*own_names, *kind.replaces)),
    }
