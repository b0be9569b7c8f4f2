"""What somebody typed, or an item is called, as words that can be compared.

Width, case and punctuation do not matter; Chinese is taken apart only where another script begins. Nothing typed is
ever an expression: signs that are neither letters nor digits only separate.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

LONGEST_TEXT = 200
"""Signs of a question that are looked at; names that are longer are found by their beginning."""
MOST_WORDS = 8

_HAN = "㐀-䶿一-鿿豈-﫿〇\U00020000-\U0003ffff"
# Patterns as text: `re` compiles and keeps them when they are first used, so that no other request pays for them.
_WORD = f"[{_HAN}]+|[^\\W_{_HAN}]+"
_APOSTROPHE = r"(?<=\w)['’](?=\w)"
_ASKED_BEFORE = "^(?:请问|我要|我想|怎么样?|怎样|如何|哪里|在哪里?|去哪里?|可以|能不能|申请|办理|申办|办|想|要)+"
_ASKED_AFTER = "(?:怎么办理?|如何办理?|需要什么材料|需要哪些材料|在哪里?办理?|的?流程|的?手续|吗|呢|么|的)+$"
_ASKED_IN_ENGLISH = (
    " a an the of for to in on at and or my me i we how do does can where what which is are get apply please "
)


def words_of(text: str, *, longest: int | None = None) -> list[str]:
    """The words of `text` in order, at most its first `longest` signs."""
    plain = unicodedata.normalize("NFKC", text[:longest]).casefold()
    return re.findall(_WORD, re.sub(_APOSTROPHE, "", plain[:longest]))


def asked(text: str) -> list[str]:
    """The words of a question, of reasonable length and number."""
    return words_of(text, longest=LONGEST_TEXT)[:MOST_WORDS]


def is_han(word: str) -> bool:
    """Whether `word` is Chinese: a word is of one script."""
    return re.match(f"[{_HAN}]", word) is not None


def readings_of(words: Sequence[str]) -> Iterator[list[str]]:
    """What `words` may mean, to be tried in turn: as typed; without what only says that something is asked for
    (怎么办护照 is about 护照); without what is not Chinese, as if it had been typed by mistake (驾x驶证).
    """
    yield list(words)
    cores = [core for core in map(_core, words) if core]
    if cores and cores != list(words):
        yield cores
    han = "".join(filter(is_han, words))
    if han and [han] not in (list(words), cores):
        yield [han]


def _core(word: str) -> str:
    if not is_han(word):
        return "" if f" {word} " in _ASKED_IN_ENGLISH else word
    return re.sub(_ASKED_BEFORE, "", re.sub(_ASKED_AFTER, "", word))
