"""Whoever was granted one item applies for a second one and is asked for nothing: one certificate is obtained from its
source, the photo is the one that they brought the first time.
"""

import json
from typing import Any

import pytest
import yaml

from infra.local.catalogue_office import CatalogueOffice
from infra.local.journey import Journey
from infra.local.people import Person, until
from tests.e2e.conftest import World, today
from tests.e2e.dog_registration import ITEM

CODE = "GA-YQ-0002"
FORM = {"residence_address": "海口市龙华区示例路1号", "delivery_way": "ELECTRONIC"}
PHOTO = "photo"


def second_item() -> bytes:
    """A fictional pass that wants the same photo, and an identity card."""
    item = yaml.safe_load(ITEM.read_text(encoding="utf-8"))
    item.update(code=CODE, name={"zh": "虚构遛犬通行证", "en": "Fictional dog-walking pass"}, keywords=["遛犬"])
    item["form"]["required"] = ["residence_address", "delivery_way"]
    for name in ("dog_name", "breed"):
        del item["form"]["properties"][name]
    photo = {**item["materials"][0], "code": PHOTO, "name": {"zh": "近期一寸白底免冠照片", "en": "Recent photo"}}
    photo["specification"] = {"zh": "JPEG，白底", "en": "JPEG, white background"}
    card = {
        **photo,
        "code": "id-card",
        "name": {"zh": "居民身份证", "en": "Identity card"},
        "source": "20",
        "issuing_authority": {"zh": "公安部门", "en": "Public security"},
        "certificate_type": "RESIDENT_ID_CARD",
        "shared_source": {
            "certificate_type": "RESIDENT_ID_CARD",
            "holder": {"zh": "公安部门电子证照库", "en": "Public security's licence base"},
            "use_reason": "办理虚构遛犬通行证：核对身份",
        },
    }
    item["materials"] = [photo, card]
    return json.dumps(item, ensure_ascii=False).encode()


@pytest.fixture(scope="module")
def online(office: CatalogueOffice, dog_registration: dict[str, Any]) -> str:
    """The second item, published in a batch of its own; its certificate came with the first."""
    imported = office.import_file("pass.json", second_item())
    assert imported["counts"] == {"CREATED": 1}, imported
    checked = office.check(CODE)
    assert checked.ok, checked.text
    office.approve(CODE)
    office.publish("遛犬通行证上线", [CODE], today())
    return CODE


def to_bring(applicant: Person) -> dict[str, Any] | None:
    """What they would have to bring; None until the item is online and the photo is kept."""
    answer = applicant.ask("GET", f"/v1/me/materials-to-bring?item_code={CODE}&region=460100")
    told: dict[str, Any] = answer.json()
    return told if answer.ok and "photo" not in told["left"] else None


def test_the_same_person_is_asked_for_nothing(world: World, renewal: Journey, online: str) -> None:
    applicant = renewal.cast.applicant
    told = until(lambda: to_bring(applicant), "the item, and the photo that was kept", patience=120)
    assert told["left"] == []
    assert {each["code"]: each["way"] for each in told["materials"]} == {PHOTO: "KEPT", "id-card": "LICENCE_BASE"}
    case = applicant.post("/v1/cases", {"item_code": online, "region": "460100"})
    path = f"/v1/cases/{case['id']}"
    offered = until(lambda: offer(applicant, path), "the photo to be offered")
    applicant.change(path, f"materials/{PHOTO}/reuse", {"kept_id": offered})
    applicant.put(f"{path}/form", {"form": FORM}, etag=applicant.version(path))
    promise = applicant.get(f"/v1/items/{online}")["promise"]
    applicant.change(path, "promise", {"version": promise["version"], "sha256": promise["sha256"], "accepted": True})
    assert applicant.change(path, "submission")["number"]
    history = applicant.get(f"{path}/timeline")["entries"]
    assert not [entry for entry in history if entry["type"] in {"case.UploadExpected", "case.MaterialReceived"}]
    (kept,) = [it for it in applicant.get("/v1/me/kept-materials")["entries"] if it["kept_id"] == offered]
    assert [use["case_id"] for use in kept["uses"]] == [case["id"]]


def offer(applicant: Person, path: str) -> str | None:
    """The kept photo that the case offers, once nobody is asked any more."""
    if any(each["state"] == "ASKING" for each in applicant.get(path)["materials"]):
        return None
    found: str | None = applicant.material(path, PHOTO).get("kept_id")
    return found
