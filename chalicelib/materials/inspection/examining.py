"""All that a file goes through before it counts."""

from collections.abc import Callable
from pathlib import Path

from chalicelib.kernel.canonical import sha256_hex
from chalicelib.materials.inspection.contained import require_harmless
from chalicelib.materials.inspection.declared import require_declared
from chalicelib.materials.inspection.findings import Objection, WhyRefused
from chalicelib.materials.inspection.metadata import without_metadata
from chalicelib.materials.model import DeclaredFile, Verdict

ThreatIn = Callable[[Path], str]
"""The name of the malware in a file, empty when none was found. Raises when nothing could be found out."""


def examined(path: Path, declared: DeclaredFile, threat_in: ThreatIn) -> Verdict:
    """The verdict on the file at `path`, which afterwards holds what may be kept of it. What `threat_in` raises comes
    through, and so does `ExaminationFailed`: nothing is known then, and nothing is kept.
    """
    try:
        require_declared(path, declared)
        if threat_in(path):
            raise Objection(WhyRefused.MALWARE)
        require_harmless(path, declared.media_type)
        cleaned = without_metadata(path, declared.media_type)
    except Objection as objection:
        return Verdict(why=objection.why)
    if cleaned is None:
        return Verdict(sha256=declared.sha256, size=declared.size)
    path.write_bytes(cleaned)
    return Verdict(sha256=sha256_hex(cleaned), size=len(cleaned))
