"""Byte code beside the sources: Lambda's file system is read-only, so each cold start would compile again."""

import shutil
import subprocess
import sys
from pathlib import Path

_VERSION = "import sys; print(*sys.version_info[:2], sys.implementation.name)"


def interpreter(python: tuple[int, int]) -> str | None:
    """An interpreter of this version, the running one or one on the path; only that can make the byte code it reads."""
    if sys.version_info[:2] == python:
        return sys.executable
    found = shutil.which("python{}.{}".format(*python))
    return found if found and _version(found) == "{} {} cpython".format(*python) else None


def precompile(directory: Path, python: str) -> None:
    """Compile every source. It is never compared with its source again. `CalledProcessError` if one is no Python."""
    options = ["-q", "-j0", "--invalidation-mode=unchecked-hash", "-s", str(directory), str(directory)]
    subprocess.run([python, "-m", "compileall", *options], check=True)


def _version(command: str) -> str:
    """What a command says of itself: a version manager's may be there without the version that it is called after."""
    return subprocess.run([command, "-c", _VERSION], check=False, capture_output=True, text=True).stdout.strip()
