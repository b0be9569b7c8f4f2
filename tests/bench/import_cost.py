"""What a cold start pays before the first request: importing the API function, beside importing its frameworks alone.

Each import is a process of its own with byte code at hand and the name of its function in the environment, as where it
is deployed. "Its frameworks alone" are the very import statements of other people's packages that our modules execute
when `app` is imported, collected from the sources: a framework that we stop using leaves the baseline by itself.
"""

import ast
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.bench.figures import Figure, Kind

GROUP = "Import of the API function"
ROOT = Path(__file__).parents[2]
OURS = ("app", "chalicelib")
ROUNDS = 7
LIMIT_RATIO = 1.25
HEAVIEST = 12
OF_OTHERS = ("typst", "segno", "pylopdf_fonts_zh_cn", "puremagic", "jsonschema_rs", "pypinyin")
TRANSFERS = ("boto3", "s3transfer", "multiprocessing", "jwt", "cryptography.x509")
FORBIDDEN = (*OF_OTHERS, *TRANSFERS, "moto", "infra", "tests", "chalicelib.workflow", "chalicelib.areas")
"""Packages that the API function must not load: other functions, their layers, tools, what only some requests need."""

TIMED = "import time; _before = time.process_time()\n{}\nprint(time.process_time() - _before)"
LOADED = "import json, sys, {}; print(json.dumps({{n: getattr(m, '__file__', None) for n, m in sys.modules.items()}}))"
IMPORT_TIME = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)")


def measure(rounds: int = ROUNDS) -> list[Figure]:
    """Both imports in turns; the best of each counts."""
    modules = loaded_modules()
    frameworks = "\n".join(framework_imports(modules))
    with tempfile.TemporaryDirectory() as byte_code:
        costs = [(_seconds(frameworks, byte_code), _seconds("import app", byte_code)) for _ in range(rounds + 1)][1:]
        heaviest = _heaviest(byte_code)
    alone, whole = min(cost for cost, _ in costs), min(cost for _, cost in costs)
    return [
        Figure(GROUP, "import app", whole * 1000, "ms"),
        Figure(GROUP, f"· its frameworks alone ({len(frameworks.splitlines())} import statements)", alone * 1000, "ms"),
        Figure(GROUP, "· import app ÷ its frameworks", whole / alone, "×", LIMIT_RATIO),
        Figure(GROUP, "· modules of ours that it loads", len(ours(modules)), "modules"),
        Figure(GROUP, "· modules that it must not load", len(forbidden(modules)), "modules", 0, Kind.COUNTED),
        *(Figure(GROUP, f"· heaviest of ours: {name}", milliseconds, "ms") for name, milliseconds in heaviest),
    ]


def loaded_modules(*names: str) -> dict[str, str | None]:
    """Everything that importing those loads (`app` without any), with its file."""
    found: dict[str, str | None] = json.loads(_run(["-c", LOADED.format(", ".join(names or ("app",)))]).stdout)
    return found


def ours(modules: Iterable[str]) -> list[str]:
    """Those of this service."""
    return [name for name in modules if _is_ours(name)]


def forbidden(modules: dict[str, str | None]) -> list[str]:
    """What of it should not be there."""
    return sorted(name for name in modules if f"{name}.".startswith(tuple(f"{package}." for package in FORBIDDEN)))


def framework_imports(modules: dict[str, str | None]) -> list[str]:
    """The import statements of other people's packages in our modules, each once."""
    sources = [Path(file) for name, file in modules.items() if file and _is_ours(name)]
    return sorted({statement for source in sources for statement in _foreign_imports(source)})


def _foreign_imports(source: Path) -> Iterator[str]:
    """Only those of the module itself: what a function imports is imported when it is called."""
    for node in ast.parse(source.read_text(encoding="utf-8")).body:
        roots = {alias.name for alias in node.names} if isinstance(node, ast.Import) else set()
        if isinstance(node, ast.ImportFrom):
            roots = {str(node.module)}
        if roots and not any(_is_standard(root) or _is_ours(root) for root in roots):
            yield ast.unparse(node)


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] in OURS


def _is_standard(name: str) -> bool:
    return name.partition(".")[0] in sys.stdlib_module_names


def _seconds(statements: str, byte_code: str) -> float:
    return float(_run(["-c", TIMED.format(statements)], byte_code).stdout)


def _heaviest(byte_code: str) -> list[tuple[str, float]]:
    """Our own modules that take longest by themselves, in milliseconds of wall time."""
    told = _run(["-X", "importtime", "-c", "import app"], byte_code).stderr
    costs = [(name, int(micros) / 1000) for micros, name in IMPORT_TIME.findall(told) if _is_ours(name)]
    return sorted(costs, key=lambda cost: -cost[1])[:HEAVIEST]


def _run(arguments: list[str], byte_code: str = "") -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    keep = {"PYTHONPYCACHEPREFIX": byte_code} if byte_code else {"PYTHONDONTWRITEBYTECODE": "1"}
    keep |= {"AWS_LAMBDA_FUNCTION_NAME": "APIHandler"}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment | keep, check=True, capture_output=True, text=True)
