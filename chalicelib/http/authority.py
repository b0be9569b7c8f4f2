"""By what somebody acts for somebody else, and how far that goes: what a token says of it."""

from dataclasses import dataclass
from enum import StrEnum


class Power(StrEnum):
    """What somebody may do for somebody else."""

    SUBMIT = "SUBMIT"
    """Everything about the application itself."""
    PAY = "PAY"
    RECEIVE = "RECEIVE"
    """The documents, and what is delivered."""


class AuthorityKind(StrEnum):
    """By what somebody acts for somebody else, or in another capacity than their usual one."""

    REPRESENTATIVE = "REPRESENTATIVE"
    """The legal representative (法定代表人) of an organisation."""
    AGENT = "AGENT"
    """Somebody whom an organisation authorised (经办人)."""
    ATTORNEY = "ATTORNEY"
    """Somebody whom a natural person authorised (受托人)."""
    GUARDIAN = "GUARDIAN"
    """The guardian (监护人) of a minor."""
    COMMUNITY = "COMMUNITY"
    """A village's or community's agent, for people who agreed (村居代办员)."""
    ASSISTANCE = "ASSISTANCE"
    """A window clerk or hotline agent, for somebody who is there or on the phone (协助办理)."""
    POST = "POST"
    """Another post of the same member of staff."""
    SUBSTITUTION = "SUBSTITUTION"
    """The post of a colleague who is absent (代班)."""


OWN_CAPACITIES = frozenset({AuthorityKind.POST, AuthorityKind.SUBSTITUTION})
"""In these somebody still acts in their own name."""


@dataclass(frozen=True)
class Authority:
    """By what the caller acts for `Caller.id`. No items means all items, no powers all powers; `until` is the last day
    (ISO date in Hainan), empty when it has no end.
    """

    kind: AuthorityKind
    id: str
    items: tuple[str, ...] = ()
    powers: tuple[str, ...] = ()
    until: str = ""

    @property
    def represents(self) -> bool:
        """Whether the affairs are somebody else's."""
        return self.kind not in OWN_CAPACITIES

    def covers(self, item_code: str) -> bool:
        """Whether it reaches to that item."""
        return not self.items or item_code in self.items

    def allows(self, power: Power) -> bool:
        """Whether it holds that power."""
        return not self.powers or power in self.powers
