"""The asked-twice rate (重复索要率), published for everybody."""

from typing import Self

from pydantic import Field

from chalicelib.cases.api import cases_area
from chalicelib.cases.asked_twice import service
from chalicelib.cases.asked_twice.model import Count
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import public
from chalicelib.http.shapes import Request, Shape
from chalicelib.kernel.text import Text

PUBLIC = public("whether departments keep to State Council order 809 is for everybody to see")


class MonthQuery(Request):
    """Which month."""

    month: str | None = Field(None, pattern=r"^\d{4}-(0[1-9]|1[0-2])$", description="In Hainan; left out: the present.")


class AskedTwiceView(Shape):
    """How many materials were asked for in correction requests, and how many of them the state holds."""

    department: str | None = Field(None, description="Code of the handling department; absent for all together.")
    asked_for: int
    refused: int = Field(description="Attempts that were refused: the system held the material, or obtained it.")
    asked_twice: int = Field(description="Went out although a source keeps that kind: it could not give it just then.")
    rate_percent: float | None = Field(None, description="Asked twice per hundred asked for.")

    @classmethod
    def of(cls, count: Count, department: str | None = None) -> Self:
        return cls(department=department, **count.model_dump(), rate_percent=count.rate_percent)


class AskedTwiceReport(Shape):
    """One month."""

    month: str
    total: AskedTwiceView
    departments: list[AskedTwiceView]


@cases_area.get(
    "/v1/asked-twice",
    access=PUBLIC,
    summary=Text("重复索要率", "How often something is asked for twice"),
    consistency="counted within seconds of each request",
)
def read_asked_twice(call: Call, query: MonthQuery) -> Reply[AskedTwiceReport]:
    """By handling department, in order of its code; departments that asked for nothing do not appear."""
    month = query.month or service.month_of(call.act.at)
    counts = service.counts_of(call.uow.table, month)
    total = Count()
    for count in counts.values():
        total = total.plus(count)
    departments = [AskedTwiceView.of(count, code) for code, count in counts.items()]
    return Reply(AskedTwiceReport(month=month, total=AskedTwiceView.of(total), departments=departments))
