"""Coverage: published no-visit items ÷ all catalogued items (Hainan plan 2017; the target there is 80 %).

An item counts once in the whole, for its department, its level and its batch, and once for each region that it serves.
It counts as no-visit from the day on which its no-visit version is in force until it is retired; a retired item is not
catalogued any more. The figures are kept as counts of items that stand alike, so any day can be asked for.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping

from chalicelib.catalogue.editing.listing import ListedItem, Standing
from chalicelib.catalogue.elements import Element

PARTS = ("whole", "department", "level", "region", "batch")


class Cell(Element):
    """So many items that stand alike."""

    level: str
    regions: tuple[str, ...]
    batch_id: str
    valid_from: dt.date | None
    retired_from: dt.date | None
    standing: Standing
    """On a day on which a published version is in force, and, before it or without one, `otherwise`."""
    otherwise: Standing
    items: int

    def standing_on(self, day: dt.date) -> Standing:
        """Where these items stand on that day."""
        if self.valid_from is None or (self.retired_from is not None and self.retired_from <= day):
            return self.otherwise
        return self.standing if self.valid_from <= day else Standing.SCHEDULED


class Cells(Element):
    """What was counted of one department."""

    cells: tuple[Cell, ...] = ()


class Share(Element):
    """Items with their parts."""

    items: int = 0
    no_visit: int = 0
    missing: dict[Standing, int] = {}

    @property
    def percent(self) -> str:
        """The share with one decimal, rounded down: a target is not reached by rounding. `0.0` of nothing."""
        tenths = self.no_visit * 1000 // self.items if self.items else 0
        return f"{tenths // 10}.{tenths % 10}"

    def reaches(self, target_percent: int) -> bool:
        """Whether the share is at least the target."""
        return self.items > 0 and self.no_visit * 100 >= target_percent * self.items


class Coverage(Element):
    """The figure of one day, whole and in its parts."""

    whole: Share
    by_department: dict[str, Share]
    by_level: dict[str, Share]
    by_region: dict[str, Share]
    by_batch: dict[str, Share]


def cells_of(items: Iterable[ListedItem]) -> Cells:
    """The items of one department, counted."""
    alike = Counter(_cell(item) for item in items)
    cells = [cell.model_copy(update={"items": count}) for cell, count in alike.items()]
    return Cells(cells=tuple(sorted(cells, key=lambda cell: cell.model_dump_json())))


def coverage(departments: Mapping[str, Cells], day: dt.date) -> Coverage:
    """The figure of that day."""
    parts: dict[str, dict[str, Counter[Standing]]] = {part: {} for part in PARTS}
    for department, cells in departments.items():
        for cell in cells.cells:
            standing = cell.standing_on(day)
            if standing is Standing.RETIRED:
                continue
            for part, names in _places(department, cell).items():
                for name in names:
                    parts[part].setdefault(name, Counter())[standing] += cell.items
    shares = {part: {name: _share(counted) for name, counted in sorted(names.items())} for part, names in parts.items()}
    return Coverage(
        whole=shares["whole"].get("", Share()),
        by_department=shares["department"],
        by_level=shares["level"],
        by_region=shares["region"],
        by_batch=shares["batch"],
    )


def _places(department: str, cell: Cell) -> dict[str, tuple[str, ...]]:
    """Where the items of a cell count."""
    batch = (cell.batch_id,) if cell.batch_id else ()
    return {"whole": ("",), "department": (department,), "level": (cell.level,), "region": cell.regions, "batch": batch}


def _share(counted: Counter[Standing]) -> Share:
    missing = {standing: count for standing, count in sorted(counted.items()) if standing is not Standing.NO_VISIT}
    return Share(items=counted.total(), no_visit=counted[Standing.NO_VISIT], missing=missing)


def _cell(item: ListedItem) -> Cell:
    return Cell(
        level=item.level,
        regions=item.regions,
        batch_id=item.in_batch or item.published_batch,
        valid_from=item.valid_from,
        retired_from=item.retired_from,
        standing=Standing.NO_VISIT if item.no_visit else Standing.VISIT,
        otherwise=item.standing_in_work,
        items=0,
    )
