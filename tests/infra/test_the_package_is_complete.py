"""The function package starts on its own, without anything of the machine that built it."""

import ast
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from infra.package.build import ROOT
from infra.package.dependencies import SERVICES
from tests.infra.conftest import Resources

IN_A_LAYER = {
    "typst",
    "segno",
    "pylopdf_fonts_zh_cn",
    "pikepdf",
    "PIL",
    "pypdfium2",
    "pyhanko",
    "pyhanko_certvalidator",
    "asn1crypto",
}
LIMIT = 250 * 2**20
CLIENTS = ("dynamodb", "events", "kms", "s3", "secretsmanager", "sqs", "stepfunctions")


@pytest.fixture(scope="module")
def unpacked(embedded_package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(embedded_package / "deployment.zip") as archive:
        archive.extractall(directory)
    return directory


def test_native_libraries_are_in_it(unpacked: Path) -> None:
    assert list(unpacked.glob("pydantic_core/_pydantic_core*.so"))
    assert list(unpacked.glob("cryptography/hazmat/bindings/_rust*.so"))


def test_it_holds_the_application_and_no_tools(unpacked: Path) -> None:
    names = {path.name for path in unpacked.iterdir()}
    assert {"app.py", "chalicelib", "chalice", "boto3", "aws_lambda_powertools"} <= names
    assert names & {"infra", "tests", "pip", "setuptools", "moto", "ministack", "typst", "pytest", "bin"} == set()


def test_every_handler_can_be_imported_alone(unpacked: Path, functions: Resources) -> None:
    handlers = sorted(function["Properties"]["Handler"] for function in functions.values())
    modules = {handler.rpartition(".")[0]: handler.rpartition(".")[2] for handler in handlers}
    checks = "; ".join(f"getattr(import_module({module!r}), {name!r})" for module, name in modules.items())
    clients = f"[boto3.client(name, region_name='x') for name in {CLIENTS}]"
    program = f"import sys; sys.path.insert(0, {str(unpacked)!r}); from importlib import import_module; import boto3; "
    isolated = [sys.executable, "-I", "-S", "-c", program + checks + "; " + clients]
    result = subprocess.run(isolated, check=False, capture_output=True, text=True, cwd=unpacked)
    assert result.returncode == 0, result.stderr


def test_every_library_that_the_code_imports_even_late_is_in_it(unpacked: Path) -> None:
    """Development shares its libraries with the embedded cloud, so only the package itself can tell."""
    imported = set()
    for source in (ROOT / "chalicelib").rglob("*.py"):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                imported.add(node.module.partition(".")[0])
    libraries = imported - set(sys.stdlib_module_names) - {"chalicelib"} - IN_A_LAYER
    missing = {name for name in libraries if not list(unpacked.glob(f"{name}*"))}
    assert missing == set()


def test_clients_of_the_application_are_kept() -> None:
    assert set(CLIENTS) <= SERVICES


def test_byte_code_is_beside_the_sources(unpacked: Path) -> None:
    assert list(unpacked.glob("chalicelib/__pycache__/*.pyc"))
    assert list(unpacked.glob("pydantic/__pycache__/*.pyc"))


def test_code_and_layer_stay_below_the_limit(package: Path) -> None:
    sizes = {}
    for name in ("deployment", "document-layer", "examination-layer"):
        with zipfile.ZipFile(package / f"{name}.zip") as archive:
            sizes[name] = sum(entry.file_size for entry in archive.infolist())
    code = sizes.pop("deployment")
    assert all(code + layer < LIMIT for layer in sizes.values()), "no function carries both layers"


def test_layer_holds_typesetting_and_fonts(package: Path) -> None:
    with zipfile.ZipFile(package / "document-layer.zip") as archive:
        names = archive.namelist()
    for part in ("python/typst/", "python/segno/", "python/pylopdf_fonts_zh_cn/"):
        assert any(name.startswith(part) for name in names)


def test_layer_holds_what_reads_pictures_and_pdfs(package: Path) -> None:
    with zipfile.ZipFile(package / "examination-layer.zip") as archive:
        names = archive.namelist()
    for part in ("python/pikepdf/_core", "python/PIL/_imaging", "python/lxml/etree", "python/pypdfium2_raw/libpdfium"):
        assert any(name.startswith(part) and name.endswith(".so") for name in names)


def test_the_build_leaves_the_tree_alone(package: Path) -> None:
    assert not (ROOT / ".chalice" / "deployments").exists()
    assert not (ROOT / "vendor").exists()
