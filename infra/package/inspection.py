"""What was packed is compared with the platform that it is to run on, before anything is uploaded.

A library may be of no other processor, need no newer glibc and be built for no other Python; byte code is read by the
Python alone that made it; a function with its layers may not be larger than Lambda unpacks.
"""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

from elftools.common.exceptions import ELFError
from elftools.elf.elffile import ELFFile
from elftools.elf.gnuversions import GNUVerNeedSection

from infra.package.errors import PackageError
from infra.package.target_platform import TargetPlatform

UNPACKED_LIMIT = 262_144_000
"""Bytes of a function's package with all its layers (Lambda quotas: 250 MB unzipped, which are counted as MiB)."""
_MAGIC = b"\x7fELF"
_MACHINES = {"x86_64": "EM_X86_64", "arm64": "EM_AARCH64"}
_GLIBC = re.compile(r"GLIBC_(\d+)\.(\d+)")
_RELATIVE_RELOCATIONS = "GLIBC_ABI_DT_RELR"
"""Needed without a number; glibc has it since 2.36."""
_TAGGED = re.compile(r"\.(?P<tag>(?:cpython-|pypy)\w+)[^/]*\.(?:so|pyc)$")


def check_files(archive: Path, platform: TargetPlatform) -> None:
    """Raise `PackageError` for the first file of a package or layer that the platform cannot load."""
    with zipfile.ZipFile(archive) as packed:
        for name in packed.namelist():
            refusal = _refusal(packed, name, platform)
            if refusal:
                raise PackageError(f"{archive.name}: {name} {refusal}")


def check_sizes(template: dict[str, Any], package: Path) -> None:
    """Raise `PackageError` for a function that is larger than Lambda unpacks, with the layers that it names."""
    resources = template["Resources"]
    for name, resource in resources.items():
        if resource["Type"] == "AWS::Serverless::Function":
            properties = resource["Properties"]
            layers = [resources[layer["Ref"]]["Properties"]["ContentUri"] for layer in properties.get("Layers", ())]
            size = sum(unpacked_size(package / file) for file in (properties["CodeUri"], *layers))
            if size > UNPACKED_LIMIT:
                raise PackageError(f"{name} with {len(layers)} layers unpacks to {size} bytes of {UNPACKED_LIMIT}")


def unpacked_size(archive: Path) -> int:
    """Bytes of all files of an archive once they are unpacked."""
    with zipfile.ZipFile(archive) as packed:
        return sum(entry.file_size for entry in packed.infolist())


def _refusal(packed: zipfile.ZipFile, name: str, platform: TargetPlatform) -> str:
    """Why a file cannot be loaded; empty for every file that can, or that is none to load."""
    tagged = _TAGGED.search(name)
    if tagged and tagged["tag"] != platform.cache_tag:
        return f"is for {tagged['tag']}, not {platform.cache_tag}"
    with packed.open(name) as file:
        start = file.read(len(_MAGIC))
        if start != _MAGIC:
            return "is no ELF library" if name.endswith(".so") else ""
        content = start + file.read()
    try:
        return _library_refusal(ELFFile(io.BytesIO(content)), platform)
    except ELFError as unreadable:
        return f"is no ELF library: {unreadable}"


def _library_refusal(library: Any, platform: TargetPlatform) -> str:
    if library["e_machine"] != _MACHINES[platform.architecture]:
        return f"is for {library['e_machine']}, not {platform.architecture}"
    if library.num_sections() == 0:
        return "does not say which symbols it needs"
    newest = max(_needed_glibcs(library), default=(0, 0))
    if newest > platform.glibc:
        return "needs glibc {}.{}, not {}.{}".format(*newest, *platform.glibc)
    return ""


def _needed_glibcs(library: Any) -> list[tuple[int, int]]:
    """The versions of glibc whose symbols a library binds to."""
    tables = [section for section in library.iter_sections() if isinstance(section, GNUVerNeedSection)]
    names = [version.name for table in tables for _, versions in table.iter_versions() for version in versions]
    numbered = [(int(found[1]), int(found[2])) for name in names if (found := _GLIBC.match(name))]
    return [*numbered, *((2, 36) for name in names if name == _RELATIVE_RELOCATIONS)]
