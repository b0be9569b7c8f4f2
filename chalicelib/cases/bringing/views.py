"""Who must bring what, over HTTP."""

import datetime as dt
from typing import Self

from pydantic import Field

from chalicelib.cases.bringing.model import Bringing, Way
from chalicelib.cases.bringing.words import BASIS, valid_because
from chalicelib.cases.material_reasons import WHY
from chalicelib.catalogue.parts import MaterialRequirement
from chalicelib.catalogue.vocabulary import Necessity
from chalicelib.http.shapes import Request, Shape
from chalicelib.kernel.text import Language


class ToBringQuery(Request):
    """What would be applied for, and where."""

    item_code: str = Field(min_length=3, max_length=40)
    region: str = Field(pattern=r"^\d{6}(\d{3})?$", description="Code of the city, county or township that handles it.")


class MaterialToBringView(Shape):
    """One material: where it comes from, why, how long that is valid, and by what right it is had from there."""

    code: str
    name: str
    necessity: Necessity
    way: Way = Field(description="How it comes; only `PLEDGE` and `UPLOAD` leave something to do.")
    why: str
    explanation: str
    note: str | None = Field(None, description="What a source said that led to no better way.")
    source: str | None = None
    valid_to: dt.date | None = Field(None, description="Last day in Hainan; a base's word counts for the day.")
    valid_because: str | None = Field(None, description="Why until then.")
    basis: str = Field(description="The statutory duty or the act of one's own by which it comes this way.")

    @classmethod
    def of(cls, material: MaterialRequirement, brought: Bringing, language: Language) -> Self:
        return cls(
            code=material.code,
            name=material.name.in_language(language),
            necessity=material.necessity,
            way=brought.way,
            why=brought.why,
            explanation=WHY[brought.why].in_language(language),
            note=WHY[brought.note].in_language(language) if brought.note else None,
            source=brought.source.in_language(language) if brought.source else None,
            valid_to=brought.valid_to,
            valid_because=valid_because(brought.way, brought.validity, language) if brought.valid_to else None,
            basis=BASIS[brought.way].in_language(language),
        )


class MaterialsToBringView(Shape):
    """Every material of an item for one person or organisation; `left` are those that they have to see to."""

    item_code: str
    item_version: int
    region: str
    materials: list[MaterialToBringView]
    left: list[str] = Field(description="Codes of required materials to upload or to pledge for; mostly none.")


class PledgeView(Shape):
    """The text that would stand for a material."""

    version: str
    sha256: str
    text: str
