"""What every value object shares."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """Immutable, without unknown members, and its errors do not repeat what was refused.

    Its validator is built when it is first needed: most functions never see most values.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, hide_input_in_errors=True)
