"""The documentation page: one HTML document made from the OpenAPI document, that loads nothing and calls nobody."""

import base64
import hashlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from chalicelib.http.docs_guide import Section, guide
from chalicelib.http.docs_operations import example_block, method_badge, operation_article
from chalicelib.http.docs_schemas import Reader, anchor, members
from chalicelib.http.markup import Html, prose, tag
from chalicelib.kernel.text import Language

HERE = Path(__file__).parent


def docs_page(document: Mapping[str, Any], language: Language) -> str:
    """The page for `document` (in the same language)."""
    reader = Reader(document, language)
    body = tag(
        "body",
        tag("a", reader.say("skip"), href="#content", class_="skip"),
        _header(reader),
        tag("div", _contents(reader), tag("main", *_sections(reader), id="content"), class_="columns"),
        tag("script", _file("docs.js")),
    )
    return f"<!doctype html>\n{tag('html', _head(reader), body, lang=language)}\n"


def content_security_policy() -> str:
    """Nothing is loaded; only the page's own style and script, known by their hashes, apply."""
    style, script = (_hash(_file(name)) for name in ("docs.css", "docs.js"))
    own = f"style-src 'sha256-{style}'; script-src 'sha256-{script}'"
    return f"default-src 'none'; {own}; base-uri 'none'; form-action 'none'"


def _head(reader: Reader) -> Html:
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=content_security_policy()),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", reader.document["info"]["title"]),
        tag("style", _file("docs.css")),
    )


def _header(reader: Reader) -> Html:
    info = reader.document["info"]
    other = "en" if reader.language == "zh-CN" else "zh-CN"
    return tag(
        "header",
        tag(
            "p",
            tag("a", reader.say("description-file"), href=f"openapi.json?lang={reader.language}"),
            tag("a", reader.say("other-language"), href=f"?lang={other}", lang=other, hreflang=other),
            class_="links",
        ),
        tag("h1", info["title"], " ", tag("small", f"v{info['version']}")),
        tag("p", reader.say("lead")),
        tag("p", tag("code", reader.document["servers"][0]["url"], class_="server")),
    )


def _sections(reader: Reader) -> Iterator[Html]:
    for section in _guide(reader):
        yield tag("section", tag("h2", section.heading), section.content, id=section.key)
    yield _reference(reader)
    yield _schemas(reader)
    yield _problems(reader)


def _contents(reader: Reader) -> Html:
    areas = [
        tag("li", tag("a", name, href=f"#area-{index}"), tag("ul", *(_entry(*operation) for operation in operations)))
        for index, (name, operations) in enumerate(_areas(reader).items())
    ]
    rest = [tag("li", tag("a", reader.say(key), href=f"#{key}")) for key in ("schemas", "problems")]
    sections = [tag("li", tag("a", section.heading, href=f"#{section.key}")) for section in _guide(reader)]
    folded = tag(
        "details", tag("summary", reader.say("contents")), tag("ul", *sections, *areas, *rest), class_="contents"
    )
    return tag("nav", folded, aria_label=reader.say("contents"))


def _guide(reader: Reader) -> list[Section]:
    return guide(reader.language, reader.document["servers"][0]["url"])


def _entry(method: str, path: str, operation: Mapping[str, Any]) -> Html:
    return tag("li", tag("a", method_badge(method), " ", operation["summary"], href=f"#{operation['operationId']}"))


def _reference(reader: Reader) -> Html:
    tools = tag(
        "div",
        tag("input", type="search", id="filter", placeholder=reader.say("filter"), aria_label=reader.say("filter")),
        tag("button", reader.say("expand"), type="button", id="unfold", data_other=reader.say("collapse")),
        tag("output", "", id="found", data_none=reader.say("nothing-found"), for_="filter"),
        class_="tools",
        hidden=True,
    )
    note = reader.say("english-note")
    areas = [
        tag(
            "section",
            tag("h3", name, id=f"area-{index}"),
            *(operation_article(reader, *operation) for operation in operations),
            class_="area",
        )
        for index, (name, operations) in enumerate(_areas(reader).items())
    ]
    heading = tag("h2", reader.say("operations"))
    return tag("section", heading, tag("p", note) if note else None, tools, *areas, id="operations")


def _areas(reader: Reader) -> dict[str, list[tuple[str, str, Mapping[str, Any]]]]:
    """Operations as method, path and description, by area, in the order of the areas."""
    areas: dict[str, list[tuple[str, str, Mapping[str, Any]]]] = {area["name"]: [] for area in reader.document["tags"]}
    for path, methods in reader.document["paths"].items():
        for method, operation in methods.items():
            areas[operation["tags"][0]].append((method.upper(), path, operation))
    return areas


def _schemas(reader: Reader) -> Html:
    shapes = {
        name: schema
        for name, schema in sorted(reader.document["components"]["schemas"].items())
        if "properties" in schema
    }
    written = [
        tag(
            "details",
            tag("summary", tag("h3", tag("code", name)), " ", reader.told(schema.get("description", ""))),
            members(reader, schema, answer="additionalProperties" not in schema),
            example_block(schema["examples"][0]) if "examples" in schema else None,
            id=anchor(name),
            class_="schema",
        )
        for name, schema in shapes.items()
    ]
    lead = tag("p", reader.say("schemas-lead"))
    return tag("section", tag("h2", reader.say("schemas")), lead, *written, id="schemas")


def _problems(reader: Reader) -> Html:
    heads = ("code", "what-is-wrong", "what-next")
    rows = [
        tag(
            "tr",
            tag("th", tag("code", code), tag("small", str(example["value"]["status"])), scope="row"),
            tag("td", example["value"]["title"]),
            tag("td", prose(example["value"]["detail"])),
            id=f"problem-{code}",
        )
        for code, example in reader.document["components"]["examples"].items()
    ]
    head = tag("thead", tag("tr", *(tag("th", reader.say(word), scope="col") for word in heads)))
    return tag(
        "section",
        tag("h2", reader.say("problems")),
        tag("p", prose(reader.say("problems-lead"))),
        tag("table", head, tag("tbody", *rows), class_="members"),
        id="problems",
    )


@lru_cache(maxsize=2)
def _file(name: str) -> Html:
    return Html((HERE / name).read_text(encoding="utf-8"))


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
