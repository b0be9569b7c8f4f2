"""The one way a counterparty says no."""


class Refusal(Exception):
    """A request that is answered with an error document `{"code", "message"}`."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message
