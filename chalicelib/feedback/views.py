"""What feedback is asked for and how it is shown; stars at this edge, levels inside."""

import datetime as dt
from typing import Annotated, Self

from pydantic import Field, StringConstraints

from chalicelib.feedback.model import Enquiry, Evaluation
from chalicelib.http.shapes import Request, Shape

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=2000)]


class Evaluate(Request):
    """Rate the service."""

    stars: int = Field(ge=1, le=5, description="Five are best.")
    comment: str = Field("", max_length=500)


class Ask(Request):
    """A question on the case."""

    question: Words


class GiveAnswer(Request):
    """The department's answer."""

    answer: Words


class EvaluationView(Shape):
    """The evaluation as its author sees it."""

    case_id: str
    stars: int = Field(description="Five are best.")
    comment: str
    at: dt.datetime

    @classmethod
    def of(cls, evaluation: Evaluation) -> Self:
        """`evaluation`, its level as stars."""
        return cls(
            case_id=evaluation.case_id, stars=evaluation.level.stars, comment=evaluation.comment, at=evaluation.at
        )


class EnquiryView(Shape):
    """A question on a case, and its answer once there is one."""

    id: str
    case_id: str
    case_number: str
    item_name: str
    question: str
    asked_at: dt.datetime
    due: dt.date = Field(description="Last date for the answer, in Hainan.")
    provisional: bool = Field(description="Reaches a year whose holidays are not announced yet.")
    answer: str | None = None
    answered_at: dt.datetime | None = None

    @classmethod
    def of(cls, enquiry: Enquiry) -> Self:
        """`enquiry` as both sides see it; who of the department answered is not told."""
        about, answer = enquiry.about, enquiry.answer
        return cls(
            id=enquiry.id,
            case_id=about.case_id,
            case_number=about.case_number,
            item_name=about.item_name,
            question=enquiry.question,
            asked_at=enquiry.asked_at,
            due=enquiry.due,
            provisional=enquiry.provisional,
            answer=answer.text if answer else None,
            answered_at=answer.at if answer else None,
        )
