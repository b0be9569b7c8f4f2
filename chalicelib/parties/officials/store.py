"""How interests are kept: whole in their member's sealed snapshot; here only `INTEREST#<staff id>`/`<keyed hash>`,
whose being there is what keeps somebody from a case.
"""

from chalicelib.aws.rows import Key
from chalicelib.aws.unit_of_work import UnitOfWork


def interest_key(staff_id: str, number_key: str) -> Key:
    """The row that is there while an interest counts."""
    return Key(f"INTEREST#{staff_id}", number_key)


def put_interest(uow: UnitOfWork, staff_id: str, number_key: str) -> None:
    """Let it count from the moment of writing."""
    key = interest_key(staff_id, number_key)
    uow.put({"pk": key.pk, "sk": key.sk})


def remove_interest(uow: UnitOfWork, staff_id: str, number_key: str) -> None:
    """Let it count no more."""
    uow.delete(interest_key(staff_id, number_key))
