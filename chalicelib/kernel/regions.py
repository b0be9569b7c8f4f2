"""Codes of administrative divisions (GB/T 2260; nine digits for townships and streets, GB/T 10114)."""

PROVINCE = "460000"
DIRECTLY_ADMINISTERED = "4690"
"""Counties and cities that the province administers without a city between."""
TOWNSHIP_DIGITS = 9


def parent_of(region: str) -> str:
    """The division above: a township's county or city, a district's city, anything else's province."""
    if len(region) == TOWNSHIP_DIGITS:
        return region[:6]
    if region.endswith("00") or region.startswith(DIRECTLY_ADMINISTERED):
        return PROVINCE
    return f"{region[:4]}00"


def lies_within(region: str, whole: str) -> bool:
    """Whether `region` is `whole` or a division of it."""
    while region != whole:
        if region == PROVINCE:
            return False
        region = parent_of(region)
    return True
