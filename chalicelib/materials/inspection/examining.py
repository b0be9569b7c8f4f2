"""All that a file goes through before it counts."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from chalicelib.materials.inspection.contained import require_harmless
from chalicelib.materials.inspection.declared import require_declared
from chalicelib.materials.inspection.findings import Objection, WhyRefused
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
        untouched = require_harmless(path, declared.media_type)
    except Objection as objection:
        return Verdict(why=objection.why)
    with path.open("rb") as kept:
        sha256 = hashlib.file_digest(kept, "sha256").hexdigest()
    return Verdict(sha256=sha256, size=path.stat().st_size, untouched=untouched)
