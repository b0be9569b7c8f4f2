"""The API as an OpenAPI 3.1 document, made from the declared routes and their pydantic models."""

from collections.abc import Iterable
from typing import Any

from chalicelib.http.openapi_operations import Describer
from chalicelib.http.openapi_problems import Problem, example_of, refusals_of
from chalicelib.http.openapi_samples import sample
from chalicelib.http.openapi_schemas import REFERENCE, Schemas, schemas_of
from chalicelib.http.route import Route
from chalicelib.http.routes import Area
from chalicelib.kernel.text import Language, Text

TITLE = Text("不见面审批接口", "No-visit approval API")
ABOUT = Text(
    "从网上注册到快递送达的全流程接口。每一次拒绝都是问题文档（RFC 9457），并说明下一步怎么做。"
    "`/v1/docs` 是同一份内容的可读版本。",
    "From online registration to the courier's signature. Every refusal is a problem document (RFC 9457) that says "
    "what to do next. `/v1/docs` holds the same for readers.",
)
BEARER = Text(
    "十分钟有效的访问令牌（ES256 JWT），由 `POST /v1/sessions` 取得，由 `POST /v1/sessions/refresh` 更新。",
    "An access token (ES256 JWT) for ten minutes, from `POST /v1/sessions`, renewed by `POST /v1/sessions/refresh`.",
)
HEADERS = {
    "ETag": ("string", Text("该记录的版本，修改时放入 If-Match。", "The version; a change sends it back in If-Match.")),
    "Location": ("string", Text("在哪里读取结果。", "Where the outcome is read.")),
    "Link": (
        "string",
        Text('下一页（RFC 8288,rel="next"）,最后一页没有。', 'RFC 8288, rel="next"; absent on the last page.'),
    ),
    "Retry-After": ("integer", Text("请等待的秒数。", "Seconds to wait.")),
    "WWW-Authenticate": ("string", Text("需要的认证方式。", "How to authenticate.")),
}
PARAMETERS = {
    "IfMatch": (
        "If-Match",
        r'^"\d{1,9}"$',
        '"3"',
        Text("读取该记录时得到的 ETag，原样放入。", "The ETag that came with the resource, exactly as it was."),
    ),
    "IdempotencyKey": (
        "Idempotency-Key",
        "^[A-Za-z0-9_-]{16,64}$",
        "6f1c2a7e-0d34-4b7a-9c55-1e2f3a4b5c6d",
        Text(
            "为本次操作生成的随机键；重试时保持不变，得到第一次的答复。保存两天。",
            "A random key for this operation. The same request with the same key gets the first answer; kept two days.",
        ),
    ),
}


def openapi_document(areas: Iterable[Area], language: Language, server_url: str) -> dict[str, Any]:
    """OpenAPI 3.1 of `areas`, its sentences in `language`; `server_url` is the API's public address."""
    areas = tuple(areas)
    routes = [route for area in areas for route in area.routes]
    schemas = schemas_of(routes, (Problem,), language)
    describe = Describer(routes, schemas, language)
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = describe.operation(route)
    return {
        "openapi": "3.1.0",
        "info": {"title": TITLE.in_language(language), "version": "1", "description": ABOUT.in_language(language)},
        "servers": [{"url": server_url}],
        "tags": [{"name": area.name.in_language(language), "description": area.name.en} for area in areas],
        "paths": paths,
        "components": {
            "schemas": _schemas(routes, schemas),
            "examples": _examples(routes, language),
            "headers": _headers(language),
            "parameters": _parameters(language),
            "securitySchemes": {
                "bearer": {
                    "type": "http",
                    "scheme": "bearer",
                    "bearerFormat": "JWT",
                    "description": BEARER.in_language(language),
                }
            },
        },
    }


def _schemas(routes: Iterable[Route], schemas: Schemas) -> dict[str, Any]:
    """The named schemas with an example of each body and reply; queries are described where they are used."""
    bodies = [schemas.received(route.body) for route in routes if route.body]
    replies = [schemas.sent(route.reply) for route in routes if route.reply]
    examples = {reference["$ref"]: sample(schemas, reference) for reference in (*bodies, *replies)}
    queries = {schemas.received(route.query)["$ref"] for route in routes if route.query}
    return {
        name: {**schema, "examples": [examples[REFERENCE + name]]} if REFERENCE + name in examples else schema
        for name, schema in schemas.named.items()
        if REFERENCE + name not in queries
    }


def _examples(routes: Iterable[Route], language: Language) -> dict[str, Any]:
    refusals = {refusal.code: refusal for route in routes for refusal in refusals_of(route)}
    examples = {code: example_of(refusals[code], language) for code in sorted(refusals)}
    return {code: {"summary": example["title"], "value": example} for code, example in examples.items()}


def _headers(language: Language) -> dict[str, Any]:
    return {
        name: {"description": about.in_language(language), "schema": {"type": kind}}
        for name, (kind, about) in HEADERS.items()
    }


def _parameters(language: Language) -> dict[str, Any]:
    return {
        key: {
            "name": name,
            "in": "header",
            "required": True,
            "description": about.in_language(language),
            "schema": {"type": "string", "pattern": pattern},
            "example": example,
        }
        for key, (name, pattern, example, about) in PARAMETERS.items()
    }
