"""An item that did not exist is written as a file, imported, refused, corrected, approved, published in a batch, found by
search, applied for and concluded. No code changes on the way.
"""

import datetime as dt
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import requests
import yaml

from infra.local.catalogue_office import CatalogueOffice
from infra.local.journey import PHOTO
from infra.local.people import until
from tests.e2e.conftest import LI, World

FILES = Path(__file__).parent / "files"
ITEM = FILES / "dog-registration.yaml"
CODE = "GA-YQ-0001"
FORM = {
    "dog_name": "旺财",
    "breed": "SMALL",
    "residence_address": "海口市龙华区示例路2号",
    "delivery_way": "ELECTRONIC",
}


@pytest.fixture(scope="module")
def office(world: World) -> CatalogueOffice:
    """The catalogue office of the province, signed in."""
    return CatalogueOffice(world.official("13900460021"), world.official("13900460022"))


@pytest.fixture(scope="module")
def published(world: World, office: CatalogueOffice) -> dict[str, Any]:
    """The item from its file to its batch; what was seen on the way."""
    seen: dict[str, Any] = {"before": found(world, "养犬登记"), "coverage before": coverage(world)}
    seen["certificate"] = office.import_file("dog.yaml", (FILES / "dog-registration-certificate.yaml").read_bytes())
    seen["first import"] = office.import_file("dog.yaml", unlawful())
    seen["refused"] = office.check(CODE)
    seen["second import"] = office.import_file("dog.yaml", ITEM.read_bytes())
    seen["import again"] = office.import_file("dog.yaml", ITEM.read_bytes())
    seen["checked"] = office.check(CODE)
    path = f"/v1/catalogue/items/{CODE}"
    seen["own approval"] = office.manager.ask(
        "POST", f"{path}/approval", {"sha256": "0" * 64}, etag=office.manager.version(path)
    )
    seen["approved"] = office.approve(CODE)
    today = dt.datetime.now(ZoneInfo("Asia/Shanghai")).date()
    seen["batch"] = office.publish("养犬登记上线", [CODE], today)
    return seen


def unlawful() -> bytes:
    """The same item as somebody in a hurry wrote it."""
    item = yaml.safe_load(ITEM.read_text(encoding="utf-8"))
    item["visits"] = 1
    item["limits"]["promised"]["amount"] = 30
    item["supervision_phone"] = item["enquiry_phone"]
    item["materials"].append(
        {
            "code": "id-card-copy",
            "name": {"zh": "身份证复印件"},
            "necessity": "REQUIRED",
            "specification": {"zh": "正反面"},
            "legal_basis": "《虚构市养犬管理条例》",
            "media_types": ["image/jpeg"],
            "max_bytes": 1000000,
        }
    )
    return yaml.safe_dump(item, allow_unicode=True).encode()


def found(world: World, words: str) -> list[str]:
    """The codes of what anybody finds with these words."""
    answer = world.anyone().get(f"/v1/items?words={words}")
    return [entry["code"] for entry in answer["entries"]]


def coverage(world: World) -> dict[str, Any]:
    """The live figure."""
    figure: dict[str, Any] = world.anyone().get("/v1/catalogue/coverage")
    return figure


def test_it_did_not_exist_before(published: dict[str, Any]) -> None:
    assert CODE not in published["before"]


def test_the_refused_publication_names_every_violation_with_its_field(published: dict[str, Any]) -> None:
    assert published["first import"]["counts"] == {"CREATED": 1}
    refused = published["refused"]
    assert (refused.status_code, refused.json()["code"]) == (422, "catalogue.not-publishable")
    places = {error["pointer"] for error in refused.json()["errors"]}
    assert any(place.startswith("#/visit") for place in places)
    assert any(place.startswith("#/limits/promised") for place in places)
    assert any(place.startswith("#/supervision_phone") for place in places)
    assert any(place.startswith("#/materials/1") for place in places)


