"""Comparing limits of different units (时限折算), without dates and therefore on the safe side.

In the same unit amounts are compared. Otherwise both become calendar days of ordinary weeks, with no holidays in
them: the promise at its longest (every weekend that can fall into it does), the statute at its shortest. Holidays
are left out, because they move both and the clock caps every promise at the statute anyway.
"""

from chalicelib.kernel.working_time import Limit, Unit

WORKDAYS = 5
WEEKEND = 2
HOURS = 24
SHORTEST_MONTH, LONGEST_MONTH = 28, 31


def surely_within(promised: Limit, statutory: Limit) -> bool:
    """Whether the promise ends no later than the statute in every ordinary week."""
    if promised.unit is statutory.unit:
        return promised.amount <= statutory.amount
    return longest_days(promised) <= shortest_days(statutory)


def longest_days(limit: Limit) -> int:
    """Calendar days that the limit takes at most."""
    return {
        Unit.HOUR: -(-limit.amount // HOURS),
        Unit.CALENDAR_DAY: limit.amount,
        Unit.WORKING_DAY: limit.amount + WEEKEND * -(-limit.amount // WORKDAYS),
        Unit.MONTH: limit.amount * LONGEST_MONTH,
    }[limit.unit]


def shortest_days(limit: Limit) -> int:
    """Calendar days that the limit takes at least."""
    return {
        Unit.HOUR: limit.amount // HOURS,
        Unit.CALENDAR_DAY: limit.amount,
        Unit.WORKING_DAY: limit.amount + WEEKEND * (max(limit.amount - 1, 0) // WORKDAYS),
        Unit.MONTH: limit.amount * SHORTEST_MONTH,
    }[limit.unit]
