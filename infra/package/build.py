"""The deployment as a directory: template, function package, layer and orchestrations, all beside each other.

The result is a plain SAM project: `infra.deploy` publishes it, and `aws cloudformation package` could.
"""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import yaml

from infra.package.dependencies import installed, machine, precompile
from infra.package.export import export
from infra.package.merge import members, merged

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build"
CHALICE_STAGE = "production"
TEMPLATE = "template.json"
LAYERS = ("document", "examination")
"""What few functions need and all would have to load: `requirements-<name>.txt` each."""
_CHALICE = "import sys; from chalice.cli import main; sys.exit(main())"


class PackageError(Exception):
    """The package could not be built, or lacks something without which functions would not start."""


def build(root: Path = ROOT, target: Path = BUILD, architecture: str | None = None) -> Path:
    """Build the deployment of a working tree and return the directory that holds it."""
    architecture = architecture or machine()
    output = target / "package"
    tree = target / "tree"
    for directory in (output, tree):
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir(parents=True)
    _prepare(root, tree, target / "cache", architecture)
    _run_chalice(tree, output)
    _write_template(tree, output)
    _write_definitions(root, output)
    for name in LAYERS:
        _write_layer(name, root, target / "cache", output, architecture)
    _check(output / "deployment.zip")
    return output


def _prepare(root: Path, tree: Path, cache: Path, architecture: str) -> None:
    export(root, tree)
    precompile(tree / "chalicelib")
    (tree / "requirements.txt").write_text("", encoding="utf-8")
    (tree / "vendor").symlink_to(installed(root / "requirements.txt", cache, architecture).resolve())
    settings = tree / ".chalice" / "config.json"
    config = json.loads(settings.read_text(encoding="utf-8"))
    settings.write_text(json.dumps({**config, "lambda_architecture": architecture}), encoding="utf-8")
    (tree / "merge.json").write_text(json.dumps(merged(root / "infra" / "resources")), encoding="utf-8")


def _run_chalice(tree: Path, output: Path) -> None:
    """Chalice insists on a region although nothing in its output depends on it."""
    command = [sys.executable, "-c", _CHALICE, "package", "--stage", CHALICE_STAGE]
    options = ["--merge-template", "merge.json", str(output)]
    anywhere = {**os.environ, "AWS_DEFAULT_REGION": "us-east-1"}
    result = subprocess.run([*command, *options], cwd=tree, env=anywhere, check=False, capture_output=True, text=True)
    said = result.stdout + result.stderr
    if result.returncode or "could not" in said.lower():
        raise PackageError(said)


def _write_template(tree: Path, output: Path) -> None:
    sam = output / "sam.json"
    template: dict[str, Any] = json.loads(sam.read_text(encoding="utf-8"))
    sam.unlink()
    (output / TEMPLATE).write_text(json.dumps(template, indent=1, sort_keys=True), encoding="utf-8")


def _write_definitions(root: Path, output: Path) -> None:
    """Each orchestration as JSON, which every reader of state machines accepts."""
    for one in members(root / "infra" / "resources" / "machines.yaml").values():
        name = one["File"]
        source = root / "infra" / "state_machines" / f"{name}.asl.yaml"
        definition = yaml.safe_load(source.read_text(encoding="utf-8"))
        (output / f"{name}.asl.json").write_text(json.dumps(definition, indent=1), encoding="utf-8")


def _write_layer(name: str, root: Path, cache: Path, output: Path, architecture: str) -> None:
    directory = installed(root / f"requirements-{name}.txt", cache, architecture)
    packed = directory.with_suffix(".zip")
    if not packed.exists():
        _zip(directory, packed)
    shutil.copy2(packed, output / f"{name}-layer.zip")


def _zip(directory: Path, target: Path) -> None:
    unfinished = target.with_suffix(".part")
    with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(directory.rglob("*")):
            if path.is_file():
                archive.write(path, Path("python") / path.relative_to(directory))
    unfinished.rename(target)


def _check(package: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        names = archive.namelist()
    for part in ("pydantic_core/_pydantic_core", "cryptography/hazmat/bindings/_rust"):
        if not any(name.startswith(part) and name.endswith(".so") for name in names):
            raise PackageError(f"the function package lacks the library {part}")
