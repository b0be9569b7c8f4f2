"""Having a file examined where it can harm nothing. A file may be made to crash, stall or swell whoever reads it."""

import os
import subprocess
import sys
from pathlib import Path

from chalicelib.materials.inspection.findings import Objection, WhyRefused, WhyUntouched

PATIENCE_SECONDS = 35.0
EXAMINATION = "chalicelib.materials.inspection.examination"
PREVIEWING = "chalicelib.materials.inspection.previewing"


class ExaminationFailed(RuntimeError):
    """The examiner itself is broken; nothing is known about the file."""


def require_harmless(path: Path, media_type: str) -> WhyUntouched | None:
    """Leave of the file only what it shows, or say why not. Raise `Objection` for one that may not be kept,
    `UNREADABLE` where its reader does not survive it or takes too long. Raises `ExaminationFailed` when no file could
    be examined.
    """
    answer = _run(EXAMINATION, media_type, str(path))
    if answer is None:
        raise Objection(WhyRefused.UNREADABLE)
    if answer.returncode > 0:
        raise ExaminationFailed(answer.stderr)
    if answer.returncode < 0:
        raise Objection(WhyRefused.UNREADABLE)
    if answer.stdout in set(WhyUntouched):
        return WhyUntouched(answer.stdout)
    if answer.stdout:
        raise Objection(WhyRefused(answer.stdout))
    return None


def previews(path: Path, media_type: str, directory: Path) -> int:
    """Make pictures of a file's first pages in `directory`; of how many pages. None where that cannot be done within
    reasonable memory and time: whoever examines the file then opens it whole.
    """
    answer = _run(PREVIEWING, media_type, str(path), str(directory))
    return int(answer.stdout) if answer is not None and answer.returncode == 0 else 0


def _run(program: str, *arguments: str) -> "subprocess.CompletedProcess[str] | None":
    """What the program answered in a process of its own; None when it did not end in time."""
    paths = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", program, *arguments]
    try:
        return subprocess.run(command, env=paths, check=False, capture_output=True, text=True, timeout=PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        return None
