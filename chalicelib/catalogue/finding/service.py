"""The live edition, ready for questions: held warm in the process, so that a question asks nobody.

Cold it takes two round trips, one after the other: which edition is live, and its snapshot. After a new edition the
first question within a process takes them again.
"""

from chalicelib.aws.observability import logger
from chalicelib.aws.platform import Platform
from chalicelib.catalogue.editions import live_edition
from chalicelib.catalogue.finding.errors import SearchUnavailable
from chalicelib.catalogue.finding.finder import Finder
from chalicelib.catalogue.finding.sections import SnapshotUnreadable

WARM = "finder"


def finder_of(platform: Platform) -> Finder:
    """The finder of the live edition, at most a minute old; before the first edition one that finds nothing.

    Raises `SearchUnavailable` when the snapshot was written in another format.
    """
    edition = live_edition(platform)
    key = edition.snapshot_key if edition else ""
    kept: tuple[str, Finder] | None = platform.warm.get(WARM)
    if kept is None or kept[0] != key:
        kept = platform.warm[WARM] = (key, _load(platform, key) if key else Finder.empty())
    return kept[1]


def _load(platform: Platform, key: str) -> Finder:
    data, _ = platform.documents.read(key)
    try:
        return Finder.load(data)
    except SnapshotUnreadable as error:
        logger.error("snapshot unreadable", extra={"key": key, "why": str(error)})
        raise SearchUnavailable from error
