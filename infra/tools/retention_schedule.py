"""Write docs/retention.md from the retention schedule: `python -m infra.tools.retention_schedule [--check]`.

`--check` writes nothing: it fails when the document is not what the schedule would give today.
"""

import argparse
import sys
from pathlib import Path

from chalicelib.cases.retention.kinds import Carrier, Kind
from chalicelib.cases.retention.schedule import SCHEDULE

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "retention.md"
HOW = "run python -m infra.tools.retention_schedule and look at what has changed"
HEAD = """\
# How long what is kept

Written by `python -m infra.tools.retention_schedule` from `chalicelib/cases/retention/schedule.py`; a test
fails when the two differ, and others hold table, buckets and logs to it. Why it is so: [privacy.md](privacy.md).

| What | How long | From | Seen to by | What remains | Basis |
|---|---|---|---|---|---|
"""
CARRIERS = {
    Carrier.TABLE: "the table (time to live)",
    Carrier.STORE: "the bucket (life cycle)",
    Carrier.LOGS: "the log",
    Carrier.RUN: "the daily run",
    Carrier.SWEEP: "the deadline sweep",
    Carrier.ARCHIVE: "people, by appraisal",
}


def document() -> str:
    """The whole document."""
    return HEAD + "".join(_line(kind) for kind in SCHEDULE)


def is_up_to_date() -> bool:
    """Whether the document says what would be written today."""
    return DOCUMENT.exists() and DOCUMENT.read_text(encoding="utf-8") == document()


def _line(kind: Kind) -> str:
    days = f"{kind.days} day{'s' * (kind.days > 1)}" if kind.days else "the archive's period"
    name = f"{kind.name.zh}<br>{kind.name.en}"
    basis = f"{kind.basis.zh}<br>{kind.basis.en}"
    cells = (name, days, kind.counted_from.en, CARRIERS[kind.carrier], kind.remains.en, basis)
    return f"| {' | '.join(cells)} |\n"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.tools.retention_schedule", description=__doc__)
    parser.add_argument("--check", action="store_true")
    if parser.parse_args().check:
        if is_up_to_date():
            return 0
        sys.stderr.write(f"{DOCUMENT} is out of date: {HOW}\n")
        return 1
    DOCUMENT.write_text(document(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
