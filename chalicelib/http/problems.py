"""Problem details (RFC 9457): every refusal says what is wrong, where, and what to do next, in two languages."""

import json
from http import HTTPStatus
from typing import Any

from pydantic import ValidationError

from chalicelib.http.refusals import BodyTooLarge, WrongMediaType
from chalicelib.kernel.errors import (
    Conflict,
    DomainError,
    Failure,
    Invalid,
    Malformed,
    NotAllowed,
    NotFound,
    Pointer,
    Stale,
    TooMany,
    Unauthenticated,
    Unavailable,
    VersionRequired,
)
from chalicelib.kernel.text import Language, Text

TYPE_PREFIX = "urn:bujianmian:problem:"

STATUS_OF_KIND: dict[type[DomainError], HTTPStatus] = {
    Malformed: HTTPStatus.BAD_REQUEST,
    Unauthenticated: HTTPStatus.UNAUTHORIZED,
    NotAllowed: HTTPStatus.FORBIDDEN,
    NotFound: HTTPStatus.NOT_FOUND,
    Conflict: HTTPStatus.CONFLICT,
    Stale: HTTPStatus.PRECONDITION_FAILED,
    Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    VersionRequired: HTTPStatus.PRECONDITION_REQUIRED,
    TooMany: HTTPStatus.TOO_MANY_REQUESTS,
    Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    Failure: HTTPStatus.INTERNAL_SERVER_ERROR,
    BodyTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    WrongMediaType: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
}


class BodyRefused(Invalid):
    """The request body does not have the documented shape."""

    code = "request.body-invalid"
    title = Text("提交的内容不符合要求", "The content does not have the documented form")
    next_step = Text(
        "请按 errors 中指出的位置逐项更正后重新提交。", "Correct every place listed in `errors`, then send it again."
    )


class NotJson(Malformed):
    """The request body cannot be read as JSON."""

    code = "request.not-json"
    title = Text("无法解析请求内容", "The request body is not JSON")
    next_step = Text(
        "请以 UTF-8 编码的 JSON 发送，Content-Type 为 application/json。",
        "Send UTF-8 JSON with Content-Type application/json.",
    )


def status_of(refusal: DomainError) -> HTTPStatus:
    """The HTTP status of the refusal's kind."""
    return next(STATUS_OF_KIND[kind] for kind in type(refusal).__mro__ if kind in STATUS_OF_KIND)


def problem_document(refusal: DomainError, language: Language, instance: str) -> dict[str, Any]:
    """The problem as RFC 9457 members plus `code`, `next_step`, `errors` and the refusal's facts."""
    document: dict[str, Any] = {
        **refusal.facts,
        "type": TYPE_PREFIX + refusal.code,
        "title": refusal.title.in_language(language, refusal.facts),
        "status": int(status_of(refusal)),
        "detail": refusal.next_step.in_language(language, refusal.facts),
        "instance": instance,
        "code": refusal.code,
    }
    if refusal.pointers:
        document["errors"] = [
            {"pointer": pointer.pointer, "detail": pointer.detail.as_it_is(language)} for pointer in refusal.pointers
        ]
    return document


def from_validation(error: ValidationError, where: str = "#") -> DomainError:
    """What pydantic found wrong, place by place; the offending values are not repeated."""
    errors = error.errors(include_url=False, include_input=False)
    if any(detail["type"] == "json_invalid" for detail in errors):
        return NotJson()
    return BodyRefused(pointers=[Pointer(_pointer(where, detail["loc"]), _explain(detail)) for detail in errors])


def _pointer(where: str, location: tuple[int | str, ...]) -> str:
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in location)
    return "/".join((where, *steps))


CHINESE = {
    "missing": "必填项缺失",
    "extra_forbidden": "不认识的字段",
    "string_too_short": "内容过短",
    "string_too_long": "内容过长",
    "string_pattern_mismatch": "格式不正确",
    "string_type": "应为文本",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "greater_than_equal": "数值过小",
    "less_than_equal": "数值过大",
    "enum": "不在允许的取值之内",
    "literal_error": "不在允许的取值之内",
    "date_from_datetime_parsing": "应为日期（年-月-日）",
}


def _explain(detail: Any) -> Text:
    reason = detail.get("ctx", {}).get("error")
    if isinstance(reason, ValueError) and reason.args and isinstance(reason.args[0], Text):
        return reason.args[0]
    english = str(detail["msg"])
    return Text(CHINESE.get(detail["type"], "内容不符合要求"), english)


def to_json(document: dict[str, Any]) -> str:
    """UTF-8 JSON, Chinese left readable."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))
