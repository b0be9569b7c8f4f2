"""What of an item is shown in a list and filtered by."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from chalicelib.catalogue.elements import Bilingual
from chalicelib.catalogue.model import ItemVersion
from chalicelib.catalogue.vocabulary import AdministrativeLevel, DeliveryWay, LifeEvent, SubjectKind
from chalicelib.kernel.text import Language
from chalicelib.kernel.working_time import Limit


@dataclass(frozen=True, slots=True)
class Words:
    """A text in Chinese and, where given, in English."""

    zh: str
    en: str = ""

    def in_language(self, language: Language) -> str:
        """English where wanted and given, otherwise Chinese."""
        return self.en if language == "en" and self.en else self.zh


@dataclass(frozen=True, slots=True)
class Summary:
    """One version of an item while it is valid: from `valid_from` to `valid_to`, both days included (Asia/Shanghai).

    Twenty thousand of them are loaded at a time, so nothing is validated here: what comes in was validated as an
    `ItemVersion`.
    """

    code: str
    version: int
    name: Words
    department_code: str
    department: Words
    level: AdministrativeLevel
    regions: tuple[str, ...]
    province_wide: bool
    subjects: tuple[SubjectKind, ...]
    life_events: tuple[LifeEvent, ...]
    keywords: tuple[str, ...]
    no_visit: bool
    visits: int
    statutory: Limit
    promised: Limit
    fee_fen: int | None
    online_depth: int
    minimum_level: int
    delivery: tuple[DeliveryWay, ...]
    illustrative: bool
    valid_from: dt.date
    valid_to: dt.date | None
    batch: str

    @property
    def is_instant(self) -> bool:
        """即办件: a promise of zero, the same working day."""
        return self.promised.amount == 0

    def until(self, last_day: dt.date) -> "Summary":
        """The same, ending with `last_day`: what publishing its successor does to it."""
        return replace(self, valid_to=last_day)


def summary_of(item: ItemVersion, *, valid_from: dt.date, valid_to: dt.date | None, batch: str) -> Summary:
    """`item` as `batch` publishes it, for the days from `valid_from` to `valid_to`, both included."""
    return Summary(
        code=item.code,
        version=item.version,
        name=_words(item.name),
        department_code=item.department.code,
        department=_words(item.department.name),
        level=item.level,
        regions=item.regions,
        province_wide=item.province_wide,
        subjects=item.subjects,
        life_events=item.life_events,
        keywords=item.keywords,
        no_visit=item.is_no_visit,
        visits=item.visits,
        statutory=item.limits.statutory,
        promised=item.limits.promised,
        fee_fen=item.fee.amount_fen if item.fee else None,
        online_depth=item.online_depth,
        minimum_level=item.minimum_level,
        delivery=item.delivery,
        illustrative=item.illustrative,
        valid_from=valid_from,
        valid_to=valid_to,
        batch=batch,
    )


def _words(text: Bilingual) -> Words:
    return Words(text.zh, text.en)


def in_order(summaries: Sequence[Summary]) -> list[Summary]:
    """The one order in which equals are shown: short names first, then by name, code and beginning.

    Of the names that hold what was asked for, the shortest says least else: that is also the order of relevance.
    """
    return sorted(summaries, key=lambda it: (len(it.name.zh), it.name.zh, it.code, it.valid_from, it.version))
