"""What a developer reads before the reference: the first calls, and the conventions that hold everywhere.

The text is `docs_guide_<language>.md`, in a few forms of Markdown: `# heading {#id}` begins a section, `## heading`
a part of it; then come paragraphs, lists and fenced code.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from chalicelib.http.markup import Html, joined, prose, tag
from chalicelib.kernel.text import Language

SECTION = re.compile(r"^# (?P<heading>.+) {#(?P<key>[a-z-]+)}$", re.MULTILINE)
FENCE = re.compile(r"^```\n(.*?)^```\n", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Section:
    """One section of the guide; `key` is its address within the page."""

    key: str
    heading: str
    content: Html


def guide(language: Language, server_url: str) -> list[Section]:
    """The guide's sections, its commands addressed to `server_url`."""
    text = Path(__file__).with_name(f"docs_guide_{language}.md").read_text(encoding="utf-8")
    seam = "" if language == "zh-CN" else " "
    _, *pieces = SECTION.split(text.replace("<server>", server_url))
    return [
        Section(key, heading, joined(*_blocks(content, seam)))
        for heading, key, content in zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True)
    ]


def _blocks(text: str, seam: str) -> Iterator[Html]:
    for index, piece in enumerate(FENCE.split(text)):
        if index % 2:
            yield tag("pre", tag("code", piece.rstrip()), tabindex="0")
        else:
            yield from _paragraphs(piece, seam)


def _paragraphs(text: str, seam: str) -> Iterator[Html]:
    blocks = (block.splitlines() for block in text.strip().split("\n\n") if block)
    for lines in blocks:
        if lines[0].startswith("## "):
            yield tag("h3", lines[0].removeprefix("## "))
        elif lines[0].startswith("- "):
            yield tag("ul", *(tag("li", prose(line.removeprefix("- "))) for line in lines), class_="plain")
        else:
            yield tag("p", prose(seam.join(lines)))
