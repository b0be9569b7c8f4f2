"""What is sent to people, and what makes it out of an event."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from chalicelib.aws.platform import Platform
from chalicelib.workflow.consuming import CloudEvent


@dataclass(frozen=True)
class Message:
    """One SMS: a template that the gateway knows, and what is filled in."""

    mobile: str
    template: str
    parameters: Mapping[str, str]


Builder = Callable[[Platform, CloudEvent], Message | None]
"""What an event has to say and to whom; None when there is nothing to say any more."""
