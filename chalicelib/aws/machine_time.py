"""The machine's own clock, by which codes, sessions, tokens and counterparties live, whatever business time does."""

from datetime import UTC, datetime


def machine_now() -> datetime:
    """The present instant in UTC."""
    return datetime.now(UTC)
