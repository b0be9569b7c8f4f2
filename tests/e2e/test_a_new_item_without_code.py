"""An item that did not exist is written as a file, imported, refused, corrected, approved, published in a batch, found,
applied for and concluded. No code changes on the way.
"""

from typing import Any

import requests

from infra.local.catalogue_office import CatalogueOffice
from infra.local.people import until
from tests.e2e.conftest import LI, World, coverage, found
from tests.e2e.dog_registration import CODE, apply


def test_it_did_not_exist_before(dog_registration: dict[str, Any]) -> None:
    assert CODE not in dog_registration["before"]


def test_the_refused_publication_names_every_violation_with_its_field(dog_registration: dict[str, Any]) -> None:
    assert dog_registration["first import"]["counts"] == {"CREATED": 1}
    refused = dog_registration["refused"]
    assert (refused.status_code, refused.json()["code"]) == (422, "catalogue.not-publishable")
    places = {error["pointer"] for error in refused.json()["errors"]}
    assert any(place.startswith("#/visit") for place in places)
    assert any(place.startswith("#/limits/promised") for place in places)
    assert any(place.startswith("#/supervision_phone") for place in places)
    assert any(place.startswith("#/materials/1") for place in places)


def test_importing_the_corrected_file_twice_changes_it_once(dog_registration: dict[str, Any]) -> None:
    assert dog_registration["second import"]["counts"] == {"CHANGED": 1}
    assert dog_registration["import again"]["counts"] == {"UNCHANGED": 1}
    assert dog_registration["checked"].status_code == requests.codes.ok


def test_who_wrote_it_cannot_approve_it(dog_registration: dict[str, Any]) -> None:
    assert dog_registration["own approval"].status_code == requests.codes.forbidden
    assert dog_registration["approved"]["in_work"]["stage"] == "APPROVED"


def test_the_batch_is_published_and_the_item_is_found(world: World, dog_registration: dict[str, Any]) -> None:
    assert dog_registration["batch"]["status"] == "PUBLISHED"
    for words in ("养犬登记", "狗证", "yqdj", "养大登记"):
        until(lambda words=words: CODE in found(world, words), f"{CODE} under {words}", patience=90)  # type: ignore[misc]


def test_the_public_document_lists_it(world: World, dog_registration: dict[str, Any]) -> None:
    edition = until(lambda: edition_of(world, dog_registration["batch"]["edition"]), "the edition", patience=90)
    document = requests.get(edition["documents"]["json"], timeout=10)
    assert CODE in document.text
    assert requests.get(edition["documents"]["xlsx"], timeout=10).content.startswith(b"PK")


def edition_of(world: World, number: int) -> dict[str, Any] | None:
    edition: dict[str, Any] = world.anyone().get("/v1/catalogue/editions/current")
    return edition if edition["edition"] >= number else None


def test_the_share_counts_it(world: World, dog_registration: dict[str, Any]) -> None:
    before = dog_registration["coverage before"]["whole"]
    after = until(lambda: grown(world, before["items"]), "the figure")
    assert (after["items"], after["no_visit"]) == (before["items"] + 1, before["no_visit"] + 1)


def grown(world: World, items: int) -> dict[str, Any] | None:
    whole: dict[str, Any] = coverage(world)["whole"]
    return whole if whole["items"] > items and whole["missing"].get("IN_BATCH", 0) == 0 else None


def test_the_history_names_every_author(office: CatalogueOffice, dog_registration: dict[str, Any]) -> None:
    told = office.pages(f"/v1/catalogue/items/{CODE}/history")
    assert [(entry["type"].removeprefix("catalogue."), entry["actor"]) for entry in told] == [
        ("DraftWritten", "staff-catalogue-manager"),
        ("DraftWritten", "staff-catalogue-manager"),
        ("VersionChecked", "staff-catalogue-manager"),
        ("VersionApproved", "staff-catalogue-approver"),
        ("EnteredBatch", "staff-catalogue-manager"),
        ("VersionPublished", "staff-catalogue-approver"),
    ]


def test_somebody_applies_for_it_and_gets_it(world: World, dog_registration: dict[str, Any]) -> None:
    until(lambda: world.anyone().ask("GET", f"/v1/items/{CODE}").ok, "the item online", patience=90)
    applicant = world.person(*LI)
    path = apply(applicant)
    world.reviewer.change(path, "acceptance")
    world.reviewer.change(path, "opinions", {"advice": "GRANT", "reason": "材料齐全，符合条件"})
    until(lambda: "head" in str(applicant.get(path)["held_by"]), "the head's desk")
    world.head.change(path, "decision", {"outcome": "GRANTED", "reason": "符合条件，准予登记"})
    until(lambda: applicant.get(path)["status"] == "DELIVERED", "the electronic certificate")
