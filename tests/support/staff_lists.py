"""Staff lists as offices send them."""

from typing import Any

from chalicelib.parties.staff import StaffEntry
from infra.seed.staff import staff_entries

HEADER = "id,name,mobile,role,department,region,posts"


def line(entry: StaffEntry, **changes: Any) -> str:
    """One row; what `changes` name is written instead."""
    cells = {**entry.model_dump(mode="json"), "posts": posts_of(entry), **changes}
    return ",".join(str(cells[name]) for name in HEADER.split(","))


def posts_of(entry: StaffEntry) -> str:
    """As a cell."""
    return ";".join(f"{post.role}/{post.department}/{post.region}" for post in entry.posts)


def a_list(*lines: str, header: str = HEADER, encoding: str = "utf-8") -> bytes:
    """A file of these rows; of everybody on the seeded list unless told otherwise."""
    rows = lines or tuple(line(entry) for entry in staff_entries())
    return ("\r\n".join((header, *rows)) + "\r\n").encode(encoding)
