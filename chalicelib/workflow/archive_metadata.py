"""What a package says of itself: to archives by their elements, to whoever knows bags in `bag-info.txt`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.archiving.keeping import Keeping
from chalicelib.cases.model import Case
from chalicelib.cases.packages import sequels_in
from chalicelib.kernel.events import RecordedEvent
from chalicelib.workflow.archive_files import StoredFile
from chalicelib.workflow.archive_words import as_date


@dataclass(frozen=True)
class Place:
    """Which bag this is: of which version, and which of how many parts."""

    version: int
    part: int
    parts: int

    @property
    def is_supplement(self) -> bool:
        """Whether it holds what came after the case was packed."""
        return self.version > 1


def metadata(
    case: Case, history: Sequence[RecordedEvent], place: Place, keeping: Keeping, at: datetime
) -> dict[str, Any]:
    """The elements by which an archive describes a file, in the manner of DA/T 46-2009 (文书类电子文件元数据方案) and
    DA/T 85-2019 (政务服务事项电子文件归档规范), each under an English name.

    `follows` is the SHA-256 of the bag before this one; of a supplement `because` tells what happened since.
    """
    terms = case.terms
    return {
        "case_id": case.id,
        "number": case.number,
        "title": f"{terms.name_zh}（{case.number}）",
        "creator": terms.department_name,
        "department": terms.department,
        "region": case.region,
        "item_code": terms.code,
        "item_version": terms.version,
        "legal_basis": list(terms.legal_basis),
        "applied_on": as_date(case.submitted_at),
        "decided_on": as_date(case.decision.at if case.decision else None),
        "packed_on": as_date(at),
        "status": case.status,
        "outcome": case.decision.outcome if case.decision else None,
        "retention_period": keeping.words,
        "kept_until": keeping.until.isoformat() if keeping.until else None,
        "version": place.version,
        "part": place.part,
        "parts": place.parts,
        "follows": case.packages[-1].sha256 if case.packages else None,
        "because": _since_the_last(case, history) if place.is_supplement else [],
        "events": len(history),
        "head": history[-1].hash,
    }


def contents_list(parts: Sequence[Sequence[StoredFile]]) -> list[dict[str, Any]]:
    """Every file that lies in any of the parts, with its hash."""
    return [
        {"path": file.path, "sha256": file.sha256, "part": number}
        for number, files in enumerate(parts, start=1)
        for file in files
    ]


def bag_info(case: Case, place: Place, keeping: Keeping, at: datetime) -> list[tuple[str, str]]:
    """What `bag-info.txt` says, for whoever knows bags but not us. No personal data. Parts of one package are a group
    of bags.
    """
    what = "补充归档包" if place.is_supplement else "办件归档包"
    return [
        ("Source-Organization", case.terms.department_name),
        ("External-Identifier", case.number),
        ("External-Description", f"{case.terms.name_zh}：{what}"),
        ("Bagging-Date", as_date(at) or ""),
        ("Bag-Group-Identifier", f"{case.number}-{place.version}"),
        ("Bag-Count", f"{place.part} of {place.parts}"),
        ("Retention-Period", keeping.words),
    ]


def _since_the_last(case: Case, history: Sequence[RecordedEvent]) -> list[dict[str, str]]:
    """What has made a supplement necessary: all that the bag before it does not cover."""
    due = [event for event in history if event.type == "case.SupplementDue"]
    return [{"at": event.at.isoformat(), "why": event.data["why"]} for event in due[sequels_in(case.packages) :]]
