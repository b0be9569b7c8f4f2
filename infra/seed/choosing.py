"""Choices that look like chance and are always the same: every draw is named, and its name alone decides it.

SHA-256 means the same everywhere and for good, which no pseudo-random generator of a library promises; and a draw
that is added, or left out, changes no other.
"""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

Option = TypeVar("Option")


def number(*names: object) -> int:
    """A number of 64 bits that depends on the names, and on nothing else."""
    return int.from_bytes(hashlib.sha256("/".join(map(str, names)).encode()).digest()[:8], "big")


class Dice:
    """Draws for one subject, such as an item of a catalogue with a certain seed."""

    def __init__(self, *subject: object) -> None:
        self._subject = subject

    def pick(self, what: str, options: Sequence[Option]) -> Option:
        """One of the options, for the draw named `what`."""
        return options[number(*self._subject, what) % len(options)]

    def some(self, what: str, options: Sequence[Option], count: int) -> list[Option]:
        """So many different ones of the options, in their order."""
        chosen = sorted(range(len(options)), key=lambda place: number(*self._subject, what, place))[:count]
        return [options[place] for place in sorted(chosen)]

    def chance(self, what: str, percent: int) -> bool:
        """Whether it comes true, as it does in so many of a hundred draws."""
        return number(*self._subject, what) % 100 < percent
