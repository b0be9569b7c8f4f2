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
    """What arrived is exactly what was declared."""

    type = "material.Verified"
    reference: str
    slot: str
    upload_id: str
    object_key: str
    sha256: str
    size: int
    media_type: str


class Refused(Event):
    """What arrived is something else; `why` is `size-differs`, `sha256-differs` or `type-differs`."""

    type = "material.Refused"
    reference: str
    slot: str
    upload_id: str
    why: str
