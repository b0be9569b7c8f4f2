"""Verification codes (验证码): printed on a document, typed by whoever wants to know whether it is genuine.

A code is unguessable (80 bits of the deployment's keyed hash) and the same for the same document, so that an issue
that was cut off and repeated prints the same document. A licence's id is the hash of its code: whoever holds the code
finds the licence in one look, and nobody comes from the id, which events carry, to the code.
"""

from chalicelib.kernel.canonical import sha256_hex

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 characters, five bits each, without 0, 1, I and O."""
LENGTH, GROUP = 16, 4
ID_LENGTH = 32


def code_from(secret: bytes) -> str:
    """The code of sixteen secret bytes or more, in groups of four: `7K4M-9P2Q-XW3H-8N5T`."""
    if len(secret) < LENGTH:
        raise ValueError(f"a verification code needs {LENGTH} secret bytes")
    letters = "".join(ALPHABET[byte % len(ALPHABET)] for byte in secret[:LENGTH])
    return "-".join(letters[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def licence_id_of(code: str) -> str:
    """The id of the licence behind a code, however it was typed (case, hyphens, spaces)."""
    letters = "".join(character for character in code.upper() if character.isalnum())
    return sha256_hex(letters.encode())[:ID_LENGTH]
