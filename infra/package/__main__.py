"""`python -m infra.package`: build the deployment for Lambda and say where it is."""

import argparse
import sys

from infra.package.build import build, build_template
from infra.package.byte_code import interpreter
from infra.package.errors import PackageError
from infra.package.target_platform import ARCHITECTURES, aws_lambda


def main(arguments: list[str] | None = None) -> None:
    """Build what the command line asks for; ends with what is wrong where something would not start on Lambda."""
    parser = argparse.ArgumentParser(prog="python -m infra.package", description=__doc__)
    parser.add_argument("--architecture", choices=ARCHITECTURES, default="arm64", help="processor of the functions")
    parser.add_argument("--template", action="store_true", help="only what the template says, without the libraries")
    given = parser.parse_args(arguments)
    platform = aws_lambda(given.architecture)
    if interpreter(platform.python) is None and not given.template:
        sys.stderr.write(f"No {platform.runtime} is at hand: packed without byte code, cold starts take longer.\n")
    try:
        sys.stdout.write(f"{(build_template if given.template else build)(platform)}\n")
    except PackageError as refusal:
        sys.exit(f"Not packaged: {refusal}")


if __name__ == "__main__":
    main()
