"""The limits of an item: statutory (法定时限), promised (承诺时限), and the longest extension of both."""

from typing import Self

from pydantic import model_validator

from chalicelib.kernel.day_walk import Limit, Unit
from chalicelib.kernel.value import Value

TEN_WORKING_DAYS = Limit(amount=10)
"""What the head may add (Administrative Licensing Law art. 42); 15 for unified or joint handling."""


class PromiseExceedsStatuteError(ValueError):
    """A promised limit longer than the statutory one in the same unit."""


class TimeLimits(Value):
    """What the law allows, what the department promises, and the longest single extension.

    Limits in different units cannot be compared without dates: there a clock caps the promise at the statute.
    ValueError (in a ValidationError) when the promise is longer, or the extension is in hours.
    """

    statutory: Limit
    promised: Limit
    extension: Limit = TEN_WORKING_DAYS

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.promised.unit is self.statutory.unit and self.promised.amount > self.statutory.amount:
            raise PromiseExceedsStatuteError("the promised limit cannot exceed the statutory one")
        if self.extension.unit is Unit.HOUR:
            raise ValueError("an extension is counted in days or months")
        return self
