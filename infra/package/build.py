"""The deployment as a directory: template, function package, layers and orchestrations, all beside each other.

The result is a plain SAM project: `infra.deploy` publishes it, and `aws cloudformation package` could.
"""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import yaml

from infra.package.archive import joined, packed
from infra.package.byte_code import interpreter, precompile
from infra.package.dependencies import check_present, installed
from infra.package.errors import PackageError
from infra.package.export import export
from infra.package.inspection import check_files, check_sizes
from infra.package.merge import members, merged
from infra.package.target_platform import TargetPlatform, aws_lambda

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build"
CACHE = BUILD / "cache"
CHALICE_STAGE = "production"
TEMPLATE = "template.json"
LAYERS = ("document", "examination")
"""What few functions need and all would have to load: `requirements-<name>.txt` each."""
_CODE = "deployment.zip"
_CHALICE = "import sys; from chalice.cli import main; sys.exit(main())"


def build(
    platform: TargetPlatform | None = None,
    target: Path = BUILD,
    *,
    root: Path = ROOT,
    cache: Path = CACHE,
    compression: int = zipfile.ZIP_DEFLATED,
) -> Path:
    """Build the deployment of a working tree for a platform, Lambda's unless given; the directory that holds it.

    Raises `PackageError` if anything packed would not start there.
    """
    platform = platform or aws_lambda()
    output = build_template(platform, target, root=root)
    names = ("requirements", *(f"requirements-{layer}" for layer in LAYERS))
    with ThreadPoolExecutor() as side_by_side:
        directories = list(side_by_side.map(lambda name: installed(root / f"{name}.txt", cache, platform), names))
    joined(packed(directories[0], "", compression), output / _CODE)
    for layer, directory in zip(LAYERS, directories[1:], strict=True):
        shutil.copy2(packed(directory, "python", compression), output / f"{layer}-layer.zip")
    _check(output, platform)
    return output


def build_code(platform: TargetPlatform, target: Path, *, root: Path = ROOT) -> Path:
    """The deployment for functions that run in this virtual environment, which has their libraries from the same files.

    Each layer holds the list of its libraries. Raises `PackageError` if the environment has any in another version.
    """
    output = build_template(platform, target, root=root)
    check_present(root / "requirements.txt")
    for layer in LAYERS:
        requirements = root / f"requirements-{layer}.txt"
        check_present(requirements)
        with zipfile.ZipFile(output / f"{layer}-layer.zip", "w") as archive:
            archive.write(requirements, requirements.name)
    return output


def build_template(platform: TargetPlatform | None = None, target: Path = BUILD, *, root: Path = ROOT) -> Path:
    """The deployment without the libraries that functions import: enough to read the template and its definitions."""
    platform = platform or aws_lambda()
    output = target / "package"
    tree = target / "tree"
    for directory in (output, tree):
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir(parents=True)
    _prepare(root, tree, platform)
    _run_chalice(tree, output)
    _write_template(output, platform)
    _write_definitions(root, output)
    return output


def _prepare(root: Path, tree: Path, platform: TargetPlatform) -> None:
    export(root, tree)
    python = interpreter(platform.python)
    if python:
        precompile(tree / "chalicelib", python)
    (tree / "requirements.txt").write_text("", encoding="utf-8")
    (tree / "merge.json").write_text(json.dumps(merged(root / "infra" / "resources")), encoding="utf-8")


def _run_chalice(tree: Path, output: Path) -> None:
    """Chalice insists on a region although nothing in its output depends on it.

    The interpreter that runs it may be of another version than the functions', and Chalice packs what lies in the tree.
    """
    command = [sys.executable, "-c", _CHALICE, "package", "--stage", CHALICE_STAGE]
    options = ["--merge-template", "merge.json", str(output)]
    anywhere = {**os.environ, "AWS_DEFAULT_REGION": "us-east-1", "PYTHONDONTWRITEBYTECODE": "1"}
    result = subprocess.run([*command, *options], cwd=tree, env=anywhere, check=False, capture_output=True, text=True)
    said = result.stdout + result.stderr
    if result.returncode or "could not" in said.lower():
        raise PackageError(said)


def _write_template(output: Path, platform: TargetPlatform) -> None:
    """Chalice writes down the Python that runs it; what counts is the platform for which everything is packed."""
    sam = output / "sam.json"
    template: dict[str, Any] = json.loads(sam.read_text(encoding="utf-8"))
    sam.unlink()
    for resource in template["Resources"].values():
        properties = resource.get("Properties")
        if resource["Type"] == "AWS::Serverless::Function":
            properties.update({"Runtime": platform.runtime, "Architectures": [platform.architecture]})
        elif resource["Type"] == "AWS::Serverless::LayerVersion":
            compatible = {"CompatibleRuntimes": [platform.runtime], "CompatibleArchitectures": [platform.architecture]}
            properties.update(compatible)
    (output / TEMPLATE).write_text(json.dumps(template, indent=1, sort_keys=True), encoding="utf-8")


def _write_definitions(root: Path, output: Path) -> None:
    """Each orchestration as JSON, which every reader of state machines accepts."""
    for one in members(root / "infra" / "resources" / "machines.yaml").values():
        name = one["File"]
        source = root / "infra" / "state_machines" / f"{name}.asl.yaml"
        definition = yaml.safe_load(source.read_text(encoding="utf-8"))
        (output / f"{name}.asl.json").write_text(json.dumps(definition, indent=1), encoding="utf-8")


def _check(output: Path, platform: TargetPlatform) -> None:
    for archive in sorted(output.glob("*.zip")):
        check_files(archive, platform)
    check_sizes(json.loads((output / TEMPLATE).read_text(encoding="utf-8")), output)
    with zipfile.ZipFile(output / _CODE) as archive:
        names = archive.namelist()
    for part in ("pydantic_core/_pydantic_core", "cryptography/hazmat/bindings/_rust"):
        if not any(name.startswith(part) and name.endswith(".so") for name in names):
            raise PackageError(f"the function package lacks the library {part}")
