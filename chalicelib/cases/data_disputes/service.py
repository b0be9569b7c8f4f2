"""Opening and answering disputes about data that was filled in."""

from chalicelib.aws.rows import Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.cases.data_disputes import store
from chalicelib.cases.data_disputes.errors import DataDisputeUnknown, NothingToDispute
from chalicelib.cases.data_disputes.model import DataDispute
from chalicelib.cases.forms import label_of, mask_of
from chalicelib.cases.model import Case
from chalicelib.cases.prefilling import known_fields
from chalicelib.catalogue.elements import Bilingual
from chalicelib.catalogue.model import ItemVersion
from chalicelib.kernel.ids import new_ulid


def dispute(uow: UnitOfWork, case: Case, item: ItemVersion, *, field: str, claimed: str, reason: str) -> DataDispute:
    """Say that what was filled in there is wrong. Raises `NothingToDispute`."""
    known = {it.at: it for it in known_fields(item.form, case.applicant, case.obtained)}
    if field not in known or known[field].value == claimed:
        raise NothingToDispute
    origin = known[field].origin
    opened = DataDispute.open(
        dispute_id=new_ulid(uow.act.at),
        owner_id=case.owner_id,
        case_id=case.id,
        item_code=case.item_code,
        field=field,
        source=known[field].source,
        claimed=claimed,
        reason=reason,
        label=label_of(item.form, field),
        said_by=Bilingual(zh=origin.said_by.zh, en=origin.said_by.en),
        mask=mask_of(item.form, field) or origin.mask,
        act=uow.act,
    )
    store.save(uow, opened)
    return opened


def read(table: Table, dispute_id: str) -> DataDispute:
    """Raises `DataDisputeUnknown`. One round trip."""
    standing = store.load(table, dispute_id)
    if standing is None:
        raise DataDisputeUnknown
    return standing


def answer(uow: UnitOfWork, dispute_id: str, *, is_right: bool, words: str) -> DataDispute:
    """Note what the source's authority found. Raises `DataDisputeUnknown`, `DataDisputeAnswered`. One round trip."""
    standing = read(uow.table, dispute_id)
    standing.conclude(is_right=is_right, answer=words, act=uow.act)
    store.save(uow, standing)
    return standing


def of_owner(table: Table, owner_id: str, *, limit: int, after: Row | None) -> tuple[list[DataDispute], Row | None]:
    """A page of what somebody disputes, the newest first, and the position behind it. One round trip."""
    page = store.of_owner(table, owner_id, limit=limit, after=after)
    return [store.dispute_in(row) for row in page.rows], page.next
