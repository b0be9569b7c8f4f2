"""Pictures: readable, of a size that a screen can show, and one picture only."""

from pathlib import Path

from PIL import Image, UnidentifiedImageError

from chalicelib.materials.inspection.findings import Objection, WhyRefused

MOST_PIXELS = {"JPEG": 200_000_000, "PNG": 100_000_000}
"""By format: a JPEG can be looked through at an eighth of its size, a PNG has to be unpacked whole."""
LONGEST_SIDE = 30_000

Image.MAX_IMAGE_PIXELS = None  # the limits are ours, and are looked at before anything is decoded


def examine(path: Path) -> None:
    """Raise `Objection` for a picture that may not be kept. Nothing is decoded before its size is known to be sane."""
    try:
        with Image.open(path, formats=tuple(MOST_PIXELS)) as picture:
            width, height = picture.size
            if max(width, height) > LONGEST_SIDE or width * height > MOST_PIXELS[str(picture.format)]:
                raise Objection(WhyRefused.DIMENSIONS)
            picture.draft("L", (1, 1))
            picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise Objection(WhyRefused.UNREADABLE) from None
