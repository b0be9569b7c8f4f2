"""What one environment exports another imports: the same items, and nothing changes where they are already. What is no
file of ours is refused at the door or as a whole.
"""

from typing import Any

import pytest
import requests

from infra.local.catalogue_office import CatalogueOffice
from tests.e2e.dog_registration import CODE

SEEDED = 20


@pytest.mark.parametrize(("file_format", "name"), [("yaml-zip", "catalogue.zip"), ("xlsx", "catalogue.xlsx")])
def test_what_is_exported_is_imported_without_a_change(
    office: CatalogueOffice, dog_registration: dict[str, Any], file_format: str, name: str
) -> None:
    exported = office.export(file_format)
    imported = office.import_file(name, exported)
    assert imported["status"] == "DONE"
    outcomes = {line["label"]: line["outcome"] for line in imported["lines"]}
    assert imported["counts"]["UNCHANGED"] >= SEEDED
    assert set(outcomes.values()) <= {"UNCHANGED", "CHANGED"}
    assert [line["facts"]["code"] for line in imported["lines"] if line["outcome"] == "CHANGED"] in ([], [CODE])


def test_a_broken_workbook_is_refused_as_a_whole(office: CatalogueOffice, dog_registration: dict[str, Any]) -> None:
    refused = office.import_file("broken.xlsx", office.export("xlsx", template=True)[:2000])
    assert (refused["status"], refused["lines"]) == ("REFUSED", [])
    assert refused["refusal"]["code"].startswith("file.")
    assert refused["refusal"]["next_step"]


def test_fifty_megabytes_are_refused_before_they_are_sent(office: CatalogueOffice) -> None:
    declared = {"filename": "items.xlsx", "size": 50 * 1024 * 1024, "sha256": "0" * 64, "dry_run": False}
    refused = office.manager.ask("POST", "/v1/catalogue/imports", declared)
    assert refused.status_code == requests.codes.unprocessable_entity
    assert "10" in refused.json()["title"] + refused.json()["detail"]
