"""Who looked at my data, over HTTP."""

from datetime import datetime
from typing import Self

from pydantic import Field

from chalicelib.aws.rows import BY_APPLICANT
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import allow, in_person
from chalicelib.http.paging import ListOf, PageQuery, one_page
from chalicelib.http.shapes import Shape
from chalicelib.kernel.text import Text
from chalicelib.parties.api import parties_area
from chalicelib.parties.looks import Look, look_in, looks_at, looks_pk


class LookView(Shape):
    """One look at the caller's data in full: from which desk, and why."""

    looked_at: datetime
    role: str
    department: str
    region: str
    case_id: str
    number: str
    reason: str = Field(description="As the official gave it.")

    @classmethod
    def of(cls, look: Look) -> Self:
        return cls(looked_at=look.at, **look.model_dump(exclude={"at", "by"}))


@parties_area.get(
    "/v1/me/looks",
    access=allow(in_person()),
    summary=Text("谁查看过我的信息", "Who looked at my data"),
    consistency="eventual",
)
def list_looks(call: Call, query: PageQuery) -> Reply[ListOf[LookView]]:
    """Every look at the caller's personal data in full, the latest first, for three years."""
    pk = looks_pk(call.own())
    page = looks_at(call.platform.table, call.own(), limit=query.limit, after=query.after(BY_APPLICANT, pk))
    entries = [LookView.of(look_in(row)) for row in page.rows]
    return one_page(entries, page.next)
