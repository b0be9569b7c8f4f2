"""How often officials look at personal data in full, over HTTP: for those who supervise them."""

from datetime import date
from typing import Self

from pydantic import Field

from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, operator
from chalicelib.http.paging import ListOf, PageQuery, one_page
from chalicelib.http.shapes import Shape
from chalicelib.kernel.instants import shanghai_date
from chalicelib.kernel.text import Text
from chalicelib.parties.api import parties_area
from chalicelib.parties.look_counts import CountedBy, LookCount, count_in, counts_on, counts_pk


class CountsQuery(PageQuery):
    """Which day's counts, and of whom."""

    day: date | None = Field(None, description="In Hainan; left out: today.")
    counted_by: CountedBy = Field(CountedBy.OFFICIAL, description="Each official, or each department in a region.")


class LookCountView(Shape):
    """How often somebody looked at personal data in full on that day."""

    department: str
    region: str
    official: str | None = Field(None, description="The account; absent where a whole department is counted.")
    looks: int
    is_unusual: bool = Field(description="One official alone looked so often that somebody has to ask why.")

    @classmethod
    def of(cls, count: LookCount) -> Self:
        return cls(
            department=count.department,
            region=count.region,
            official=count.official or None,
            looks=count.looks,
            is_unusual=count.is_unusual,
        )


class Everywhere:
    """What concerns the whole province, as the subject of access."""

    owner_id = department = region = ""


@parties_area.get(
    "/v1/looks/counts",
    access=allow(operator()),
    summary=Text("查看完整个人信息的次数", "How often personal data was seen in full"),
)
def count_looks(call: Call, query: CountsQuery) -> Reply[ListOf[LookCountView]]:
    """By department and region; whom somebody looked at stays between the case and the person concerned."""
    call.require_reach(Everywhere())
    day = query.day or shanghai_date(call.act.at)
    after = query.after_in(counts_pk(day))
    page = counts_on(call.platform.table, day, query.counted_by, limit=query.limit, after=after)
    return one_page([LookCountView.of(count_in(row)) for row in page.rows], page.next)
