"""The registers as readers see them, and as those who maintain them send them in."""

import datetime as dt
from typing import Any, Self

from pydantic import AwareDatetime, Field

from chalicelib.catalogue.elements import Bilingual
from chalicelib.catalogue.registers.entries import (
    REGION_CODE,
    Alias,
    CertificateType,
    Department,
    Entry,
    FieldKind,
    LevelNames,
    Region,
    RegionKind,
    TrustGrade,
)
from chalicelib.catalogue.registers.events import Amended
from chalicelib.catalogue.registers.register import written
from chalicelib.catalogue.vocabulary import AdministrativeLevel, DepartmentNature
from chalicelib.http.shapes import Request, Shape
from chalicelib.kernel.events import RecordedEvent
from chalicelib.kernel.text import Language

LEVELS = (
    AdministrativeLevel.PROVINCE,
    AdministrativeLevel.CITY,
    AdministrativeLevel.COUNTY,
    AdministrativeLevel.TOWNSHIP,
)


class RegionEntry(Region):
    """A region, whole, as the register is to keep it."""


class DepartmentEntry(Department):
    """A department line, whole, as the register is to keep it."""


class CertificateTypeEntry(CertificateType):
    """A certificate type, whole, as the register is to keep it."""


class RegisterEntryView(Shape):
    """An entry as it is sent in to change it, in both languages and without what has its default."""

    code: str
    entry: dict[str, Any]

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """As the register keeps it."""
        return cls(code=entry.code, entry=written(entry))


class AliasView(Shape):
    """Another code or name, and when it was in use."""

    code: str | None = None
    name: str | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    @classmethod
    def of(cls, alias: Alias, language: Language) -> Self:
        """In the reader's language."""
        days = {"valid_from": alias.valid_from, "valid_to": alias.valid_to}
        return cls(code=alias.code or None, name=_said(alias.name, language), **days)


class RegionView(Shape):
    """An administrative division."""

    code: str
    name: str
    kind: RegionKind
    parent: str | None = None
    in_scope: bool = Field(description="Whether the no-visit plan reaches it.")
    out_of_scope_reason: str | None = None
    aliases: list[AliasView]
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    illustrative: bool

    @classmethod
    def of(cls, region: Region, language: Language) -> Self:
        """In the reader's language."""
        return cls(
            **_common(region, language),
            kind=region.kind,
            parent=region.parent or None,
            in_scope=region.in_scope,
            out_of_scope_reason=_said(region.out_of_scope_reason, language),
        )


class BodyNameView(Shape):
    """What a department is called at a level."""

    item_level: AdministrativeLevel
    name: str


class DepartmentView(Shape):
    """A department line with its bodies."""

    code: str
    name: str
    bodies: list[BodyNameView]
    nature: DepartmentNature
    supervises: tuple[str, ...]
    supervises_all: bool
    enquiry_phone: str | None = None
    supervision_phone: str | None = None
    aliases: list[AliasView]
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    illustrative: bool

    @classmethod
    def of(cls, department: Department, language: Language) -> Self:
        """In the reader's language."""
        return cls(
            **_common(department, language),
            bodies=_bodies(department.names, language),
            nature=department.nature,
            supervises=department.supervises,
            supervises_all=department.supervises_all,
            enquiry_phone=department.enquiry_phone or None,
            supervision_phone=department.supervision_phone or None,
        )


class CertificateFieldView(Shape):
    """A field of a certificate."""

    name: str
    label: str
    kind: FieldKind


class CertificateTypeView(Shape):
    """A certificate type."""

    code: str
    name: str
    issuing_department: str
    validity_years: int | None = None
    fields_shown: list[CertificateFieldView]
    replaces: tuple[str, ...] = Field(description="Materials that nobody is asked for any more.")
    holder: str | None = Field(None, description="From whom the system obtains it itself.")
    trust: TrustGrade
    aliases: list[AliasView]
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    illustrative: bool

    @classmethod
    def of(cls, kind: CertificateType, language: Language) -> Self:
        """In the reader's language."""
        return cls(
            **_common(kind, language),
            issuing_department=kind.issuing_department,
            validity_years=kind.validity_years,
            fields_shown=[
                CertificateFieldView(name=it.name, label=it.label.in_language(language), kind=it.kind)
                for it in kind.fields
            ],
            replaces=kind.replaces,
            holder=_said(kind.holder, language),
            trust=kind.trust,
        )


class ChangedEntryView(Shape):
    """An entry before and after an amendment, without what has its default."""

    code: str
    before: dict[str, Any] | None = None
    after: dict[str, Any]


class AmendmentView(Shape):
    """One amendment of a register, and who made it."""

    sequence: int
    at: AwareDatetime
    actor: str
    role: str
    changes: list[ChangedEntryView]

    @classmethod
    def of(cls, event: RecordedEvent) -> Self:
        """As it was recorded."""
        changes = [ChangedEntryView(**change.model_dump()) for change in Amended.model_validate(event.data).changes]
        who = {"actor": event.actor.id, "role": event.actor.role}
        return cls(sequence=event.sequence, at=event.at, **who, changes=changes)


class Entries(Request):
    """Which entries are wanted."""

    on: dt.date | None = Field(None, description="Those that count on that day; today, if not said.")


class RegionQuery(Entries):
    """Which regions are wanted."""

    parent: str = Field("", pattern=rf"^$|{REGION_CODE}", description="Only the divisions of this region.")


def _common(entry: Entry, language: Language) -> dict[str, Any]:
    return {
        "code": entry.code,
        "name": entry.name.in_language(language),
        "aliases": [AliasView.of(alias, language) for alias in entry.aliases],
        "valid_from": entry.valid_from,
        "valid_to": entry.valid_to,
        "illustrative": entry.illustrative,
    }


def _bodies(names: LevelNames, language: Language) -> list[BodyNameView]:
    named = [(level, names.at(level)) for level in LEVELS]
    return [BodyNameView(item_level=level, name=name.in_language(language)) for level, name in named if name]


def _said(text: Bilingual | None, language: Language) -> str | None:
    return text.in_language(language) if text else None
