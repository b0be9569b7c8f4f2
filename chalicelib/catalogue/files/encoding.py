"""From bytes to text: UTF-8 and nothing else."""

from chalicelib.catalogue.files.errors import TextNotUtf8
from chalicelib.kernel.errors import Pointer
from chalicelib.kernel.text import Text

BOMS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


def text_of(data: bytes) -> str:
    """The text, without a byte order mark. Raises `TextNotUtf8`, guessing what it is instead."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TextNotUtf8(pointers=[Pointer("#", _said(_guess(data)))]) from None


def _said(guess: str) -> Text:
    if not guess:
        return Text("不是 UTF-8 编码", "Is not UTF-8")
    return Text(f"不是 UTF-8 编码，看起来是 {guess}", f"Is not UTF-8; it looks like {guess}")


def _guess(data: bytes) -> str:
    if data[:2] in BOMS:
        return BOMS[data[:2]]
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "GBK"
