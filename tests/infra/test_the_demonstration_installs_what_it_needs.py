"""The demonstration installs four lists without looking for anything else, so they have to hold all that they need; and
its functions run by that environment, so it has to be the one that they would be packed with.
"""

import re
import subprocess
import zipfile
from collections.abc import Iterator
from importlib.metadata import requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from infra.package.build import LAYERS, ROOT, build_code
from infra.package.dependencies import check_present
from infra.package.errors import PackageError
from infra.package.target_platform import this_machine

LISTS = [ROOT / f"requirements{name}.txt" for name in ("", "-document", "-examination", "-local")]
PINS = {
    canonicalize_name(name): version
    for file in LISTS
    for name, version in re.findall(r"^([\w.-]+)==(\S+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
}


@pytest.mark.parametrize("name", sorted(PINS))
def test_what_a_library_needs_is_listed_in_a_version_that_it_takes(name: str) -> None:
    for needed in _needs(name):
        assert needed.specifier.contains(PINS[canonicalize_name(needed.name)], prereleases=True), str(needed)


def test_targets_that_run_the_embedded_cloud_do_not_install_the_tools_of_tests() -> None:
    planned = _plan("demo")
    assert "requirements-local.txt" in planned
    assert "requirements-dev.txt" not in planned
    assert "requirements-dev.txt" in _plan("test")


def test_the_environment_has_what_the_functions_would_be_packed_with() -> None:
    for file in LISTS[:3]:
        check_present(file)


@pytest.mark.parametrize(("pin", "present"), [("pydantic==1.0", r"2\.\d+\.\d+"), ("no-such-library==1.0", "nothing")])
def test_an_environment_that_differs_is_refused(tmp_path: Path, pin: str, present: str) -> None:
    file = tmp_path / "requirements.txt"
    file.write_text(f"# one\n{pin}\n", encoding="utf-8")
    with pytest.raises(PackageError, match=rf"pins {pin.replace('==', ' ')}, the virtual environment has {present}"):
        check_present(file)


def test_the_embedded_cloud_unpacks_the_code_alone(tmp_path: Path) -> None:
    package = build_code(this_machine(), tmp_path)
    with zipfile.ZipFile(package / "deployment.zip") as archive:
        tops = {name.partition("/")[0] for name in archive.namelist()}
    assert tops == {"app.py", "chalice", "chalicelib"}
    for layer in LAYERS:
        with zipfile.ZipFile(package / f"{layer}-layer.zip") as archive:
            assert archive.namelist() == [f"requirements-{layer}.txt"]


def _needs(name: str) -> Iterator[Requirement]:
    for line in requires(name) or ():
        needed = Requirement(line)
        if needed.marker is None or needed.marker.evaluate({"extra": ""}):
            yield needed


def _plan(target: str) -> str:
    """What make would do for a target if nothing had been made yet."""
    command = ["make", "--dry-run", "--always-make", target]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
