"""The bags in which a case lies in the archive, and which of them is missing yet."""

from collections.abc import Sequence

from chalicelib.cases.parts import Part


class ArchivePackage(Part):
    """A bag in the archive (归档包): a ZIP in the documents bucket, its SHA-256 and size in bytes.

    `version` 1 is the case as it was closed, each later one a supplement; a large one is stored in several `parts`.
    `sequels` is how many of the things are in it that happened after the end. `kept_until` is the day (ISO) before
    which storage lets nobody delete it.
    """

    object_key: str
    sha256: str
    size: int
    version: int = 1
    part: int = 1
    parts: int = 1
    sequels: int = 0
    kept_until: str = ""


def bag_after(packages: Sequence[ArchivePackage]) -> tuple[int, int]:
    """Version and part of the bag that would be packed next."""
    if not packages:
        return 1, 1
    last = packages[-1]
    return (last.version, last.part + 1) if last.part < last.parts else (last.version + 1, 1)


def sequels_in(packages: Sequence[ArchivePackage]) -> int:
    """How many of the things that happened after the end are in what is packed."""
    return packages[-1].sequels if packages else 0


def are_complete(packages: Sequence[ArchivePackage], sequels: int) -> bool:
    """Whether every part is there, and all that happened afterwards is in one of them."""
    return bool(packages) and packages[-1].part == packages[-1].parts and sequels_in(packages) >= sequels
