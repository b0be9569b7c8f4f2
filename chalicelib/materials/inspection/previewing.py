"""`python -m chalicelib.materials.inspection.previewing TYPE FILE DIRECTORY`: pictures of the first pages of a file,
for whoever examines it; made where a file can harm nothing, as the examination is.

Writes `1.webp`, `2.webp` … and `thumbnail.webp`, and prints how many pages there are pictures of.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

from chalicelib.materials.inspection.examination import bound

LONGEST_SIDE, THUMBNAIL_SIDE = 1600, 240
MOST_PAGES = 5
QUALITY = 80


def pages_of_pdf(path: Path) -> Iterator[Image.Image]:
    """The first pages, large enough to be read on a screen."""
    with pypdfium2.PdfDocument(path) as pdf:
        for number in range(min(len(pdf), MOST_PAGES)):
            page = pdf[number]
            yield page.render(scale=LONGEST_SIDE / max(page.get_size())).to_pil()


def picture(path: Path) -> Iterator[Image.Image]:
    """The picture itself, upright."""
    with Image.open(path) as shown:
        shown.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        yield ImageOps.exif_transpose(shown)


PAGES: dict[str, Callable[[Path], Iterator[Image.Image]]] = {
    "application/pdf": pages_of_pdf,
    "image/jpeg": picture,
    "image/png": picture,
}


def main(media_type: str, path: str, directory: str) -> None:
    """Make the pictures."""
    bound()
    Image.MAX_IMAGE_PIXELS = None
    count = 0
    for count, page in enumerate(PAGES[media_type](Path(path)), 1):
        _save(page, Path(directory) / f"{count}.webp", LONGEST_SIDE)
        if count == 1:
            _save(page, Path(directory) / "thumbnail.webp", THUMBNAIL_SIDE)
    sys.stdout.write(str(count))


def _save(page: Image.Image, path: Path, longest_side: int) -> None:
    shown = page.convert("RGB")
    shown.thumbnail((longest_side, longest_side))
    shown.save(path, "WEBP", quality=QUALITY)


if __name__ == "__main__":
    main(*sys.argv[1:])
