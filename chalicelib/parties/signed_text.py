"""Texts that people put their identity under: kept word for word, known by their version and hash."""

from collections.abc import Iterable
from typing import Self

from chalicelib.http.shapes import Shape
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.kernel.value import Value


class SignedText(Value):
    """The text that is signed, byte for byte as UTF-8. The same lines of the same version are the same bytes."""

    version: str
    text: str
    sha256: str

    @classmethod
    def of_lines(cls, version: str, lines: Iterable[str]) -> Self:
        """The text that these lines make."""
        text = "\n".join(lines)
        return cls(version=version, text=text, sha256=sha256_hex(text.encode()))


class SignedTextView(Shape):
    """The exact text to be signed, with its version and hash."""

    version: str
    text: str
    sha256: str

    @classmethod
    def of(cls, text: SignedText) -> Self:
        return cls(version=text.version, text=text.text, sha256=text.sha256)
