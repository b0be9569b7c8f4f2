"""From a request to a use case and back: language, token, access, key, body, commit, answer.

A use case never sees HTTP, and no route sees an exception: refusals become problem documents here, and what was
not foreseen becomes a 500 that names the correlation id and nothing else.
"""

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote, urlencode

from chalice import Response
from pydantic import BaseModel, ValidationError

from chalicelib.aws.machine_time import machine_now
from chalicelib.aws.observability import logger
from chalicelib.aws.outage import is_outage_of_aws
from chalicelib.aws.platform import Platform, platform
from chalicelib.aws.table import Busy
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.http.access import Caller, Scope
from chalicelib.http.access_refusals import OutOfReach, TokenMissing
from chalicelib.http.assisted import note_act
from chalicelib.http.call import Call, Reply, UncheckedRoute
from chalicelib.http.headers import correlation_id, cors_headers, response_headers
from chalicelib.http.idempotency import AlreadyAnswered, Answer, KeyMissing, RequestIdentity
from chalicelib.http.languages import preferred_language
from chalicelib.http.liveness import refuse_ended, require_live
from chalicelib.http.preconditions import etag, expected_version
from chalicelib.http.problems import from_validation, problem_document, to_json
from chalicelib.http.refusals import MOST_BODY_BYTES, BodyTooLarge, BusyNow, NotAvailable, Unforeseen, WrongMediaType
from chalicelib.http.route import Route
from chalicelib.http.tokens import Tokens
from chalicelib.kernel.errors import DomainError, NotFound, Unauthenticated
from chalicelib.kernel.events import SYSTEM, Act

PROBLEM_TYPE = "application/problem+json"
_JSON = re.compile(r"application/([\w.+-]+\+)?json\s*(;|$)", re.IGNORECASE)


def serve(route: Route, request: Any, path: Mapping[str, str]) -> Response:
    """Answer one request on `route`."""
    cloud = platform()
    headers = request.headers
    correlation = correlation_id(headers, request.context)
    logger.append_keys(correlation_id=correlation)
    request.path = route.address(path)  # Chalice gives the template; what is asked and answered is about the resource
    answer = _answer(route, cloud, request, path, correlation)
    logger.info("answered", extra={"route": route.name, "status": answer.status})
    return Response(
        body=answer.body,
        status_code=answer.status,
        headers={
            **response_headers(preferred_language(headers.get("accept-language")), correlation),
            **cors_headers(headers.get("origin"), cloud.settings.allowed_origins),
            **answer.headers,
        },
    )


def answer_preflight(request: Any) -> Response:
    """Answer a CORS preflight from the configured list of origins."""
    allowed = cors_headers(request.headers.get("origin"), platform().settings.allowed_origins)
    return Response(body="", status_code=HTTPStatus.NO_CONTENT, headers={"Vary": "Origin", **allowed})


def _answer(route: Route, cloud: Platform, request: Any, path: Mapping[str, str], correlation: str) -> Answer:
    try:
        return _outcome(route, cloud, request, path, correlation)
    except Exception as error:  # the edge: somebody is waiting for an answer, whatever went wrong
        if is_outage_of_aws(error):
            logger.exception("unavailable", extra={"route": route.name})
            return _problem(NotAvailable(), request)
        logger.exception("unforeseen", extra={"route": route.name})
        return _problem(Unforeseen(correlation_id=correlation), request)


def _outcome(route: Route, cloud: Platform, request: Any, path: Mapping[str, str], correlation: str) -> Answer:
    identity: RequestIdentity | None = None
    try:
        call = _call(route, cloud, request, correlation)
        identity = _identity(route, call, request)
        answer = _rendered(route, call, request, _reply(route, call, _arguments(route, request, call, path)))
        if not call.uow.is_empty and call.caller_or_none is not None:
            note_act(call.uow, call.caller, route.summary, request.path, machine_now())
        _commit(route, call, identity, answer)
        return answer
    except Unauthenticated as refusal:
        return _problem(refusal, request)
    except AlreadyAnswered as earlier:
        return earlier.answer
    except (DomainError, Busy) as refusal:
        return _echo(cloud, identity, request) or _problem(_told(refusal), request)


def _call(route: Route, cloud: Platform, request: Any, correlation: str) -> Call:
    caller, now = None if route.access.why_public else _caller(cloud, request.headers), cloud.clock.now()
    if caller is not None:
        refuse_ended(cloud, caller, now)
    grant = route.access.grant_for(caller)
    act = Act(actor=caller.actor if caller else SYSTEM, at=now, correlation_id=correlation)
    return Call(
        platform=cloud,
        uow=UnitOfWork(cloud.table, act),
        language=preferred_language(request.headers.get("accept-language")),
        headers=request.headers,
        raw_body=request.raw_body or b"",
        source_address=request.context.get("identity", {}).get("sourceIp", ""),
        caller_or_none=caller,
        grant=grant,
    )


