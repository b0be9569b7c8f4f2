import subprocess
import sys

import pytest

MODULES = (
    "chalicelib.licences.api",
    "chalicelib.materials.service",
    "chalicelib.workflow.issue_document",
    "chalicelib.workflow.receive_upload",
)


@pytest.mark.parametrize("library", ["typst", "segno", "pylopdf_fonts_zh_cn", "puremagic"])
def test_importing_what_the_composition_root_imports_does_not_load(library: str) -> None:
    program = f"import sys, {', '.join(MODULES)}; sys.exit({library!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
