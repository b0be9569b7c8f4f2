"""What happens to a batch."""

import datetime as dt

from chalicelib.kernel.events import Event


class BatchOpened(Event):
    """Somebody began to gather items."""

    type = "catalogue.BatchOpened"
    name: str
    effective_from: dt.date


class ItemsEntered(Event):
    """Items were put into the batch."""

    type = "catalogue.ItemsEntered"
    action: str
    codes: list[str]


class ItemRemoved(Event):
    """An item was taken out again."""

    type = "catalogue.ItemRemoved"
    item_code: str


class ItemSetAside(Event):
    """An item that could not be put online was taken out while the batch was being published."""

    type = "catalogue.ItemSetAside"
    item_code: str


class PublicationOrdered(Event):
    """Nothing of the batch changes any more; its items are being put online."""

    type = "catalogue.PublicationOrdered"
    edition: int
    items: int


class BatchPublished(Event):
    """All items of the batch are online, at one moment."""

    type = "catalogue.BatchPublished"
    edition: int
    items: int
    effective_from: dt.date


class TargetSet(Event):
    """What share of the items is to need no visit, and by when."""

    type = "catalogue.TargetSet"
    share_percent: int
    by: dt.date
    basis: str
