"""Whatever is typed is answered: with what it may mean, or with nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.catalogue.finding.words import MOST_WORDS, asked, words_of
from tests.support.summaries import a_finder, a_summary, codes, search


@pytest.mark.parametrize(
    "words",
    [
        "😀😀",
        ".*",
        "[(\\",
        "^$",
        "?",
        "------",
        "\x00\x1f",
        "，。！",
        "'",
        "\ud800",
        "x" * 10_000,
        "驾" * 10_000,
        "登记" * 5_000,
    ],
)
def test_what_means_nothing_finds_nothing(words):
    assert codes(search(words)) == []


@pytest.mark.parametrize(
    "words", ["护照😀", "😀护照", "护照?*", "(护照", "护照\n", "护照" + " " * 5_000, "护\u200b照", "【护照】"]
)
def test_what_means_nothing_does_not_hide_what_means_something(words):
    assert codes(search(words))[0] == "HUZHAO"


def test_signs_of_expressions_are_only_signs():
    finder = a_finder(a_summary("ONE", "A.B 级许可"), a_summary("TWO", "AxB 级许可"))
    assert codes(search("A.B", finder))[0] == "ONE"
    assert codes(search("A.*级", finder)) == codes(search("A 级", finder))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_every_text_is_answered(words):
    found = search(words)
    assert len(found.summaries) == len(set(codes(found)))


@settings(max_examples=100, deadline=None)
@given(st.text("驾驶证护照 jsz13。'", max_size=400))
def test_of_endless_questions_the_beginning_counts(words):
    assert len(asked(words)) <= MOST_WORDS
    assert asked(words) == asked(words + "护照" * 200) or len(words) < 200


def test_words_are_taken_apart_where_another_script_begins():
    assert words_of("换领A1驾驶证（Driver's licence）") == ["换领", "a1", "驾驶证", "drivers", "licence"]


def test_a_name_without_any_letter_can_be_browsed_and_breaks_nothing():
    finder = a_finder(a_summary("ODD", "——"), a_summary("EVEN", "护照"))
    assert codes(search("护照", finder)) == ["EVEN"]
    assert set(codes(search("", finder))) == {"ODD", "EVEN"}


def test_an_empty_edition_answers():
    assert codes(search("护照", a_finder())) == codes(search("", a_finder())) == []
