"""Talent household registration: the applicant brings nothing, two departments check and advise side by side, the head
of the handling department decides. The item is data; nothing of this is programmed for it.
"""

import pytest
import requests

from infra.local.people import Person, until
from tests.e2e.conftest import LI, World

CODE = "GA-HZ-0202"
ADVICE = {"advice": "GRANT", "reason": "联网核对一致，符合落户条件"}
FORM = {
    "category": "DEGREE",
    "certificate_number": "XL-2020-000001",
    "household_kind": "COLLECTIVE",
    "new_address": "海口市龙华区示例路9号",
    "booklet_sent": True,
    "mobile": "13800138001",
    "delivery_way": "COURIER",
    "recipient": {"name": "李样本", "mobile": "13800138001", "address": "海口市龙华区示例路9号1单元"},
}


@pytest.fixture(scope="module")
def applicant(world: World) -> Person:
    applicant = world.person(*LI)
    applicant.sign_in(register=True)
    if applicant.get("/v1/me")["level"] < 3:
        applicant.prove_identity()
    return applicant


@pytest.fixture(scope="module")
def case_path(applicant: Person) -> str:
    """Handed in without a single upload."""
    case = applicant.post("/v1/cases", {"item_code": CODE, "region": "460100"})
    path = f"/v1/cases/{case['id']}"
    until(lambda: all(it["state"] != "ASKING" for it in applicant.get(path)["materials"]), "the licence base")
    applicant.put(f"{path}/form", {"form": FORM}, etag=applicant.version(path))
    promise = applicant.get(f"/v1/items/{CODE}")["promise"]
    applicant.change(path, "promise", {"version": promise["version"], "sha256": promise["sha256"], "accepted": True})
    applicant.change(path, "submission")
    return path


@pytest.fixture(scope="module")
def human_resources(world: World) -> Person:
    """A reviewer of another department in the same city."""
    return world.official("13900460104")


def test_1_what_the_state_holds_was_not_asked_for(applicant: Person, case_path: str) -> None:
    required = {
        it["code"]: it["state"] for it in applicant.get(case_path)["materials"] if it["necessity"] == "REQUIRED"
    }
    assert required == {"id-card": "OBTAINED", "household-register": "OBTAINED"}


def test_2_it_lies_on_the_worklists_of_both(world: World, human_resources: Person, case_path: str) -> None:
    for official in (world.reviewer, human_resources):
        entries = until(lambda official=official: official.get("/v1/worklist?limit=100")["entries"], "a worklist")  # type: ignore[misc]
        assert case_path.rpartition("/")[2] in [entry["case_id"] for entry in entries]
    stranger = world.official("13900460201")
    assert stranger.ask("GET", case_path).status_code == requests.codes.not_found


def test_3_accepted_when_both_have_checked(
    world: World, human_resources: Person, applicant: Person, case_path: str
) -> None:
    human_resources.change(case_path, "acceptance")
    assert applicant.get(case_path)["status"] == "SUBMITTED"
    world.reviewer.change(case_path, "acceptance")
    assert applicant.get(case_path)["status"] == "ACCEPTED"


def test_4_each_advises_for_its_own_desk_and_the_head_of_the_handling_department_decides(
    world: World, human_resources: Person, applicant: Person, case_path: str
) -> None:
    human_resources.change(case_path, "opinions", ADVICE)
    again = human_resources.answer_to(case_path, "opinions", ADVICE)
    assert again.status_code == requests.codes.conflict
    world.reviewer.change(case_path, "opinions", ADVICE)
    world.reviewer.change(case_path, "opinions", ADVICE)
    foreign_head = world.official("13900460105")
    decision = {"outcome": "GRANTED", "reason": "符合条件，准予落户"}
    refused = foreign_head.ask("POST", f"{case_path}/decision", decision, etag='"1"')
    assert refused.status_code == requests.codes.not_found
    world.head.change(case_path, "decision", decision)
    until(lambda: applicant.get(case_path).get("shipment_id"), "the parcel")
