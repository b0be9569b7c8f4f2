"""Importing a file: a line for every row, nothing by halves, the same file twice changes nothing the second time."""

import json

import pytest

from chalicelib.catalogue.editing import service as editing
from chalicelib.catalogue.files.service import load_import
from chalicelib.catalogue.files.workbook_writing import to_workbook
from chalicelib.catalogue.files.writing import to_json, to_yaml, to_zip
from chalicelib.catalogue.registers.service import registers_of
from chalicelib.jobs.errors import UploadMissing
from chalicelib.jobs.model import JobStatus
from chalicelib.jobs.service import load_job, run
from chalicelib.jobs.uploads import start_with_file
from infra.bootstrap.catalogue import seed_registers
from tests.support.platform import FakePlatform
from tests.unit.catalogue.files.contents import content
from tests.unit.catalogue.files.jobs import HANDLERS, PLENTY, a_platform, codes, imported, report, started, uploaded
from tests.unit.catalogue.files.workbooks import office_workbook, zip_of

ITEMS = [content(code=f"ZZ-{number}") for number in range(1, 6)]
GOOD = to_zip(ITEMS)
MIXED = zip_of(
    ("1.yaml", to_yaml(ITEMS[0])),
    ("2.yaml", b"code: *x"),
    ("3.json", to_json(ITEMS[1]).replace(b'"regions"', b'"region"')),
    ("4.json", to_json(ITEMS[0])),
    ("5.json", to_json(ITEMS[2])),
)


@pytest.fixture
def cloud() -> FakePlatform:
    return a_platform()


def test_every_item_has_its_line(cloud: FakePlatform) -> None:
    job = imported(cloud, GOOD, "items.zip")
    assert (job.status, job.counts) == (JobStatus.DONE, {"CREATED": 5})
    assert [line.label for line in report(cloud, job)] == [f"GA/ZZ-{number}.yaml" for number in range(1, 6)]
    assert codes(cloud) == [f"ZZ-{number}" for number in range(1, 6)]
    work = editing.load_item(cloud.table, "ZZ-3").work
    assert work is not None
    assert (work.content, work.authors) == (ITEMS[2], ("manager-1",))


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (to_zip(ITEMS), "a.zip"),
        (to_workbook(ITEMS), "a.xlsx"),
        (b"[" + b",".join(map(to_json, ITEMS)) + b"]", "a.json"),
    ],
)
def test_the_same_again_changes_nothing_whatever_file_it_stands_in(cloud: FakePlatform, data: bytes, name: str) -> None:
    imported(cloud, GOOD, "items.zip")
    before = {key: row for key, row in cloud.table.rows.items() if not key[0].startswith("JOB#")}
    job = imported(cloud, data, name)
    assert job.counts == {"UNCHANGED": 5}
    assert {key: row for key, row in cloud.table.rows.items() if not key[0].startswith("JOB#")} == before


def test_what_is_wrong_with_one_row_leaves_the_others_alone(cloud: FakePlatform) -> None:
    job = imported(cloud, MIXED, "items.zip")
    assert job.counts == {"CREATED": 2, "REFUSED": 3}
    _, alias, element, twice, _ = report(cloud, job)
    assert alias.refusal and element.refusal and twice.refusal
    assert "Anchors" in alias.refusal.places[0].detail.en
    assert {place.pointer for place in element.refusal.places} == {"#/region", "#/regions"}
    assert "1.yaml" in twice.refusal.places[0].detail.en
    assert codes(cloud) == ["ZZ-1", "ZZ-3"]


def test_a_cell_that_is_wrong_is_named_in_the_report(cloud: FakePlatform) -> None:
    job = imported(cloud, office_workbook(事项名称="=1+1", 承诺时限="20"), "a.xlsx")
    (line,) = report(cloud, job)
    assert line.refusal is not None
    told = {place.pointer: place.detail.zh.partition("：")[0] for place in line.refusal.places}
    assert told == {"#/name/zh": "事项!B2", "#/limits/promised": "事项!J2"}
    assert (line.label, codes(cloud)) == ("事项!2", [])


def test_hidden_sheets_have_a_line_too(cloud: FakePlatform) -> None:
    job = imported(cloud, office_workbook(lambda sheets: sheets["book"].add_worksheet("草稿").hide()), "a.xlsx")
    assert [(line.label, line.outcome) for line in report(cloud, job)] == [
        ("草稿（隐藏的工作表）", "IGNORED"),
        ("事项!2", "CREATED"),
    ]


@pytest.mark.parametrize(("data", "name", "code"), [
    (to_zip([]), "a.zip", "file.empty"),
    (GOOD[:300], "a.zip", "file.archive-broken"),
    (b"a: \xb2\xe2\xca\xd4", "a.yaml", "file.not-utf8"),
    (to_yaml(ITEMS[0]), "a.xlsx", "file.not-what-it-says"),
])  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_as_a_whole(
    cloud: FakePlatform, data: bytes, name: str, code: str
) -> None:
    job = imported(cloud, data, name)
    assert job.status is JobStatus.REFUSED
    assert job.refusal is not None
    assert (job.refusal.code, report(cloud, job), codes(cloud)) == (code, [], [])


