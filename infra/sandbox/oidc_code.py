"""The sandbox issuer's authorization code flow: the page where somebody chooses who they are, and the token endpoint.

Nobody types a password here: `login_hint` says who signs in, an ID number of a known person or `staff:<number>:<name>`;
without it the page lists the people.
"""

import base64
import binascii
import hashlib
import html
import secrets
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_plus, urlencode

from werkzeug import Request, Response

from infra.sandbox.errors import Refusal
from infra.sandbox.state import Document, State
from infra.sandbox.wire import Reply

CODE_SECONDS = 60
NEEDED = ("client_id", "redirect_uri", "state", "nonce", "code_challenge")
STAFF_HINT_PARTS = 3
Claims = Callable[[str, Document], Document]


class AddressReply(Reply):
    def response(self) -> Response:
        return Response(status=302, headers={"Location": self.document})


class PageReply(Reply):
    def response(self) -> Response:
        return Response(self.document, content_type="text/html; charset=utf-8")


class CodeFlow:
    """`mint` makes an ID token of an issuer for what is asked; `now` tells seconds."""

    def __init__(self, state: State, client_id: str, secret: str, mint: Claims, now: Callable[[], int]) -> None:
        self._state, self._mint, self._now = state, mint, now
        self._client_id, self._secret = client_id, secret

    def authorize(self, request: Request) -> Reply:
        """To the client with a code for whom `login_hint` names; without one, the page to choose."""
        asked = {name: request.args.get(name, "") for name in NEEDED}
        missing = [name for name, value in asked.items() if not value]
        if missing or asked["client_id"] != self._client_id or request.args.get("code_challenge_method") != "S256":
            raise Refusal(400, "PARAM_ERROR", f"an unknown client, no S256, or without {', '.join(missing)}")
        hint = request.args.get("login_hint", "")
        if not hint:
            return PageReply(self._page(request))
        code = secrets.token_urlsafe(24)
        who = {"acr": request.args.get("acr_values", "L2"), **_who(hint)}
        record = {"code": code, "who": who, "until": self._now() + CODE_SECONDS, **asked}
        self._state.put("oidc_code", code, record)
        separator = "&" if "?" in asked["redirect_uri"] else "?"
        query = urlencode({"code": code, "state": asked["state"]})
        return AddressReply(f"{asked['redirect_uri']}{separator}{query}", effect="code")

    def token(self, request: Request, issuer: str) -> Reply:
        """An ID token for a code, once, for the client and the verifier that it was asked for with."""
        if not self._is_our_client(request.headers.get("Authorization", "")):
            return Reply({"error": "invalid_client"}, 401)
        form, record = request.form, self._state.get("oidc_code", request.form.get("code", "")) or {}
        self._state.remove("oidc_code", form.get("code", ""))
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        fits = (
            form.get("grant_type") == "authorization_code"
            and form.get("redirect_uri") == record.get("redirect_uri")
            and challenge == record.get("code_challenge")
        )
        if not fits or self._now() >= record["until"]:
            return Reply({"error": "invalid_grant"}, 400)
        minted = self._mint(issuer, {**record["who"], "claims": {"nonce": record["nonce"]}})
        told = {"access_token": secrets.token_urlsafe(24), "token_type": "Bearer", "expires_in": 300}
        return Reply({**told, "id_token": minted["token"]}, effect="token")

    def _is_our_client(self, authorization: str) -> bool:
        try:
            shown = base64.b64decode(authorization.removeprefix("Basic "), validate=True).decode()
        except (binascii.Error, ValueError):
            return False
        client_id, _, secret = shown.partition(":")
        return (unquote_plus(client_id), unquote_plus(secret)) == (self._client_id, self._secret)

    def _page(self, request: Request) -> str:
        people: list[dict[str, Any]] = self._state.all("person")
        query = request.query_string.decode()
        links = "".join(
            f'<li><a href="?{html.escape(query)}&amp;acr_values=L3&amp;login_hint={person["id_number"]}">'
            f"{html.escape(person['name'])}</a></li>"
            for person in people
        )
        title = "统一身份认证（模拟）"
        return f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{title}</title><ul>{links}</ul>'


def _who(hint: str) -> Document:
    """What `Oidc.mint` is asked for. Raises Refusal."""
    if not hint.startswith("staff:"):
        return {"id_number": hint}
    parts = hint.split(":", STAFF_HINT_PARTS - 1)
    if len(parts) < STAFF_HINT_PARTS:
        raise Refusal(400, "PARAM_ERROR", "login_hint: an ID number, or staff:<number>:<name>")
    return {"staff_number": parts[1], "name": parts[2]}
