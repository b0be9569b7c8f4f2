"""One operation for readers: who may call it, what goes in, what comes out, and what may be refused."""

import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from itertools import chain
from typing import Any

from chalicelib.http.docs_schemas import Reader, Schema, members, table, type_of
from chalicelib.http.docs_words import ROLES, SCOPES
from chalicelib.http.markup import Html, joined, prose, tag

Operation = Mapping[str, Any]
GENERAL = {"request", "access", "service"}
"""Prefixes of problem codes that no capability owns."""


def operation_article(reader: Reader, method: str, path: str, operation: Operation) -> Html:
    """The operation, folded; its id is the operationId."""
    title = tag("h4", tag("span", operation["summary"], class_="title"), tag("code", _breakable(path), class_="path"))
    summary = tag("summary", method_badge(method), title, tag("span", _who_in_short(reader, operation), class_="whom"))
    return tag(
        "details",
        summary,
        tag("p", reader.told(operation["description"]), class_="about"),
        _facts(reader, operation),
        _request(reader, method, path, operation),
        _answer(reader, operation),
        _refusals(reader, operation),
        id=operation["operationId"],
        class_="operation",
        data_search=f"{method} {path} {operation['operationId']} {_all_words(operation)}".lower(),
    )


def method_badge(method: str) -> Html:
    """GET, POST, … as a badge."""
    return tag("span", method, class_=f"method {method.lower()}")


def example_block(value: Any) -> Html:
    """JSON to be read."""
    return tag("pre", tag("code", json.dumps(value, ensure_ascii=False, indent=2)), tabindex="0")


def _facts(reader: Reader, operation: Operation) -> Html:
    consistency = operation["x-consistency"]
    told = reader.say(consistency) if consistency in {"strong", "eventual"} else reader.told(consistency)
    pairs = {reader.say("who"): _who(reader, operation), reader.say("consistency"): told}
    return tag("dl", *chain.from_iterable((tag("dt", term), tag("dd", text)) for term, text in pairs.items()))


def _who(reader: Reader, operation: Operation) -> Html:
    access = operation["x-access"]
    if "public" in access:
        return joined(reader.say("anybody"), " · ", reader.told(access["public"]))
    return tag("ul", *(tag("li", _grant(reader, grant)) for grant in access["grants"]), class_="grants")


def _grant(reader: Reader, grant: Mapping[str, Any]) -> Html:
    level = reader.say("from-level", level=grant["level"]) if grant["level"] > 1 else ""
    scope = SCOPES[grant["scope"]].in_language(reader.language) if grant["scope"] in SCOPES else grant["scope"]
    details = " · ".join(filter(None, (level, scope)))
    return joined(tag("b", _role(reader, grant["role"])), " ", tag("span", details, class_="limit"))


def _who_in_short(reader: Reader, operation: Operation) -> str:
    access = operation["x-access"]
    if "public" in access:
        return reader.say("anybody-short")
    return " · ".join(_role(reader, grant["role"]) for grant in access["grants"])


def _role(reader: Reader, role: str) -> str:
    return ROLES[role].in_language(reader.language) if role in ROLES else role


def _request(reader: Reader, method: str, path: str, operation: Operation) -> Html:
    parameters = [reader.resolve(parameter) for parameter in operation.get("parameters", ())]
    rows = [(parameter["name"], _remark(reader, parameter), _as_member(parameter)) for parameter in parameters]
    body = _body_schema(operation)
    return joined(
        tag("h5", reader.say("request")),
        table(reader, rows) if rows else None,
        tag("h6", reader.say("body")) if body else None,
        _body(reader, reader.resolve(body)) if body else None,
        tag("h6", reader.say("call")),
        tag("pre", tag("code", curl(reader, method, path, operation)), tabindex="0"),
    )


def _body(reader: Reader, schema: Schema) -> Html:
    about = tag("p", reader.told(schema.get("description", "")))
    if not schema.get("properties"):
        return joined(about, tag("p", prose(reader.say("empty-body"))))
    return joined(about, members(reader, schema, answer=False))


def _remark(reader: Reader, parameter: Mapping[str, Any]) -> str:
    needed = reader.say("required" if parameter["required"] else "optional")
    return f"{reader.say(parameter['in'])} · {needed}"


