"""Check characters by ISO 7064 and the two Chinese code standards; callers give upper-case ASCII only."""

DIGITS_AND_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
USCC_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def mod_11_2(digits: str) -> str:
    """ISO 7064 MOD 11-2, as resident-ID numbers use it (GB 11643): a digit, or X for ten."""
    remainder = 0
    for digit in digits:
        remainder = (remainder + int(digit)) * 2 % 11
    return "0123456789X"[(12 - remainder) % 11]


def mod_37_36(text: str) -> str:
    """ISO 7064 MOD 37,36 over digits and capital letters; ValueError for any other character."""
    product = 36
    for character in text:
        total = (product + DIGITS_AND_LETTERS.index(character)) % 36 or 36
        product = total * 2 % 37
    return DIGITS_AND_LETTERS[(37 - product) % 36]


def uscc_check(body: str) -> str:
    """The last character of a unified social credit code over its first 17 (GB 32100, MOD 31)."""
    total = sum(USCC_CHARACTERS.index(character) * weight for character, weight in zip(body, USCC_WEIGHTS, strict=True))
    return USCC_CHARACTERS[-total % 31]


def organisation_check(body: str) -> str:
    """The last character of an organisation code over its first 8 (GB 11714, MOD 11): a digit, or X for ten."""
    total = sum(
        DIGITS_AND_LETTERS.index(character) * weight
        for character, weight in zip(body, ORGANISATION_WEIGHTS, strict=True)
    )
    return "0123456789X"[-total % 11]
