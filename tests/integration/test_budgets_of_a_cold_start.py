"""The API function loads nothing that only other functions, some requests, or developers need."""

import pytest

from tests.bench.import_cost import forbidden, framework_imports, loaded_modules


@pytest.fixture(scope="module")
def modules() -> dict[str, str | None]:
    return loaded_modules()


def test_importing_the_application_loads_no_strangers(modules: dict[str, str | None]) -> None:
    """Typesetting and fonts lie in another function's layer; form checking waits for the first form."""
    assert forbidden(modules) == []


def test_a_stranger_would_be_noticed() -> None:
    assert forbidden({"app": None, "typst": None, "segno.encoder": None, "infra.local.cloud": None}) == [
        "infra.local.cloud",
        "segno.encoder",
        "typst",
    ]


def test_the_baseline_is_what_our_modules_import_of_others(modules: dict[str, str | None]) -> None:
    statements = framework_imports(modules)
    assert "import boto3" in statements
    assert not [statement for statement in statements if "chalicelib" in statement or "import json" in statement]
