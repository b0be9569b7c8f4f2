"""Somebody says that what a base holds of them is wrong (个人信息保护法, art. 46: the right to have it corrected)."""

from typing import ClassVar, Self

from pydantic import AwareDatetime

from chalicelib.cases.data_disputes.errors import DataDisputeAnswered
from chalicelib.cases.data_disputes.events import DataDisputed, DisputeAnswered
from chalicelib.catalogue.elements import Bilingual
from chalicelib.kernel.aggregate import Aggregate
from chalicelib.kernel.events import Act


class DataDispute(Aggregate):
    """One value of one field, until whoever holds it at its source has answered. `claimed` is what its owner says it
    should be: personal data, on the snapshot only.
    """

    personal: ClassVar[bool] = True

    owner_id: str
    case_id: str
    item_code: str
    field: str
    """RFC 6901 pointer into the form."""
    source: str
    claimed: str
    reason: str
    label: Bilingual | None = None
    """What the form calls the field."""
    said_by: Bilingual | None = None
    """Who says what stands there now."""
    mask: str = ""
    """How the form shows the field to others (`x-mask`)."""
    opened_at: AwareDatetime
    answer: str = ""
    is_right: bool | None = None
    answered_at: AwareDatetime | None = None

    @classmethod
    def open(
        cls,
        *,
        dispute_id: str,
        owner_id: str,
        case_id: str,
        item_code: str,
        field: str,
        source: str,
        claimed: str,
        reason: str,
        label: Bilingual | None = None,
        said_by: Bilingual | None = None,
        mask: str = "",
        act: Act,
    ) -> Self:
        """Ask for a value to be put right at its source."""
        dispute = cls(
            id=dispute_id,
            owner_id=owner_id,
            case_id=case_id,
            item_code=item_code,
            field=field,
            source=source,
            claimed=claimed,
            reason=reason,
            label=label,
            said_by=said_by,
            mask=mask,
            opened_at=act.at,
        )
        dispute._record(DataDisputed(case_id=case_id, field=field, source=source), act)
        return dispute

    def conclude(self, *, is_right: bool, answer: str, act: Act) -> None:
        """What the source's authority found: `is_right` says that its owner was. Raises `DataDisputeAnswered`."""
        if self.answered_at is not None:
            raise DataDisputeAnswered
        self.is_right, self.answer, self.answered_at = is_right, answer, act.at
        self._record(DisputeAnswered(is_right=is_right), act)
