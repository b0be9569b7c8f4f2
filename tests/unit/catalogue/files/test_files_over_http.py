"""Who may import and export, what is refused at once, and what is answered."""

from typing import Any

import pytest

from chalicelib.catalogue.files.api import catalogue_area
from chalicelib.catalogue.files.kinds import MIB
from chalicelib.catalogue.files.writing import to_yaml
from chalicelib.http import edge
from chalicelib.http.access import Caller, Role
from chalicelib.jobs.service import load_job, run
from chalicelib.kernel.canonical import sha256_hex
from tests.support.calls import Answered, Client
from tests.support.platform import FakePlatform
from tests.unit.catalogue.files.contents import content
from tests.unit.catalogue.files.jobs import HANDLERS, PLENTY, a_platform, codes, exported

OFFICE = Caller("manager-1", Role.CATALOGUE_MANAGER, 4, "session-1", "", "460000")
POLICE = Caller("manager-2", Role.CATALOGUE_MANAGER, 4, "session-2", "GA", "460000")
LABOUR = Caller("manager-3", Role.CATALOGUE_MANAGER, 4, "session-3", "RS", "460000")
IMPORTS, START = "/v1/catalogue/imports", "/v1/catalogue/imports/{job_id}/start"
EXPORTS, FILE = "/v1/catalogue/exports", "/v1/catalogue/exports/{job_id}/file"
DATA = to_yaml(content())
ASKED = {"filename": "item.yaml", "size": len(DATA), "sha256": sha256_hex(DATA)}


@pytest.fixture
def cloud() -> FakePlatform:
    return a_platform()


@pytest.fixture
def client(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(edge, "platform", lambda: cloud)
    return Client(cloud, catalogue_area)


def begun(client: Client, by: Caller = OFFICE, **asked: Any) -> Answered:
    return client.call("POST", IMPORTS, {**ASKED, **asked}, by=by)


def test_an_item_comes_in_by_a_file(cloud: FakePlatform, client: Client) -> None:
    answer = begun(client, POLICE)
    assert (answer.status, answer.round_trips) == (201, 1)
    job_id = answer.body["job_id"]
    assert answer.headers["Location"] == f"/v1/jobs/{job_id}"
    assert f"size={len(DATA)}" in answer.body["url"]
    assert answer.body["headers"]["Content-Type"] == "application/yaml"
    early = client.call("POST", START, by=POLICE, job_id=job_id)
    assert (early.status, early.body["code"]) == (409, "file.upload-missing")
    cloud.materials.write(str(load_job(cloud.table, job_id).input["object_key"]), DATA, media_type="")
    for _ in range(2):
        started = client.call("POST", START, by=POLICE, job_id=job_id)
        assert (started.status, started.body["job_status"]) == (202, "RUNNING")
    run(cloud, job_id, HANDLERS, lambda: PLENTY)
    assert codes(cloud) == [content().code]


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        ({"filename": "a.xlsx", "size": 50_000_000}, "file.too-large", "10 MiB"),
        ({"filename": "a.zip", "size": 50 * MIB + 1}, "file.too-large", "50 MiB"),
        ({"filename": "a.pdf"}, "file.kind-unknown", "not read"),
        ({"filename": "a.xls"}, "file.outdated", "old kind"),
        ({"size": 0}, "file.empty", "nothing"),
        ({"sha256": "x"}, "request.body-invalid", ""),
    ],
)
def test_what_will_not_be_read_is_not_even_uploaded(
    cloud: FakePlatform, client: Client, asked: dict[str, Any], code: str, said: str
) -> None:
    answer = begun(client, **asked)
    assert (answer.status, answer.body["code"]) == (422, code)
    assert said in answer.body["title"]
    assert not [key for key in cloud.table.rows if key[0].startswith("JOB#")]


def test_the_template_is_ordered_and_fetched(cloud: FakePlatform, client: Client) -> None:
    ordered = client.call("POST", EXPORTS, {"format": "xlsx", "template": True}, by=POLICE)
    assert (ordered.status, ordered.round_trips) == (202, 1)
    job_id = ordered.body["job_id"]
    early = client.call("GET", FILE, by=POLICE, job_id=job_id)
    assert (early.status, early.body["code"]) == (404, "file.export-not-ready")
    run(cloud, job_id, HANDLERS, lambda: PLENTY)
    fetched = client.call("GET", FILE, by=POLICE, job_id=job_id)
    assert (fetched.status, fetched.body["filename"]) == (200, "import-template.xlsx")
    assert fetched.body["url"].startswith("https://")
    assert client.call("GET", FILE, by=LABOUR, job_id=job_id).status == 404


def test_a_template_is_a_workbook(client: Client) -> None:
    answer = client.call("POST", EXPORTS, {"format": "yaml-zip", "template": True}, by=OFFICE)
    assert (answer.status, answer.body["code"]) == (422, "request.body-invalid")


@pytest.mark.parametrize(
    ("by", "asked", "given"),
    [(OFFICE, "", ""), (OFFICE, "GA", "GA"), (POLICE, "", "GA"), (POLICE, "GA", "GA")],
)
def test_a_department_exports_its_own(cloud: FakePlatform, client: Client, by: Caller, asked: str, given: str) -> None:
    answer = client.call("POST", EXPORTS, {"format": "xlsx", "department": asked}, by=by)
    assert answer.status == 202
    assert load_job(cloud.table, answer.body["job_id"]).input["department"] == given


def test_a_department_does_not_export_what_is_others(client: Client) -> None:
    assert client.call("POST", EXPORTS, {"format": "xlsx", "department": "RS"}, by=POLICE).status == 404


def test_an_import_is_started_by_those_whom_it_concerns(cloud: FakePlatform, client: Client) -> None:
    job_id = begun(client, POLICE).body["job_id"]
    assert client.call("POST", START, by=LABOUR, job_id=job_id).status == 404
    assert client.call("POST", START, by=OFFICE, job_id=job_id).status == 409
    _, job = exported(cloud, "xlsx", template=True)
    assert client.call("POST", START, by=OFFICE, job_id=job.id).status == 404
