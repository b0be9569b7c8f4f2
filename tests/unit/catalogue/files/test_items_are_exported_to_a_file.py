"""Exporting: what is in force, or what is in work, of one department or of all; imported elsewhere it is the same."""

import datetime as dt

import pytest

from chalicelib.catalogue.editing import service as editing
from chalicelib.catalogue.editions import Edition, EditionState, read_state, write_state
from chalicelib.catalogue.files.errors import ExportNotReady
from chalicelib.catalogue.files.reading import rows_of
from chalicelib.catalogue.files.service import exported_file
from chalicelib.catalogue.finding.snapshot import build_snapshot
from chalicelib.catalogue.finding.summary import summary_of
from chalicelib.catalogue.model import ItemVersion
from chalicelib.jobs.errors import FileEmpty
from chalicelib.jobs.model import JobStatus
from tests.support.platform import FakePlatform
from tests.support.publishing import TODAY, put_online
from tests.unit.catalogue.files.contents import content
from tests.unit.catalogue.files.jobs import a_platform, exported, imported
from tests.unit.catalogue.files.workbooks import zip_of

LAST_YEAR, YESTERDAY, TOMORROW = dt.date(2025, 1, 1), TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=1)
OTHER = {"code": "RS", "name": {"zh": "人力资源和社会保障"}}
ONLINE = [
    (content(code="ZZ-1"), 1, LAST_YEAR, YESTERDAY),
    (content(code="ZZ-1", visits=1), 2, TODAY, None),
    (content(code="ZZ-2"), 1, TOMORROW, None),
    (content(code="ZZ-3", department=OTHER), 1, LAST_YEAR, TODAY),
]


@pytest.fixture
def cloud() -> FakePlatform:
    """Three items online, of which one begins tomorrow and one has a second version."""
    cloud = a_platform()
    summaries = []
    for described, number, valid_from, valid_to in ONLINE:
        version = ItemVersion.of(described, number)
        put_online(cloud.table, version, valid_from=valid_from)
        summaries.append(summary_of(version, valid_from=valid_from, valid_to=valid_to, batch="batch-1"))
    cloud.documents.write("snapshot", build_snapshot(summaries), media_type="")
    edition = Edition(number=1, batch_id="batch-1", published_at=cloud.clock.now(), snapshot_key="snapshot")
    uow = cloud.unit_of_work()
    write_state(uow, read_state(cloud.table), EditionState(live=edition), AssertionError())
    uow.commit()
    return cloud


@pytest.mark.parametrize(("form", "extension"), [("yaml-zip", "zip"), ("json-zip", "zip"), ("xlsx", "xlsx")])
def test_what_is_in_force_today_is_exported(cloud: FakePlatform, form: str, extension: str) -> None:
    data, job = exported(cloud, form)
    elsewhere = a_platform()
    assert imported(elsewhere, data, f"a.{extension}").counts == {"CREATED": 2}
    for code, described in (("ZZ-1", ONLINE[1][0]), ("ZZ-3", ONLINE[3][0])):
        work = editing.load_item(elsewhere.table, code).work
        assert work is not None
        assert work.content == described
    assert job.result["filename"] == f"catalogue-all-2026-03-02.{extension}"


def test_one_department_is_exported_alone(cloud: FakePlatform) -> None:
    data, _ = exported(cloud, department="RS")
    assert [row.label for row in rows_of(data, "a.zip")] == ["RS/ZZ-3.yaml"]


def test_the_same_catalogue_is_the_same_file_under_the_same_key(cloud: FakePlatform) -> None:
    first, second = exported(cloud)[1], exported(cloud)[1]
    assert first.id != second.id
    assert first.result == second.result


def test_drafts_are_what_is_in_work(cloud: FakePlatform) -> None:
    imported(cloud, zip_of(("r.yaml", b"{document: department, code: GA, name: {zh: x}}")), "a.zip")
    imported(cloud, exported(cloud, "json-zip", department="GA")[0], "a.zip")
    data, _ = exported(cloud, drafts=True)
    assert [row.label for row in rows_of(data, "a.zip")] == ["GA/ZZ-1.yaml"]


def test_before_the_first_edition_nothing_is_in_force() -> None:
    data, _ = exported(a_platform())
    with pytest.raises(FileEmpty):
        rows_of(data, "a.zip")


def test_the_template_is_an_empty_workbook(cloud: FakePlatform) -> None:
    data, job = exported(cloud, "xlsx", template=True)
    assert job.result["filename"] == "import-template.xlsx"
    with pytest.raises(FileEmpty):
        rows_of(data, "a.xlsx")


def test_a_file_is_there_when_the_job_is_done(cloud: FakePlatform) -> None:
    _, job = exported(cloud)
    assert exported_file(job)[0].startswith("exports/")
    with pytest.raises(ExportNotReady):
        exported_file(job.model_copy(update={"status": JobStatus.RUNNING}))
    with pytest.raises(ExportNotReady):
        exported_file(job.model_copy(update={"kind": "IMPORT_ITEMS"}))