def _caller(cloud: Platform, headers: Mapping[str, str]) -> Caller:
    kind, _, token = headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token:
        raise TokenMissing
    return Tokens(cloud.token_key, cloud.settings.public_base_url).verify(token.strip())


def _identity(route: Route, call: Call, request: Any) -> RequestIdentity | None:
    if route.changes:
        expected_version(call.headers.get("if-match"))
    if not route.takes_key:
        return None
    key = call.headers.get("idempotency-key")
    if not key:
        raise KeyMissing
    who = _whose(call.caller_or_none)
    return RequestIdentity.of(who=who, key=key, method=route.method, path=request.path, body=call.raw_body)


def _whose(caller: Caller | None) -> str:
    """Whose key it is: the same key of the same person is another one when they act for somebody else."""
    if caller is None:
        return "anonymous"
    return caller.person_id if caller.in_person else f"{caller.person_id} for {caller.id}"


def _arguments(route: Route, request: Any, call: Call, path: Mapping[str, str]) -> dict[str, Any]:
    arguments: dict[str, Any] = {name: unquote(value) for name, value in path.items()}
    if route.body is not None:
        arguments["body"] = _body(route.body, call)
    if route.query is not None:
        arguments["query"] = _validated(route.query, dict(request.query_params or {}), "?")
    return arguments


def _body(shape: type[BaseModel], call: Call) -> BaseModel:
    if not _JSON.match(call.headers.get("content-type", "application/json")):
        raise WrongMediaType
    if len(call.raw_body) > MOST_BODY_BYTES:
        raise BodyTooLarge
    try:
        return shape.model_validate_json(call.raw_body or b"{}")
    except ValidationError as error:
        raise from_validation(error) from error


def _validated(shape: type[BaseModel], values: dict[str, str], where: str) -> BaseModel:
    try:
        return shape.model_validate(values)
    except ValidationError as error:
        raise from_validation(error, where) from error


def _viewed(route: Route, call: Call, arguments: dict[str, Any]) -> Reply[Any]:
    """What the route replies; to those whom it may not concern, what is not there and what is hidden are one."""
    try:
        reply: Reply[Any] = route.view(call, **arguments)
        return reply
    except NotFound as absent:
        if call.grant is not None and route.parameters and not call.reach_checked:
            raise OutOfReach from absent
        raise


def _reply(route: Route, call: Call, arguments: dict[str, Any]) -> Reply[Any]:
    reply = _viewed(route, call, arguments)
    scoped = call.grant is not None and call.grant.scope is not Scope.PROVINCE
    if scoped and not call.reach_checked:
        raise UncheckedRoute(f"{route.method} {route.path} did not check whose it is")
    if route.changes and not call.version_checked:
        raise UncheckedRoute(f"{route.method} {route.path} did not check the version")
    return reply


def _rendered(route: Route, call: Call, request: Any, reply: Reply[Any]) -> Answer:
    headers = {"Content-Type": route.media_type, "Content-Language": call.language, **reply.headers}
    if reply.version is not None:
        headers["ETag"] = etag(reply.version)
    if reply.location is not None:
        headers["Location"] = reply.location
    if reply.next_cursor is not None:
        query = urlencode({**(request.query_params or {}), "cursor": reply.next_cursor})
        headers["Link"] = f'<?{query}>; rel="next"'
    body = reply.body
    text = body.model_dump_json(exclude_none=True) if isinstance(body, BaseModel) else body or ""
    return Answer(route.status, text, headers)


def _commit(route: Route, call: Call, identity: RequestIdentity | None, answer: Answer) -> None:
    if call.uow.is_empty:
        return
    if identity is not None:
        call.uow.remember(
            identity.to_row(answer, machine_now()),
            lambda standing: identity.outcome(standing) if standing else Unforeseen(),
        )
    if call.caller_or_none is not None:
        require_live(call.uow, call.caller)
    call.uow.commit()


def _echo(cloud: Platform, identity: RequestIdentity | None, request: Any) -> Answer | None:
    """What was answered to the same key before, if a refusal is only the echo of its own success."""
    standing = cloud.table.row(identity.row_key) if identity else None
    if standing is None or identity is None:
        return None
    outcome = identity.outcome(standing)
    return outcome.answer if isinstance(outcome, AlreadyAnswered) else _problem(outcome, request)


def _told(refusal: DomainError | Busy) -> DomainError:
    return BusyNow() if isinstance(refusal, Busy) else refusal


def _problem(refusal: DomainError, request: Any) -> Answer:
    language = preferred_language(request.headers.get("accept-language"))
    headers = {"Content-Type": PROBLEM_TYPE}
    if "retry_after" in refusal.facts:
        headers["Retry-After"] = str(refusal.facts["retry_after"])
    if isinstance(refusal, Unauthenticated):
        headers["WWW-Authenticate"] = f'{refusal.scheme} realm="bujianmian"'
    document = problem_document(refusal, language, instance=request.path)
    return Answer(document["status"], to_json(document), headers)