def _as_member(parameter: Mapping[str, Any]) -> Schema:
    described = {"description": parameter["description"]} if parameter.get("description") else {}
    if parameter["in"] != "query":
        return {**parameter["schema"], "title": parameter.get("description", "")}
    return {**parameter["schema"], **described}


def _body_schema(operation: Operation) -> Schema | None:
    content = operation.get("requestBody", {}).get("content", {})
    return next((media["schema"] for media in content.values()), None)


def _answer(reader: Reader, operation: Operation) -> Html:
    status, response = next(iter(operation["responses"].items()))
    heading = tag("h5", reader.say("response"), " ", tag("code", f"{status} {HTTPStatus(int(status)).phrase}"))
    headers = {name: reader.resolve(header) for name, header in response.get("headers", {}).items()}
    rows = [(name, "", {**header["schema"], "title": header["description"]}) for name, header in headers.items()]
    return joined(
        heading,
        table(reader, rows) if rows else None,
        *(_content(reader, kind, media["schema"]) for kind, media in response.get("content", {}).items()),
        tag("p", reader.say("no-content")) if "content" not in response else None,
    )


def _content(reader: Reader, kind: str, schema: Schema) -> Html:
    examples = reader.resolve(schema).get("examples")
    return joined(
        tag("p", tag("code", kind), " · ", type_of(reader, schema)),
        example_block(examples[0]) if examples else None,
    )


def _refusals(reader: Reader, operation: Operation) -> Html:
    codes = [
        code
        for response in list(operation["responses"].values())[1:]
        for media in response["content"].values()
        for code in media["examples"]
    ]
    general = [code for code in codes if code.partition(".")[0] in GENERAL]
    own = [code for code in codes if code not in general]
    return joined(
        tag("h5", reader.say("refusals")),
        tag("ul", *(tag("li", _refusal(reader, code)) for code in own), class_="refusals") if own else None,
        tag("p", reader.say("general-refusals"), " ", *(joined(_code_link(reader, code), " ") for code in general)),
    )


def _refusal(reader: Reader, code: str) -> Html:
    problem = _problem(reader, code)
    return joined(_code_link(reader, code), " ", problem["title"], " ", tag("span", problem["detail"], class_="limit"))


def _code_link(reader: Reader, code: str) -> Html:
    status = str(_problem(reader, code)["status"])
    return tag("a", tag("b", status), " ", tag("code", code), href=f"#problem-{code}", class_="problem")


def _problem(reader: Reader, code: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = reader.document["components"]["examples"][code]["value"]
    return found


def curl(reader: Reader, method: str, path: str, operation: Operation) -> str:
    """The operation as a command line, with the variables that the guide sets."""
    address = re.sub(r"{(\w+)}", lambda match: "$" + match[1].upper(), path)
    lines = [f'curl "$API{address}"' if method == "GET" else f'curl -X {method} "$API{address}"']
    if operation["security"]:
        lines.append('-H "Authorization: Bearer $TOKEN"')
    names = {reader.resolve(parameter)["name"] for parameter in operation.get("parameters", ())}
    lines += ["""-H 'If-Match: "3"'"""] if "If-Match" in names else []
    lines += ['-H "Idempotency-Key: $(uuidgen)"'] if "Idempotency-Key" in names else []
    body = _body_schema(operation)
    if body is not None and reader.resolve(body).get("properties"):
        lines += ["-H 'Content-Type: application/json'", f"-d {_quoted(reader.resolve(body)['examples'][0])}"]
    return " \\\n  ".join(lines)


def _quoted(value: Any) -> str:
    """JSON as one argument of a POSIX shell."""
    text = json.dumps(value, ensure_ascii=False, indent=2).replace("'", "'\\''")
    return f"'{text}'"


def _breakable(path: str) -> Html:
    """A path that may break behind its slashes."""
    return joined(*(joined(piece, tag("wbr")) for piece in re.split(r"(?<=/)", path)))


def _all_words(operation: Operation) -> str:
    other = next((value for key, value in operation.items() if key.startswith("x-summary-")), "")
    return f"{operation['summary']} {other} {operation['description']}"
