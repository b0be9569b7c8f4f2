"""A generated catalogue through the same import that offices use: the second time changes nothing, and what keeps every
rule goes online. The whole of 812 items is measured by `make bench`.
"""

import pytest

from tests.bench import catalogue_import
from tests.bench.figures import Figure


@pytest.fixture(scope="module")
def figures() -> dict[str, Figure]:
    return {figure.name: figure for figure in catalogue_import.measure(total=60, provincial=10)}


def test_the_second_import_changes_nothing(figures: dict[str, Figure]) -> None:
    assert figures["· items created"].value == 60
    assert figures["· rows of the catalogue changed by it"].value == 0
    assert figures["· items that it found changed"].value == 0
    assert figures["· rows written beside the report and the job"].value == 0


def test_flawed_items_are_imported_as_well_and_kept_from_being_published(figures: dict[str, Figure]) -> None:
    assert 0.7 * 60 < figures["items that keep every rule"].value < 60
