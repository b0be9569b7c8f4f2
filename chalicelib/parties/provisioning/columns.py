"""The columns of a staff list, and what each of their cells may hold."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.http.access import Role
from chalicelib.kernel.cells import CellRefused, half_width, harmless, harmless_phone
from chalicelib.kernel.identity_numbers import IdentityNumberError, MobileNumber
from chalicelib.kernel.text import Text
from chalicelib.parties.officials.posts import POSTS_AT_MOST, Post

STAFF_ROLES = tuple(role for role in Role if role is not Role.APPLICANT)
WITH_A_DEPARTMENT = frozenset({Role.REVIEWER, Role.HEAD})
"""Whose work is that of a department."""
ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
DEPARTMENT = re.compile(r"[A-Z0-9-]{2,20}")
REGION = re.compile(r"\d{6}(\d{3})?")
LONGEST_NAME = 50
PARTS_OF_A_POST = 3

ID_EXPECTED = Text("应为工号：字母、数字、. _ -", "A personnel number: letters, digits, . _ -")
ROLE_EXPECTED = Text(f"应为 {'、'.join(STAFF_ROLES)} 之一", f"One of {', '.join(STAFF_ROLES)}")
DEPARTMENT_EXPECTED = Text("应为部门编码，如 GA", "A department code such as GA")
REGION_EXPECTED = Text("应为 6 位或 9 位行政区划代码", "A region code of 6 or 9 digits")
DEPARTMENT_MISSING = Text("审查人员和负责人须有部门", "Reviewers and heads have a department")
POST_EXPECTED = Text(
    "每个兼任岗位写作“角色/部门/地区”，以分号隔开，如 head/GA/460100；reviewer/RS/460100",
    "Each post as role/department/region, with semicolons between: head/GA/460100;reviewer/RS/460100",
)
TOO_MANY_POSTS = Text(f"兼任岗位最多 {POSTS_AT_MOST} 个", f"At most {POSTS_AT_MOST} posts beside their own")
POST_TWICE = Text("岗位重复，或与本职相同", "A post stands twice, or is their own")


@dataclass(frozen=True)
class Column:
    """`read` turns a cell into its value, and raises `CellRefused`."""

    name: str
    zh: str
    read: Callable[[str], Any]
    required: bool = True
    """Whether there has to be such a column, with a value in every row."""


def _matching(pattern: re.Pattern[str], expected: Text) -> Callable[[str], str]:
    def read(raw: str) -> str:
        text = half_width(raw)
        if not pattern.fullmatch(text):
            raise CellRefused(expected)
        return text

    return read


def _name(raw: str) -> str:
    text = harmless(raw)
    if len(text) > LONGEST_NAME or "\n" in text:
        raise CellRefused(Text(f"应为一行，最多 {LONGEST_NAME} 字", f"One line of at most {LONGEST_NAME} characters"))
    return text


def _mobile(raw: str) -> str:
    try:
        return MobileNumber.parse(half_width(harmless_phone(raw).removeprefix("+86"))).number
    except IdentityNumberError as error:
        expected = Text("应为 11 位中国内地手机号", "A mainland mobile number of 11 digits is expected")
        raise CellRefused(expected) from error


def _role(raw: str) -> Role:
    text = half_width(raw).lower()
    if text not in STAFF_ROLES:
        raise CellRefused(ROLE_EXPECTED)
    return Role(text)


_department = _matching(DEPARTMENT, DEPARTMENT_EXPECTED)
_region = _matching(REGION, REGION_EXPECTED)


def _post(text: str) -> Post:
    parts = [part.strip() for part in text.split("/")]
    if len(parts) != PARTS_OF_A_POST:
        raise CellRefused(POST_EXPECTED)
    role, department, region = parts
    post = Post(role=_role(role), department=_department(department) if department else "", region=_region(region))
    if post.role in WITH_A_DEPARTMENT and not department:
        raise CellRefused(DEPARTMENT_MISSING)
    return post


def _posts(raw: str) -> tuple[Post, ...]:
    posts = tuple(_post(text) for text in half_width(raw).split(";") if text.strip())
    if len(posts) > POSTS_AT_MOST:
        raise CellRefused(TOO_MANY_POSTS)
    if len(set(posts)) < len(posts):
        raise CellRefused(POST_TWICE)
    return posts


COLUMNS = (
    Column("id", "工号", _matching(ID, ID_EXPECTED)),
    Column("name", "姓名", _name),
    Column("mobile", "手机号", _mobile),
    Column("role", "角色", _role),
    Column("department", "部门", _department, required=False),
    Column("region", "地区", _region),
    Column("posts", "兼任岗位", _posts, required=False),
)
BY_NAME = {column.name: column for column in COLUMNS}
CALLED: Mapping[str, str] = {called: column.name for column in COLUMNS for called in (column.name, column.zh)}


def column_called(cell: str) -> str:
    """The column that a header's cell names; empty for none of ours."""
    try:
        return CALLED.get(half_width(cell).lower(), "")
    except CellRefused:
        return ""
