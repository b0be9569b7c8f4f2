"""ETag and If-Match (RFC 9110 §13): a change names the version that it changes."""

import re

from chalicelib.kernel.errors import Malformed, Stale, VersionRequired
from chalicelib.kernel.text import Text

_STRONG_TAG = re.compile(r'"([0-9]{1,9})"')


class IfMatchMissing(VersionRequired):
    """A change without the version that it changes."""

    code = "request.if-match-missing"
    title = Text("缺少 If-Match", "If-Match is missing")
    next_step = Text(
        "请先读取该记录，并将其 ETag 放入 If-Match 后重试。",
        "Read the resource and repeat the request with its ETag in If-Match.",
    )


class IfMatchMalformed(Malformed):
    """If-Match holds something else than one ETag of ours."""

    code = "request.if-match-malformed"
    title = Text("If-Match 无法识别", "If-Match cannot be understood")
    next_step = Text("请原样使用读取时返回的 ETag。", "Use the ETag exactly as it was returned.")


class StaleVersion(Stale):
    """The resource has moved on since the caller read it."""

    code = "request.stale-version"
    title = Text("该记录已有更新的版本", "This has changed since you read it")
    next_step = Text(
        "请重新读取最新版本，确认后再提交您的修改。",
        "Read the present version, decide again, and send your change with its ETag.",
    )


def etag(version: int) -> str:
    """The strong entity tag of a version."""
    return f'"{version}"'


def expected_version(if_match: str | None) -> int:
    """The version that an If-Match header names."""
    if not if_match:
        raise IfMatchMissing
    match = _STRONG_TAG.fullmatch(if_match.strip())
    if match is None:
        raise IfMatchMalformed
    return int(match.group(1))
