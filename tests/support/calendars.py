"""The seeded work calendars for tests."""

import json
from functools import cache
from pathlib import Path

from chalicelib.kernel.calendar import WorkCalendar

SEED = Path(__file__).parents[2] / "infra" / "seed" / "calendars"


@cache
def seeded_calendar() -> WorkCalendar:
    """2024 to 2026, as seeded."""
    documents = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(SEED.glob("*.json")))
    return WorkCalendar.from_documents(documents)
