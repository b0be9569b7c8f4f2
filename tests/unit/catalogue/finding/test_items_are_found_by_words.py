"""Words find items by name, keyword and department, the most telling first, however the words are written."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.summaries import HEALTH, MARKET, a_finder, a_small_catalogue, a_summary, codes, search


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("驾驶证", "JIASHI"),
        ("机动车驾驶证期满换证", "JIASHI"),
        ("驾照", "JIASHI"),
        ("护照", "HUZHAO"),
        ("开办", "YAODIAN"),
        ("药品零售企业筹建、开办（许可）", "YAODIAN"),
        ("passport", "HUZHAO"),
        ("Driving licence", "JIASHI"),
        ("driving-LICENCE", "JIASHI"),
        ("pharm", "YAODIAN"),
        ("c1", "JIASHI"),
        ("jiashi", "JIASHI"),
        ("旅馆", "WEISHENG"),
    ],
)
def test_by_name_keyword_english_or_code(words, first):
    assert codes(search(words))[0] == first


@pytest.mark.parametrize("words", ["企业 登记", "登记 企业", "企业　登记", "企业,登记", "企业登记"])
def test_every_word_has_to_be_there_in_any_order(words):
    assert codes(search(words)) == ["QIYE"]


def test_width_case_and_punctuation_do_not_matter():
    assert codes(search("ｐａｓｓｐｏｒｔ")) == codes(search("PASSPORT")) == ["HUZHAO"]
    assert codes(search("药品零售企业筹建开办许可"))[0] == "YAODIAN"


def test_a_name_comes_before_a_keyword_and_a_keyword_before_a_department():
    finder = a_finder(
        a_summary("DEPARTMENT", "甲", by=HEALTH),
        a_summary("KEYWORD", "乙乙", keywords=("卫生",)),
        a_summary("NAME", "公共场所卫生许可"),
    )
    assert codes(search("卫生", finder)) == ["NAME", "KEYWORD", "DEPARTMENT"]


def test_of_names_that_hold_the_words_the_shortest_comes_first_and_the_order_is_stable():
    summaries = [a_summary(f"ITEM-{number}", f"护照{'换' * number}发") for number in (3, 1, 2)]
    forth, back = a_finder(*summaries), a_finder(*reversed(summaries))
    assert codes(search("护照", forth)) == codes(search("护照", back)) == ["ITEM-1", "ITEM-2", "ITEM-3"]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("怎么办护照", "HUZHAO"),
        ("我要办理居住证", "JUZHU"),
        ("护照怎么办理", "HUZHAO"),
        ("how do I apply for a passport", "HUZHAO"),
        ("换驾驶证", "JIASHI"),
        ("身份证丢失补领", "SHENFEN"),
        ("我的驾驶证到期了要换证怎么弄", "JIASHI"),
    ],
)
def test_a_question_is_about_what_it_asks_for(question, first):
    assert codes(search(question))[0] == first


def test_a_word_that_nothing_answers_does_not_hide_what_the_others_find():
    assert codes(search("passport Atlantis")) == codes(search("护照 Ωmega")) == ["HUZHAO"]
    assert codes(search("driver license"))[0] == "JIASHI"
    assert codes(search("护照 食品")) == [], "each of the two is answered, but by different items"


def test_words_that_nothing_has_find_nothing():
    found = search("宇宙飞船发射")
    assert (codes(found), found.end, found.facets.departments) == ([], None, ())


def test_a_department_finds_what_it_does():
    assert set(codes(search("市场监督"))) == {"QIYE", "SHIPIN", "YAODIAN"}
    assert set(codes(search("regulation bureau"))) == {"QIYE", "SHIPIN", "YAODIAN"}


SIGNS = st.text("居住证申领护照换发登记许可企业（）、 aB1-", min_size=1, max_size=14).filter(
    lambda text: any(sign.isalnum() for sign in text)
)


@settings(max_examples=40, deadline=None)
@given(names=st.lists(SIGNS, min_size=1, max_size=8))
def test_whatever_is_in_the_catalogue_is_found_by_its_full_name(names):
    summaries = [a_summary(f"ITEM-{number}", name, by=MARKET) for number, name in enumerate(names)]
    finder = a_finder(*summaries)
    for summary in summaries:
        assert summary.code in codes(search(summary.name.zh, finder))


@pytest.mark.parametrize("summary", a_small_catalogue(), ids=lambda it: it.code)
def test_its_full_name_finds_it_first(summary):
    assert codes(search(summary.name.zh))[0] == codes(search(summary.name.en))[0] == summary.code
