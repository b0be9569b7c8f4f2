"""Looking into a file that has arrived. What it claims to be (Content-Type, file name) is not believed.

The one seam for whatever else will look into files: quarantine and scanning come in here.
"""

from chalicelib.kernel.canonical import sha256_hex
from chalicelib.materials.model import DeclaredFile, Verdict, WhyRefused


def inspect(content: bytes, declared: DeclaredFile) -> Verdict:
    """Whether `content` is the declared file: its size, its SHA-256, and its type as the bytes themselves tell it."""
    if len(content) != declared.size:
        return Verdict(why=WhyRefused.SIZE)
    if sha256_hex(content) != declared.sha256:
        return Verdict(why=WhyRefused.SHA256)
    if media_type_of(content) != declared.media_type:
        return Verdict(why=WhyRefused.TYPE)
    return Verdict()


def media_type_of(content: bytes) -> str:
    """The media type that the content itself shows; empty when it shows none."""
    import puremagic  # noqa: PLC0415 - its tables of signatures would slow the start of every other function

    try:
        return str(puremagic.from_string(content, mime=True))
    except (puremagic.PureError, ValueError):
        return ""
