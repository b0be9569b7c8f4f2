"""What a new deployment needs before anyone can apply: items, the work calendar, staff. Safe to repeat."""

import json
from pathlib import Path

from chalicelib.aws.platform import Platform
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.catalogue.model import ItemVersion
from chalicelib.catalogue.service import announce_year, publish
from chalicelib.kernel.calendar import CalendarYear
from chalicelib.kernel.events import SYSTEM, Act
from infra.seed.staff import seed_staff

SEED = Path(__file__).parent.parent / "seed"


def seed(platform: Platform) -> None:
    """Publish the seed items, announce the calendar's years, provision the fictional staff."""
    act = Act(actor=SYSTEM, at=platform.clock.now(), correlation_id="seeding")
    for file in sorted((SEED / "calendars").glob("*.json")):
        _commit(platform, act, CalendarYear.model_validate_json(file.read_text(encoding="utf-8")))
    for file in sorted((SEED / "items").glob("*.json")):
        content = json.loads(file.read_text(encoding="utf-8"))
        _commit(platform, act, ItemVersion.model_validate({"version": 1, **content}))
    seed_staff(platform)


def _commit(platform: Platform, act: Act, entry: CalendarYear | ItemVersion) -> None:
    uow = UnitOfWork(platform.table, act)
    if isinstance(entry, CalendarYear):
        announce_year(uow, entry)
    else:
        publish(uow, entry)
    uow.commit()
