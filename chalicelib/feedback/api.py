"""Evaluating a service, and asking the department, over HTTP."""

from chalicelib.aws.rows import BY_DESK
from chalicelib.cases.api import reached
from chalicelib.cases.errors import CaseUnknown
from chalicelib.cases.service import load_with_questions
from chalicelib.catalogue.service import catalogue_of
from chalicelib.feedback import errors, service, store
from chalicelib.feedback.store import EnquiryEntry
from chalicelib.feedback.views import Ask, EnquiryView, Evaluate, EvaluationView, GiveAnswer
from chalicelib.http.authority import Power
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, applicant, head, reviewer
from chalicelib.http.paging import ListOf, PageQuery, one_page
from chalicelib.http.routes import Area
from chalicelib.kernel.text import Text
from chalicelib.parties.officials import service as officials
from chalicelib.parties.officials.errors import Concerned

feedback_area = Area(Text("评价与咨询", "Feedback"))


@feedback_area.post(
    "/v1/cases/{case_id}/evaluation",
    access=allow(applicant(power=Power.SUBMIT)),
    status=201,
    summary=Text("评价服务", "Evaluate the service"),
    refusals=(CaseUnknown, errors.NotConcluded, errors.AlreadyEvaluated),
)
def evaluate(call: Call, case_id: str, body: Evaluate) -> Reply[EvaluationView]:
    """One to five stars, once, when there is a decision. Nobody has to."""
    case = reached(call, case_id)
    evaluation = service.evaluate(call.uow, case, stars=body.stars, comment=body.comment)
    return Reply(EvaluationView.of(evaluation), version=evaluation.version, location=f"/v1/cases/{case_id}/evaluation")


@feedback_area.get(
    "/v1/cases/{case_id}/evaluation",
    access=allow(applicant()),
    summary=Text("查看评价", "Read one's evaluation"),
    refusals=(errors.NotEvaluated,),
)
def read_evaluation(call: Call, case_id: str) -> Reply[EvaluationView]:
    """For its author alone: whoever rates is protected."""
    evaluation = service.read_evaluation(call.uow.table, case_id)
    call.require_reach(evaluation)
    return Reply(EvaluationView.of(evaluation), version=evaluation.version)


@feedback_area.post(
    "/v1/cases/{case_id}/enquiries",
    access=allow(applicant(power=Power.SUBMIT)),
    status=201,
    summary=Text("咨询", "Ask a question on a case"),
    refusals=(CaseUnknown,),
)
def ask(call: Call, case_id: str, body: Ask) -> Reply[EnquiryView]:
    """The department that handles the case answers within five working days."""
    case = reached(call, case_id)
    enquiry = service.ask(call.uow, case, body.question, catalogue_of(call.platform).calendar())
    return Reply(EnquiryView.of(enquiry), version=enquiry.version, location=f"/v1/enquiries/{enquiry.id}")


@feedback_area.get(
    "/v1/cases/{case_id}/enquiries",
    access=allow(applicant(), reviewer(), head()),
    summary=Text("办件的咨询", "Enquiries on a case"),
    refusals=(CaseUnknown,),
)
def list_enquiries_of_case(call: Call, case_id: str) -> Reply[ListOf[EnquiryEntry]]:
    """Everything that was asked about the case, oldest first, answered or not; always one page."""
    case, rows = load_with_questions(call.uow.table, case_id)
    call.require_reach(case)
    return one_page([store.entry_of(row) for row in rows], None)


@feedback_area.get(
    "/v1/enquiries/{enquiry_id}",
    access=allow(applicant(), reviewer(), head()),
    summary=Text("查看咨询", "Read an enquiry"),
    refusals=(errors.EnquiryUnknown,),
)
def read_enquiry(call: Call, enquiry_id: str) -> Reply[EnquiryView]:
    """The question, when it has to be answered, and the answer."""
    enquiry = service.read_enquiry(call.uow.table, enquiry_id)
    call.require_reach(enquiry)
    return Reply(EnquiryView.of(enquiry), version=enquiry.version)


@feedback_area.get(
    "/v1/enquiries",
    access=allow(reviewer(), head()),
    summary=Text("待答复的咨询", "Open enquiries"),
    consistency="eventual",
)
def list_enquiries(call: Call, query: PageQuery) -> Reply[ListOf[EnquiryEntry]]:
    """What the caller's own department has to answer, ordered by due instant."""
    call.own()
    pk = store.desk_pk(call.caller.department, call.caller.region)
    after = query.after(BY_DESK, pk)
    page = store.open_enquiries(call.uow.table, pk, limit=query.limit, after=after)
    entries = [store.entry_of(row) for row in page.rows]
    return one_page(entries, page.next)


@feedback_area.post(
    "/v1/enquiries/{enquiry_id}/answer",
    access=allow(reviewer(), head()),
    changes=True,
    summary=Text("答复咨询", "Answer an enquiry"),
    refusals=(errors.EnquiryUnknown, errors.EnquiryAlreadyAnswered, Concerned),
)
def answer(call: Call, enquiry_id: str, body: GiveAnswer) -> Reply[EnquiryView]:
    """Once; the applicant sees it at once. Nobody answers a question on a case in which they declared an interest."""
    enquiry = service.read_enquiry(call.uow.table, enquiry_id)
    call.require_reach(enquiry)
    call.require_version(enquiry.version)
    officials.keep_away(call.platform, call.uow, call.caller.person_id, enquiry.about.numbers)
    service.answer(call.uow, enquiry, body.answer)
    return Reply(EnquiryView.of(enquiry), version=enquiry.version)
