"""Files that a decision rests on are locked: until its time is over nobody removes them, whoever they are.

What an authority decided can be examined afterwards (行政许可法, art. 61; 档案法, art. 14). Several cases may rest on
one file, for the same bytes are kept once; the case that needs it longest decides. Locking again changes nothing, so
an event that comes twice is harmless, and one that failed is delivered again.
"""

import datetime as dt

from chalicelib.archiving.keeping import Keeping
from chalicelib.aws.object_versions import ObjectVersions
from chalicelib.aws.platform import Platform
from chalicelib.cases.model import Case
from chalicelib.cases.parts import Decision
from chalicelib.catalogue.model import ItemVersion
from chalicelib.catalogue.vocabulary import ArchivePeriod
from chalicelib.kernel.instants import midnight, shanghai_date


def lock_what_it_rests_on(cloud: Platform, case: Case, item: ItemVersion) -> None:
    """Lock each file of a case that was decided, whichever way. Raises `ObjectMissing`: a decision without its papers
    is to be heard of. Two AWS calls a file.
    """
    at_least = dt.timedelta(days=cloud.settings.retention_days)
    lock_files(cloud.material_versions, case, item.archive_period, at_least)


def lock_files(versions: ObjectVersions, case: Case, period: ArchivePeriod | None, at_least: dt.timedelta) -> None:
    """Lock the files of a case for as long as its item is archived, and `at_least` so long after its decision. Nothing
    of one that is not decided.
    """
    if case.decision is None:
        return
    until = _locked_until(case.decision, period, at_least)
    standing = {slot.object_key for slot in case.materials.values() if slot.object_key}
    for key in sorted(standing | {returned.object_key for returned in case.returned_files.values()}):
        versions.lock(key, until)


def _locked_until(decision: Decision, period: ArchivePeriod | None, at_least: dt.timedelta) -> dt.datetime:
    day = Keeping(period, shanghai_date(decision.at)).locked_until
    least = decision.at + at_least
    return max(least, midnight(day)) if day else least
