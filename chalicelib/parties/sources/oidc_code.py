"""The authorization code flow with the province's issuer (OpenID Connect Core 1.0 §3.1, PKCE by RFC 7636).

We are a confidential client with one redirection address. The browser carries the code; the token is fetched by us.
"""

from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote_plus, urlencode, urlsplit

from chalicelib.aws.counterparty_http import CounterpartyHttp, Document, Refused, Unavailable
from chalicelib.aws.machine_time import machine_now
from chalicelib.aws.platform import Platform
from chalicelib.parties.errors import FederatedTokenRefused, IssuerUnavailable
from chalicelib.parties.sources.oidc import FederatedTokens, federated_tokens
from chalicelib.parties.sources.oidc_keys import IssuerAddresses, fetch

COUNTERPARTY, WARM = "oidc", "parties.sources.oidc_code"
SCOPE = "openid profile"
BAD_REQUEST = 400
Post = Callable[[str, Mapping[str, str], bytes], Document]


@dataclass(frozen=True)
class Registration:
    """What we are with the issuer; without a redirection address only ID tokens are taken."""

    client_id: str
    redirect_uri: str = ""
    client_secret: Callable[[], str] = field(default=str, repr=False)


@dataclass(frozen=True)
class Federation:
    """The issuer, as somebody who signs in meets it. `post` sends a form and answers a JSON object."""

    tokens: FederatedTokens
    addresses: IssuerAddresses
    registration: Registration
    post: Post

    def authorization_url(self, state: str, nonce: str, challenge: str) -> str:
        """Where the browser goes; empty without a redirection address. Raises `IssuerUnavailable`."""
        if not self.registration.redirect_uri:
            return ""
        asked = {
            "response_type": "code",
            "client_id": self.registration.client_id,
            "redirect_uri": self.registration.redirect_uri,
            "scope": SCOPE,
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        address = self._address("authorization_endpoint")
        return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(asked)}"

    def id_token(self, code: str, verifier: str) -> str:
        """The ID token for a code, not verified yet. Raises `FederatedTokenRefused`, `IssuerUnavailable`."""
        registration = self.registration
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": registration.redirect_uri,
            "code_verifier": verifier,
        }
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
            "Authorization": _basic(registration.client_id, registration.client_secret()),
        }
        try:
            token = self.post(self._address("token_endpoint"), headers, urlencode(form).encode()).get("id_token")
        except Refused as error:
            raise (FederatedTokenRefused if error.status == BAD_REQUEST else IssuerUnavailable) from error
        except Unavailable as error:
            raise IssuerUnavailable from error
        if not isinstance(token, str):
            raise IssuerUnavailable
        return token

    def _address(self, name: str) -> str:
        try:
            return self.addresses.of(name)
        except (Unavailable, Refused) as error:
            raise IssuerUnavailable from error


def federation_of(cloud: Platform) -> Federation | None:
    """The deployment's issuer, kept for the life of the process; None if none is named."""
    if WARM not in cloud.warm:
        tokens, settings = federated_tokens(cloud), cloud.settings
        if tokens is None:
            return None
        registration = Registration(
            settings.oidc_audience,
            settings.oidc_redirect_uri,
            lambda: str(cloud.secrets.counterparty(COUNTERPARTY)["client_secret"]),
        )
        addresses = IssuerAddresses(settings.oidc_issuer, fetch, machine_now)
        cloud.warm[WARM] = Federation(tokens, addresses, registration, _post)
    kept: Federation = cloud.warm[WARM]
    return kept


def _post(address: str, headers: Mapping[str, str], form: bytes) -> Document:
    parts = urlsplit(address)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    return CounterpartyHttp(f"{parts.scheme}://{parts.netloc}").send("POST", target, headers, form).document()


def _basic(client_id: str, secret: str) -> str:
    """RFC 6749 §2.3.1: each form-encoded before they are joined."""
    return "Basic " + b64encode(f"{quote_plus(client_id)}:{quote_plus(secret)}".encode()).decode()
