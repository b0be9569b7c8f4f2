"""Money as integer fen (分); a yuan is 100 fen. Floats are refused wherever they appear."""

import re
from decimal import Decimal

FEN_PER_YUAN = 100
YUAN_TEXT = re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]{1,2})?")
LONGEST_TEXT = 20


class BadAmountError(ValueError):
    """Not an amount of money in whole fen."""


def parse_yuan(text: str) -> int:
    """Fen of a plain yuan amount such as "10", "1,234.5" or "0.01"; BadAmountError for anything else."""
    if not isinstance(text, str) or len(text) > LONGEST_TEXT or not YUAN_TEXT.fullmatch(text):
        raise BadAmountError("an amount is written as digits with at most two decimals")
    return int(Decimal(text.replace(",", "")) * FEN_PER_YUAN)


def format_yuan_zh(fen: int) -> str:
    """For Chinese readers: 123450 -> "1,234.50元"."""
    return f"{yuan(fen):,}元"


def format_yuan_en(fen: int) -> str:
    """For English readers: 123450 -> "CNY 1,234.50"."""
    return f"CNY {yuan(fen):,}"


def yuan(fen: int) -> Decimal:
    """Exact yuan with two decimals; BadAmountError unless fen is an int."""
    if not isinstance(fen, int) or isinstance(fen, bool):
        raise BadAmountError("money is an integer number of fen")
    return Decimal(fen).scaleb(-2)
