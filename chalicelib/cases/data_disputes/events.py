"""What happens to a disputed value. Never the value itself."""

from chalicelib.kernel.events import Event


class DataDisputed(Event):
    type = "dispute.DataDisputed"
    case_id: str
    field: str
    source: str


class DisputeAnswered(Event):
    type = "dispute.Answered"
    is_right: bool
