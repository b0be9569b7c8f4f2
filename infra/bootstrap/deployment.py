"""A deployed stack as the service's own code sees it, for whoever may act on it with AWS settings of their own."""

from collections.abc import Mapping
from typing import Any

from chalicelib.aws.platform import Platform
from chalicelib.aws.settings import Settings


def platform_of(outputs: Mapping[str, str], session: Any) -> Platform:
    """The stack's platform, told what its functions are told; `outputs` are the stack's."""
    function = session.client("lambda").get_function_configuration(FunctionName=outputs["RelayName"])
    return Platform(Settings.from_environment(function["Environment"]["Variables"]), session=session)
