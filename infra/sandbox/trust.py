"""Trust services (电子认证服务): a certificate authority for organisations, and a timestamp authority (RFC 3161).

The root is made at the sandbox's first start and kept with its keys. Nobody outside trusts it.
"""

from collections.abc import Iterable

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from werkzeug import Request, Response

from infra.sandbox.certificates import Authority
from infra.sandbox.errors import Refusal
from infra.sandbox.keys import private_key
from infra.sandbox.wire import Counterparty, Reply, Route, Surroundings, json_body, text

TIMESTAMP_REPLY = "application/timestamp-reply"
LONGEST_KEY = 2000


class Stamped(Reply):
    """A timestamp, in DER."""

    def response(self) -> Response:
        return Response(self.document, self.status, content_type=TIMESTAMP_REPLY)


class Trust(Counterparty):
    name = "trust"

    def __init__(self, around: Surroundings) -> None:
        keys = around.keys["trust"]
        self._authority = Authority(private_key(keys["root"]), private_key(keys["timestamps"]))
        self._now = around.now

    def routes(self) -> Iterable[Route]:
        return (
            ("POST", "/trust/certificates", self.certify),
            ("GET", "/trust/root", self.show_root),
            ("POST", "/trust/timestamps", self.stamp),
        )

    def certify(self, request: Request) -> Reply:
        """A certificate for the key of whoever signs documents: the chain, its own first, PEM."""
        body = json_body(request)
        organisation, pem = text(body, "organisation"), text(body, "public_key", LONGEST_KEY)
        try:
            key = load_pem_public_key(pem.encode())
        except ValueError as error:
            raise Refusal(400, "PARAM_ERROR", "public_key is no key") from error
        if not isinstance(key, EllipticCurvePublicKey):
            raise Refusal(400, "PARAM_ERROR", "public_key: an elliptic curve's")
        return Reply({"chain": self._authority.certify(organisation, key)}, 201, subject=organisation, effect="issued")

    def show_root(self, request: Request) -> Reply:
        """The root, PEM: whoever verifies has to trust it."""
        return Reply({"root": self._authority.root})

    def stamp(self, request: Request) -> Reply:
        """RFC 3161."""
        try:
            return Stamped(self._authority.stamp(request.get_data(), self._now()), effect="stamped")
        except (ValueError, TypeError) as error:
            raise Refusal(400, "PARAM_ERROR", "the body is no timestamp query") from error
