"""Masked personal data (脱敏): what may be shown of an identity number, a mobile number and a name."""

STAR = "*"
ID_HEAD, ID_TAIL = 6, 4
MOBILE_HEAD, MOBILE_TAIL = 3, 4
SHORTEST_ID = 15
SHORTEST_MOBILE = 11


def mask_id(number: str) -> str:
    """First 6 and last 4 of an identity number; of a shorter document number only its first and last character."""
    if len(number) >= SHORTEST_ID:
        return _keep(number, ID_HEAD, ID_TAIL)
    return _keep(number, 1, 1)


def mask_mobile(number: str) -> str:
    """First 3 and last 4 of a mobile number; nothing of anything shorter than 11 characters."""
    if len(number) >= SHORTEST_MOBILE:
        return _keep(number, MOBILE_HEAD, MOBILE_TAIL)
    return STAR * len(number)


def mask_name(name: str) -> str:
    """The first character of a name, one star for each other letter; spaces, dots and hyphens stay.

    A compound surname (复姓) shows its first character only. A single character gets a star all the same, so that
    a masked name is never the whole name.
    """
    text = name.strip()
    if not text:
        return ""
    if len(text) == 1:
        return text + STAR
    return text[0] + "".join(STAR if character.isalnum() else character for character in text[1:])


def _keep(text: str, head: int, tail: int) -> str:
    """The ends of a text; all stars when the ends would be everything."""
    hidden = len(text) - head - tail
    if hidden <= 0:
        return STAR * len(text)
    return text[:head] + STAR * hidden + text[len(text) - tail :]
