"""Lists come from offices: in two encodings, with marks and blanks, and every fault of every row is named at once."""

import pytest

from chalicelib.http.access import Role
from chalicelib.parties.officials.posts import POSTS_AT_MOST, Post
from chalicelib.parties.provisioning.errors import StaffListTooLarge, StaffListUnreadable
from chalicelib.parties.provisioning.reading import MOST_ROWS, rows_of
from chalicelib.parties.provisioning.rows import ListedRow
from infra.seed.staff import staff_entries
from tests.support.staff_lists import HEADER, a_list, line

ENTRY = staff_entries()[0]


def one(**changes: str) -> ListedRow:
    (row,) = rows_of(a_list(line(ENTRY, **changes)))
    return row


def faults(row: ListedRow) -> dict[str, str]:
    return {fault.pointer: fault.detail.en for fault in row.faults}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_whole_seeded_list_is_read_in_any_of_the_encodings(encoding: str) -> None:
    rows = rows_of(a_list(encoding=encoding))
    assert [row.entry for row in rows] == staff_entries()
    assert [row.number for row in rows] == list(range(2, len(rows) + 2)), "as a spreadsheet numbers them"


def test_headers_may_be_chinese_in_any_order_and_without_optional_columns() -> None:
    cells = {"工号": ENTRY.id, "地区": ENTRY.region, "角色": "operator", "姓名": ENTRY.name, "手机号": ENTRY.mobile}
    (row,) = rows_of(a_list(",".join(cells.values()), header=",".join(cells)))
    assert row.entry is not None
    assert (row.entry.id, row.entry.role, row.entry.department) == (ENTRY.id, Role.OPERATOR, "")


def test_full_width_blanks_and_country_codes_mean_nothing() -> None:
    row = one(id=f" {ENTRY.id}　", mobile="+86 139-0046-0101", region="４６０１００", role="Reviewer")
    assert row.entry == ENTRY


def test_blank_rows_are_passed_over_and_keep_their_number() -> None:
    rows = rows_of(a_list("", ",,,,,,", line(ENTRY)))
    assert [row.number for row in rows] == [4]


def test_several_posts_stand_in_one_cell() -> None:
    row = one(posts="head/GA/460100；reviewer/RS/460100; operator//460000")
    assert row.entry is not None
    assert row.entry.posts == (
        Post(role=Role.HEAD, department="GA", region="460100"),
        Post(role=Role.REVIEWER, department="RS", region="460100"),
        Post(role=Role.OPERATOR, region="460000"),
    )


@pytest.mark.parametrize(
    ("changes", "column", "said"),
    [
        ({"id": ""}, "id", "empty"),
        ({"id": "工号 1"}, "id", "personnel number"),
        ({"name": "=HYPERLINK(1)"}, "name", "formula"),
        ({"name": "＠王"}, "name", "formula"),
        ({"name": "王\x07"}, "name", "control"),
        ({"name": "王" * 51}, "name", "50"),
        ({"mobile": "12345"}, "mobile", "11 digits"),
        ({"mobile": "=13900460101"}, "mobile", "formula"),
        ({"role": "applicant"}, "role", "One of"),
        ({"role": "boss"}, "role", "One of"),
        ({"department": "public security"}, "department", "code"),
        ({"department": ""}, "department", "have a department"),
        ({"region": "46"}, "region", "6 or 9"),
        ({"posts": "head"}, "posts", "role/department/region"),
        ({"posts": "head//460100"}, "posts", "have a department"),
        ({"posts": "boss/GA/460100"}, "posts", "One of"),
        ({"posts": "head/GA/460100;head/GA/460100"}, "posts", "twice"),
        ({"posts": "reviewer/GA/460100"}, "posts", "their own"),
        ({"posts": ";".join(f"head/GA/46{n:04d}" for n in range(POSTS_AT_MOST + 1))}, "posts", "At most"),
    ],
)
def test_what_is_wrong_is_told_with_row_and_column(changes: dict[str, str], column: str, said: str) -> None:
    row = one(**changes)
    assert row.entry is None
    (fault,) = row.faults
    assert fault.pointer == f"#/2/{column}"
    assert fault.detail.en.startswith("Row 2: ") and said in fault.detail.en
    assert fault.detail.zh.startswith("第 2 行：")


def test_every_fault_of_a_row_is_told_at_once() -> None:
    assert set(faults(one(mobile="1", role="boss", region="x"))) == {"#/2/mobile", "#/2/role", "#/2/region"}


def test_no_fault_repeats_personal_data() -> None:
    told = str(faults(one(name="=王示例", mobile="1390046")))
    assert "王示例" not in told and "1390046" not in told


def test_cells_beyond_the_header_are_a_fault() -> None:
    (row,) = rows_of(a_list(line(ENTRY) + ",more"))
    assert "#/2" in faults(row)


def test_nobody_and_no_mobile_stands_twice() -> None:
    other = staff_entries()[1]
    first, again, taken = rows_of(
        a_list(line(ENTRY), line(ENTRY, mobile=other.mobile), line(other, mobile=ENTRY.mobile))
    )
    assert first.entry == ENTRY
    assert "row 2" in faults(again)["#/3/id"]
    assert "row 2" in faults(taken)["#/4/mobile"]


@pytest.mark.parametrize(
    ("data", "pointer"),
    [
        (a_list(encoding="utf-16"), "#"),
        (b"\xff\x00\xff\x80", "#"),
        (b"", "#/1/id"),
        (a_list(header="id,name"), "#/1/mobile"),
        (a_list(header=f"{HEADER},salary"), "#/1/8"),
        (a_list(header=f"{HEADER},工号"), "#/1/id"),
        (a_list(header=HEADER.replace(",", ";")), "#/1/id"),
        (a_list('"open,quote'), "#/2"),
    ],
)
def test_what_cannot_be_read_in_one_way_is_refused_whole(data: bytes, pointer: str) -> None:
    with pytest.raises(StaffListUnreadable) as refused:
        rows_of(data)
    assert pointer in {fault.pointer for fault in refused.value.pointers}


def test_more_rows_than_any_service_has_are_refused() -> None:
    with pytest.raises(StaffListTooLarge):
        rows_of((HEADER + "\nx" * (MOST_ROWS + 1)).encode())
