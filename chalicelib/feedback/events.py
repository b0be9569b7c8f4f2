"""What happens in feedback. Neither comments nor questions: people write personal things into them."""

from pydantic import AwareDatetime

from chalicelib.kernel.events import Event


class Evaluated(Event):
    """`level` as GB/T 39735-2020 numbers it: 1 very satisfied … 5 very dissatisfied."""

    type = "feedback.Evaluated"
    case_id: str
    level: int


class BadEvaluationReceived(Event):
    """One of the bottom two levels: it has to be followed up."""

    type = "feedback.BadEvaluationReceived"
    case_id: str
    level: int


class EnquiryAsked(Event):
    """`due` is the last date (Asia/Shanghai) for the answer."""

    type = "feedback.EnquiryAsked"
    case_id: str
    department: str
    region: str
    due: str
    due_at: AwareDatetime
    question_sha256: str
    question_length: int


class EnquiryAnswered(Event):
    type = "feedback.EnquiryAnswered"
    case_id: str
    in_time: bool
    answer_sha256: str
    answer_length: int
