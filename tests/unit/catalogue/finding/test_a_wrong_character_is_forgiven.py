"""One character may be wrong, missing or too many in a word of three or more; what was typed exactly comes first."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from chalicelib.catalogue.finding.terms import is_one_off
from tests.support.summaries import a_finder, a_small_catalogue, a_summary, codes, search

CATALOGUE = a_small_catalogue()


@pytest.mark.parametrize(
    ("words", "first"),
    [
        pytest.param("架驶证", "JIASHI", id="another character of the same sound"),
        pytest.param("驾使证", "JIASHI", id="the same in the middle"),
        pytest.param("驾驶正", "JIASHI", id="the same at the end"),
        pytest.param("狗驶证", "JIASHI", id="a wrong one at the beginning"),
        pytest.param("驾狗证", "JIASHI", id="a wrong one in the middle"),
        pytest.param("驾驶狗", "JIASHI", id="a wrong one at the end"),
        pytest.param("驾证", "JIASHI", id="one missing"),
        pytest.param("驾驶驶证", "JIASHI", id="one twice"),
        pytest.param("驾驶的证", "JIASHI", id="one too many"),
        pytest.param("驾x驶证", "JIASHI", id="a letter by mistake"),
        pytest.param("食品经赢许可", "SHIPIN", id="in a longer word"),
        pytest.param("食品经许可", "SHIPIN", id="one missing in a longer word"),
        pytest.param("駕駛證", "JIASHI", id="traditional characters"),
        pytest.param("醫師執業註冊", "YISHI", id="traditional characters again"),
        pytest.param("pasport", "HUZHAO", id="a letter missing"),
        pytest.param("passsport", "HUZHAO", id="a letter too many"),
        pytest.param("passpord", "HUZHAO", id="another letter"),
        pytest.param("drivong licence", "JIASHI", id="one of two words"),
    ],
)
def test_it_is_found_all_the_same(words, first):
    assert codes(search(words))[0] == first


def test_what_was_typed_exactly_comes_before_what_is_only_like_it():
    finder = a_finder(a_summary("LIKE", "居住正"), a_summary("EXACT", "流动人口居住证登记"))
    assert codes(search("居住证", finder)) == ["EXACT", "LIKE"]


def test_where_many_have_exactly_the_word_nobody_is_offered_what_is_like_it():
    many = [a_summary(f"EXACT-{number:02}", f"居住证登记{'一' * number}") for number in range(10)]
    finder = a_finder(*many, a_summary("LIKE", "居住正"))
    assert "LIKE" not in codes(search("居住证", finder))
    assert codes(search("居住正", finder))[0] == "LIKE"


def test_another_digit_is_another_number():
    finder = a_finder(a_summary("ITEM-2026", "甲"), a_summary("ITEM-2027", "乙"))
    assert codes(search("item-2026", finder)) == ["ITEM-2026"]


def test_two_wrong_characters_of_three_are_another_word():
    assert codes(search("驾狗猫")) == []


@st.composite
def mistyped(draw):
    """A name of four or more characters, and the same with one of them wrong."""
    summary = draw(st.sampled_from([it for it in CATALOGUE if len(it.name.zh) >= 4]))
    at = draw(st.integers(0, len(summary.name.zh) - 1))
    wrong = draw(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5) | st.sampled_from("aZ9"))
    return summary, f"{summary.name.zh[:at]}{wrong}{summary.name.zh[at + 1 :]}"


@settings(max_examples=100, deadline=None)
@given(mistyped())
def test_a_name_with_one_wrong_character_is_on_the_first_page(drawn):
    summary, typed = drawn
    assert summary.code in codes(search(typed))[:20]


@settings(max_examples=100, deadline=None)
@given(st.text("abc", min_size=1, max_size=8), st.integers(0, 8), st.sampled_from("abcd"))
def test_one_off_is_one_letter_put_in_left_out_or_exchanged(word, at, letter):
    at = min(at, len(word) - 1)
    for other in (word[:at] + word[at + 1 :], word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :]):
        if other != word:
            assert is_one_off(word, other)
            assert is_one_off(other, word)
    assert not is_one_off(word, word)


@given(st.text("ab", max_size=6), st.text("cd", min_size=2, max_size=4))
def test_two_letters_off_are_two(word, two):
    assume(len(two) >= 2)
    assert not is_one_off(word, word + two)
