"""What a difference is, and what it means for those who apply."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from chalicelib.kernel.text import Text


class Effect(StrEnum):
    """What a change means for the applicant."""

    EASIER = "EASIER"
    HARDER = "HARDER"
    NEUTRAL = "NEUTRAL"


@dataclass(frozen=True)
class Difference:
    """One thing that is not as it was: where (an RFC 6901 pointer; members of lists by their code), what, and what it
    means for the applicant.
    """

    pointer: str
    text: Text
    effect: Effect


class Place(NamedTuple):
    """Where two values are compared, and what that place is called."""

    pointer: str
    label: Text

    def within(self, name: object, label: Text) -> "Place":
        """A place within this one, called so after it."""
        whole = Text(f"{self.label.zh}的{label.zh}", f"{self.label.en}, {label.en}") if self.label.zh else label
        return Place(self.pointer + step(name), whole)

    def named(self, name: object, title: Text) -> "Place":
        """A member of this list, called by its own title."""
        return Place(self.pointer + step(name), title)

    def tell(self, zh: str, en: str, burden: int = 0) -> Difference:
        """A difference at this place; `burden` is how much harder it makes applying."""
        return Difference(self.pointer, Text(zh, en), effect_of(burden))


Compare = Callable[[Place, Any, Any], Iterator[Difference]]
Weight = Callable[[Any], int]
"""How much of a burden something is; the larger, the harder."""


class Aspect(NamedTuple):
    """One field of an element: what it is called and how two values of it are compared."""

    label: Text
    compare: Compare


def step(name: object) -> str:
    """`name` as a step of an RFC 6901 pointer."""
    return "/" + str(name).replace("~", "~0").replace("/", "~1")


def effect_of(burden: int) -> Effect:
    """What more burden, or less, means."""
    if burden == 0:
        return Effect.NEUTRAL
    return Effect.HARDER if burden > 0 else Effect.EASIER


def nothing(_: object) -> int:
    """No burden, whatever it is."""
    return 0


def sign(number: int) -> int:
    """1, 0 or -1."""
    return (number > 0) - (number < 0)
