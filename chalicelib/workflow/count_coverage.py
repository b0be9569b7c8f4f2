"""Consumer: counts a department's items anew whenever something happened to one of them.

Counting reads the department's whole list, so events that come together are counted once, and one that comes twice or
late does no harm.
"""

import json
from typing import Any

from chalice import Blueprint

from chalicelib.aws.platform import Platform, platform
from chalicelib.catalogue.publishing.service import count_department
from chalicelib.workflow.acts import system_act
from chalicelib.workflow.consuming import CloudEvent

functions = Blueprint(__name__)

COUNTED = (
    "catalogue.DraftWritten",
    "catalogue.DraftDiscarded",
    "catalogue.VersionChecked",
    "catalogue.VersionApproved",
    "catalogue.VersionSentBack",
    "catalogue.EnteredBatch",
    "catalogue.LeftBatch",
    "catalogue.VersionPublished",
    "catalogue.ItemRetired",
)
"""Event types after which an item may stand elsewhere."""


@functions.lambda_function(name="count_coverage")
def count_coverage(event: dict[str, Any], context: Any) -> dict[str, int]:
    """Invoked by its inbox with some events at a time; says how many departments were counted."""
    envelopes = (json.loads(message["body"])["detail"] for message in event["Records"])
    return {"departments": count(platform(), [CloudEvent.model_validate(envelope) for envelope in envelopes])}


def count(cloud: Platform, events: list[CloudEvent]) -> int:
    """Count every department that the events touch, once."""
    touched = {department for event in events for department in _departments(event)}
    for department in sorted(touched):
        count_department(cloud.table, system_act(cloud, "count-coverage"), department)
    return len(touched)


def _departments(event: CloudEvent) -> set[str]:
    return {event.data["department"], event.data.get("department_before", event.data["department"])}
