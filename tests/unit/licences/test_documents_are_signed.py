"""The signature as independent tools judge it: pdfsig of poppler, qpdf, and pyHanko's own validation of the chain."""

import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from chalicelib.aws.counterparty_http import Unavailable
from chalicelib.cases import service as cases
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.licences import rendering, signing
from chalicelib.licences.authority import certificate_chain
from chalicelib.licences.request import Kind
from chalicelib.licences.timestamps import WARM, timestamps_of
from chalicelib.workflow.issue_document import issue
from tests.support.applications import decided
from tests.support.documents import decision
from tests.support.platform import FakePlatform, FakeSigningKey
from tests.support.trust import SIGNATORY, authority

needs_poppler = pytest.mark.skipif(shutil.which("pdfsig") is None, reason="poppler is not installed")
needs_qpdf = pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")


@pytest.fixture
def signed(cloud: FakePlatform) -> bytes:
    return sign(cloud)


def sign(cloud: FakePlatform) -> bytes:
    return signing.sign(
        rendering.render_decision_document(decision()),
        key=cloud.licence_key,
        chain=certificate_chain(cloud),
        timestamps=timestamps_of(cloud),
        reason="准予换发机动车驾驶证决定书",
    )


def said_by(*command: str, pdf: bytes, folder: Path) -> str:
    path = folder / "document.pdf"
    path.write_bytes(pdf)
    return subprocess.run([*command, path], capture_output=True, check=False, text=True).stdout


def trusted() -> ValidationContext:
    ((_, _, der),) = pem.unarmor(authority().root.encode(), multiple=True)
    return ValidationContext(trust_roots=[x509.Certificate.load(der)])


@needs_poppler
def test_pdfsig_finds_one_valid_pades_signature_of_the_whole_document(signed: bytes, tmp_path: Path) -> None:
    told = said_by("pdfsig", "-nocert", pdf=signed, folder=tmp_path)
    assert "Signature is Valid." in told and "Total document signed" in told
    assert "ETSI.CAdES.detached" in told and f"CN={SIGNATORY}" in told and "SHA-256" in told
    assert told.count("Signature #") == 1


@needs_poppler
@pytest.mark.parametrize("share", [0.1, 0.5, 0.999])
def test_pdfsig_reports_one_altered_byte(signed: bytes, share: float, tmp_path: Path) -> None:
    place = int(len(rendering.render_decision_document(decision())) * share)
    altered = signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :]
    assert "Signature is Valid." not in said_by("pdfsig", "-nocert", pdf=altered, folder=tmp_path)


@needs_qpdf
def test_qpdf_finds_no_fault(signed: bytes, tmp_path: Path) -> None:
    told = said_by("qpdf", "--check", pdf=signed, folder=tmp_path)
    assert "No syntax or stream encoding errors found" in told


def test_chain_and_timestamp_lead_to_the_authorities_root(signed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "signed.pdf"
    path.write_bytes(signed)
    with path.open("rb") as file:
        (signature,) = PdfFileReader(file).embedded_signatures
        status = validate_pdf_signature(signature, signer_validation_context=trusted(), ts_validation_context=trusted())
    assert (status.bottom_line, status.trusted, status.timestamp_validity.trusted) == (True, True, True)
    assert status.docmdp_ok and signature.docmdp_level is not None


def test_it_remains_pdf_a_2b(signed: bytes, tmp_path: Path) -> None:
    """What PDF/A asks of signed files: markers and both metadata as before, no appearance without fonts, printable."""
    path = tmp_path / "signed.pdf"
    path.write_bytes(signed)
    with pikepdf.open(path) as pdf:
        metadata, docinfo = pdf.Root.Metadata.read_bytes(), pdf.docinfo
        (field,) = pdf.Root.AcroForm.Fields
        assert b"<pdfaid:part>2</pdfaid:part>" in metadata and b"<pdfaid:conformance>B</pdfaid:conformance>" in metadata
        assert str(docinfo.Creator).encode() in metadata
        assert [int(side) for side in field.Rect] == [0, 0, 0, 0] and int(field.F) & 4
        assert "/OutputIntents" in pdf.Root


def test_the_typesetters_bytes_stay_as_they_were(signed: bytes) -> None:
    assert signed.startswith(rendering.render_decision_document(decision()))


def test_a_key_without_the_certificate_is_found_out(cloud: FakePlatform, tmp_path: Path) -> None:
    cloud.licence_key = FakeSigningKey()
    path = tmp_path / "signed.pdf"
    path.write_bytes(sign(cloud))
    with path.open("rb") as file:
        (signature,) = PdfFileReader(file).embedded_signatures
        assert not validate_pdf_signature(signature, signer_validation_context=trusted()).bottom_line


def test_without_a_timestamp_nothing_is_stored_and_a_repetition_signs(cloud: FakePlatform) -> None:
    case, timestamps = decided(cloud), cloud.warm[WARM]
    timestamps.is_there = False
    with pytest.raises(Unavailable):
        issue(cloud, case.id, Kind.DECISION)
    assert cloud.documents.contents == {}
    assert not [pk for pk, _ in cloud.table.rows if pk.startswith("LICENCE#")]
    timestamps.is_there = True
    issue(cloud, case.id, Kind.DECISION)
    assert Kind.DECISION in cases.load_case(cloud.table, case.id).documents


def test_a_timestamp_of_something_else_is_not_taken(cloud: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> None:
    stamped: list[bytes] = []
    honest = cloud.warm[WARM].stamp

    def mixed_up(query: bytes) -> bytes:
        stamped.append(honest(query))
        return stamped[0]

    monkeypatch.setattr(cloud.warm[WARM], "stamp", mixed_up)
    sign(cloud)
    with pytest.raises(Unavailable):
        sign(cloud)


def test_the_first_signed_document_stays_and_the_certificate_has_its_hash(cloud: FakePlatform) -> None:
    case, key = decided(cloud), "documents/{}/decision.pdf"
    first = sign(cloud)
    cloud.documents.write(key.format(case.id), first, media_type="application/pdf")
    issue(cloud, case.id, Kind.DECISION)
    stored, _ = cloud.documents.contents[key.format(case.id)]
    assert stored == first
    assert cases.load_case(cloud.table, case.id).documents[Kind.DECISION].sha256 == sha256_hex(first)


def test_two_signatures_are_never_alike(cloud: FakePlatform) -> None:
    assert sign(cloud) != sign(cloud)
