"""What the names in the API mean, in both languages; the list itself is `field_terms.txt`."""

from functools import lru_cache
from pathlib import Path

from chalicelib.kernel.text import Language, Text

LIST = Path(__file__).with_suffix(".txt")


def term_of(owner: str, name: str, language: Language) -> str:
    """The term for `name`, a member or a value of a schema or operation called `owner`; empty when there is none."""
    terms = all_terms()
    term = terms.get(f"{owner}.{name}") or terms.get(name)
    return term.in_language(language) if term else ""


@lru_cache(maxsize=1)
def all_terms() -> dict[str, Text]:
    """The list, by name."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return dict(_read(line) for line in lines if line and not line.startswith("#"))


def _read(line: str) -> tuple[str, Text]:
    name, _, terms = line.partition(" = ")
    chinese, _, english = terms.partition(" | ")
    return name, Text(chinese, english)
