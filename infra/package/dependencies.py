"""Installed dependencies for the Lambda platform, kept from build to build while their requirements stay the same.

They become Chalice's `vendor/` directory. So a dependency without a wheel fails here, loudly, where Chalice would only
warn.
"""

import compileall
import hashlib
import platform
import py_compile
import shutil
import subprocess
import sys
from pathlib import Path

ARCHITECTURES = {"x86_64": "x86_64", "amd64": "x86_64", "aarch64": "arm64", "arm64": "arm64"}
_WHEELS = {"x86_64": ("x86_64",), "arm64": ("aarch64",)}
_GLIBC = ("manylinux_2_34", "manylinux_2_28", "manylinux_2_17", "manylinux2014")

# The services whose descriptions botocore needs at run time; the other 400 make up half of a deployment package.
SERVICES = frozenset(
    {"dynamodb", "events", "kms", "lambda", "s3", "secretsmanager", "sqs", "sso", "sso-oidc", "stepfunctions", "sts"}
)


def machine() -> str:
    """The Lambda name of this machine's processor, so that a package built here also runs here."""
    return ARCHITECTURES[platform.machine().lower()]


def installed(requirements: Path, cache: Path, architecture: str) -> Path:
    """The directory with everything that a requirements file pins; `CalledProcessError` if a wheel is missing."""
    directory = cache / f"{requirements.stem}-{_fingerprint(requirements, architecture)}"
    if not directory.exists():
        unfinished = directory.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        _install(requirements, unfinished, architecture)
        _prune(unfinished)
        precompile(unfinished)
        unfinished.rename(directory)
    return directory


def precompile(directory: Path) -> None:
    """Byte code beside the sources: Lambda's file system is read-only, so each cold start would compile again."""
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
    compileall.compile_dir(directory, quiet=2, workers=0, invalidation_mode=mode, stripdir=str(directory))


def _fingerprint(requirements: Path, architecture: str) -> str:
    parts = (requirements.read_bytes(), Path(__file__).read_bytes(), sys.version.encode(), architecture.encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def _install(requirements: Path, target: Path, architecture: str) -> None:
    platforms = [f"--platform={glibc}_{cpu}" for glibc in _GLIBC for cpu in _WHEELS[architecture]]
    command = [sys.executable, "-m", "pip", "install", "-qq", "--no-compile", "--no-deps", "--only-binary=:all:"]
    version = f"--python-version={sys.version_info.major}.{sys.version_info.minor}"
    options = [version, "--implementation=cp", *platforms, f"--target={target}", f"--requirement={requirements}"]
    subprocess.run([*command, "--disable-pip-version-check", *options], check=True)


def _prune(directory: Path) -> None:
    shutil.rmtree(directory / "bin", ignore_errors=True)
    for data in ("botocore/data", "boto3/data"):
        for entry in directory.glob(f"{data}/*"):
            if entry.is_dir() and entry.name not in SERVICES:
                shutil.rmtree(entry)