def test_importing_the_corrected_file_twice_changes_it_once(published: dict[str, Any]) -> None:
    assert published["second import"]["counts"] == {"CHANGED": 1}
    assert published["import again"]["counts"] == {"UNCHANGED": 1}
    assert published["checked"].status_code == requests.codes.ok


def test_who_wrote_it_cannot_approve_it(published: dict[str, Any]) -> None:
    assert published["own approval"].status_code == requests.codes.forbidden
    assert published["approved"]["in_work"]["stage"] == "APPROVED"


def test_the_batch_is_published_and_the_item_is_found(world: World, published: dict[str, Any]) -> None:
    assert published["batch"]["status"] == "PUBLISHED"
    for words in ("养犬登记", "狗证", "yqdj", "养大登记"):
        until(lambda words=words: CODE in found(world, words), f"{CODE} under {words}", patience=90)  # type: ignore[misc]


def test_the_public_document_lists_it(world: World, published: dict[str, Any]) -> None:
    edition = until(lambda: edition_of(world, published["batch"]["edition"]), "the edition", patience=90)
    document = requests.get(edition["documents"]["json"], timeout=10)
    assert CODE in document.text
    assert requests.get(edition["documents"]["xlsx"], timeout=10).content.startswith(b"PK")


def edition_of(world: World, number: int) -> dict[str, Any] | None:
    edition: dict[str, Any] = world.anyone().get("/v1/catalogue/editions/current")
    return edition if edition["edition"] >= number else None


def test_the_share_counts_it(world: World, published: dict[str, Any]) -> None:
    before = published["coverage before"]["whole"]
    after = until(lambda: grown(world, before["items"]), "the figure")
    assert (after["items"], after["no_visit"]) == (before["items"] + 1, before["no_visit"] + 1)


def grown(world: World, items: int) -> dict[str, Any] | None:
    whole: dict[str, Any] = coverage(world)["whole"]
    return whole if whole["items"] > items and whole["missing"].get("IN_BATCH", 0) == 0 else None


def test_the_history_names_every_author(office: CatalogueOffice, published: dict[str, Any]) -> None:
    told = office.pages(f"/v1/catalogue/items/{CODE}/history")
    assert [(entry["type"].removeprefix("catalogue."), entry["actor"]) for entry in told] == [
        ("DraftWritten", "staff-catalogue-manager"),
        ("DraftWritten", "staff-catalogue-manager"),
        ("VersionChecked", "staff-catalogue-manager"),
        ("VersionApproved", "staff-catalogue-approver"),
        ("EnteredBatch", "staff-catalogue-manager"),
        ("VersionPublished", "staff-catalogue-approver"),
    ]


def test_somebody_applies_for_it_and_gets_it(world: World, published: dict[str, Any]) -> None:
    until(lambda: world.anyone().ask("GET", f"/v1/items/{CODE}").ok, "the item online", patience=90)
    applicant = world.person(*LI)
    applicant.sign_in(register=True)
    if applicant.get("/v1/me")["level"] < 2:
        applicant.prove_identity()
    case = applicant.post("/v1/cases", {"item_code": CODE, "region": "460100"})
    path = f"/v1/cases/{case['id']}"
    applicant.put(f"{path}/form", {"form": FORM}, etag=applicant.version(path))
    applicant.upload(path, "dog-photo", PHOTO.read_bytes(), "image/jpeg")
    promise = applicant.get(f"/v1/items/{CODE}")["promise"]
    applicant.change(path, "promise", {"version": promise["version"], "sha256": promise["sha256"], "accepted": True})
    applicant.change(path, "submission")
    world.reviewer.change(path, "acceptance")
    world.reviewer.change(path, "opinions", {"advice": "GRANT", "reason": "材料齐全，符合条件"})
    until(lambda: "head" in str(applicant.get(path)["held_by"]), "the head's desk")
    world.head.change(path, "decision", {"outcome": "GRANTED", "reason": "符合条件，准予登记"})
    until(lambda: applicant.get(path)["status"] == "DELIVERED", "the electronic certificate")
