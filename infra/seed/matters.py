"""The matters of the generated catalogue: nouns × acts, at the province or in the cities and counties."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from infra.seed.acts import FIRST, Act, acts_for
from infra.seed.choosing import number

SEED = Path(__file__).parent
PROVINCE, CITY_OR_COUNTY = "p", "c"
DISTRICTS = {"4601": "海口市", "4602": "三亚市"}


@dataclass(frozen=True)
class Matter:
    """One item in the making. `place` is a region's code where the item is one city's or county's own."""

    noun: dict[str, Any]
    act: Act
    level: str
    place: str = ""

    @property
    def zh(self) -> str:
        """The item's name; no two are alike."""
        return f"{self.noun['zh']}{self.act.zh}{self._where('（{}）', 0)}"

    @property
    def en(self) -> str:
        """The item's name in English."""
        return f"{self.act.en.format(self.noun['en'])}{self._where(' ({})', 1)}"

    @property
    def is_visited(self) -> bool:
        """Whether a law wants the applicant to come: for the noun's first act only."""
        return "visit" in self.noun and self.act.key == FIRST

    def _where(self, form: str, language: int) -> str:
        if self.level == PROVINCE:
            both = "c" in self.noun["levels"]
            return form.format(("省级", "province")[language]) if both else ""
        return form.format(places()[self.place][language]) if self.place else ""


@cache
def places() -> dict[str, tuple[str, str]]:
    """Cities, counties and districts that the plan reaches, with their names; districts say of which city."""
    regions = json.loads((SEED / "regions.json").read_bytes())
    wanted = {"CITY", "COUNTY_LEVEL_CITY", "COUNTY", "DISTRICT"}
    return {
        region["code"]: (_full_name(region), region["name"]["en"])
        for region in regions
        if region["kind"] in wanted and region.get("in_scope", True)
    }


def provincial(seed: int) -> Iterator[Matter]:
    """Every matter of the province, in the order of this seed."""
    yield from _shuffled(seed, [Matter(noun, act, PROVINCE) for noun, act in _done(PROVINCE)])


def local(seed: int) -> Iterator[Matter]:
    """Every matter of the cities and counties in the order of this seed: what all have, then what each has by
    itself (实施清单).
    """
    shared = [Matter(noun, act, CITY_OR_COUNTY) for noun, act in _done(CITY_OR_COUNTY)]
    yield from _shuffled(seed, shared)
    own = [Matter(matter.noun, matter.act, CITY_OR_COUNTY, place) for matter in shared for place in places()]
    yield from _shuffled(seed, own)


@cache
def _nouns() -> tuple[dict[str, Any], ...]:
    return tuple(json.loads((SEED / "nouns.json").read_bytes()))


def _done(level: str) -> Iterator[tuple[dict[str, Any], Act]]:
    for noun in _nouns():
        if level in noun["levels"]:
            acts = acts_for(noun["zh"], noun["class"], plain=noun.get("plain", False))
            yield from ((noun, act) for act in acts if act.key in noun.get("acts", (act.key,)))


def _shuffled(seed: int, matters: list[Matter]) -> list[Matter]:
    return sorted(matters, key=lambda matter: (number(seed, matter.zh), matter.zh))


def _full_name(region: dict[str, Any]) -> str:
    city = DISTRICTS.get(region["code"][:4], "") if region["kind"] == "DISTRICT" else ""
    return f"{city}{region['name']['zh']}"
