"""What a search answers, in the reader's language."""

import datetime as dt
from collections.abc import Iterable, Mapping

from pydantic import Field

from chalicelib.catalogue.finding.facets import Count, Facets
from chalicelib.catalogue.finding.finder import Finder
from chalicelib.catalogue.finding.summary import Summary, Words
from chalicelib.catalogue.vocabulary import AdministrativeLevel, DeliveryWay, LifeEvent, SubjectKind
from chalicelib.catalogue.words import word_of
from chalicelib.http.paging import ListOf
from chalicelib.http.shapes import Shape
from chalicelib.kernel.text import Language, Text
from chalicelib.kernel.working_time import Limit


class FoundItem(Shape):
    """An item on a list."""

    code: str
    version: int
    name: str
    department_code: str
    department: str
    item_level: AdministrativeLevel
    regions: tuple[str, ...]
    province_wide: bool
    subjects: tuple[SubjectKind, ...]
    life_events: tuple[LifeEvent, ...]
    no_visit: bool
    visits: int
    statutory_limit: Limit
    promised_limit: Limit
    fee_fen: int | None
    online_depth: int
    minimum_level: int
    delivery: tuple[DeliveryWay, ...]
    illustrative: bool = Field(description="The figures are made up for a demonstration.")
    valid_from: dt.date
    valid_to: dt.date | None = Field(None, description="The last day, where one is set.")

    @classmethod
    def of(cls, summary: Summary, language: Language) -> "FoundItem":
        """`summary` as a reader of `language` sees it."""
        return cls(
            code=summary.code,
            version=summary.version,
            name=summary.name.in_language(language),
            department_code=summary.department_code,
            department=summary.department.in_language(language),
            item_level=summary.level,
            regions=summary.regions,
            province_wide=summary.province_wide,
            subjects=summary.subjects,
            life_events=summary.life_events,
            no_visit=summary.no_visit,
            visits=summary.visits,
            statutory_limit=summary.statutory,
            promised_limit=summary.promised,
            fee_fen=summary.fee_fen,
            online_depth=summary.online_depth,
            minimum_level=summary.minimum_level,
            delivery=summary.delivery,
            illustrative=summary.illustrative,
            valid_from=summary.valid_from,
            valid_to=summary.valid_to,
        )


class FacetView(Shape):
    """How many items would be left with that code as a filter."""

    code: str
    name: str | None = None
    items: int


class FacetsView(Shape):
    """What was found may be narrowed down by these, the largest first; what would leave nothing is left out."""

    departments: list[FacetView]
    life_events: list[FacetView]
    regions: list[FacetView] = Field(description="An item may serve several.")
    no_visit: int = Field(description="Items that nobody has to visit an office for.")
    instant: int = Field(description="Items that are concluded on the same working day.")


class FoundItems(ListOf[FoundItem]):
    """One page of what was found, the best answers first."""

    facets: FacetsView


class LifeEventView(Shape):
    """A life event in both languages."""

    code: LifeEvent
    name_zh: str
    name_en: str


class LifeEventsView(Shape):
    """All life events, in the order of a life."""

    life_events: list[LifeEventView]


def facets_view(facets: Facets, finder: Finder, language: Language) -> FacetsView:
    """`facets` with their names."""
    events = {event.value: word_of(event) for event in LifeEvent}

    def told(counts: Iterable[Count], names: Mapping[str, Words | Text]) -> list[FacetView]:
        named = [(count, names.get(count.value)) for count in counts]
        return [
            FacetView(code=count.value, name=name.in_language(language) if name else None, items=count.items)
            for count, name in named
        ]

    return FacetsView(
        departments=told(facets.departments, finder.names.departments),
        life_events=told(facets.life_events, events),
        regions=told(facets.regions, finder.names.regions),
        no_visit=facets.no_visit,
        instant=facets.instant,
    )
