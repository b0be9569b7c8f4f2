"""Archives of installed dependencies, kept beside them, so that a build packs only what has changed."""

import shutil
import zipfile
from pathlib import Path


def packed(directory: Path, prefix: str, compression: int) -> Path:
    """An archive of everything in a directory that does not change any more, below a prefix."""
    target = directory.with_suffix(f".{compression}.zip")
    if not target.exists():
        unfinished = target.with_suffix(".part")
        with zipfile.ZipFile(unfinished, "w", compression) as archive:
            for path in sorted(directory.rglob("*")):
                if path.is_file():
                    archive.write(path, Path(prefix) / path.relative_to(directory))
        unfinished.rename(target)
    return target


def joined(dependencies: Path, code: Path) -> None:
    """Put the dependencies into the archive that so far holds the code alone."""
    alone = code.with_suffix(".code")
    code.rename(alone)
    shutil.copy2(dependencies, code)
    with zipfile.ZipFile(alone) as source, zipfile.ZipFile(code, "a") as target:
        for entry in source.infolist():
            target.writestr(entry, source.read(entry))
    alone.unlink()
