"""The job that makes a copy of one's own data: section by section and case by case, then one ZIP of them.

Each part is an object of its own, and has its line in the report once it is there: cut off anywhere, the job goes on
behind the last one. Parts and ZIP lie encrypted under `exports/` in the bucket that forgets them after seven days.
"""

import json
import re
from collections.abc import Callable
from functools import partial

from chalicelib.aws.objects import Materials
from chalicelib.cases import service as cases
from chalicelib.catalogue.files.writing import zipped
from chalicelib.jobs.service import Progress
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.kernel.instants import shanghai_date
from chalicelib.workflow.subject_cases import of_case
from chalicelib.workflow.subject_index import index_page
from chalicelib.workflow.subject_sections import SECTIONS, Collected

COLLECTED = "COLLECTED"
JSON, ZIP = "application/json", "application/zip"
_SAFE = re.compile(r"[^A-Za-z0-9_-]")


def export_subject(progress: Progress) -> None:
    """Collect everything of the person whom the job is about (input `account_id`), and zip it."""
    cloud, person = progress.platform, str(progress.job.input["account_id"])
    names = []
    for number, (name, collect) in enumerate(SECTIONS.items(), start=1):
        names.append(_part(progress, number, name, partial(collect, cloud, person)))
    for number, case_id in enumerate(cases.case_ids_of(cloud.table, person), start=len(SECTIONS) + 1):
        name = f"cases/{_SAFE.sub('', case_id)}"
        names.append(_part(progress, number, name, partial(of_case, cloud, person, case_id)))
    _zip(progress, names)


def _part(progress: Progress, number: int, name: str, collect: Callable[[], Collected]) -> str:
    """See that the part is in the bucket. A line of another name, left by a list that has changed, proves nothing."""
    line = progress.line_at(number) if progress.is_written(number) else None
    if line is None or line.label != name:
        progress.pause_if_late()
        collected = collect()
        body = (json.dumps(collected, ensure_ascii=False, indent=2) + "\n").encode()
        progress.platform.materials.write(_part_key(progress, name), body, media_type=JSON)
        progress.line(number, name, COLLECTED, {"entries": str(len(collected))})
    return name


def _zip(progress: Progress, names: list[str]) -> None:
    progress.pause_if_late()
    objects, day = progress.platform.materials, shanghai_date(progress.job.opened_at)
    parts = {f"{name}.json": _read(objects, _part_key(progress, name)) for name in names}
    page = index_page(day, {name: json.loads(body) for name, body in parts.items()})
    data = zipped([("index.html", page.encode()), *parts.items()])
    key = f"{_folder(progress)}/copy.zip"
    objects.write(key, data, media_type=ZIP)
    progress.finish({"object_key": key, "filename": f"personal-data-{day}.zip", "sha256": sha256_hex(data)})


def _read(objects: Materials, key: str) -> bytes:
    body, _ = objects.read(key)
    return body


def _part_key(progress: Progress, name: str) -> str:
    return f"{_folder(progress)}/{name}.json"


def _folder(progress: Progress) -> str:
    return f"exports/people/{progress.job.id}"
