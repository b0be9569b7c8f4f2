"""The representative requests, as API Gateway hands them to the function, over the scenes of the integration tests."""

import json
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from chalicelib.http.tokens import Tokens
from tests.integration.scenes import REVIEWER, SCENES
from tests.integration.staging import Asked, Scene, Stage
from tests.support.cases import a_draft, submit
from tests.support.platform import alive
from tests.support.samples import BODIES

WORKLIST_PAGE = 20
CONTEXT = SimpleNamespace(aws_request_id="bench", function_name="api", memory_limit_in_mb=1024)


def full_worklist(stage: Stage) -> Asked:
    """A desk that holds a whole page of work."""
    for number in range(WORKLIST_PAGE):
        case = a_draft(case_id=f"case-{number}")
        case.applicant = case.applicant.model_copy(update={"account_id": f"account-{number}"})
        submit(case, number=f"460100202603020{number:05d}")
        stage.case(case)
    return Asked(by=REVIEWER)


REQUESTS: dict[str, Scene] = {
    **{
        name: SCENES[name]
        for name in (
            "GET /v1/me",
            "GET /v1/items/{item_code}",
            "GET /v1/cases/{case_id}",
            "PUT /v1/cases/{case_id}/form",
            "POST /v1/cases/{case_id}/materials/{code}/uploads",
            "POST /v1/cases/{case_id}/promise",
            "POST /v1/cases/{case_id}/submission",
            "POST /v1/cases/{case_id}/decision",
        )
    },
    f"GET /v1/worklist ({WORKLIST_PAGE} entries)": full_worklist,
}


def proxy_event(name: str, stage: Stage, asked: Asked) -> dict[str, Any]:
    """The Lambda proxy event of the request called `name`."""
    method, resource = name.split(" ")[:2]
    body = asked.body if asked.body is not None else BODIES.get(f"{method} {resource}")
    headers = _headers(stage, asked)
    path = resource.format(**asked.path)
    return {
        "resource": resource,
        "path": path,
        "httpMethod": method,
        "headers": headers,
        "multiValueHeaders": {header: [value] for header, value in headers.items()},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": asked.path or None,
        "stageVariables": None,
        "body": None if method == "GET" else json.dumps(body or {}, ensure_ascii=False),
        "isBase64Encoded": False,
        "requestContext": {
            "resourcePath": resource,
            "path": f"/api{path}",
            "httpMethod": method,
            "stage": "api",
            "requestId": "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
            "identity": {"sourceIp": "192.0.2.1", "userAgent": "Mozilla/5.0"},
        },
    }


def _headers(stage: Stage, asked: Asked) -> dict[str, str]:
    headers = {
        "Accept": "application/json",
        "Accept-Encoding": "gzip, deflate, br",
        "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
        "Content-Type": "application/json",
        "Host": "api.test",
        "Idempotency-Key": "bench-0000000000000001",
        "Origin": "https://web.test",
        "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0",
        "X-Amzn-Trace-Id": "Root=1-67891233-abcdef012345678912345678",
        "X-Forwarded-For": "192.0.2.1",
        "X-Forwarded-Port": "443",
        "X-Forwarded-Proto": "https",
    }
    if asked.by is not None:
        alive(stage.cloud.table, asked.by)
        token = Tokens(stage.cloud.token_key, stage.cloud.settings.public_base_url).issue(asked.by, datetime.now(UTC))
        headers["Authorization"] = f"Bearer {token}"
    if asked.version is not None:
        headers["If-Match"] = f'"{asked.version}"'
    return headers
