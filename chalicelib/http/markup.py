"""HTML that cannot be forgotten to be escaped: whatever is not `Html` already becomes text."""

from html import escape

VOID = {"meta", "input", "wbr"}


class Html(str):
    """Markup. Made by `tag` and `joined` only, and from the page's own files."""

    __slots__ = ()


def tag(name: str, /, *content: str | None, **attributes: str | bool | None) -> Html:
    """One element. An attribute `class_` is written `class`, `aria_label` `aria-label`; False and None are left out."""
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in VOID:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{joined(*content)}</{name}>")


def joined(*content: str | None) -> Html:
    """Pieces in a row, each escaped unless it is markup; None is nothing."""
    return Html("".join(_safe(piece) for piece in content if piece is not None))


def prose(text: str) -> Html:
    """A sentence in which `backticks` mark code."""
    pieces = text.split("`")
    return joined(*(tag("code", piece) if index % 2 else piece for index, piece in enumerate(pieces)))


def _safe(piece: str) -> str:
    return piece if isinstance(piece, Html) else escape(piece)


def _attribute(key: str, value: str | bool | None) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(value)}"'
