"""Consumer: a file has arrived in quarantine. Is it the one that was declared, and harmless?

If so, it moves to where it is kept. An object that nobody declared, or that may not be kept, is left to the
quarantine's lifecycle. Events come at least once; an upload is concluded by the first. While the scanner is silent
nothing is concluded: the event is delivered again.
"""

import tempfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from chalice import Blueprint

from chalicelib.aws.observability import logger
from chalicelib.aws.platform import Platform, platform
from chalicelib.aws.unit_of_work import Overtaken, UnitOfWork
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.materials import service
from chalicelib.materials.clamd import Clamd, ScannerSilent
from chalicelib.materials.errors import NotDeclared
from chalicelib.materials.inspection.contained import previews
from chalicelib.materials.inspection.examining import ThreatIn, examined
from chalicelib.materials.inspection.findings import Objection, WhyRefused
from chalicelib.materials.model import Upload, Verdict, kept_key, preview_key
from chalicelib.workflow.acts import system_act
from chalicelib.workflow.consuming import delivered

functions = Blueprint(__name__)

WEBP = "image/webp"
NO_THREATS, THREATS = "NO_THREATS_FOUND", "THREATS_FOUND"
NOT_SCANNED = {
    "UNSUPPORTED": WhyRefused.UNSCANNABLE,
    "FAILED": WhyRefused.SCAN_FAILED,
    "ACCESS_DENIED": WhyRefused.SCAN_FAILED,
}
"""GuardDuty's other results. It looks at an object once and tells of it once, so the applicant has to upload again."""


@functions.lambda_function(name="receive_upload")
def receive_upload(event: dict[str, Any], context: Any) -> None:
    """Invoked for every new object in quarantine: by S3, or by GuardDuty once it has looked into it."""
    cloud, detail = platform(), delivered(event)["detail"]
    receive(cloud, _key_in(detail), _scanner(cloud, detail))


def receive(cloud: Platform, object_key: str, threat_in: ThreatIn) -> None:
    """Examine the object under that key, and commit what was found."""
    try:
        upload = service.declared_under(cloud.table, object_key)
    except NotDeclared:
        logger.warning("an object that nobody declared", extra={"key_sha256": sha256_hex(object_key.encode())})
        return
    if not upload.awaited:
        return
    verdict = _taken_in(cloud, upload, threat_in)
    uow = UnitOfWork(cloud.table, system_act(cloud, upload.correlation_id))
    service.conclude(uow, upload, verdict)
    try:
        uow.commit()
    except Overtaken:
        logger.info("another delivery concluded this upload", extra={"upload_id": upload.id})


def _taken_in(cloud: Platform, upload: Upload, threat_in: ThreatIn) -> Verdict:
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "file"
        cloud.quarantine.fetch(upload.object_key, path)
        verdict = examined(path, upload.file, threat_in)
        if verdict.why is not None:
            return verdict
        key = kept_key(verdict.sha256)
        cloud.materials.write_file(key, path, media_type=upload.file.media_type, sha256=verdict.sha256)
        shown = _shown(cloud, path, upload.file.media_type, verdict.sha256)
    return verdict.model_copy(update={"previews": shown})


def _shown(cloud: Platform, path: Path, media_type: str, sha256: str) -> int:
    """Pictures of the first pages, for whoever examines the file; of how many."""
    with tempfile.TemporaryDirectory() as directory:
        count = previews(path, media_type, Path(directory))
        for made in Path(directory).glob("*.webp") if count else ():
            cloud.materials.write(preview_key(sha256, made.stem), made.read_bytes(), media_type=WEBP)
    if not count:
        logger.warning("no preview could be made", extra={"sha256": sha256, "media_type": media_type})
    return count


def _key_in(detail: Mapping[str, Any]) -> str:
    by_storage = detail.get("object") or {"key": detail["s3ObjectDetails"]["objectKey"]}
    return str(by_storage["key"])


def _scanner(cloud: Platform, detail: Mapping[str, Any]) -> ThreatIn:
    """ClamAV where there is one; otherwise what GuardDuty says in the very event."""
    if cloud.settings.clamd_address:
        return Clamd(cloud.settings.clamd_address).threat_in
    return partial(_as_scanned, detail.get("scanResultDetails", {}))


def _as_scanned(result: Mapping[str, Any], _: Path) -> str:
    status = result.get("scanResultStatus")
    if status == NO_THREATS:
        return ""
    if status == THREATS:
        return str(result["threats"][0]["name"])
    if status not in NOT_SCANNED:
        raise ScannerSilent(str(status))
    logger.error("not scanned for malware", extra={"status": status})
    raise Objection(NOT_SCANNED[status])
