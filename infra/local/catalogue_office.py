"""The catalogue office at work over HTTP: a file is imported, corrected, checked, approved and published in a batch."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

import requests

from infra.local.people import Person, until

ENDED = {"DONE", "REFUSED"}


@dataclass
class CatalogueOffice:
    """Two people: nobody approves what they have written themselves."""

    manager: Person
    approver: Person

    def sign_in(self) -> None:
        """Both."""
        self.manager.sign_in()
        self.approver.sign_in()

    def import_file(self, filename: str, content: bytes, *, dry_run: bool = False) -> dict[str, Any]:
        """Hand a file in, let it be imported, and wait for the end; answers the job with its `lines`."""
        declared = {
            "filename": filename,
            "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "dry_run": dry_run,
        }
        permission = self.manager.post("/v1/catalogue/imports", declared)
        put = requests.put(permission["url"], data=content, headers=permission["headers"], timeout=30)
        put.raise_for_status()
        self.manager.post(f"/v1/catalogue/imports/{permission['job_id']}/start")
        return self.finished(permission["job_id"])

    def export(self, file_format: str, **options: Any) -> bytes:
        """Have items exported, and fetch the file."""
        ordered = self.manager.post("/v1/catalogue/exports", {"format": file_format, **options})
        self.finished(ordered["job_id"])
        link = self.manager.get(f"/v1/catalogue/exports/{ordered['job_id']}/file")
        fetched = requests.get(link["url"], timeout=30)
        fetched.raise_for_status()
        return fetched.content

    def finished(self, job_id: str) -> dict[str, Any]:
        """A job when it has ended, with all lines of its report."""
        job: dict[str, Any] = until(lambda: self._ended(job_id), f"job {job_id}", patience=240)
        return {**job, "lines": self.pages(f"/v1/jobs/{job_id}/lines")}

    def pages(self, path: str) -> list[dict[str, Any]]:
        """All entries of a list, page by page."""
        entries: list[dict[str, Any]] = []
        cursor = ""
        while True:
            page = self.manager.get(f"{path}?limit=100{cursor}")
            entries += page["entries"]
            if not page.get("next"):
                return entries
            cursor = f"&cursor={page['next']}"

    def check(self, code: str) -> requests.Response:
        """Ask whether the item may be published, whatever the answer."""
        path = f"/v1/catalogue/items/{code}"
        return self.manager.ask("POST", f"{path}/check", {}, etag=self.manager.version(path))

    def approve(self, code: str) -> dict[str, Any]:
        """The approver reads the content and approves exactly that."""
        path = f"/v1/catalogue/items/{code}"
        read = self.approver.get(path)
        approved: dict[str, Any] = self.approver.change(path, "approval", {"sha256": read["in_work"]["sha256"]})
        return approved

    def publish(self, name: str, codes: list[str], effective_from: date) -> dict[str, Any]:
        """Gather items in a batch and publish it; answers the batch when its job has ended."""
        opened = self.manager.post(
            "/v1/catalogue/batches", {"name": name, "effective_from": effective_from.isoformat()}
        )
        path = f"/v1/catalogue/batches/{opened['batch_id']}"
        for start in range(0, len(codes), 20):
            self.manager.change(path, "entries", {"items": codes[start : start + 20]})
        ordered = self.approver.change(path, "publication")
        self.finished(ordered["job_id"])
        batch: dict[str, Any] = self.manager.get(path)
        return batch

    def _ended(self, job_id: str) -> dict[str, Any] | None:
        job: dict[str, Any] = self.manager.get(f"/v1/jobs/{job_id}")
        return job if job["status"] in ENDED else None
