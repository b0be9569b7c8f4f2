"""What a publication check is: a function with a stable code, a demand in words, and the basis it rests on."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from chalicelib.catalogue.model import ItemContent
from chalicelib.catalogue.registers.model import Registers
from chalicelib.kernel.text import Text


@dataclass(frozen=True)
class Known:
    """What an item is checked against: the registers, and the day from which it shall be published.

    Without a day only what has no end in sight counts as registered.
    """

    registers: Registers
    on: dt.date | None = None


@dataclass(frozen=True)
class Fault:
    """One place that breaks a rule: an RFC 6901 pointer into the item, and what to do there."""

    pointer: str
    detail: Text


@dataclass(frozen=True)
class Violation:
    """A fault with the rule it breaks (`rule` is its code) and the rule's basis."""

    rule: str
    pointer: str
    detail: Text
    basis: Text


Check = Callable[[ItemContent, Known], Iterator[Fault]]


@dataclass(frozen=True)
class Rule:
    """A named publication check. It never raises, and always ends."""

    code: str
    demand: Text
    basis: Text
    check: Check

    def violations(self, item: ItemContent, known: Known) -> Iterator[Violation]:
        """Every place where `item` breaks the rule."""
        for fault in self.check(item, known):
            yield Violation(self.code, fault.pointer, fault.detail, self.basis)


def rule(code: str, zh: str, en: str, basis: Text) -> Callable[[Check], Rule]:
    """Declare the function below as the rule `code`, which demands what `zh` and `en` say."""
    return lambda check: Rule(code, Text(zh, en), basis, check)


def says_something(text: str | None, least: int = 1) -> bool:
    """Whether `text` holds at least so many characters besides spaces."""
    return len("".join((text or "").split())) >= least


SHORTEST_BASIS = 4
"""Characters; no citation is shorter."""


def names_a_basis(text: str) -> bool:
    """Whether `text` is long enough to cite anything."""
    return says_something(text, SHORTEST_BASIS)
