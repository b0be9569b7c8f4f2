"""From bytes to text: UTF-8 and nothing else."""

from chalicelib.catalogue.files.errors import TextNotUtf8

BOMS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


def text_of(data: bytes) -> str:
    """The text, without a byte order mark. Raises `TextNotUtf8`, guessing what it is instead."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        guess = _guess(data)
    if not guess:
        raise TextNotUtf8(guess_zh="", guess_en="")
    raise TextNotUtf8(guess_zh=f"，看起来是 {guess}", guess_en=f"; it looks like {guess}")


def _guess(data: bytes) -> str:
    if data[:2] in BOMS:
        return BOMS[data[:2]]
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return "GBK"
