"""What happens to an upload. Never the file's name: people put theirs into it."""

from chalicelib.kernel.events import Event


class UploadDeclared(Event):
    type = "material.UploadDeclared"
    reference: str
    slot: str
    upload_id: str
    sha256: str
    size: int
    media_type: str


class Verified(Event):
    """What arrived is what was declared, and harmless. SHA-256 and size are of what is kept: only what the
    file shows, or all of it where `untouched` says why.
    """

    type = "material.Verified"
    reference: str
    slot: str
    upload_id: str
    object_key: str
    sha256: str
    size: int
    media_type: str
    previews: int = 0
    untouched: str = ""


class Refused(Event):
    """What arrived is something else, or would do harm; `why` is one of `WhyRefused`."""

    type = "material.Refused"
    reference: str
    slot: str
    upload_id: str
    why: str
