"""Why a stack cannot be filled as it was asked."""


class BadInput(Exception):
    """What was given cannot be used; the message says what to do."""
