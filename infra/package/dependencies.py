"""Installed dependencies for a platform, kept from build to build while their requirements stay the same.

A dependency without a wheel for the platform fails here, loudly, where Chalice would only warn.
"""

import hashlib
import re
import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from infra.package.byte_code import interpreter, precompile
from infra.package.errors import PackageError
from infra.package.target_platform import TargetPlatform

# The services whose descriptions botocore needs at run time; the other 400 make up half of a deployment package.
SERVICES = frozenset(
    {"dynamodb", "events", "kms", "lambda", "s3", "secretsmanager", "sqs", "sso", "sso-oidc", "stepfunctions", "sts"}
)

_PIN = re.compile(r"^([\w.-]+)==(\S+)$", re.MULTILINE)


def installed(requirements: Path, cache: Path, platform: TargetPlatform) -> Path:
    """The directory with everything that a requirements file pins; `CalledProcessError` if a wheel is missing."""
    python = interpreter(platform.python)
    directory = cache / f"{requirements.stem}-{_fingerprint(requirements, platform, python)}"
    if not directory.exists():
        unfinished = directory.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        _install(requirements, unfinished, platform)
        _prune(unfinished)
        if python:
            precompile(unfinished, python)
        unfinished.rename(directory)
    return directory


def check_present(requirements: Path) -> None:
    """Raise `PackageError` unless the running interpreter has everything that a requirements file pins."""
    for name, pinned in _PIN.findall(requirements.read_text(encoding="utf-8")):
        try:
            present = version(name)
        except PackageNotFoundError:
            present = "nothing"
        if present != pinned:
            raise PackageError(f"{requirements.name} pins {name} {pinned}, the virtual environment has {present}")


def _fingerprint(requirements: Path, platform: TargetPlatform, python: str | None) -> str:
    parts = (requirements.read_bytes(), Path(__file__).read_bytes(), repr(platform).encode(), str(python).encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def _install(requirements: Path, target: Path, platform: TargetPlatform) -> None:
    command = [sys.executable, "-m", "pip", "install", "-qq", "--no-compile", "--no-deps", "--only-binary=:all:"]
    version = "--python-version={}.{}".format(*platform.python)
    wheels = [f"--platform={name}" for name in platform.wheel_platforms]
    options = [version, "--implementation=cp", *wheels, f"--target={target}", f"--requirement={requirements}"]
    subprocess.run([*command, "--disable-pip-version-check", *options], check=True)


def _prune(directory: Path) -> None:
    shutil.rmtree(directory / "bin", ignore_errors=True)
    for data in ("botocore/data", "boto3/data"):
        for entry in directory.glob(f"{data}/*"):
            if entry.is_dir() and entry.name not in SERVICES:
                shutil.rmtree(entry)
