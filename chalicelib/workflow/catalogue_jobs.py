"""The jobs that import items from a file and export them to one.

An import does each item, all of it or nothing, together with its line of the report; cut off, it goes on behind the
last line, and repeated it changes nothing. Entries of the registers that follow one another in a file are one amendment
and one line, because they refer to each other.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby, islice

from pydantic import ValidationError

from chalicelib.aws.platform import Platform
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.catalogue.editing import service as editing
from chalicelib.catalogue.editions import live_edition
from chalicelib.catalogue.files.contents import content_of_row, faults_of
from chalicelib.catalogue.files.errors import NotYourDepartment, RowRefused
from chalicelib.catalogue.files.kinds import MEDIA_TYPES
from chalicelib.catalogue.files.reading import rows_of
from chalicelib.catalogue.files.rows import ITEM, FileRow
from chalicelib.catalogue.files.service import FORMATS
from chalicelib.catalogue.files.workbook_writing import to_workbook
from chalicelib.catalogue.files.writing import to_zip
from chalicelib.catalogue.finding.snapshot import summaries_in
from chalicelib.catalogue.model import ItemContent
from chalicelib.catalogue.registers.entries import CertificateType, Department, Entry, Region
from chalicelib.catalogue.registers.register import RegisterKind
from chalicelib.catalogue.registers.service import amend, forget_registers, registers_of
from chalicelib.catalogue.service import catalogue_of
from chalicelib.jobs.model import Job
from chalicelib.jobs.service import Progress
from chalicelib.jobs.uploads import uploaded
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.kernel.errors import Pointer
from chalicelib.kernel.instants import shanghai_date

IGNORED = "IGNORED"
LONGEST_LABEL = 200
READ_AT_ONCE = 50
ENTRIES: dict[str, tuple[RegisterKind, type[Entry]]] = {
    "region": (RegisterKind.REGIONS, Region),
    "department": (RegisterKind.DEPARTMENTS, Department),
    "certificate-type": (RegisterKind.CERTIFICATE_TYPES, CertificateType),
}
Numbered = tuple[int, FileRow]


def import_items(progress: Progress) -> None:
    """Carry out an import. A file that cannot be read is refused as a whole; otherwise every row has its line."""
    filename = str(progress.job.input["filename"])
    rows = enumerate(rows_of(uploaded(progress), filename), start=1)
    for kind, group in groupby(rows, key=lambda numbered: numbered[1].kind):
        if kind == ITEM:
            for number, row in group:
                _import_item(progress, number, row)
        else:
            _import_entries(progress, kind, list(group))
    progress.finish({"filename": filename})


def _import_item(progress: Progress, number: int, row: FileRow) -> None:
    label = row.label[:LONGEST_LABEL]
    if row.ignored:
        progress.line(number, label, IGNORED)
        return

    def put(uow: UnitOfWork) -> tuple[str, dict[str, str]]:
        content = content_of_row(row)
        item = editing.load_or_new(uow.table, content)
        _require_own(progress.job, item.department, content.department.code)
        outcome = editing.write_draft(uow, progress.platform, item, content).value
        broken = item.work.violations if item.work else ()
        return outcome, {"code": content.code, **({"violations": ", ".join(broken)} if broken else {})}

    progress.write(number, label, put)


def _import_entries(progress: Progress, kind: str, group: list[Numbered]) -> None:
    """All entries of the group in one amendment; the line has the number of the last row. Items that follow are checked
    against the registers as they are then.
    """
    register, shape = ENTRIES[kind]
    label = group[0][1].label if len(group) == 1 else f"{group[0][1].label} – {group[-1][1].label}"

    def put(uow: UnitOfWork) -> str:
        _require_own(progress.job, "")
        outcomes = set(amend(uow, register, _entries(shape, group)).values())
        return next(outcome for outcome in ("CREATED", "CHANGED", "UNCHANGED") if outcome in outcomes)

    progress.write(group[-1][0], label[:LONGEST_LABEL], put, {"entries": str(len(group))})
    forget_registers(progress.platform)


def _entries(shape: type[Entry], group: Iterable[Numbered]) -> list[Entry]:
    """The entries that the rows describe. Raises `RowRefused` with all faults, `#/0` being the first of the group."""
    entries, faults = [], []
    for index, (_, row) in enumerate(group):
        try:
            entries.append(shape.model_validate(row.document))
        except ValidationError as error:
            faults += [Pointer(f"#/{index}{it.pointer[1:]}", it.detail) for it in faults_of(error)]
    if faults:
        raise RowRefused(pointers=faults)
    return entries


def _require_own(job: Job, *departments: str) -> None:
    """Raises `NotYourDepartment` unless the job was asked for by that department or by the province's office."""
    if job.department and any(department != job.department for department in departments):
        raise NotYourDepartment


def export_items(progress: Progress) -> None:
    """Write the items that were asked for to a file; the same items are the same file under the same key. It is
    kept for a week: documents that are kept for good lie in another bucket.
    """
    wanted, cloud = progress.job.input, progress.platform
    progress.pause_if_late()
    form, today = str(wanted["format"]), shanghai_date(progress.act.at)
    extension = FORMATS[form].value
    data = _written(form, iter(()) if wanted["template"] else _contents(progress))
    key = f"exports/{sha256_hex(data)}{extension}"
    cloud.materials.write(key, data, media_type=MEDIA_TYPES[FORMATS[form]])
    name = "import-template" if wanted["template"] else f"catalogue-{wanted['department'] or 'all'}-{today}"
    progress.finish({"object_key": key, "filename": f"{name}{extension}", "sha256": sha256_hex(data)})


def _written(form: str, contents: Iterator[ItemContent]) -> bytes:
    if form == "xlsx":
        return to_workbook(contents)
    return to_zip(contents, ".yaml" if form == "yaml-zip" else ".json")


def _contents(progress: Progress) -> Iterator[ItemContent]:
    department = str(progress.job.input["department"])
    if progress.job.input["drafts"]:
        return _drafts(progress.platform, department)
    return _in_force(progress, department)


def _drafts(cloud: Platform, department: str) -> Iterator[ItemContent]:
    """The versions in work, by department and code."""
    departments = [department] if department else sorted(it.code for it in registers_of(cloud).departments)
    for line in departments:
        codes = iter([item.code for item in editing.list_of(cloud.table, line) if item.version_in_work])
        while some := list(islice(codes, READ_AT_ONCE)):
            for item in editing.load_items(cloud.table, some).values():
                if item.work is not None:
                    yield item.work.content


def _in_force(progress: Progress, department: str) -> Iterator[ItemContent]:
    """The published versions that are in force today, by department and code."""
    cloud, today = progress.platform, shanghai_date(progress.act.at)
    edition = live_edition(cloud)
    if edition is None:
        return
    snapshot, _ = cloud.documents.read(edition.snapshot_key)
    standing = [it for it in summaries_in(snapshot) if it.valid_from <= today and (it.valid_to or today) >= today]
    for summary in sorted(standing, key=lambda it: (it.department_code, it.code)):
        if department in {"", summary.department_code}:
            yield catalogue_of(cloud).version(summary.code, summary.version)
