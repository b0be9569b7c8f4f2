"""Words shown to people, always in both languages."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

Language = Literal["zh-CN", "en"]


class Text(NamedTuple):
    """One sentence in Chinese and in English; either may hold `{placeholders}`."""

    zh: str
    en: str

    def as_it_is(self, language: Language) -> str:
        """The words in `language`, for a text that may hold what somebody wrote: braces stay braces."""
        return self.zh if language == "zh-CN" else self.en

    def in_language(self, language: Language, facts: Mapping[str, object] | None = None) -> str:
        """The sentence in `language`, its placeholders filled from `facts`."""
        template = self.zh if language == "zh-CN" else self.en
        return template.format_map(facts or {})
