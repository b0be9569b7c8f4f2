"""The documentation page: complete, self-contained, safe, and usable by whoever reads it."""

import base64
import copy
import hashlib
import json
import re
import shlex
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from app import AREAS
from chalicelib.http import docs_page as page_module
from chalicelib.http.access import Role, Scope
from chalicelib.http.docs_guide import guide
from chalicelib.http.docs_operations import curl
from chalicelib.http.docs_page import docs_page
from chalicelib.http.docs_schemas import Reader
from chalicelib.http.docs_words import ROLES, SCOPES
from chalicelib.http.markup import VOID, Html, joined, prose, tag
from chalicelib.kernel.text import Language
from tests.unit.http.documents import DOCUMENTS, LANGUAGES, SERVER

PAGES = {language: docs_page(DOCUMENTS[language], language) for language in LANGUAGES}
ROUTES = [route for area in AREAS for route in area.routes]
CSS = Path(page_module.__file__).with_name("docs.css").read_text(encoding="utf-8")
SMALL_SCREEN_TO_READ = 4.5
"""The least contrast of text (WCAG 2.2, AA)."""

both_languages = pytest.mark.parametrize("language", LANGUAGES)


class Elements(HTMLParser):
    """All elements with their attributes; refuses what is not nested properly."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str]]] = []
        self.inside: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(page)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append((tag, {key: value or "" for key, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)
            self.inside.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open:
            self.inside[self._open[-1]][-1] += data

    def values(self, attribute: str) -> list[str]:
        return [attributes[attribute] for _, attributes in self.all if attribute in attributes]


ELEMENTS = {language: Elements(page) for language, page in PAGES.items()}


@both_languages
def test_every_operation_has_its_place_and_its_name(language: Language) -> None:
    ids = set(ELEMENTS[language].values("id"))
    for route in ROUTES:
        assert route.view.__name__ in ids
        assert joined(route.summary.in_language(language)) in PAGES[language]
        for refusal in route.refusals:
            assert f"problem-{refusal.code}" in ids


@both_languages
def test_every_link_within_the_page_leads_somewhere(language: Language) -> None:
    elements = ELEMENTS[language]
    ids = Counter(elements.values("id"))
    assert [name for name, times in ids.items() if times > 1] == []
    assert [href for href in elements.values("href") if href.startswith("#") and href[1:] not in ids] == []


def test_coded_values_are_told_with_what_they_mean() -> None:
    assert '<span class="value"><code>01</code> 行政许可</span>' in PAGES["zh-CN"]
    assert '<span class="value"><code>01</code> Permit</span>' in PAGES["en"]


@both_languages
def test_a_limit_that_is_open_at_one_end_says_so(language: Language) -> None:
    assert [limit for limit in ELEMENTS[language].inside["span"] if "None" in limit] == []
    assert "≥ 0" in ELEMENTS[language].inside["span"]


@both_languages
def test_nothing_is_fetched_from_anywhere(language: Language) -> None:
    elements = ELEMENTS[language]
    assert elements.values("src") == elements.values("srcset") == elements.values("action") == []
    assert not {"link", "iframe", "img", "object", "form"} & {name for name, _ in elements.all}
    assert [href for href in elements.values("href") if not href.startswith(("#", "?lang=", "openapi.json?"))] == []
    script = elements.inside["script"][0]
    assert not re.search(r"url\(|@import|https?:", CSS + script)
    assert not re.search(r"fetch|XMLHttp|WebSocket|sendBeacon|import\b|innerHTML|eval", script)


@both_languages
def test_only_the_pages_own_style_and_script_may_apply(language: Language) -> None:
    elements = ELEMENTS[language]
    policy = next(it["content"] for _, it in elements.all if it.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none';")
    for kind in ("style", "script"):
        (content,) = elements.inside[kind]
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert elements.values("style") == []
    assert [key for _, it in elements.all for key in it if key.startswith("on")] == []


def test_whatever_the_document_says_stays_text() -> None:
    hostile = "</code><script>alert('x')</script>\"' onmouseover=alert(1) `<b>`"
    document: Any = copy.deepcopy(DOCUMENTS["en"])
    described = document["paths"]["/v1/me"]["get"]
    described.update({"summary": hostile, "description": hostile, "x-access": {"public": hostile}})
    document["info"]["title"] = hostile
    document["servers"] = [{"url": hostile}]
    document["components"]["schemas"]["AccountView"]["examples"] = [{hostile: hostile}]
    document["components"]["schemas"]["AccountView"]["properties"]["id"] = {"title": hostile, "pattern": hostile}
    document["components"]["examples"]["access.token-missing"]["value"]["detail"] = hostile
    elements = Elements(docs_page(document, "en"))
    assert len(elements.inside["script"]) == len(ELEMENTS["en"].inside["script"])
    assert "onmouseover" not in {key for _, it in elements.all for key in it}
    assert "b" not in {name for name, it in elements.all if it.get("class") == "told"}


def test_text_becomes_markup_only_by_a_tag() -> None:
    assert tag("p", "<i>", tag("b", "&"), None, title='"', hidden=True, lang=None) == (
        '<p title="&quot;" hidden>&lt;i&gt;<b>&amp;</b></p>'
    )
    assert prose("use `<a>` & go") == "use <code>&lt;a&gt;</code> &amp; go"
    assert isinstance(joined("a"), Html)


@both_languages
def test_the_language_is_told_and_can_be_switched(language: Language) -> None:
    elements = ELEMENTS[language]
    other = next(it for it in LANGUAGES if it != language)
    assert elements.all[0] == ("html", {"lang": language})
    assert f"?lang={other}" in elements.values("href")


def test_both_guides_say_the_same_things() -> None:
    chinese, english = (guide(language, SERVER) for language in LANGUAGES)
    assert [section.key for section in english] == ["start", "conventions", "access"]
    for one, other in zip(chinese, english, strict=True):
        assert one.key == other.key
        assert blocks(one.content) == blocks(other.content)


def blocks(content: str) -> list[str]:
    return re.findall(r"<(h3|p|pre|ul|li)\b", content)


def test_every_role_and_scope_has_a_name() -> None:
    assert set(ROLES) == set(Role)
    assert set(SCOPES) == set(Scope)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.view.__name__)
def test_a_command_line_can_be_pasted(route: Any) -> None:
    described = DOCUMENTS["en"]["paths"][route.path][route.method.lower()]
    words = shlex.split(curl(Reader(DOCUMENTS["en"], "en"), route.method, route.path, described))
    sent = [data for flag, data in pairwise(words) if flag == "-d"]
    headers = [header.partition(":")[0] for flag, header in pairwise(words) if flag == "-H"]
    assert words[0] == "curl"
    assert ("Authorization" in headers) is not bool(route.access.why_public)
    assert ("Idempotency-Key" in headers, "If-Match" in headers) == (route.takes_key, route.changes)
    for data in sent:
        route.body.model_validate(json.loads(data))


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_every_text_can_be_read_against_its_ground(scheme: int) -> None:
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", CSS.split(":root {")[scheme + 1].split("}")[0]))
    pairs = [(text, ground) for text in ("text", "quiet", "accent") for ground in ("ground", "page", "code")]
    pairs += [(method, f"{method}-ground") for method in ("get", "post", "put", "delete")]
    assert [pair for pair in pairs if contrast(*(colours[it] for it in pair)) < SMALL_SCREEN_TO_READ] == []
