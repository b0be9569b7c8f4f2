"""The electronic signature on a document: PAdES with a timestamp (ETSI EN 319 142-1, level B-T).

Only the issuing function imports this module: pyHanko lies in its layer. The private key is asked of KMS for one
signature a document; nothing may be changed in the file afterwards (certification, DocMDP level 1).
"""

import io
from collections.abc import Sequence

from asn1crypto import cms, pem, tsp, x509
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from chalicelib.aws.counterparty_http import Unavailable
from chalicelib.aws.keys import P256_BYTES, LicenceKey
from chalicelib.licences.timestamps import TimestampAuthority

DIGEST = "sha256"
FIELD = "AuthoritySignature"
LONGEST_SIGNATURE = 72
"""Bytes of an ECDSA signature over P-256 in DER, at most."""
SPACE_BYTES = 32768
"""Room in the file for signature, certificates and timestamp."""


class _SameMetadata(IncrementalPdfFileWriter):
    """Adds the signature and leaves what the typesetter says of the file as it is: PDF/A demands that its two places
    agree.
    """

    def _update_meta(self) -> None:
        pass


class _KmsSigner(Signer):
    """Signs with the key in KMS."""

    def __init__(self, key: LicenceKey, chain: Sequence[x509.Certificate]) -> None:
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register_multiple(chain[1:])
        algorithm = cms.SignedDigestAlgorithm({"algorithm": f"{DIGEST}_ecdsa"})
        super().__init__(signing_cert=chain[0], cert_registry=store, signature_mechanism=algorithm)
        self._key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if dry_run:
            return bytes(LONGEST_SIGNATURE)
        signature = self._key.sign(data)
        parts = signature[:P256_BYTES], signature[P256_BYTES:]
        return encode_dss_signature(*(int.from_bytes(part) for part in parts))


class _Timestamps(TimeStamper):
    """Asks the authority; what it answers has to be about what was asked."""

    def __init__(self, authority: TimestampAuthority) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._authority = authority

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        answer = tsp.TimeStampResp.load(self._authority.stamp(req.dump()))
        try:
            stamped = answer["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed["message_imprint"]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Unavailable("the answer is no timestamp") from error
        if stamped.dump() != req["message_imprint"].dump():
            raise Unavailable("the timestamp is of something else")
        return answer


def sign(
    body: bytes, *, key: LicenceKey, chain: str, timestamps: TimestampAuthority, reason: str, contact: str = ""
) -> bytes:
    """The PDF `body`, signed. `chain` holds the key's certificate and those above it, PEM; `contact` says where its
    status is published, `<list>#<index>`.

    Raises Unavailable when there is no timestamp: a document is never left unsigned or without one. One AWS call.
    """
    signer = _KmsSigner(key, [x509.Certificate.load(der) for _, _, der in pem.unarmor(chain.encode(), multiple=True)])
    wanted = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
        reason=reason,
        contact_info=contact or None,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    signing = PdfSigner(
        wanted, signer, timestamper=_Timestamps(timestamps), new_field_spec=SigFieldSpec(sig_field_name=FIELD)
    )
    target = io.BytesIO()
    signing.sign_pdf(_SameMetadata(io.BytesIO(body)), output=target, bytes_reserved=SPACE_BYTES)
    return target.getvalue()
