"""A package starts on Lambda's Python 3.13 (Amazon Linux 2023, glibc 2.34), whichever Python built it. What would not
start there is refused by the build, with the file's name and the reason.
"""

import sys
import zipfile
from importlib.metadata import files
from pathlib import Path
from typing import Any

import pytest

from infra.package.byte_code import interpreter
from infra.package.errors import PackageError
from infra.package.inspection import UNPACKED_LIMIT, check_files, check_sizes
from infra.package.target_platform import TargetPlatform, aws_lambda, this_machine
from tests.infra.conftest import Resources, of_type

HERE = this_machine()
LIBRARY = next(file for file in files("pydantic_core") or () if file.name.endswith(".so"))
OTHER_PROCESSOR = {"x86_64": "arm64", "arm64": "x86_64"}[HERE.architecture]


def test_every_function_says_the_runtime_that_was_packed_for(functions: Resources) -> None:
    said = {(one["Properties"]["Runtime"], *one["Properties"]["Architectures"]) for one in functions.values()}
    assert said == {("python3.13", "arm64")}


def test_every_layer_says_the_runtime_that_was_packed_for(resources: Resources) -> None:
    layers = [layer["Properties"] for layer in of_type(resources, "AWS::Serverless::LayerVersion").values()]
    assert [layer["CompatibleRuntimes"] for layer in layers] == [["python3.13"], ["python3.13"]]
    assert [layer["CompatibleArchitectures"] for layer in layers] == [["arm64"], ["arm64"]]


def test_the_libraries_in_it_are_those_of_lambda(package: Path) -> None:
    with zipfile.ZipFile(package / "deployment.zip") as archive:
        tagged = [name for name in archive.namelist() if ".cpython-" in name and name.endswith(".so")]
    assert tagged
    assert all(name.endswith(".cpython-313-aarch64-linux-gnu.so") for name in tagged)
    check_files(package / "deployment.zip", aws_lambda())


def test_byte_code_of_another_python_is_not_in_it(package: Path) -> None:
    for archive in package.glob("*.zip"):
        with zipfile.ZipFile(archive) as packed:
            names = packed.namelist()
        assert all(".cpython-313" in name for name in names if name.endswith(".pyc"))


def test_the_processor_is_a_parameter() -> None:
    assert aws_lambda("x86_64").wheel_platforms[0] == "manylinux_2_34_x86_64"
    assert aws_lambda().wheel_platforms[0] == "manylinux_2_34_aarch64"


def test_wheels_for_a_newer_glibc_are_not_asked_for() -> None:
    assert set(aws_lambda().wheel_platforms) & {"manylinux_2_35_aarch64", "manylinux_2_39_aarch64"} == set()


def test_only_an_interpreter_of_that_version_makes_byte_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shim = tmp_path / "python3.99"
    shim.write_text(f"#!{sys.executable}\nprint('3 11 cpython')", encoding="utf-8")
    shim.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert interpreter(HERE.python) == sys.executable
    assert interpreter((3, 98)) is None
    assert interpreter((3, 99)) is None
    shim.write_text(f"#!{sys.executable}\nprint('3 99 cpython')", encoding="utf-8")
    assert interpreter((3, 99)) == str(shim)


def test_a_library_of_this_machine_is_taken(tmp_path: Path) -> None:
    check_files(_archive(tmp_path, {LIBRARY.name: _library()}), HERE)


def test_a_library_that_needs_a_newer_glibc_is_refused(tmp_path: Path) -> None:
    newer = _library().replace(b"\0GLIBC_2.14\0", b"\0GLIBC_2.35\0").replace(b"\0GLIBC_2.17\0", b"\0GLIBC_2.35\0")
    archive = _archive(tmp_path, {LIBRARY.name: newer})
    check_files(archive, _here(glibc=(2, 35)))
    with pytest.raises(PackageError, match=rf"{LIBRARY.name} needs glibc 2\.35, not 2\.34"):
        check_files(archive, _here(glibc=(2, 34)))


def test_a_library_for_another_processor_is_refused(tmp_path: Path) -> None:
    archive = _archive(tmp_path, {LIBRARY.name: _library()})
    with pytest.raises(PackageError, match=rf"{LIBRARY.name} is for EM_\w+, not {OTHER_PROCESSOR}"):
        check_files(archive, _here(architecture=OTHER_PROCESSOR))


@pytest.mark.parametrize(
    "name",
    [
        "x.cpython-310-x86_64-linux-gnu.so",
        "x.cpython-313t-x86_64-linux-gnu.so",
        "x.pypy311-pp73-x86_64-linux-gnu.so",
        "__pycache__/x.cpython-312.pyc",
        "__pycache__/x.cpython-312.opt-1.pyc",
    ],
)
def test_what_another_python_was_to_load_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(PackageError, match=r"x\.\S+ is for (cpython-31\w+|pypy311), not cpython-313"):
        check_files(_archive(tmp_path, {name: b""}), aws_lambda())


def test_libraries_for_every_python_are_taken(tmp_path: Path) -> None:
    check_files(_archive(tmp_path, {"x.abi3.so": _library(), "x.libs/libx-1a2b.so.6": _library()}), HERE)


def test_what_only_pretends_to_be_a_library_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match=r"x\.so is no ELF library"):
        check_files(_archive(tmp_path, {"x.so": b"\xcf\xfa\xed\xfe"}), HERE)
    with pytest.raises(PackageError, match=r"cut\.so is no ELF library"):
        check_files(_archive(tmp_path, {"cut.so": _library()[:40]}), HERE)


def test_a_function_with_its_layers_is_no_larger_than_lambda_unpacks(tmp_path: Path) -> None:
    _archive(tmp_path, {"app.py": bytes(2_000)}, "deployment.zip")
    layer = {"Type": "AWS::Serverless::LayerVersion", "Properties": {"ContentUri": "layer.zip"}}
    template = {"Resources": {"Api": _function(), "Issue": _function(Layers=[{"Ref": "Fonts"}]), "Fonts": layer}}
    _archive(tmp_path, {"fonts.ttf": bytes(UNPACKED_LIMIT - 2_000)}, "layer.zip")
    check_sizes(template, tmp_path)
    _archive(tmp_path, {"fonts.ttf": bytes(UNPACKED_LIMIT - 1_999)}, "layer.zip")
    with pytest.raises(PackageError, match="Issue with 1 layers unpacks to 262144001 bytes of 262144000"):
        check_sizes(template, tmp_path)


def _here(**other: Any) -> TargetPlatform:
    return TargetPlatform(**{"python": HERE.python, "architecture": HERE.architecture, "glibc": HERE.glibc, **other})


def _library() -> bytes:
    return Path(str(LIBRARY.locate())).read_bytes()


def _archive(directory: Path, contents: dict[str, bytes], name: str = "packed.zip") -> Path:
    path = directory / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for file, content in contents.items():
            archive.writestr(file, content)
    return path


def _function(**properties: Any) -> dict[str, Any]:
    return {"Type": "AWS::Serverless::Function", "Properties": {"CodeUri": "./deployment.zip", **properties}}
