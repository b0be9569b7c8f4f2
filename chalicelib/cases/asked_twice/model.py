"""What is counted of a department in a month."""

from chalicelib.kernel.value import Value


class Count(Value):
    """Materials in correction requests (补正): all that were asked for, those that were refused because the system
    holds them, and those that went out although a source keeps that kind and could not be asked at the time.
    """

    asked_for: int = 0
    refused: int = 0
    asked_twice: int = 0

    def plus(self, other: "Count") -> "Count":
        """Both together."""
        return Count(
            asked_for=self.asked_for + other.asked_for,
            refused=self.refused + other.refused,
            asked_twice=self.asked_twice + other.asked_twice,
        )

    @property
    def rate_percent(self) -> float | None:
        """Asked twice per hundred asked for, to a tenth; None where nothing was asked for."""
        return round(100 * self.asked_twice / self.asked_for, 1) if self.asked_for else None
