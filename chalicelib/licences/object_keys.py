"""Where documents and their machine-readable copies are stored."""


def credential_key(object_key: str) -> str:
    """Where the copy of the document at `object_key` is: beside it."""
    return f"{object_key.removesuffix('.pdf')}.sd-jwt"
