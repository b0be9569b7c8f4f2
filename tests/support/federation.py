"""An issuer in memory that people sign in to with a browser: it gives codes, and ID tokens for them."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from chalicelib.aws.counterparty_http import Refused
from chalicelib.aws.platform import Platform
from chalicelib.parties.sources.oidc import Trust
from chalicelib.parties.sources.oidc_code import WARM, Federation, Registration
from chalicelib.parties.sources.oidc_keys import IssuerAddresses
from tests.support.issuers import AUDIENCE, ISSUER, KEY_SET, Issuer
from tests.support.people import ID_NUMBER, NAME

REDIRECT_URI = "https://web.test/signed-in"
CLAIMS = {"name": "name", "id_number": "id_number", "mobile": "phone", "staff_id": "staff_number"}
TRUST = Trust(ISSUER, AUDIENCE, {"L1": 1, "L2": 2, "L3": 3}, CLAIMS)
PERSON = {"name": NAME, "id_number": ID_NUMBER, "acr": "L2"}
DESCRIBED = {
    "issuer": ISSUER,
    "jwks_uri": KEY_SET,
    "authorization_endpoint": f"{ISSUER}/authorize",
    "token_endpoint": f"{ISSUER}/token",
}


@dataclass
class Browsed:
    """The issuer, and what it was asked for. `codes`: what each code that it gave out stands for."""

    issuer: Issuer
    codes: dict[str, dict[str, Any]] = field(default_factory=dict)
    forms: list[dict[str, str]] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)

    def sign_in(self, authorization_url: str, **claims: Any) -> dict[str, str]:
        """What the browser comes back with, signed in as whom the claims tell."""
        asked = dict(parse_qsl(urlsplit(authorization_url).query))
        code = f"code-{len(self.codes)}"
        self.codes[code] = {"asked": asked, "claims": {"nonce": asked["nonce"], **claims}}
        return {"code": code, "state": asked["state"]}

    def post(self, address: str, headers: Mapping[str, str], form: bytes) -> dict[str, Any]:
        """The token endpoint."""
        told = {name: values[0] for name, values in parse_qs(form.decode()).items()}
        self.forms.append(told)
        self.headers.append(headers)
        given = self.codes.pop(told["code"], None)
        digest = hashlib.sha256(told["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if address != DESCRIBED["token_endpoint"] or given is None or given["asked"]["code_challenge"] != challenge:
            raise Refused(400, "invalid_grant", "")
        return {"id_token": self.issuer.token(**given["claims"])}


def connected(cloud: Platform, issuer: Issuer, *, redirect_uri: str = REDIRECT_URI) -> Browsed:
    """Let `cloud` be configured with that issuer."""
    issuer.described = dict(DESCRIBED)
    browsed = Browsed(issuer)
    registration = Registration(AUDIENCE, redirect_uri, lambda: "secret")
    addresses = IssuerAddresses(ISSUER, issuer.fetch, issuer.now)
    cloud.warm[WARM] = Federation(issuer.verification(TRUST), addresses, registration, browsed.post)
    return browsed
