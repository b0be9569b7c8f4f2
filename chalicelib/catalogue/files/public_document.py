"""The public catalogue document of an edition (政务服务事项目录): as JSON for programs, as a workbook for people.

Counts are of items: an item counts once in the whole, for its department and its level, and once for each region that
it serves. It is counted as it stands on the day of publication, or, before its first day, as it will stand then.
"""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from chalicelib.catalogue.files.book import Book, Heading
from chalicelib.catalogue.files.labels import label_of
from chalicelib.catalogue.finding.names import Names
from chalicelib.catalogue.finding.summary import Summary, Words
from chalicelib.catalogue.vocabulary import AdministrativeLevel, OnlineDepth
from chalicelib.kernel.instants import shanghai_date, to_text
from chalicelib.kernel.working_time import Limit

NOT_REAL = "示例数据"
NAMELESS = Words("")
HEADERS = (
    "事项编码", "事项名称", "事项名称（英文）", "部门编码", "实施机关", "行使层级", "实施区域", "全省通办", "服务对象",
    "法定时限", "承诺时限", "收费（分）", "不见面", "到现场次数", "网办深度", "送达方式", "版本", "生效日期",
    "失效日期", "备注",
)  # fmt: skip
WIDTHS = (18, 36, 36, 12, 30, 18, 30, 10, 24, 12, 12, 12, 10, 12, 16, 20, 8, 14, 14, 12)


@dataclass
class Count:
    """Items, and how many of them need no visit."""

    name: str
    items: int = 0
    no_visit: int = 0

    def add(self, summary: Summary) -> None:
        """Count one more."""
        self.items += 1
        self.no_visit += summary.no_visit

    @property
    def share(self) -> str:
        """With one decimal, rounded down as everywhere; empty of nothing."""
        tenths = self.no_visit * 1000 // self.items if self.items else 0
        return f"{tenths // 10}.{tenths % 10}%" if self.items else ""


Counts = dict[str, Count]


def public_catalogue(
    summaries: Iterable[Summary], *, edition: int, published_at: dt.datetime, names: Names | None = None
) -> dict[str, bytes]:
    """The document as `json` and as `xlsx`; the same edition is always the same bytes."""
    ordered = sorted(summaries, key=lambda it: (it.department_code, it.code, it.valid_from, it.version))
    known = names or Names()
    counts = counts_of(ordered, shanghai_date(published_at), known)
    return {
        "json": _json(ordered, counts, edition, published_at),
        "xlsx": _workbook(ordered, counts, edition, published_at, known),
    }


def counts_of(summaries: Iterable[Summary], on: dt.date, names: Names) -> dict[str, Counts]:
    """The counts of the whole, by level, by department line, and by region."""
    counts: dict[str, Counts] = {"whole": {"": Count("")}, "level": {}, "department": {}, "region": {}}
    for summary in _as_they_stand(summaries, on):
        counts["whole"][""].add(summary)
        _counted(counts["level"], summary.level, label_of(summary.level)).add(summary)
        department = names.departments.get(summary.department_code, summary.department)
        _counted(counts["department"], summary.department_code, department.zh).add(summary)
        for region in summary.regions:
            _counted(counts["region"], region, names.regions.get(region, NAMELESS).zh).add(summary)
    return {part: dict(sorted(named.items())) for part, named in counts.items()}


def _as_they_stand(summaries: Iterable[Summary], on: dt.date) -> Iterable[Summary]:
    """One summary an item: the version in force on that day, or else the first that will be."""
    standing: dict[str, Summary] = {}
    for summary in summaries:
        former = standing.get(summary.code)
        if former is None or summary.valid_from <= on:
            standing[summary.code] = summary
    return standing.values()


def _counted(counts: Counts, code: str, name: str) -> Count:
    return counts.setdefault(str(code), Count(name))


