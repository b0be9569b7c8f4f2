"""A clean copy of the working tree: what git tracks or would track, so nothing stray gets into a deployment."""

import shutil
import subprocess
from pathlib import Path

PACKAGED = ("app.py", "chalicelib", ".chalice")


def export(root: Path, target: Path) -> None:
    """Copy the packaged part of the tree to an empty target; ignored and deleted files stay behind."""
    for name in _files(root):
        source, copy = root / name, target / name
        if source.is_file():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, copy)


def _files(root: Path) -> list[str]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", *PACKAGED]
    listed = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout
    return sorted({name for name in listed.split("\0") if name})