def test_other_bytes_than_announced_are_refused(cloud: FakePlatform) -> None:
    job_id = started(cloud, uploaded(cloud, GOOD, "a.zip"))
    cloud.materials.write(str(load_import(cloud.table, job_id).input["object_key"]), MIXED, media_type="")
    assert run(cloud, job_id, HANDLERS, lambda: PLENTY) is JobStatus.REFUSED
    assert codes(cloud) == []


def test_a_dry_run_reports_the_same_and_does_none_of_it(cloud: FakePlatform) -> None:
    job = imported(cloud, MIXED, "items.zip", dry_run=True)
    assert job.counts == {"CREATED": 2, "REFUSED": 3}
    assert codes(cloud) == []


@pytest.mark.parametrize("rows_in_time", range(6))
def test_an_import_that_is_cut_off_goes_on_behind_its_last_line(cloud: FakePlatform, rows_in_time: int) -> None:
    job_id = started(cloud, uploaded(cloud, MIXED, "items.zip"))
    left = iter([PLENTY] * rows_in_time)
    run(cloud, job_id, HANDLERS, lambda: next(left, 0))
    assert run(cloud, job_id, HANDLERS, lambda: PLENTY) is JobStatus.DONE
    assert load_job(cloud.table, job_id).counts == {"CREATED": 2, "REFUSED": 3}
    assert codes(cloud) == ["ZZ-1", "ZZ-3"]


def test_an_import_waits_for_its_file(cloud: FakePlatform) -> None:
    job_id = uploaded(cloud, GOOD, "items.zip")
    cloud.materials.contents.clear()
    with pytest.raises(UploadMissing):
        start_with_file(cloud.unit_of_work(), cloud.materials, load_import(cloud.table, job_id))


def test_a_department_describes_its_own_items_only(cloud: FakePlatform) -> None:
    imported(cloud, to_yaml(ITEMS[0]), "a.yaml")
    other = {"code": "RS", "name": {"zh": "人社"}}
    data = to_zip([content(code="ZZ-1", department=other), content(code="ZZ-8", department=other)])
    job = imported(cloud, data, "a.zip", department="RS")
    assert job.counts == {"CREATED": 1, "REFUSED": 1}
    refusal = report(cloud, job)[0].refusal
    assert refusal is not None
    assert refusal.code == "file.not-your-department"
    assert codes(cloud, "RS") == ["ZZ-8"]


REGISTERS = """
- {document: region, code: "460000", name: {zh: 海南省}, kind: PROVINCE}
- {document: region, code: "460100", name: {zh: 海口市}, kind: CITY, parent: "460000"}
- {document: department, code: GA, name: {zh: 公安}}
"""


def test_entries_of_registers_that_follow_one_another_are_one_amendment(cloud: FakePlatform) -> None:
    job = imported(cloud, REGISTERS.encode(), "registers.yaml")
    assert [(line.number, line.outcome, line.facts) for line in report(cloud, job)] == [
        (2, "CREATED", {"entries": "2"}),
        (3, "CREATED", {"entries": "1"}),
    ]
    assert [region.code for region in registers_of(cloud).regions] == ["460000", "460100"]
    assert imported(cloud, REGISTERS.encode(), "registers.yaml").counts == {"UNCHANGED": 2}


def test_entries_of_registers_are_all_there_or_none(cloud: FakePlatform) -> None:
    job = imported(cloud, REGISTERS.replace('"460000"}', '"469999"}').encode(), "registers.yaml")
    assert [line.outcome for line in report(cloud, job)] == ["REFUSED", "CREATED"]
    assert registers_of(cloud).regions == ()


def test_registers_belong_to_the_catalogue_office(cloud: FakePlatform) -> None:
    job = imported(cloud, REGISTERS.encode(), "registers.yaml", department="GA")
    assert {line.refusal.code for line in report(cloud, job) if line.refusal} == {"file.not-your-department"}


def test_the_report_names_the_item_and_the_rules_that_it_breaks(cloud: FakePlatform) -> None:
    job = imported(cloud, to_json(content(code="ZZ-9", visits=1)), "one.json")
    (line,) = report(cloud, job)
    assert (line.outcome, line.facts["code"]) == ("CREATED", "ZZ-9")
    assert "visit" in line.facts["violations"]


def test_an_item_is_checked_against_the_certificate_type_that_stands_before_it_in_the_file(cloud: FakePlatform) -> None:
    seed_registers(cloud)
    assert registers_of(cloud).certificate_type("ZZ_NEW") is None
    kind = {"document": "certificate-type", "code": "ZZ_NEW", "name": {"zh": "新证"}, "issuing_department": "GA"}
    result = {"certificate_type": "ZZ_NEW", "title": {"zh": "新证"}}
    item = json.loads(to_json(content(code="ZZ-8", result=result)))
    job = imported(cloud, json.dumps([kind, item], ensure_ascii=False).encode(), "both.json")
    lines = report(cloud, job)
    assert [line.outcome for line in lines] == ["CREATED", "CREATED"]
    assert "result" not in lines[1].facts.get("violations", "")
