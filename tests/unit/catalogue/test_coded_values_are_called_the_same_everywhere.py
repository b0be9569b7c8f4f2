"""The documentation calls a coded value what lists, workbooks and sentences call it."""

import pytest

from chalicelib.catalogue.words import WORDS
from chalicelib.http.field_terms import term_of
from chalicelib.kernel.text import Language


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_in_both_languages(language: Language) -> None:
    words = {(kind.__name__, str(member.value)): text for kind, of in WORDS.items() for member, text in of.items()}
    assert {key: term_of(*key, language) for key in words} == {
        key: text.in_language(language) for key, text in words.items()
    }
