"""How the state's bases, the providers of checks and the SMS gateway know who is calling.

[design] The provincial platforms each have their own gateway signature; this one has what they share: client,
timestamp, nonce and HMAC-SHA256, hex, over `METHOD\\npath?query\\ntimestamp\\nnonce\\nSHA-256 of the body`.
"""

import hashlib
import hmac

from werkzeug import Request

from infra.sandbox.errors import Refusal
from infra.sandbox.wire import Surroundings

TOLERANCE_SECONDS = 300


def verify_signed_request(request: Request, counterparty: str, around: Surroundings) -> None:
    """Raise a 401 refusal unless the request is signed by the client, fresh and seen for the first time."""
    client = around.keys[counterparty]
    timestamp, nonce = request.headers.get("X-Timestamp", ""), request.headers.get("X-Nonce", "")
    if request.headers.get("X-Client-Id") != client["client_id"]:
        raise Refusal(401, "CLIENT_UNKNOWN", "X-Client-Id names no client of this service")
    expected = _signature(request, timestamp, nonce, client["client_secret"])
    if not hmac.compare_digest(expected, request.headers.get("X-Signature", "")):
        raise Refusal(401, "SIGNATURE_INVALID", "X-Signature does not match the request")
    if not timestamp.isdigit() or abs(around.now().timestamp() - int(timestamp)) > TOLERANCE_SECONDS:
        raise Refusal(401, "TIMESTAMP_STALE", "X-Timestamp is more than five minutes away")
    if not nonce or not around.state.add("nonce", f"{counterparty}:{nonce}", {"timestamp": timestamp}):
        raise Refusal(401, "NONCE_REUSED", "X-Nonce was used before")


def _signature(request: Request, timestamp: str, nonce: str, secret: str) -> str:
    target = request.full_path.rstrip("?")
    digest = hashlib.sha256(request.get_data()).hexdigest()
    message = "\n".join((request.method, target, timestamp, nonce, digest))
    return hmac.new(secret.encode(), message.encode(), hashlib.sha256).hexdigest()
