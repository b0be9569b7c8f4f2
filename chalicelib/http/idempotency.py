"""Idempotency-Key: the same request sent again gets the first answer, and nothing happens twice.

The answer is stored in the very transaction that it reports (row `IDEMPOTENCY#<who>#<key>`), so there is no
moment at which one exists without the other: a function that dies between commit and answer has answered.

Every answer is kept sealed: it may hold what nobody may read in the table (a query password, personal data in full).
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.aws.rows import Key, Row
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.kernel.errors import Invalid, Malformed
from chalicelib.kernel.text import Text

KEPT_FOR = timedelta(days=2)
_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")


class KeyMissing(Malformed):
    """A request that creates or changes something has to be repeatable."""

    code = "request.idempotency-key-missing"
    title = Text("缺少 Idempotency-Key", "Idempotency-Key is missing")
    next_step = Text(
        "请为本次操作生成一个随机键（16–64 位字母、数字、- 或 _）,重试时保持不变。",
        "Make a random key of 16–64 letters, digits, - or _ for this operation; keep it when retrying.",
    )


class KeyMalformed(KeyMissing):
    """The key has not the documented form."""

    code = "request.idempotency-key-malformed"
    title = Text("Idempotency-Key 格式不正确", "Idempotency-Key does not have the documented form")


class KeyReused(Invalid):
    """The key belongs to another request."""

    code = "request.idempotency-key-reused"
    title = Text("该 Idempotency-Key 已用于另一请求", "This Idempotency-Key was used for another request")
    next_step = Text(
        "新的操作请使用新的键；重试请发送与第一次完全相同的内容。",
        "Use a new key for a new operation, or repeat the first request exactly.",
    )


@dataclass(frozen=True)
class Answer:
    """A response as it goes over the wire."""

    status: int
    body: str
    headers: dict[str, str]


class AlreadyAnswered(Exception):
    """The request was carried out before; `answer` is what was said then."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer


@dataclass(frozen=True)
class RequestIdentity:
    """Whose request this is, under which key, and what exactly it asks."""

    who: str
    key: str
    fingerprint: str

    @classmethod
    def of(cls, *, who: str, key: str, method: str, path: str, body: bytes) -> "RequestIdentity":
        """Raises `KeyMalformed`. The fingerprint covers method, path and the exact bytes of the body."""
        if not _KEY.fullmatch(key):
            raise KeyMalformed
        return cls(who, key, sha256_hex(b"\n".join((method.encode(), path.encode(), body))))

    @property
    def row_key(self) -> Key:
        """Where the first answer is kept."""
        return Key(f"IDEMPOTENCY#{self.who}#{self.key}", "ANSWER")

    def to_row(self, answer: Answer, now: datetime) -> Row:
        """The row that remembers `answer` for two days."""
        return {
            "pk": self.row_key.pk,
            "sk": self.row_key.sk,
            "fingerprint": self.fingerprint,
            "status": answer.status,
            "body": answer.body,
            "headers": json.dumps(answer.headers),
            "expires_at": int((now + KEPT_FOR).timestamp()),
        }

    def outcome(self, standing: Row) -> AlreadyAnswered | KeyReused:
        """What a repeated key means: the same request again, or another one under a used key."""
        if standing["fingerprint"] != self.fingerprint:
            return KeyReused()
        headers = json.loads(str(standing["headers"]))
        return AlreadyAnswered(Answer(int(standing["status"]), str(standing["body"]), headers))
