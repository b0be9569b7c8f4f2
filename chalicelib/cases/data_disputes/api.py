"""Disputes about data that was filled in, over HTTP."""

import datetime as dt
from typing import Self

from pydantic import Field

from chalicelib.aws.rows import BY_APPLICANT, BY_DESK
from chalicelib.cases import errors
from chalicelib.cases import service as cases
from chalicelib.cases.api import cases_area, reached
from chalicelib.cases.data_disputes import service, store
from chalicelib.cases.data_disputes.errors import DataDisputeAnswered, DataDisputeUnknown, NothingToDispute
from chalicelib.cases.data_disputes.model import DataDispute
from chalicelib.cases.forms import masked_value
from chalicelib.http.authority import Power
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, applicant, operator
from chalicelib.http.paging import ListOf, PageQuery, one_page
from chalicelib.http.shapes import Request, Shape
from chalicelib.kernel.text import Language, Text


class DisputeData(Request):
    """Which field, what it should say, and why."""

    field: str = Field(min_length=2, max_length=200, description="Pointer into the form: one of `verified_fields`.")
    claimed: str = Field(min_length=1, max_length=200)
    reason: str = Field(min_length=2, max_length=500)


class AnswerDataDispute(Request):
    """What the authority that keeps the value found."""

    is_right: bool = Field(description="Whether the applicant was right: then it has been put right at its source.")
    answer: str = Field(min_length=2, max_length=1000)


class DataDisputeView(Shape):
    """A dispute. What was claimed is masked as the form masks the field; whole it is told to its owner only, in their
    copy of their data.
    """

    dispute_id: str
    case_id: str
    item_code: str
    field: str
    field_label: str | None = Field(None, description="What the form calls it.")
    source: str = Field(description="What the field was filled in from.")
    source_label: str | None = Field(None, description="Who says what stands there.")
    claimed: str = Field(description="What it should say; masked as the form masks the field.")
    reason: str
    opened_at: dt.datetime
    is_right: bool | None = None
    answer: str | None = None
    answered_at: dt.datetime | None = None

    @classmethod
    def of(cls, dispute: DataDispute, language: Language) -> Self:
        told = {"case_id", "item_code", "field", "source", "reason", "opened_at", "is_right", "answered_at"}
        return cls(
            dispute_id=dispute.id,
            field_label=dispute.label.in_language(language) if dispute.label else None,
            source_label=dispute.said_by.in_language(language) if dispute.said_by else None,
            claimed=masked_value(dispute.claimed, dispute.mask),
            answer=dispute.answer or None,
            **dispute.model_dump(include=told),
        )


class Everywhere:
    """What concerns the whole province, as the subject of access."""

    owner_id = department = region = ""


@cases_area.post(
    "/v1/cases/{case_id}/data-disputes",
    access=allow(applicant(level=2, power=Power.SUBMIT)),
    status=201,
    summary=Text("对预填数据提出异议", "Dispute what was filled in"),
    refusals=(errors.CaseUnknown, NothingToDispute),
)
def dispute_data(call: Call, case_id: str, body: DisputeData) -> Reply[DataDisputeView]:
    """It goes to whoever keeps the value at its source; in the form it stays as the base has it until then."""
    case = reached(call, case_id)
    item = cases.item_of(call.platform, case)
    opened = service.dispute(call.uow, case, item, field=body.field, claimed=body.claimed, reason=body.reason)
    return Reply(DataDisputeView.of(opened, call.language), location="/v1/me/data-disputes")


@cases_area.get(
    "/v1/me/data-disputes",
    access=allow(applicant(level=2)),
    summary=Text("我的数据异议", "My disputes about data"),
    consistency="eventual",
)
def list_my_data_disputes(call: Call, query: PageQuery) -> Reply[ListOf[DataDisputeView]]:
    """The newest first, with what was answered."""
    owner_id = call.own()
    after = query.after(BY_APPLICANT, store.owner_pk(owner_id))
    found, behind = service.of_owner(call.uow.table, owner_id, limit=query.limit, after=after)
    return one_page([DataDisputeView.of(it, call.language) for it in found if call.covers(it.item_code)], behind)


@cases_area.get(
    "/v1/data-disputes",
    access=allow(operator()),
    summary=Text("待答复的数据异议", "Disputes that wait for an answer"),
    consistency="eventual",
)
def list_data_disputes(call: Call, query: PageQuery) -> Reply[ListOf[DataDisputeView]]:
    """The oldest first, to be passed on to the authority that keeps the value."""
    call.require_reach(Everywhere())
    page = store.waiting(call.uow.table, limit=query.limit, after=query.after(BY_DESK, store.WAITING))
    return one_page([DataDisputeView.of(store.dispute_in(row), call.language) for row in page.rows], page.next)


@cases_area.post(
    "/v1/data-disputes/{dispute_id}/answer",
    access=allow(operator()),
    summary=Text("答复数据异议", "Answer a dispute"),
    refusals=(DataDisputeUnknown, DataDisputeAnswered),
)
def answer_data_dispute(call: Call, dispute_id: str, body: AnswerDataDispute) -> Reply[DataDisputeView]:
    """What the authority found. Whoever asked is told by SMS."""
    call.require_reach(Everywhere())
    answered = service.answer(call.uow, dispute_id, is_right=body.is_right, words=body.answer)
    return Reply(DataDisputeView.of(answered, call.language))
