"""Having a file examined where it can harm nothing. A file may be made to crash, stall or swell whoever reads it."""

import os
import subprocess
import sys
from pathlib import Path

from chalicelib.materials.inspection.findings import Objection, WhyRefused

PATIENCE_SECONDS = 40.0
EXAMINATION = "chalicelib.materials.inspection.examination"


class ExaminationFailed(RuntimeError):
    """The examiner itself is broken; nothing is known about the file."""


def require_harmless(path: Path, media_type: str) -> None:
    """Raise `Objection` for a file that may not be kept, `UNREADABLE` where its reader does not survive it or takes
    too long. Raises `ExaminationFailed` when no file could be examined.
    """
    answer = _examined(path, media_type)
    if answer.returncode > 0:
        raise ExaminationFailed(answer.stderr)
    if answer.returncode < 0:
        raise Objection(WhyRefused.UNREADABLE)
    if answer.stdout:
        raise Objection(WhyRefused(answer.stdout))


def _examined(path: Path, media_type: str) -> "subprocess.CompletedProcess[str]":
    paths = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", EXAMINATION, media_type, str(path)]
    try:
        return subprocess.run(command, env=paths, check=False, capture_output=True, text=True, timeout=PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        raise Objection(WhyRefused.UNREADABLE) from None
