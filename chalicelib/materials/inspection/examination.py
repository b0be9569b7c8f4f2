"""`python -m chalicelib.materials.inspection.examination TYPE FILE`: what is wrong with a file, read where it can harm
nothing: in a process of its own, with little memory and time.
"""

import resource
import sys
from pathlib import Path

from chalicelib.materials.inspection import pdf, pdf_metadata, pictures
from chalicelib.materials.inspection.findings import Objection, WhyRefused, WhyUntouched
from chalicelib.materials.inspection.metadata import without_metadata

EXAMINERS = {"application/pdf": pdf.examine, "image/jpeg": pictures.examine, "image/png": pictures.examine}
"""Media types that can be examined. No other file is kept, whatever an item accepts."""
MEMORY = 900 * 2**20
CPU_SECONDS = 30


def bound() -> None:
    """Let this process have that much memory and time, and no more."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))


def clean(path: Path, media_type: str) -> WhyUntouched | None:
    """Leave of the file only what it shows; or say why it was left as it is."""
    if media_type == "application/pdf":
        return pdf_metadata.clean(path)
    cleaned = without_metadata(path, media_type)
    if cleaned is not None:
        path.write_bytes(cleaned)
    return None


def main(media_type: str, path: str) -> None:
    """Print the reason to refuse the file; or why it was left as it is; or nothing, and the file then holds what may be
    kept of it.
    """
    bound()
    examine = EXAMINERS.get(media_type)
    try:
        if examine is None:
            raise Objection(WhyRefused.TYPE)
        examine(Path(path))
        sys.stdout.write(clean(Path(path), media_type) or "")
    except Objection as objection:
        sys.stdout.write(objection.why)
    except Exception as error:  # the edge: whatever a file does to its reader, it cannot be read
        sys.stdout.write(WhyRefused.UNREADABLE)
        sys.stderr.write(type(error).__name__)


if __name__ == "__main__":
    main(*sys.argv[1:])
