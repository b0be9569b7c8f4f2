"""Refusals of acting for somebody else."""

from chalicelib.kernel.errors import Conflict, NotFound
from chalicelib.kernel.text import Text


class CapacityUnknown(NotFound):
    """The caller cannot act in this capacity: it never was theirs, has ended or was revoked."""

    code = "party.capacity-unknown"
    title = Text("您没有该办事身份", "You cannot act in this capacity")
    next_step = Text(
        "请查看 GET /v1/me/capacities 中可用的身份，或请授权人重新授权。",
        "See GET /v1/me/capacities for those you have, or ask the principal for a new authorisation.",
    )


class NotYetInForce(Conflict):
    """The authority begins on a later day."""

    code = "party.authority-not-yet-in-force"
    title = Text("授权尚未生效", "The authorisation is not in force yet")
    next_step = Text("请在 {valid_from} 起使用。", "Use it from {valid_from} on.")
