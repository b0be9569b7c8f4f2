"""Headers that every answer carries."""

import re
from collections.abc import Mapping
from typing import Any

from chalicelib.kernel.text import Language

_CORRELATION = re.compile(r"[A-Za-z0-9-]{8,64}")
ALLOWED_HEADERS = "Authorization, Client-Id, Content-Type, Accept-Language, If-Match, Idempotency-Key, X-Correlation-Id"
EXPOSED_HEADERS = "ETag, Location, Link, Retry-After, X-Correlation-Id"


def correlation_id(headers: Mapping[str, str], context: Mapping[str, Any]) -> str:
    """The caller's own correlation id where it is well formed, otherwise the gateway's request id."""
    given = headers.get("x-correlation-id", "")
    return given if _CORRELATION.fullmatch(given) else str(context.get("requestId", "unknown"))


def response_headers(language: Language, correlation: str) -> dict[str, str]:
    """Language, correlation, and what keeps personal data out of caches and frames."""
    return {
        "Content-Language": language,
        "X-Correlation-Id": correlation,
        "Cache-Control": "no-store",
        "Vary": "Accept-Language, Origin",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    }


def cors_headers(origin: str | None, allowed: frozenset[str]) -> dict[str, str]:
    """Permission for `origin`, if it is on the configured list; nothing otherwise."""
    if origin not in allowed:
        return {}
    return {
        "Access-Control-Allow-Origin": str(origin),
        "Access-Control-Allow-Methods": "GET, POST, PUT, DELETE",
        "Access-Control-Allow-Headers": ALLOWED_HEADERS,
        "Access-Control-Expose-Headers": EXPOSED_HEADERS,
        "Access-Control-Max-Age": "600",
    }
