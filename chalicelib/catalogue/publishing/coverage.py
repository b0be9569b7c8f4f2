"""Coverage: published no-visit items ÷ all catalogued items (Hainan plan 2017; the target there is 80 %).

An item counts once in the whole, for its department, its level and its batch, and once for each region that it serves.
It counts as no-visit while a no-visit version of it is in force for the readers of the live edition; a retired item is
not catalogued any more. The figures are kept as counts of items that stand alike, so any day can be asked for.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping

from chalicelib.catalogue.editing.listing import ListedItem, Span, Standing, standing_on
from chalicelib.catalogue.elements import Element

PARTS = ("whole", "department", "level", "region", "batch")


class Cell(Element):
    """So many items that stand alike."""

    level: str
    regions: tuple[str, ...]
    batch_id: str
    spans: tuple[Span, ...]
    in_work: Standing
    """Where they stand as long as no published version is in force."""
    items: int

    def standing(self, day: dt.date, live: int) -> Standing:
        """Where these items stand on that day for the readers of that edition."""
        return standing_on(self.spans, day, in_work=self.in_work, live=live)


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


def coverage(departments: Mapping[str, Cells], day: dt.date, live: int) -> Coverage:
    """The figure of that day, as the edition `live` shows the catalogue."""
    parts: dict[str, dict[str, Counter[Standing]]] = {part: {} for part in PARTS}
    for department, cells in departments.items():
        for cell in cells.cells:
            standing = cell.standing(day, live)
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
        spans=item.spans,
        in_work=item.standing_in_work,
        items=0,
    )
