"""How long a package is kept, and from when (保管期限).

A period is counted from the first day of the year after the one in which the package was made (practice: 保管期限自归档
年度的次年1月1日起计算). Until its last day is over storage lets nobody delete the package. What is kept permanently, or
for a hundred years, is locked for as long as storage can lock anything; what is not appraised yet for as long as the
bucket locks every document.
"""

import datetime as dt
from dataclasses import dataclass

from chalicelib.catalogue.vocabulary import ArchivePeriod

YEARS = {
    ArchivePeriod.YEARS_100: 100,
    ArchivePeriod.YEARS_50: 50,
    ArchivePeriod.YEARS_30: 30,
    ArchivePeriod.YEARS_10: 10,
}
WORDS = {ArchivePeriod.PERMANENT: "永久", **{period: f"{years}年" for period, years in YEARS.items()}}
NOT_APPRAISED = "待鉴定"
LONGEST_LOCK = dt.timedelta(days=36_500)
"""S3 locks no object for longer than a hundred years."""


@dataclass(frozen=True)
class Keeping:
    """Of a package that was made on `made_on`; `period` is what its item says, if it says anything."""

    period: ArchivePeriod | None
    made_on: dt.date

    @property
    def words(self) -> str:
        """As archives write it (永久, 30年, 10年)."""
        return WORDS[self.period] if self.period else NOT_APPRAISED

    @property
    def until(self) -> dt.date | None:
        """The last day of the period; what has none is kept for ever, or until somebody appraises it."""
        years = YEARS.get(self.period) if self.period else None
        return dt.date(self.made_on.year + years, 12, 31) if years else None

    @property
    def locked_until(self) -> dt.date | None:
        """The day on which the lock is over; None where it is the bucket's to say."""
        if self.period is None:
            return None
        longest = self.made_on + LONGEST_LOCK
        return min(self.until + dt.timedelta(days=1), longest) if self.until else longest
