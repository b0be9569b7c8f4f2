"""The snapshot of an edition: everything that searching and browsing need, in one object.

It is built where a batch is published, with what that takes (pypinyin), and read where questions are answered, with
nothing but the standard library. It also is the edition's list of summaries: the next edition is made from it.
"""

import json
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from chalicelib.catalogue.finding import phonetics
from chalicelib.catalogue.finding.columns import Column, pack_column, unpack_column
from chalicelib.catalogue.finding.filters import Filters, pack_filters, unpack_filters
from chalicelib.catalogue.finding.names import Names
from chalicelib.catalogue.finding.postings import pack_postings, unpack_postings
from chalicelib.catalogue.finding.records import FIELDS, from_record, read_records, to_record
from chalicelib.catalogue.finding.sections import pack, unpack
from chalicelib.catalogue.finding.sounds import Sounds
from chalicelib.catalogue.finding.summary import Summary, Words, in_order
from chalicelib.catalogue.finding.terms import Terms
from chalicelib.catalogue.finding.words import is_han, words_of
from chalicelib.kernel.canonical import sha256_hex

NAME, KEYWORD, DEPARTMENT = "name", "keyword", "department"
PLACES = (NAME, KEYWORD, DEPARTMENT)
"""Where a word may stand, the most telling place first."""


@dataclass(frozen=True)
class Snapshot:
    """A snapshot in memory. `columns` and `terms` are by field."""

    identity: str
    """The same for the same summaries, and for no others."""
    count: int
    columns: dict[str, Column]
    terms: dict[str, Terms]
    filters: Filters
    sounds: Sounds
    names: Names
    records: bytes
    record_starts: "array[int]"

    @classmethod
    def empty(cls) -> "Snapshot":
        """Of no summaries."""
        return cls("", 0, {}, {}, Filters({}), Sounds([], []), Names(), b"", array("I"))

    def summary(self, row: int) -> Summary:
        """What stands in that row."""
        return from_record(self.records[self.record_starts[row] : self.record_starts[row + 1] - 1])


def build_snapshot(summaries: Iterable[Summary], names: Names | None = None) -> bytes:
    """The snapshot of `summaries`, given in any order, with the registers' `names`; a department that has none there is
    called as one of its items calls it. Takes seconds and loads pypinyin: no request does this.
    """
    rows = in_order(list(summaries))
    records = b"".join(to_record(row) + b"\n" for row in rows)
    sections = {
        "identity": sha256_hex(records)[:16].encode(),
        "fields": json.dumps(FIELDS).encode(),
        "records": records,
    }
    for field in PLACES:
        sections |= pack_column(field, _owners(rows, field))
        sections |= pack_postings(f"{field}.terms", _terms(rows, field))
    sections |= pack_filters(rows)
    known = names or Names()
    sections["departments"] = _packed(
        {row.department_code: known.departments.get(row.department_code, row.department) for row in rows}
    )
    served = sorted({region for row in rows for region in row.regions} & set(known.regions))
    sections["regions"] = _packed({region: known.regions[region] for region in served})
    sections["syllables"] = "\n".join(phonetics.syllables()).encode()
    sections["readings"] = "\n".join(phonetics.readings()).encode()
    return pack(sections)


def read_snapshot(data: bytes) -> Snapshot:
    """The inverse of `build_snapshot`. Raises `SnapshotUnreadable`."""
    sections = unpack(data)
    records = sections["records"]
    starts = array("I", accumulate(map(len, records.splitlines(keepends=True)), initial=0))
    return Snapshot(
        identity=sections["identity"].decode(),
        count=len(starts) - 1,
        columns={field: unpack_column(field, sections) for field in PLACES},
        terms={field: Terms(unpack_postings(f"{field}.terms", sections)) for field in PLACES},
        filters=unpack_filters(sections),
        sounds=Sounds(sections["syllables"].decode().split("\n"), sections["readings"].decode().split("\n")),
        names=Names(_unpacked(sections["departments"]), _unpacked(sections.get("regions", b"{}"))),
        records=records,
        record_starts=starts,
    )


def summaries_in(data: bytes) -> list[Summary]:
    """The summaries that the snapshot was built from, also by another version of this program: built again from them,
    an edition can be searched by this one. Raises `SnapshotUnreadable`.
    """
    sections = unpack(data, of_any_format=True)
    return read_records(sections["records"].splitlines(), json.loads(sections["fields"]))


def _packed(names: Mapping[str, Words]) -> bytes:
    return json.dumps({code: [name.zh, name.en] for code, name in names.items()}, ensure_ascii=False).encode()


def _unpacked(names: bytes) -> dict[str, Words]:
    return {code: Words(*name) for code, name in json.loads(names).items()}


def _owners(rows: list[Summary], field: str) -> list[tuple[str, list[int]]]:
    """The Chinese texts of a field with their rows. Names are taken row by row, so that a name's line is its row."""
    texts = [(row, _chinese(text)) for row, summary in enumerate(rows) for text in _texts(summary, field)]
    if field == NAME:
        return [(text, [row]) for row, text in texts]
    owners: dict[str, list[int]] = {}
    for row, text in texts:
        owners.setdefault(text, []).append(row)
    return sorted((text, owned) for text, owned in owners.items() if text)


def _texts(summary: Summary, field: str) -> tuple[str, ...]:
    if field == NAME:
        return (summary.name.zh,)
    return summary.keywords if field == KEYWORD else (summary.department.zh,)


def _terms(rows: list[Summary], field: str) -> Iterator[tuple[str, int]]:
    """The words of alphabets in a field; an item is also called by its code."""
    for row, summary in enumerate(rows):
        texts = _texts(summary, field)
        if field == NAME:
            texts += (summary.name.en, summary.code)
        if field == DEPARTMENT:
            texts += (summary.department.en,)
        yield from ((word, row) for text in texts for word in words_of(text) if not is_han(word))


def _chinese(text: str) -> str:
    return " ".join(word for word in words_of(text) if is_han(word))
