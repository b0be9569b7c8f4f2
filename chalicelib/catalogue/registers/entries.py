"""What the registers hold: immutable entries with the days between which they count."""

import datetime as dt
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from chalicelib.catalogue.elements import Bilingual, Element
from chalicelib.catalogue.vocabulary import AdministrativeLevel, DepartmentNature
from chalicelib.kernel.text import Text

DEPARTMENT_CODE = r"^[A-Z0-9-]{2,20}$"
TYPE_CODE = r"^[A-Z0-9_-]{2,60}$"
REGION_CODE = r"^\d{6}(\d{3})?$"


class Lasting(Element):
    """Something that counts from `valid_from` to `valid_to`, both days included; without a date it has no such end."""

    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError(Text("终止日期早于起始日期", "It ends before it begins"))
        return self

    def counts_on(self, on: dt.date | None) -> bool:
        """Whether it counts on that day; asked without a day, whether no end is in sight."""
        if on is None:
            return self.valid_to is None
        return (self.valid_from or on) <= on <= (self.valid_to or on)

    def overlaps(self, other: "Lasting") -> bool:
        """Whether there is a day on which both count."""
        begins = max(self.valid_from or dt.date.min, other.valid_from or dt.date.min)
        return begins <= min(self.valid_to or dt.date.max, other.valid_to or dt.date.max)

    def outlasts(self, other: "Lasting") -> bool:
        """Whether it still counts when `other` has ended."""
        return (self.valid_to or dt.date.max) > (other.valid_to or dt.date.max)


class Alias(Lasting):
    """Another code or another name of an entry, for the days on which it was in use."""

    code: str = Field("", pattern=r"^[A-Z0-9_-]{0,60}$")
    name: Bilingual | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.code and self.name is None:
            raise ValueError(Text("别名应有编码或名称", "An alias has a code or a name"))
        return self


class Entry(Lasting):
    """One entry of a register."""

    code: str
    name: Bilingual
    aliases: tuple[Alias, ...] = Field((), max_length=20)
    illustrative: bool = False
    """Made up for a demonstration."""


class RegionKind(StrEnum):
    """What kind of division a region is."""

    PROVINCE = "PROVINCE"
    CITY = "CITY"
    """A city with districts or townships of its own (地级市)."""
    COUNTY_LEVEL_CITY = "COUNTY_LEVEL_CITY"
    COUNTY = "COUNTY"
    """A county or an autonomous county (县、自治县)."""
    DISTRICT = "DISTRICT"
    TOWNSHIP = "TOWNSHIP"
    """A town, a township or a street (镇、乡、街道)."""
    DEVELOPMENT_ZONE = "DEVELOPMENT_ZONE"
    """A zone with a street-level code of its own, such as Yangpu (洋浦经济开发区)."""


LEVEL_OF = {
    RegionKind.PROVINCE: AdministrativeLevel.PROVINCE,
    RegionKind.CITY: AdministrativeLevel.CITY,
    RegionKind.COUNTY_LEVEL_CITY: AdministrativeLevel.COUNTY,
    RegionKind.COUNTY: AdministrativeLevel.COUNTY,
    RegionKind.DISTRICT: AdministrativeLevel.COUNTY,
    RegionKind.TOWNSHIP: AdministrativeLevel.TOWNSHIP,
    RegionKind.DEVELOPMENT_ZONE: AdministrativeLevel.TOWNSHIP,
}


class Region(Entry):
    """An administrative division (行政区划, GB/T 2260; nine digits from the township down)."""

    code: str = Field(pattern=REGION_CODE)
    kind: RegionKind
    parent: str = Field("", pattern=r"^(\d{6})?$")
    """The division above; empty for the province."""
    in_scope: bool = True
    """Whether the no-visit plan of 2017 reaches it."""
    out_of_scope_reason: Bilingual | None = None

    @property
    def level(self) -> AdministrativeLevel:
        """The level whose items are handled there."""
        return LEVEL_OF[self.kind]


class LevelNames(Element):
    """What a department is called at each level at which it has a body."""

    province: Bilingual | None = None
    city: Bilingual | None = None
    county: Bilingual | None = None
    township: Bilingual | None = None

    def at(self, level: AdministrativeLevel) -> Bilingual | None:
        """The body's name at that level, if there is a body."""
        return {
            AdministrativeLevel.PROVINCE: self.province,
            AdministrativeLevel.CITY: self.city,
            AdministrativeLevel.COUNTY: self.county,
            AdministrativeLevel.TOWNSHIP: self.township,
        }.get(level)


class Department(Entry):
    """A department as a functional line (条线): one code for its bodies at all levels, such as GA for public security.

    `supervises` names the lines that it supervises beside its own; `supervises_all` is for the government-service
    office (政务服务管理局).
    """

    code: str = Field(pattern=DEPARTMENT_CODE)
    names: LevelNames = LevelNames()
    nature: DepartmentNature = DepartmentNature.ADMINISTRATIVE_ORGAN
    supervises: tuple[str, ...] = ()
    supervises_all: bool = False
    enquiry_phone: str = Field("", max_length=40)
    supervision_phone: str = Field("", max_length=40)


class FieldKind(StrEnum):
    """What a field of a certificate holds."""

    TEXT = "TEXT"
    DATE = "DATE"
    NUMBER = "NUMBER"
    IDENTITY_NUMBER = "IDENTITY_NUMBER"
    IMAGE = "IMAGE"


class CertificateField(Element):
    """One field of a certificate (照面信息)."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]{0,40}$")
    label: Bilingual
    kind: FieldKind = FieldKind.TEXT


class TrustGrade(StrEnum):
    """How far a certificate of this type may be relied on (可信等级)."""

    ISSUER_MADE = "A"
    VERIFIED = "B"
    SELF_UPLOADED = "C"
    SELF_DECLARED = "D"


class DocumentLayout(StrEnum):
    """In which layout (版式) a document that grants something is set."""

    DECISION = "DECISION"
    """决定书: who applied for what, what was decided and why."""
    PERMIT = "PERMIT"
    """许可证: who may do what, from when until when."""
    PROOF = "PROOF"
    """证明: that something is so, for somebody else to read."""


class CertificateType(Entry):
    """A type of certificate (证照目录): who issues it, what it says, and which materials it makes superfluous.

    With a `holder` the system obtains it from that licence base by itself, and nobody may be asked for it (State
    Council orders 716 and 809). `replaces` and `replaces_codes` name materials, as items call them.
    """

    code: str = Field(pattern=TYPE_CODE)
    issuing_department: str = Field(pattern=DEPARTMENT_CODE)
    validity_years: int | None = Field(None, ge=1, le=100)
    """How long one lasts; None without an end."""
    fields: tuple[CertificateField, ...] = Field((), max_length=100)
    replaces: tuple[str, ...] = Field((), max_length=100)
    replaces_codes: tuple[str, ...] = Field((), max_length=100)
    holder: Bilingual | None = None
    trust: TrustGrade = TrustGrade.ISSUER_MADE
    template: DocumentLayout = DocumentLayout.DECISION
    """Which layout its documents are set in."""

    @property
    def is_obtainable(self) -> bool:
        """Whether the system fetches it itself."""
        return self.holder is not None
