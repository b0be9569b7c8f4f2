"""People of the catalogue office and items on their way, for tests of describing and publishing."""

from chalicelib.catalogue.editing.model import CatalogueItem
from chalicelib.catalogue.model import ItemContent
from chalicelib.kernel.events import Act, Actor, Party
from tests.support.items import seeded_item
from tests.support.platform import MONDAY_MORNING

MANAGER = Actor(id="manager-1", party=Party.OFFICIAL, role="catalogue-manager")
COLLEAGUE = Actor(id="manager-2", party=Party.OFFICIAL, role="catalogue-manager")
APPROVER = Actor(id="approver-1", party=Party.OFFICIAL, role="catalogue-approver")


def by(actor: Actor) -> Act:
    """An act of `actor` on Monday morning."""
    return Act(actor=actor, at=MONDAY_MORNING, correlation_id="correlation-1")


def content(**parts: object) -> ItemContent:
    """The seeded item's content, with other parts."""
    whole = seeded_item().model_dump(mode="json", exclude={"version"})
    return ItemContent.model_validate({**whole, **parts})


def a_draft(**parts: object) -> CatalogueItem:
    """An item that the manager has described."""
    item = CatalogueItem.new(content(**parts))
    item.write(content(**parts), (), by(MANAGER))
    return item


def a_checked_item(**parts: object) -> CatalogueItem:
    """The manager has it checked."""
    item = a_draft(**parts)
    item.check((), by(MANAGER))
    return item


def an_approved_item(**parts: object) -> CatalogueItem:
    """Somebody else has approved it."""
    item = a_checked_item(**parts)
    assert item.work is not None
    item.approve(item.work.sha256, by(APPROVER))
    return item
