"""How shipments are kept. `SHIPMENT#<id>`: `SNAPSHOT` · `EVENT#<seq>` · `WAIT#<what>` (task tokens)."""

from chalicelib.aws.history import to_aggregate
from chalicelib.aws.rows import SNAPSHOT, Key, Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.delivery import errors
from chalicelib.delivery.model import Shipment


def shipment_pk(shipment_id: str) -> str:
    """The partition of a shipment."""
    return f"SHIPMENT#{shipment_id}"


def find(table: Table, shipment_id: str) -> Shipment | None:
    """The shipment, if it is there. One round trip."""
    row = table.row(Key(shipment_pk(shipment_id), SNAPSHOT))
    return to_aggregate(Shipment, row) if row else None


def load(table: Table, shipment_id: str) -> Shipment:
    """The shipment. Raises `ShipmentUnknown`. One round trip."""
    shipment = find(table, shipment_id)
    if shipment is None:
        raise errors.ShipmentUnknown
    return shipment


def load_with_waits(table: Table, shipment_id: str) -> tuple[Shipment, list[Row]]:
    """The shipment and the task tokens that wait for it. One round trip."""
    rows = table.partition(shipment_pk(shipment_id), first=SNAPSHOT, last="WAIT#\U0010ffff")
    if not rows or rows[0]["sk"] != SNAPSHOT:
        raise errors.ShipmentUnknown
    return to_aggregate(Shipment, rows[0]), [row for row in rows if str(row["sk"]).startswith("WAIT#")]


def save(uow: UnitOfWork, shipment: Shipment) -> None:
    """Put the shipment into the unit of work."""
    uow.save(shipment_pk(shipment.id), shipment)
