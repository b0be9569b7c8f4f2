"""Evaluating a service, asking a question on a case, answering it."""

from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.cases.model import Case
from chalicelib.cases.service import load_with_questions
from chalicelib.cases.vocabulary import CONCLUDED
from chalicelib.feedback import store
from chalicelib.feedback.errors import EnquiryUnknown, NotConcluded, NotEvaluated
from chalicelib.feedback.model import About, Enquiry, Evaluation, Satisfaction
from chalicelib.kernel.calendar import WorkCalendar
from chalicelib.kernel.ids import new_ulid


def evaluate(uow: UnitOfWork, case: Case, *, stars: int, comment: str) -> Evaluation:
    """Rate the service of a concluded case. Raises `NotConcluded`; `AlreadyEvaluated` on commit."""
    if case.status not in CONCLUDED:
        raise NotConcluded(case_status=case.status)
    evaluation = Evaluation.give(
        case_id=case.id,
        owner_id=case.owner_id,
        department=case.department,
        region=case.region,
        item_code=case.item_code,
        level=Satisfaction.from_stars(stars),
        comment=comment,
        act=uow.act,
    )
    store.save_evaluation(uow, evaluation)
    return evaluation


def read_evaluation(table: Table, case_id: str) -> Evaluation:
    """A case's evaluation. Raises `NotEvaluated`. One round trip."""
    evaluation = store.load_evaluation(table, case_id)
    if evaluation is None:
        raise NotEvaluated
    return evaluation


def ask(uow: UnitOfWork, case: Case, question: str, calendar: WorkCalendar) -> Enquiry:
    """Put a question to the department that handles the case."""
    about = About(
        case_id=case.id,
        case_number=case.number,
        item_name=case.terms.name_zh,
        department=case.department,
        region=case.region,
        item_code=case.item_code,
        numbers=case.applicant.numbers,
    )
    enquiry = Enquiry.ask(
        enquiry_id=new_ulid(uow.act.at),
        about=about,
        owner_id=case.owner_id,
        question=question,
        act=uow.act,
        calendar=calendar,
    )
    store.save_enquiry(uow, enquiry)
    return enquiry


def read_enquiry(table: Table, enquiry_id: str) -> Enquiry:
    """An enquiry. Raises `EnquiryUnknown`. One round trip."""
    enquiry = store.load_enquiry(table, enquiry_id)
    if enquiry is None:
        raise EnquiryUnknown
    return enquiry


def enquiries_on(table: Table, case_id: str) -> list[Enquiry]:
    """What was asked about a case, the oldest first. Two round trips, and one more for each hundred."""
    _, rows = load_with_questions(table, case_id)
    return store.load_enquiries(table, [store.entry_of(row).enquiry_id for row in rows])


def answer(uow: UnitOfWork, enquiry: Enquiry, text: str) -> Enquiry:
    """Answer an enquiry and take it off the desk. Raises `EnquiryAlreadyAnswered`."""
    enquiry.give_answer(text, uow.act)
    store.save_enquiry(uow, enquiry)
    return enquiry
