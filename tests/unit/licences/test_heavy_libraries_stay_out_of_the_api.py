import subprocess
import sys

import pytest

MODULES = (
    "chalicelib.licences.api",
    "chalicelib.materials.service",
    "chalicelib.workflow.issue_document",
    "chalicelib.workflow.receive_upload",
)


@pytest.fixture(scope="module")
def loaded() -> list[str]:
    """Everything that is loaded with them."""
    program = f"import sys, {', '.join(MODULES)}; print(*sys.modules)"
    return subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout.split()


@pytest.mark.parametrize(
    "library", ["typst", "segno", "pylopdf_fonts_zh_cn", "puremagic", "pikepdf", "PIL", "pyhanko", "asn1crypto"]
)
def test_importing_what_the_composition_root_imports_does_not_load(library: str, loaded: list[str]) -> None:
    assert MODULES[0] in loaded
    assert library not in loaded
