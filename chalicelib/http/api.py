"""The service about itself: its description for programs, its documentation for people, and whether it is up.

What makes the two descriptions is imported by the first request for one, so that no other route pays for it.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import public
from chalicelib.http.problems import to_json
from chalicelib.http.registry import registered_areas
from chalicelib.http.routes import Area
from chalicelib.http.shapes import Request, Shape
from chalicelib.kernel.text import Language, Text

service_area = Area(Text("本服务", "The service"))

UNTIL_DEPLOYED = "the same until the next deployment"


class LanguageQuery(Request):
    """The language to read in."""

    lang: Language | None = Field(None, description="Overrides Accept-Language.")


class HealthView(Shape):
    """The API answers."""

    status: Literal["ok"] = "ok"
    stage: str = Field(description="Which deployment this is.")
    business_time: datetime = Field(description="The instant clocks are read at; in the local stage it can be moved.")


@service_area.get(
    "/v1/health",
    access=public("monitors have no account"),
    summary=Text("服务状态", "Health"),
)
def read_health(call: Call) -> Reply[HealthView]:
    """That the function runs and knows its settings. Nothing behind it is asked."""
    return Reply(HealthView(stage=call.platform.settings.stage, business_time=call.act.at))


@service_area.get(
    "/v1/openapi.json",
    access=public("whoever writes a client needs it before having an account"),
    summary=Text("OpenAPI 文档", "OpenAPI document"),
    consistency=UNTIL_DEPLOYED,
)
def read_openapi(call: Call, query: LanguageQuery) -> Reply[str]:
    """This API as OpenAPI 3.1, made from the very models that the routes are served with."""
    call.language = query.lang or call.language
    return Reply(_kept(call, "openapi.json", lambda: to_json(_document(call))))


@service_area.get(
    "/v1/docs",
    access=public("whoever writes a client needs it before having an account"),
    summary=Text("接口文档", "Documentation"),
    media_type="text/html; charset=utf-8",
    consistency=UNTIL_DEPLOYED,
)
def read_docs(call: Call, query: LanguageQuery) -> Reply[str]:
    """The same, to be read by people: one page that loads nothing else."""
    call.language = query.lang or call.language
    return Reply(_kept(call, "docs", lambda: _page(call)))


def _document(call: Call) -> dict[str, Any]:
    from chalicelib.http.openapi import openapi_document  # noqa: PLC0415 - see above

    return openapi_document(registered_areas(), call.language, call.platform.settings.public_base_url)


def _page(call: Call) -> str:
    from chalicelib.http.docs_page import docs_page  # noqa: PLC0415 - see above

    return docs_page(_document(call), call.language)


def _kept(call: Call, name: str, make: Callable[[], str]) -> str:
    """What `make` made the first time in the call's language, for the life of the process."""
    kept, key = call.platform.warm, f"{name} {call.language}"
    if key not in kept:
        kept[key] = make()
    return str(kept[key])
