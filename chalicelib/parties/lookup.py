"""Finding people by what must not stand in a key: mobiles and identity numbers are kept under keyed hashes."""

from chalicelib.aws.platform import Platform


def lookup_key(cloud: Platform, kind: str, text: str) -> str:
    """The keyed hash under which `text`, a `kind` such as "mobile" or "id-number", is written."""
    return cloud.key_ring.look_up(kind, text)[0]


def lookup_keys(cloud: Platform, kind: str, text: str) -> tuple[str, ...]:
    """All keyed hashes under which `text` may be found, the present one first: while a key of the ring is being
    replaced there is more than one.
    """
    return cloud.key_ring.look_up(kind, text)
