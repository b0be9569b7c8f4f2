"""What goes in and out over HTTP. A validator is built when it is first needed: a process sees few."""

from pydantic import BaseModel, ConfigDict


class Shape(BaseModel):
    """What is answered."""

    model_config = ConfigDict(defer_build=True)


class Request(Shape):
    """What is asked for, in a body or a query: unknown members are refused, and no error repeats what was sent."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)
