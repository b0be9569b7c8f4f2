"""Draw the pictures of docs/diagrams from the definitions: `python -m infra.tools.draw [--check]`.

`--check` draws nothing: it fails when a picture is not what the definitions would give today.
"""

import argparse
import sys
from pathlib import Path

from infra.tools.pictures import architecture, lifecycle, machine

ROOT = Path(__file__).resolve().parents[2]
DIAGRAMS = ROOT / "docs" / "diagrams"


def pictures(root: Path = ROOT) -> dict[str, str]:
    """Every picture by its file's name."""
    resources = root / "infra" / "resources"
    drawn = {"architecture.svg": architecture.draw(resources), "case-lifecycle.svg": lifecycle.draw()}
    for path in sorted((root / "infra" / "state_machines").glob("*.asl.yaml")):
        name = path.name.removesuffix(".asl.yaml")
        drawn[f"machine-{name}.svg"] = machine.draw(name, path)
    return drawn


def outdated(directory: Path = DIAGRAMS) -> list[str]:
    """Names of pictures that are missing, differ from what would be drawn today, or show nothing that exists."""
    drawn = pictures()
    kept = {path.name: path.read_text(encoding="utf-8") for path in directory.glob("*.svg")}
    return sorted(name for name in drawn.keys() | kept.keys() if drawn.get(name) != kept.get(name))


def main(arguments: list[str]) -> int:
    """The command line; the exit code says whether the pictures were up to date."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    given = parser.parse_args(arguments)
    if given.check:
        stale = outdated()
        sys.stdout.write("".join(f"{name} is out of date: run python -m infra.tools.draw\n" for name in stale))
        return 1 if stale else 0
    DIAGRAMS.mkdir(parents=True, exist_ok=True)
    for name, content in pictures().items():
        (DIAGRAMS / name).write_text(content, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
