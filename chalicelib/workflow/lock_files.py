"""Files that a decision rests on are locked: until its time is over nobody removes them, whoever they are.

What an authority decided can be examined afterwards (行政许可法, art. 61; 档案法, art. 14). Several cases may rest on
one file, for the same bytes are kept once; the case that needs it longest decides. Locking again changes nothing, so
an event that comes twice is harmless, and one that failed is delivered again.
"""

from datetime import timedelta

from chalicelib.aws.object_versions import ObjectVersions
from chalicelib.aws.observability import logger
from chalicelib.aws.platform import Platform
from chalicelib.cases import service
from chalicelib.cases.model import Case
from chalicelib.workflow.consuming import CloudEvent


def lock_what_it_rests_on(cloud: Platform, event: CloudEvent) -> None:
    """Lock each file of a case that was decided, whichever way. Raises `ObjectMissing`: a decision without its papers
    is to be heard of. Two AWS calls a file.
    """
    logger.append_keys(correlation_id=event.correlationid)
    case = service.load_case(cloud.table, event.subject)
    lock_files(cloud.material_versions, case, timedelta(days=cloud.settings.retention_days))


def lock_files(versions: ObjectVersions, case: Case, period: timedelta) -> None:
    """Lock the files of a case until `period` after its decision. Nothing of one that is not decided."""
    if case.decision is None:
        return
    for key in sorted({slot.object_key for slot in case.materials.values() if slot.object_key}):
        versions.lock(key, case.decision.at + period)
