"""How feedback is kept: `EVALUATION#<case>` (with the row `ONCE` that refuses a second one) and `ENQUIRY#<id>`.

An open enquiry has a work item `WORK#enquiries` on its department's desk for enquiries, ordered by due instant. Every
enquiry has a line with its case as well, where one query reads all of them.
"""

import datetime as dt

from pydantic import AwareDatetime, BaseModel, ConfigDict

from chalicelib.aws.history import to_aggregate
from chalicelib.aws.rows import BY_DESK, SNAPSHOT, Key, Page, Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.cases.service import save_question
from chalicelib.feedback.errors import AlreadyEvaluated
from chalicelib.feedback.model import Enquiry, Evaluation
from chalicelib.kernel.instants import to_text

DESK = "enquiries"
WORK = f"WORK#{DESK}"
AT_ONCE = 100


class EnquiryEntry(BaseModel):
    """An enquiry in a list; the question itself is read one by one."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    enquiry_id: str
    case_id: str
    case_number: str
    item_name: str
    asked_at: AwareDatetime
    due: dt.date
    due_at: AwareDatetime
    answered_at: AwareDatetime | None = None


def evaluation_pk(case_id: str) -> str:
    """The partition of a case's evaluation."""
    return f"EVALUATION#{case_id}"


def enquiry_pk(enquiry_id: str) -> str:
    """The partition of an enquiry."""
    return f"ENQUIRY#{enquiry_id}"


def desk_pk(department: str, region: str) -> str:
    """The list of a department's open enquiries."""
    return f"DESK#{department}#{region}#{DESK}"


def load_evaluation(table: Table, case_id: str) -> Evaluation | None:
    """A case's evaluation. One round trip."""
    row = table.row(Key(evaluation_pk(case_id), SNAPSHOT))
    return to_aggregate(Evaluation, row) if row else None


def save_evaluation(uow: UnitOfWork, evaluation: Evaluation) -> None:
    """Put a new evaluation into the unit of work: `AlreadyEvaluated` on commit when there is one."""
    pk = evaluation_pk(evaluation.case_id)
    uow.put({"pk": pk, "sk": "ONCE"}, new=True, refusal=lambda _: AlreadyEvaluated())
    uow.save(pk, evaluation)


def load_enquiry(table: Table, enquiry_id: str) -> Enquiry | None:
    """An enquiry. One round trip."""
    row = table.row(Key(enquiry_pk(enquiry_id), SNAPSHOT))
    return to_aggregate(Enquiry, row) if row else None


def load_enquiries(table: Table, enquiry_ids: list[str]) -> list[Enquiry]:
    """Those of several enquiries that there are. One round trip a hundred."""
    keys = [Key(enquiry_pk(enquiry_id), SNAPSHOT) for enquiry_id in enquiry_ids]
    rows = [row for first in range(0, len(keys), AT_ONCE) for row in table.rows_at(keys[first : first + AT_ONCE])]
    return [to_aggregate(Enquiry, row) for row in rows]


def save_enquiry(uow: UnitOfWork, enquiry: Enquiry) -> None:
    """Put the enquiry and its place on the desk into the unit of work."""
    pk, body = enquiry_pk(enquiry.id), _entry(enquiry).model_dump_json()
    uow.save(pk, enquiry)
    save_question(uow, enquiry.about.case_id, enquiry.id, body)
    if enquiry.answer is not None:
        uow.delete(Key(pk, WORK))
        return
    uow.put(
        {
            "pk": pk,
            "sk": WORK,
            "desk_pk": desk_pk(enquiry.department, enquiry.region),
            "desk_sk": f"{to_text(enquiry.due_at)}#{enquiry.id}",
            "body": body,
        }
    )


def open_enquiries(table: Table, pk: str, *, limit: int, after: Row | None) -> Page:
    """A desk's open enquiries, most urgent first. One round trip; eventually consistent."""
    return table.page(BY_DESK, pk, limit=limit, after=after)


def entry_of(row: Row) -> EnquiryEntry:
    """The entry that a work item holds."""
    return EnquiryEntry.model_validate_json(str(row["body"]))


def _entry(enquiry: Enquiry) -> EnquiryEntry:
    about = enquiry.about
    return EnquiryEntry(
        enquiry_id=enquiry.id,
        case_id=about.case_id,
        case_number=about.case_number,
        item_name=about.item_name,
        asked_at=enquiry.asked_at,
        due=enquiry.due,
        due_at=enquiry.due_at,
        answered_at=enquiry.answer.at if enquiry.answer else None,
    )
