"""Editions of the catalogue: what readers see is the live one, and a batch becomes visible when it is made live."""

from pydantic import AwareDatetime

from chalicelib.aws.platform import Platform
from chalicelib.aws.rows import Key, Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.catalogue.elements import Element
from chalicelib.catalogue.warm import Warm

CATALOGUE = "CATALOGUE"
EDITION = Key(CATALOGUE, "EDITION")


class Edition(Element):
    """One edition: its number, the batch that made it, and where its snapshot for search lies."""

    number: int
    batch_id: str
    published_at: AwareDatetime
    snapshot_key: str
    documents: dict[str, str] = {}
    """Format → key of the public catalogue document."""


class EditionState(Element):
    """The live edition, if there is one, and the batch that is being published, if there is one."""

    live: Edition | None = None
    publishing: str = ""

    @property
    def number(self) -> int:
        """Of the live edition; 0 before the first."""
        return self.live.number if self.live else 0


class Editions:
    """The state of the catalogue's editions, at most a minute old: one a process, so that all items change at once."""

    def __init__(self, table: Table, seconds: float) -> None:
        self._table = table
        self._state: Warm[EditionState] = Warm(seconds)

    @property
    def is_warm(self) -> bool:
        """Whether `state` asks nobody."""
        return self._state.has(EDITION)

    def state(self) -> EditionState:
        """What stands. A round trip only when not warm."""
        return self._state.get(EDITION, lambda: read_state(self._table))

    def remember(self, state: EditionState) -> None:
        """Keep what was just read by the way."""
        self._state.keep(EDITION, state)


def editions_of(platform: Platform) -> Editions:
    """The warm editions of a deployment."""
    if "editions" not in platform.warm:
        platform.warm["editions"] = Editions(platform.table, platform.settings.warm_seconds)
    editions: Editions = platform.warm["editions"]
    return editions


def live_edition(platform: Platform) -> Edition | None:
    """The live edition, at most a minute old. A round trip only when not warm."""
    return editions_of(platform).state().live


def read_state(table: Table) -> EditionState:
    """What stands now. One round trip."""
    return state_of(table.row(EDITION))


def state_of(row: Row | None) -> EditionState:
    """What the row says."""
    return EditionState.model_validate_json(str(row["body"])) if row else EditionState()


def write_state(uow: UnitOfWork, before: EditionState, after: EditionState, refusal: Exception) -> None:
    """Replace `before` by `after` in the unit of work; raises `refusal` at the commit when `before` is no more."""
    row: Row = {
        "pk": EDITION.pk,
        "sk": EDITION.sk,
        "number": after.number,
        "publishing": after.publishing,
        "body": after.model_dump_json(),
    }
    if before == EditionState():
        uow.put(row, new=True, refusal=lambda _: refusal)
    else:
        equals: Row = {"number": before.number, "publishing": before.publishing}
        uow.put(row, equals=equals, refusal=lambda _: refusal)
