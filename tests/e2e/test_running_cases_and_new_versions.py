"""A running case stays on the version it began with; moving it is tried out first, may be refused, and is an act of the
head's. A year's notice is tried out before it is entered.
"""

import datetime as dt
from typing import Any

import pytest
import requests
import yaml

from chalicelib.kernel.calendar import SATURDAY
from infra.local.catalogue_office import CatalogueOffice
from infra.local.people import Person, until
from tests.e2e.conftest import CHEN, World, today
from tests.e2e.dog_registration import CODE, ITEM, apply, changed

RUNNING = f"/v1/items/{CODE}/running-cases"


@pytest.fixture(scope="module")
def applicant(world: World, dog_registration: dict[str, Any]) -> Person:
    """Somebody who has applied under version 1; nobody has looked at it yet."""
    until(lambda: world.anyone().ask("GET", f"/v1/items/{CODE}").ok, "the item online", patience=90)
    return world.person(*CHEN)


@pytest.fixture(scope="module")
def case_path(applicant: Person) -> str:
    return apply(applicant)


def test_1_a_dry_run_names_what_would_block_each_running_case(
    office: CatalogueOffice, applicant: Person, case_path: str
) -> None:
    item = yaml.safe_load(ITEM.read_text(encoding="utf-8"))
    form = item["form"]
    form["properties"]["chip_number"] = {"type": "string", "pattern": "^[0-9]{15}$", "x-label": {"zh": "芯片号"}}
    form["required"] = [*form["required"], "chip_number"]
    assert office.import_file("dog.yaml", changed(form=form))["counts"] == {"CHANGED": 1}
    told = until(lambda: office.manager.get(f"{RUNNING}?to_version=draft")["entries"], "the running case")
    assert [entry["case_id"] for entry in told] == [case_path.rpartition("/")[2]]
    assert any("chip_number" in blocker["pointer"] for blocker in told[0]["blockers"])
    differences = office.manager.get(f"/v1/catalogue/items/{CODE}/differences?from_version=1")["differences"]
    assert {"HARDER"} == {difference["effect"] for difference in differences}
    assert "芯片号" in str(differences)


def test_2_a_version_that_takes_nothing_away_can_be_moved_to(
    world: World, office: CatalogueOffice, applicant: Person, case_path: str
) -> None:
    limits = {"statutory": {"amount": 10}, "promised": {"amount": 2}}
    assert office.import_file("dog.yaml", changed(limits=limits))["counts"] == {"CHANGED": 1}
    differences = office.manager.get(f"/v1/catalogue/items/{CODE}/differences?from_version=1")["differences"]
    assert [difference["effect"] for difference in differences] == ["EASIER"]
    assert office.check(CODE).status_code == requests.codes.ok
    office.approve(CODE)
    assert office.publish("养犬登记提速", [CODE], today())["status"] == "PUBLISHED"
    until(lambda: world.anyone().get(f"/v1/items/{CODE}")["version"] == 2, "version 2", patience=90)
    assert world.anyone().get(f"/v1/items/{CODE}?version=1")["promised_limit"]["amount"] == 3
    (entry,) = world.head.get(f"{RUNNING}?to_version=2")["entries"]
    assert (entry["version"], entry["blockers"]) == (1, [])
    world.head.change(case_path, "item-version", {"version": 2, "reason": "新版本承诺时限更短"})
    told = applicant.get(f"{case_path}/timeline")["entries"]
    (moved,) = [it for it in told if it["type"] == "case.MovedToVersion"]
    assert moved["role"] == "head"


def test_3_a_notice_is_tried_out_before_anything_moves(
    world: World, office: CatalogueOffice, applicant: Person, case_path: str
) -> None:
    before = applicant.get(case_path)["clock"]
    year = int(before["due"][:4])
    notice = office.manager.get(f"/v1/calendar-years/{year}")
    middle = last_working_day_before(dt.date.fromisoformat(before["due"]))
    extra = {"date": middle.isoformat(), "name_zh": "虚构假日", "name_en": "Fictional holiday"}
    body = {
        "source": "虚构的节假日安排通知",
        "document_number": "虚构〔2026〕1号",
        "holidays": [*notice["holidays"], extra],
        "make_up_workdays": notice["make_up_workdays"],
    }
    job = office.manager.post(f"/v1/calendar-years/{year}/checks", body)
    finished = office.finished(job["job_id"])
    number = applicant.get(case_path)["number"]
    (line,) = [line for line in finished["lines"] if line["label"] == number]
    assert line["outcome"] == "MOVED"
    assert applicant.get(case_path)["clock"]["due"] == before["due"]


def last_working_day_before(due: dt.date) -> dt.date:
    """The five working days of a check do not all lie in a holiday: the day before, or the Friday before."""
    day = due - dt.timedelta(days=1)
    return day if day.weekday() < SATURDAY else day - dt.timedelta(days=day.weekday() - SATURDAY + 1)


def test_4_a_year_that_is_entered_is_known_with_its_author(world: World, office: CatalogueOffice) -> None:
    year = today().year + 1
    days = [("01-01", "元旦"), ("05-01", "劳动节"), ("10-01", "国庆节"), ("10-02", "国庆节"), ("10-03", "国庆节")]
    days += [(f"02-{day:02d}", "春节") for day in range(5, 12)]
    holidays = [{"date": f"{year}-{day}", "name_zh": name, "name_en": "Holiday"} for day, name in days]
    body = {"source": "虚构的节假日安排通知", "document_number": "虚构〔2026〕2号", "holidays": holidays}
    path = f"/v1/calendar-years/{year}"
    entered = office.manager.put(path, body, etag=office.manager.version(path))
    assert office.finished(entered["job_id"])["status"] == "DONE"
    read = world.anyone().get(path)
    assert (read["announced"], len(read["holidays"])) == (True, len(days))
