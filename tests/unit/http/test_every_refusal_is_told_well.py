"""Every refusal in the house: a stable code, both languages, the same facts in both, a next step, a status."""

import importlib
import pkgutil
import re
from collections import Counter
from collections.abc import Iterator
from string import Formatter

import pytest

import chalicelib
from chalicelib.http.problems import STATUS_OF_KIND, problem_document, status_of
from chalicelib.kernel.errors import DomainError
from chalicelib.kernel.text import Text

LAYERED = {"typst", "segno", "pylopdf_fonts_zh_cn"}
"""What only the layer of `issue_document` holds."""


def everything() -> Iterator[type[DomainError]]:
    for module in pkgutil.walk_packages(chalicelib.__path__, "chalicelib."):
        try:
            importlib.import_module(module.name)
        except ModuleNotFoundError as error:
            if error.name not in LAYERED:
                raise
    waiting = DomainError.__subclasses__()
    while waiting:
        kind = waiting.pop()
        waiting.extend(kind.__subclasses__())
        if "code" in kind.__dict__ and kind.__module__.startswith("chalicelib."):
            yield kind


REFUSALS = sorted(everything(), key=lambda it: it.code)


def holes(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda it: it.code)
def test_a_refusal_says_what_is_wrong_and_what_to_do_in_both_languages(refusal: type[DomainError]) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*\.[a-z0-9]+(-[a-z0-9]+)*", refusal.code)
    for text in (refusal.title, refusal.next_step):
        assert isinstance(text, Text)
        assert re.search(r"[\u4e00-\u9fff]", text.zh)
        assert re.search(r"[a-z]", text.en)
        assert not re.search(r"[\u4e00-\u9fff]", text.en)
        assert holes(text.zh) == holes(text.en)


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda it: it.code)
def test_a_refusal_has_a_status(refusal: type[DomainError]) -> None:
    told = DomainError.__new__(refusal)
    assert status_of(told) in set(STATUS_OF_KIND.values())


def test_codes_are_unique() -> None:
    assert [code for code, times in Counter(it.code for it in REFUSALS).items() if times > 1] == []


def test_the_house_has_refusals_at_all() -> None:
    assert len(REFUSALS) > 30


def test_facts_fill_the_sentences_and_are_members_of_their_own() -> None:
    class Full(DomainError):
        code = "probe.full"
        title = Text("已满 {limit}", "Full at {limit}")
        next_step = Text("等 {status}", "Wait for {status}")

    STATUS_OF_KIND[Full] = STATUS_OF_KIND[next(iter(STATUS_OF_KIND))]
    try:
        document = problem_document(Full(limit=3, status="DRAFT", codes=["a"]), "en", "/v1/x")
    finally:
        del STATUS_OF_KIND[Full]
    assert (document["title"], document["detail"]) == ("Full at 3", "Wait for DRAFT")
    assert (document["status"], document["limit"], document["codes"]) == (400, 3, ["a"])
