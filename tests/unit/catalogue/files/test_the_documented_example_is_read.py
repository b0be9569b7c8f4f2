"""What `docs/catalogue-files.md` shows is what is read."""

import re
from pathlib import Path

from chalicelib.catalogue.files.contents import content_of_row
from chalicelib.catalogue.files.form_fields import TYPES
from chalicelib.catalogue.files.kinds import LIMITS_MIB, Kind
from chalicelib.catalogue.files.reading import rows_of
from chalicelib.catalogue.files.tables import TABLES
from chalicelib.kernel.cells import FORMULA_SIGNS

GUIDE = (Path(__file__).parents[4] / "docs" / "catalogue-files.md").read_text(encoding="utf-8")


def test_the_example_describes_an_item() -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    (row,) = rows_of(example.encode(), "example.yaml")
    assert content_of_row(row).code == "ZZ-BA-0001"


def test_every_sheet_and_kind_of_field_is_explained() -> None:
    assert not [table.sheet for table in TABLES if table.sheet not in GUIDE]
    assert not [kind for kind in TYPES if kind not in GUIDE]


def test_the_limits_are_those_that_are_kept() -> None:
    assert f"{LIMITS_MIB[Kind.WORKBOOK]} MiB, 64 MiB unpacked" in GUIDE
    assert f"{LIMITS_MIB[Kind.ZIP]} MiB, 256 MiB unpacked" in GUIDE
    assert all(f"`{sign}`" in GUIDE for sign in FORMULA_SIGNS[:4])
