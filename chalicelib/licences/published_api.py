"""What whoever verifies without asking about one document needs: our public key, and the status lists."""

from pydantic import Field

from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import public
from chalicelib.http.shapes import Shape
from chalicelib.kernel.text import Text
from chalicelib.licences.api import licences_area
from chalicelib.licences.authority import issuer, published_key
from chalicelib.licences.errors import SigningKeysMissing, StatusListUnknown
from chalicelib.licences.status import service

VERIFIERS = public("whoever verifies licences by themselves needs what is published for it")


class LicenceKey(Shape):
    """A JSON Web Key (RFC 7517) with its certificates."""

    kty: str
    crv: str
    x: str
    y: str
    kid: str
    use: str
    alg: str
    x5c: list[str] = Field(description="Certificates, the key's own first (DER, base64).")


class LicenceKeySet(Shape):
    """A JWK set."""

    keys: list[LicenceKey]


class IssuerView(Shape):
    """Who signs licences, with which keys (the metadata of an SD-JWT VC issuer)."""

    issuer: str
    jwks: LicenceKeySet


@licences_area.get(
    "/v1/licence-issuer",
    access=VERIFIERS,
    summary=Text("证照签发公钥", "Keys that licences are signed with"),
    refusals=(SigningKeysMissing,),
)
def read_issuer(call: Call) -> Reply[IssuerView]:
    """Verifies signatures on documents, machine-readable licences and status lists."""
    key = LicenceKey.model_validate(published_key(call.platform))
    return Reply(IssuerView(issuer=issuer(call.platform), jwks=LicenceKeySet(keys=[key])))


@licences_area.get(
    "/v1/status-lists/{list_id}",
    access=VERIFIERS,
    summary=Text("证照状态列表", "A status list"),
    media_type=service.MEDIA_TYPE,
    refusals=(StatusListUnknown,),
)
def read_status_list(call: Call, list_id: str) -> Reply[str]:
    """Which licences of a list do not count now: a signed token (IETF Token Status List), good for caches."""
    token = service.published(call.uow.table, list_id)
    return Reply(token, headers={"Cache-Control": f"public, max-age={service.FRESH_SECONDS}"})
