"""What the codes of an edition are called: an item names its body, a register the department line and the region."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from chalicelib.catalogue.elements import Bilingual
from chalicelib.catalogue.finding.summary import Words
from chalicelib.catalogue.registers.model import Registers


@dataclass(frozen=True)
class Names:
    """Names by code, from the registers as they stood when the edition was made."""

    departments: Mapping[str, Words] = field(default_factory=dict)
    regions: Mapping[str, Words] = field(default_factory=dict)

    @classmethod
    def of(cls, registers: Registers) -> "Names":
        """Of all entries, also of those that have ended: items may still name them."""
        return cls(
            {entry.code: _words(entry.name) for entry in registers.departments},
            {entry.code: _words(entry.name) for entry in registers.regions},
        )


def _words(text: Bilingual) -> Words:
    return Words(text.zh, text.en)
