"""Evaluations (好差评) and enquiries (咨询) on a case."""

import datetime as dt
from enum import IntEnum
from typing import ClassVar, Self

from pydantic import AwareDatetime

from chalicelib.feedback.errors import EnquiryAlreadyAnswered
from chalicelib.feedback.events import BadEvaluationReceived, EnquiryAnswered, EnquiryAsked, Evaluated
from chalicelib.kernel.aggregate import Aggregate
from chalicelib.kernel.calendar import WorkCalendar
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.kernel.events import Act
from chalicelib.kernel.instants import shanghai_date
from chalicelib.kernel.value import Value
from chalicelib.kernel.working_time import Limit, due_date

ENQUIRY_LIMIT = Limit(amount=5)
"""Working days; what this service promises."""
MOST_STARS = 5


class Satisfaction(IntEnum):
    """The five levels as GB/T 39735-2020 numbers them; platforms show stars, of which five are best."""

    VERY_SATISFIED = 1
    SATISFIED = 2
    BASICALLY_SATISFIED = 3
    DISSATISFIED = 4
    VERY_DISSATISFIED = 5

    @classmethod
    def from_stars(cls, stars: int) -> Self:
        """1 to 5 stars; ValueError for anything else."""
        return cls(MOST_STARS + 1 - stars)

    @property
    def stars(self) -> int:
        """The level as platforms show it."""
        return MOST_STARS + 1 - self.value

    @property
    def is_bad(self) -> bool:
        """The bottom two levels (差评)."""
        return self >= Satisfaction.DISSATISFIED


class Evaluation(Aggregate):
    """What the applicant says of one service: once, voluntarily."""

    personal: ClassVar[bool] = True

    case_id: str
    owner_id: str
    department: str
    region: str
    item_code: str = ""
    level: Satisfaction
    comment: str
    at: AwareDatetime

    @classmethod
    def give(
        cls,
        *,
        case_id: str,
        owner_id: str,
        department: str,
        region: str,
        item_code: str = "",
        level: Satisfaction,
        comment: str,
        act: Act,
    ) -> Self:
        """Rate the service of a department on a case."""
        evaluation = cls(
            id=f"evaluation-{case_id}",
            case_id=case_id,
            owner_id=owner_id,
            department=department,
            region=region,
            item_code=item_code,
            level=level,
            comment=comment,
            at=act.at,
        )
        evaluation._record(Evaluated(case_id=case_id, level=level), act)
        if level.is_bad:
            evaluation._record(BadEvaluationReceived(case_id=case_id, level=level), act.by_system())
        return evaluation


class About(Value):
    """The case that an enquiry is about, as far as a desk's list and access to it need it. `numbers` are those of the
    applicant and of whoever acted for them: officials with an interest in one of them keep away.
    """

    case_id: str
    case_number: str
    item_name: str
    department: str
    region: str
    item_code: str = ""
    numbers: tuple[str, ...] = ()


class Answer(Value):
    """The department's answer."""

    text: str
    official: str
    at: AwareDatetime


class Enquiry(Aggregate):
    """One question of an applicant on their case, to be answered once, within five working days."""

    personal: ClassVar[bool] = True

    about: About
    owner_id: str
    question: str
    asked_at: AwareDatetime
    due: dt.date
    due_at: AwareDatetime
    provisional: bool
    answer: Answer | None = None

    @classmethod
    def ask(
        cls, *, enquiry_id: str, about: About, owner_id: str, question: str, act: Act, calendar: WorkCalendar
    ) -> Self:
        """Ask the department; the day of asking is not counted."""
        due = due_date(shanghai_date(act.at), ENQUIRY_LIMIT, calendar)
        enquiry = cls(
            id=enquiry_id,
            about=about,
            owner_id=owner_id,
            question=question,
            asked_at=act.at,
            due=due.date,
            due_at=due.at,
            provisional=due.provisional,
        )
        enquiry._record(
            EnquiryAsked(
                case_id=about.case_id,
                department=about.department,
                region=about.region,
                due=due.date.isoformat(),
                due_at=due.at,
                question_sha256=sha256_hex(question.encode()),
                question_length=len(question),
            ),
            act,
        )
        return enquiry

    @property
    def department(self) -> str:
        """Whose desk it is on, for access."""
        return self.about.department

    @property
    def region(self) -> str:
        """In which region, for access."""
        return self.about.region

    @property
    def item_code(self) -> str:
        """About which item, for access by somebody whose authority names items."""
        return self.about.item_code

    def give_answer(self, text: str, act: Act) -> None:
        """Answer, once. Raises `EnquiryAlreadyAnswered`."""
        if self.answer is not None:
            raise EnquiryAlreadyAnswered
        self.answer = Answer(text=text, official=act.actor.id, at=act.at)
        self._record(
            EnquiryAnswered(
                case_id=self.about.case_id,
                in_time=act.at < self.due_at,
                answer_sha256=sha256_hex(text.encode()),
                answer_length=len(text),
            ),
            act,
        )
