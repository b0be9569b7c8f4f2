"""The signature on a PDF (PAdES, ETSI EN 319 142-1): read from the bytes, judged with the issuer's published keys."""

import hashlib
import re
from datetime import datetime

from asn1crypto import cms, tsp
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512

from infra.tools.verify_licence.tokens import Keys
from infra.tools.verify_licence.verdict import Genuine, NotGenuine, Outcome, Reference

RANGES = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")
CONTACT = re.compile(rb"/ContactInfo\s*\(((?:[^()\\]|\\.)*)\)")
OCTAL = re.compile(r"\\([0-7]{3})")
HASHES = {"sha256": SHA256(), "sha384": SHA384(), "sha512": SHA512()}
Signed = cms.SignedData
Signer = cms.SignerInfo


def document(body: bytes, keys: Keys, roots: list[x509.Certificate]) -> Genuine:
    """A signed PDF. `roots` are trusted certificate authorities; without any, the published keys alone decide.

    Raises `NotGenuine` for one that is not signed whole, by a published key, as it is.
    """
    before, contents, after = _parts(body)
    try:
        signed: Signed = cms.ContentInfo.load(bytes.fromhex(contents.decode()))["content"]
        (signer,) = signed["signer_infos"]
        certificate = _certificate(signed, signer)
        digest = hashlib.sha256(before + after).digest()
        if _attribute(signer["signed_attrs"], "message_digest").native != digest:
            raise NotGenuine(Outcome.ALTERED, "the document is not the one that was signed")
        _verify(certificate.public_key(), signer)
        stamped_at = _stamped_at(signer, roots)
    except (ValueError, TypeError, KeyError) as error:
        raise NotGenuine(Outcome.ALTERED, f"the signature cannot be read: {type(error).__name__}") from error
    _require_ours(certificate, keys, roots)
    organisation = certificate.subject.rfc4514_string()
    return Genuine(
        facts={"signed_by": organisation, "signed_at": stamped_at.isoformat()}, status=_reference(before + after)
    )


def _parts(body: bytes) -> tuple[bytes, bytes, bytes]:
    """What stands before the signature, its hexadecimal digits, what stands after it: together the whole file."""
    found = RANGES.findall(body)
    if not found:
        raise NotGenuine(Outcome.FORGED, "it is not signed")
    start, length, second, rest = (int(number) for number in found[-1])
    if len(found) != 1 or start != 0 or second + rest != len(body) or not 0 < length < second:
        raise NotGenuine(Outcome.ALTERED, "something was added after it was signed")
    contents = body[length:second]
    if contents[:1] + contents[-1:] != b"<>":
        raise NotGenuine(Outcome.ALTERED, "the signature is not where it should be")
    return body[:length], contents[1:-1], body[second:]


def _require_ours(certificate: x509.Certificate, keys: Keys, roots: list[x509.Certificate]) -> None:
    key = certificate.public_key()
    numbers = key.public_numbers() if isinstance(key, ec.EllipticCurvePublicKey) else None
    if numbers is None or not keys.hold(numbers.x, numbers.y):
        raise NotGenuine(Outcome.FORGED, "it is signed with a key that the issuer does not publish")
    _require_trusted(certificate, roots)


def _require_trusted(certificate: x509.Certificate, roots: list[x509.Certificate]) -> None:
    if roots and not any(_issued(certificate, root) for root in roots):
        raise NotGenuine(Outcome.FORGED, "none of the trusted authorities has issued its certificate")


def _issued(certificate: x509.Certificate, root: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(root)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def _verify(key: object, signer: Signer) -> None:
    """The signature over the signed attributes (RFC 5652 §5.4)."""
    message = signer["signed_attrs"].untag().dump(force=True)
    signature, algorithm = signer["signature"].native, HASHES[signer["digest_algorithm"]["algorithm"].native]
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, message, ec.ECDSA(algorithm))
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, message, padding.PKCS1v15(), algorithm)
        else:
            raise NotGenuine(Outcome.FORGED, "it is signed with a kind of key that is not expected")
    except InvalidSignature as error:
        raise NotGenuine(Outcome.ALTERED, "its signature does not fit") from error


def _stamped_at(signer: Signer, roots: list[x509.Certificate]) -> datetime:
    """The moment that the timestamp authority confirms (RFC 3161)."""
    token: Signed = _attribute(signer["unsigned_attrs"], "signature_time_stamp_token")["content"]
    (stamper,) = token["signer_infos"]
    content = token["encap_content_info"]["content"]
    told: tsp.TSTInfo = content.parsed
    certificate = _certificate(token, stamper)
    imprint = told["message_imprint"]["hashed_message"].native
    of_content = _attribute(stamper["signed_attrs"], "message_digest").native
    if imprint != hashlib.sha256(signer["signature"].native).digest():
        raise NotGenuine(Outcome.ALTERED, "the timestamp is of another signature")
    if of_content != hashlib.new(stamper["digest_algorithm"]["algorithm"].native, bytes(content)).digest():
        raise NotGenuine(Outcome.ALTERED, "the timestamp was altered")
    _verify(certificate.public_key(), stamper)
    _require_trusted(certificate, roots)
    moment: datetime = told["gen_time"].native
    return moment


def _certificate(signed: Signed, signer: Signer) -> x509.Certificate:
    """The certificate that the signer names."""
    named = signer["sid"].chosen
    for choice in signed["certificates"]:
        held = choice.chosen
        if (held.serial_number, held.issuer) == (named["serial_number"].native, named["issuer"]):
            return x509.load_der_x509_certificate(held.dump())
    raise NotGenuine(Outcome.ALTERED, "the signer's certificate is missing")


def _attribute(attributes: cms.CMSAttributes, name: str) -> cms.CMSAttribute:
    for attribute in attributes:
        if attribute["type"].native == name:
            return attribute["values"][0]
    raise NotGenuine(Outcome.ALTERED, f"the signature lacks {name}")


def _reference(signed: bytes) -> Reference | None:
    """Where the status is published, from the dictionary of the signature, which is itself signed."""
    found = CONTACT.search(signed)
    if found is None:
        return None
    uri, _, index = OCTAL.sub(lambda it: chr(int(it[1], 8)), found[1].decode("ascii")).partition("#")
    return Reference(uri, int(index))