def _json(summaries: list[Summary], counts: dict[str, Counts], edition: int, at: dt.datetime) -> bytes:
    whole = counts["whole"][""]
    document = {
        "edition": edition,
        "published_at": to_text(at),
        "counts": {
            "items": whole.items,
            "no_visit": whole.no_visit,
            **{f"by_{part}": _listed(counts[part]) for part in ("level", "department", "region")},
        },
        "items": [_entry(summary) for summary in summaries],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _listed(counts: Counts) -> list[dict[str, Any]]:
    return [
        {"code": code, "name": count.name, "items": count.items, "no_visit": count.no_visit}
        for code, count in counts.items()
    ]


def _entry(summary: Summary) -> dict[str, Any]:
    return {
        "code": summary.code,
        "version": summary.version,
        "name": {"zh": summary.name.zh, "en": summary.name.en},
        "department": {
            "code": summary.department_code,
            "name": {"zh": summary.department.zh, "en": summary.department.en},
        },
        "level": summary.level,
        "regions": list(summary.regions),
        "province_wide": summary.province_wide,
        "subjects": list(summary.subjects),
        "life_events": list(summary.life_events),
        "keywords": list(summary.keywords),
        "statutory_limit": summary.statutory.model_dump(mode="json"),
        "promised_limit": summary.promised.model_dump(mode="json"),
        "fee_fen": summary.fee_fen,
        "no_visit": summary.no_visit,
        "visits": summary.visits,
        "online_depth": int(summary.online_depth),
        "minimum_level": summary.minimum_level,
        "delivery": list(summary.delivery),
        "valid_from": summary.valid_from.isoformat(),
        "valid_to": summary.valid_to.isoformat() if summary.valid_to else None,
        "illustrative": summary.illustrative,
    }


def _workbook(
    summaries: list[Summary], counts: dict[str, Counts], edition: int, at: dt.datetime, names: Names
) -> bytes:
    book = Book()
    _write_counts(book, counts, edition, at)
    listing = book.sheet("目录", [Heading(width) for width in WIDTHS])
    listing.head(HEADERS)
    for summary in summaries:
        listing.line(_line(summary, names))
    return book.finish()


def _write_counts(book: Book, counts: dict[str, Counts], edition: int, at: dt.datetime) -> None:
    sheet = book.sheet("汇总", [Heading(width) for width in (14, 16, 36, 12, 14, 12)])
    sheet.line(["目录版次", edition])
    sheet.line(["公布日期", shanghai_date(at).isoformat()])
    sheet.head(["分类", "编码", "名称", "事项数", "不见面事项数", "占比"])
    for part, title in (("whole", "合计"), ("level", "按层级"), ("department", "按部门"), ("region", "按区域")):
        for code, count in counts[part].items():
            sheet.line([title, code, count.name, count.items, count.no_visit, count.share])


def _line(summary: Summary, names: Names) -> list[str | int]:
    return [
        summary.code,
        summary.name.zh,
        summary.name.en,
        summary.department_code,
        summary.department.zh,
        label_of(AdministrativeLevel(summary.level)),
        "、".join(names.regions.get(region, NAMELESS).zh or region for region in summary.regions),
        _yes(summary.province_wide),
        "、".join(label_of(subject) for subject in summary.subjects),
        _limit(summary.statutory),
        "即办" if summary.is_instant else _limit(summary.promised),
        "" if summary.fee_fen is None else summary.fee_fen,
        _yes(summary.no_visit),
        summary.visits,
        label_of(OnlineDepth(summary.online_depth)),
        "、".join(label_of(way) for way in summary.delivery),
        summary.version,
        summary.valid_from.isoformat(),
        summary.valid_to.isoformat() if summary.valid_to else "",
        NOT_REAL if summary.illustrative else "",
    ]


def _yes(value: bool) -> str:
    return "是" if value else "否"


def _limit(limit: Limit) -> str:
    return f"{limit.amount} {label_of(limit.unit)}"
