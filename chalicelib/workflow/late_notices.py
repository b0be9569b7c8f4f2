"""What an applicant is told by SMS about materials that they promised to bring after acceptance. Each names the last
day in `due`; which materials these are is read after signing in.
"""

from chalicelib.aws.platform import Platform
from chalicelib.cases.late.events import (
    LateMaterialReminded,
    LateMaterialReturned,
    LateMaterialsAwaited,
    LateMaterialsRescheduled,
)
from chalicelib.cases.service import load_case
from chalicelib.workflow.case_notices import message_about
from chalicelib.workflow.consuming import CloudEvent
from chalicelib.workflow.messages import Builder, Message


def awaited_notice(cloud: Platform, event: CloudEvent) -> Message | None:
    """Accepted, and something is to follow: by when, at the earliest."""
    return _about(cloud, event, "case-materials-to-follow", min(event.data["materials"].values()))


def reminder(cloud: Platform, event: CloudEvent) -> Message | None:
    """Of what is still missing when this is sent; none if it came meanwhile, or the case ended."""
    case = load_case(cloud.table, event.subject)
    missing = {late.code for late in case.awaited_materials}
    if missing.isdisjoint(event.data["materials"]):
        return None
    return message_about(cloud, case, "case-material-due", due=event.data["due"])


def returned_notice(cloud: Platform, event: CloudEvent) -> Message | None:
    """What came does not fit: it may be brought again."""
    return _about(cloud, event, "case-material-returned", event.data["due"])


def rescheduled_notice(cloud: Platform, event: CloudEvent) -> Message | None:
    """A last day moved; one that became settled where it was is no news."""
    now, before = event.data["materials"], event.data["before"]
    moved = [day for code, day in now.items() if day != before[code]]
    return _about(cloud, event, "case-material-day-moved", min(moved)) if moved else None


def _about(cloud: Platform, event: CloudEvent, template: str, due: str) -> Message | None:
    return message_about(cloud, load_case(cloud.table, event.subject), template, due=due)


LATE_BUILDERS: dict[str, Builder] = {
    LateMaterialsAwaited.type: awaited_notice,
    LateMaterialReminded.type: reminder,
    LateMaterialReturned.type: returned_notice,
    LateMaterialsRescheduled.type: rescheduled_notice,
}
