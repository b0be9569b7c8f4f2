"""`python -m tests.bench`: the budgets of the design, measured and counted. About a minute and a half on two cores.

Exit code 1 when a counted budget is exceeded. A time that is over its target is told, and fails nothing.
"""

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable
from pathlib import Path

from tests.bench import (
    case_cost,
    catalogue_import,
    catalogue_search,
    first_request,
    handler_cpu,
    import_cost,
    relay_speed,
    request_parts,
    scale,
)
from tests.bench.figures import Figure, table

RESULTS = Path(__file__).parents[2] / "build" / "bench" / "figures.json"
SECTIONS: dict[str, Callable[[], list[Figure]]] = {
    "cpu": handler_cpu.measure,
    "parts": request_parts.measure,
    "import": import_cost.measure,
    "first": first_request.measure,
    "scale": scale.measure,
    "relay": relay_speed.measure,
    "case": case_cost.measure,
    "search": catalogue_search.measure,
    "catalogue": catalogue_import.measure,
}


def main() -> int:
    """Measure, tell, keep, judge."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=f"only these: {', '.join(SECTIONS)}")
    parser.add_argument("--json", type=Path, default=RESULTS, help="where the figures are kept")
    arguments = parser.parse_args()
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}"
    sys.stdout.write(f"{machine}\n\n")
    figures: list[Figure] = []
    for name in arguments.sections or SECTIONS:
        measured = SECTIONS[name]()
        sys.stdout.write(f"{table(measured)}\n")
        sys.stdout.flush()
        figures += measured
    _keep(arguments.json, machine, figures)
    failed = [figure for figure in figures if figure.fails]
    for figure in failed:
        sys.stdout.write(f"Over budget: {figure.group}: {figure.name}\n")
    return 1 if failed else 0


def _keep(file: Path, machine: str, figures: list[Figure]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    document = {"machine": machine, "figures": [figure.as_json() for figure in figures]}
    file.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
