"""Where a package is to run: what its wheels, its byte code and the template have to agree on."""

import platform
import sys
from dataclasses import dataclass

_LAMBDA_NAMES = {"x86_64": "x86_64", "amd64": "x86_64", "aarch64": "arm64", "arm64": "arm64"}
_WHEEL_NAMES = {"x86_64": "x86_64", "arm64": "aarch64"}
_OLDEST_GLIBC = 17
ARCHITECTURES = tuple(_WHEEL_NAMES)
"""Lambda's names of the processors that there are wheels for."""


class UnknownPlatformError(Exception):
    """This machine has a processor or a C library for which no wheels are chosen."""


@dataclass(frozen=True)
class TargetPlatform:
    """A version of CPython on a processor (in Lambda's words), and the newest glibc whose symbols it knows."""

    python: tuple[int, int]
    architecture: str
    glibc: tuple[int, int]

    @property
    def runtime(self) -> str:
        """Lambda's name of the runtime, such as python3.13; the interpreter's command is called the same."""
        return "python{}.{}".format(*self.python)

    @property
    def cache_tag(self) -> str:
        """What this Python writes into the names of byte code and extension modules, such as cpython-313."""
        return "cpython-{}{}".format(*self.python)

    @property
    def wheel_platforms(self) -> list[str]:
        """The platform tags of wheels that start here, the newest glibc first."""
        major, newest = self.glibc
        glibcs = [f"manylinux_{major}_{minor}" for minor in range(newest, _OLDEST_GLIBC - 1, -1)]
        return [f"{glibc}_{_WHEEL_NAMES[self.architecture]}" for glibc in (*glibcs, "manylinux2014")]


def aws_lambda(architecture: str = "arm64") -> TargetPlatform:
    """Lambda's runtime for Python 3.13, which is Amazon Linux 2023 with glibc 2.34."""
    return TargetPlatform(python=(3, 13), architecture=architecture, glibc=(2, 34))


def this_machine() -> TargetPlatform:
    """The running interpreter on its processor and C library. Raises `UnknownPlatformError` where that is not glibc."""
    library, version = platform.libc_ver()
    architecture = _LAMBDA_NAMES.get(platform.machine().lower())
    if library != "glibc" or architecture is None:
        raise UnknownPlatformError(f"no wheels are chosen for {platform.machine()} with {library or 'no glibc'}")
    major, minor = version.split(".")[:2]
    return TargetPlatform(python=sys.version_info[:2], architecture=architecture, glibc=(int(major), int(minor)))
