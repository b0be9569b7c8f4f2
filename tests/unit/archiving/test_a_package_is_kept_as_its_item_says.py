"""How long a package is kept, and until when nobody can delete it."""

import datetime as dt

import pytest

from chalicelib.archiving.keeping import Keeping
from chalicelib.catalogue.vocabulary import ArchivePeriod
from chalicelib.catalogue.words import WORDS

MADE = dt.date(2026, 3, 2)


@pytest.mark.parametrize(
    ("period", "words", "until", "locked"),
    [
        (ArchivePeriod.YEARS_10, "10年", dt.date(2036, 12, 31), dt.date(2037, 1, 1)),
        (ArchivePeriod.YEARS_30, "30年", dt.date(2056, 12, 31), dt.date(2057, 1, 1)),
        (ArchivePeriod.YEARS_50, "50年", dt.date(2076, 12, 31), dt.date(2077, 1, 1)),
        (ArchivePeriod.YEARS_100, "100年", dt.date(2126, 12, 31), MADE + dt.timedelta(days=36_500)),
        (ArchivePeriod.PERMANENT, "永久", None, MADE + dt.timedelta(days=36_500)),
        (None, "待鉴定", None, None),
    ],
)
def test_from_the_year_after(
    period: ArchivePeriod | None, words: str, until: dt.date | None, locked: dt.date | None
) -> None:
    keeping = Keeping(period, MADE)
    assert (keeping.words, keeping.until, keeping.locked_until) == (words, until, locked)


@pytest.mark.parametrize("made", [dt.date(2026, 1, 1), dt.date(2026, 12, 31)])
def test_all_of_a_year_is_kept_to_the_same_day(made: dt.date) -> None:
    assert Keeping(ArchivePeriod.YEARS_10, made).until == dt.date(2036, 12, 31)


def test_archives_and_catalogue_use_the_same_words() -> None:
    assert {period: Keeping(period, MADE).words for period in ArchivePeriod} == {
        period: text.zh for period, text in WORDS[ArchivePeriod].items()
    }
