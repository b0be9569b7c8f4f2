"""What every part of the catalogue is: immutable, closed, and in Chinese with English where given."""

from pydantic import Field

from chalicelib.kernel.text import Language
from chalicelib.kernel.value import Value


class Element(Value):
    """A part of the catalogue: immutable, and without unknown members."""


class Bilingual(Element):
    """A text of the catalogue in Chinese and, where given, in English."""

    zh: str = Field(min_length=1, max_length=4000)
    en: str = Field("", max_length=8000)

    def in_language(self, language: Language) -> str:
        """English where wanted and given, otherwise Chinese."""
        return self.en if language == "en" and self.en else self.zh


class NamedCode(Element):
    """A code of the catalogue with its name."""

    code: str = Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")
    name: Bilingual
