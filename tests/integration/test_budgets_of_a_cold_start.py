"""The API function loads nothing that only other functions, some requests, or developers need: at its cold start the
edge, and with the first request of an area that area.
"""

import pytest

from tests.bench.import_cost import forbidden, framework_imports, loaded_modules, ours

EDGE = 60
"""Modules of ours: the edge, what it asks of AWS, the kernel's errors and events. A new capability adds none."""


@pytest.fixture(scope="module")
def modules() -> dict[str, str | None]:
    return loaded_modules()


def test_importing_the_application_loads_no_strangers(modules: dict[str, str | None]) -> None:
    """Typesetting and fonts lie in another function's layer; form checking waits for the first form."""
    assert forbidden(modules) == []


def test_importing_the_application_loads_the_edge_alone(modules: dict[str, str | None]) -> None:
    assert len(ours(modules)) <= EDGE
    assert {name.split(".")[1] for name in ours(modules) if "." in name} == {"aws", "http", "kernel"}


@pytest.mark.parametrize(
    ("module", "capabilities", "most"),
    [
        ("chalicelib.http.api", set(), EDGE),
        ("chalicelib.catalogue.api", {"catalogue", "jobs"}, 110),
        ("chalicelib.cases.api", {"cases", "catalogue", "jobs", "licences", "materials", "parties"}, 230),
    ],
)
def test_a_request_loads_its_own_area_and_what_that_stands_on(module: str, capabilities: set[str], most: int) -> None:
    loaded = ours(loaded_modules("app", module))
    assert {name.split(".")[1] for name in loaded if "." in name} <= {"aws", "http", "kernel", *capabilities}
    assert len(loaded) <= most


def test_a_stranger_would_be_noticed() -> None:
    assert forbidden({"app": None, "typst": None, "segno.encoder": None, "infra.local.cloud": None}) == [
        "infra.local.cloud",
        "segno.encoder",
        "typst",
    ]


def test_the_baseline_is_what_our_modules_import_of_others(modules: dict[str, str | None]) -> None:
    statements = framework_imports(modules)
    assert "from botocore.session import get_session" in statements
    assert not [statement for statement in statements if "chalicelib" in statement or "import json" in statement]
