"""Write one calendar document per year from the `chinesecalendar` package (a development requirement only).

    python infra/seed/make_calendar.py 2024 2025 2026

The documents are a seed. The authority is each year's notice of the General Office of the State Council: an
administrator imports it and so replaces the year.
"""

import datetime as dt
import json
import sys
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from chinese_calendar.constants import Holiday, holidays, workdays

TARGET = Path(__file__).parent / "calendars"


def named_days(year: int, days: Mapping[dt.date, str]) -> list[dict[str, str]]:
    """The announced days of one year in order, with the holiday's name in both languages."""
    chinese = {holiday.value: holiday.chinese for holiday in Holiday}
    return [
        {"date": day.isoformat(), "name_zh": chinese[name], "name_en": name}
        for day, name in sorted(days.items())
        if day.year == year
    ]


def calendar_document(year: int) -> dict[str, Any]:
    """The document of one year; LookupError when the package does not know the year."""
    listed = named_days(year, holidays)
    if not listed:
        raise LookupError(f"chinesecalendar {version('chinesecalendar')} does not know {year}")
    return {
        "year": year,
        "source": f"chinesecalendar {version('chinesecalendar')}, after the State Council General Office's "
        f"notice on the public holidays of {year}; to be confirmed against the notice itself",
        "holidays": listed,
        "make_up_workdays": named_days(year, workdays),
    }


def main(years: list[int]) -> None:
    """Write the documents of these years beside this program."""
    TARGET.mkdir(exist_ok=True)
    for year in years:
        text = json.dumps(calendar_document(year), ensure_ascii=False, indent=1)
        (TARGET / f"{year}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]])
