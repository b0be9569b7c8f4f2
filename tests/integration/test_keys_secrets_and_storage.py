"""Keys in KMS, secrets and objects, against AWS as moto has it."""

import base64
import hashlib
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest

from chalicelib.aws import platform as platform_module
from chalicelib.aws.keys import SigningKey
from chalicelib.aws.objects import DOWNLOAD_SECONDS, UPLOAD_SECONDS, Objects
from chalicelib.aws.secret_store import Secrets
from chalicelib.http.tokens import Tokens
from tests.support.dynamo import REGION
from tests.support.probes import OWNER


def test_a_token_signed_by_kms_is_verified_without_it(aws: None) -> None:
    client = boto3.client("kms", region_name=REGION)
    key_id = client.create_key(KeyUsage="SIGN_VERIFY", KeySpec="ECC_NIST_P256")["KeyMetadata"]["Arn"]
    tokens = Tokens(SigningKey(client, key_id), "https://api.test")
    token = tokens.issue(OWNER, datetime.now(UTC))
    assert Tokens(SigningKey(client, key_id), "https://api.test").verify(token) == OWNER
    assert tokens.key_id == key_id.rpartition("/")[2]


def test_a_key_of_another_kind_is_refused(aws: None) -> None:
    client = boto3.client("kms", region_name=REGION)
    key_id = client.create_key(KeyUsage="SIGN_VERIFY", KeySpec="RSA_2048")["KeyMetadata"]["KeyId"]
    with pytest.raises(TypeError, match="no elliptic-curve key"):
        _ = SigningKey(client, key_id).public_key


@pytest.fixture
def secrets(aws: None) -> Secrets:
    client = boto3.client("secretsmanager", region_name=REGION)
    for name, text in (("ours", "key material"), ("theirs", '{"sms": {"client_id": "us"}}')):
        if name not in [it["Name"] for it in client.list_secrets()["SecretList"]]:
            client.create_secret(Name=name, SecretString=text)
    return Secrets(client, internal_id="ours", counterparty_id="theirs")


def test_a_keyed_hash_is_one_for_each_purpose(secrets: Secrets) -> None:
    hashes = {secrets.keyed_hash(purpose, text) for purpose in ("mobile", "code") for text in ("1", "2")}
    assert len(hashes) == 4
    assert secrets.keyed_hash("mobile", "1") in hashes
    assert {len(one) for one in hashes} == {32}


def test_what_a_counterparty_gave_us_is_found_by_its_name(secrets: Secrets) -> None:
    assert secrets.counterparty("sms") == {"client_id": "us"}
    with pytest.raises(KeyError):
        secrets.counterparty("nobody")


@pytest.fixture
def bucket(aws: None) -> Objects:
    client = boto3.client(
        "s3", region_name=REGION, config=platform_module.CLIENT_CONFIG.merge(platform_module.ADDRESSING)
    )
    if not client.list_buckets()["Buckets"]:
        client.create_bucket(Bucket="materials", CreateBucketConfiguration={"LocationConstraint": REGION})
    return Objects(client, "materials")


def test_what_was_written_is_read_back_with_its_type(bucket: Objects) -> None:
    assert not bucket.exists("a/回执.pdf")
    for _ in range(2):
        bucket.write("a/回执.pdf", b"%PDF", media_type="application/pdf")
    body, stored = bucket.read("a/回执.pdf")
    assert (body, stored.size, stored.media_type) == (b"%PDF", 4, "application/pdf")
    assert bucket.exists("a/回执.pdf")


def test_permission_to_upload_is_for_exactly_what_was_declared(bucket: Objects) -> None:
    sha256 = base64.b64encode(hashlib.sha256(b"photo").digest()).decode()
    permission = bucket.permit_upload("case/photo", size=5, media_type="image/jpeg", sha256_base64=sha256)
    query = parse_qs(urlsplit(permission.url).query)
    signed = set(query["X-Amz-SignedHeaders"][0].split(";"))
    assert signed == {"host", "content-length", "content-type", "x-amz-checksum-sha256"}
    assert query["X-Amz-Expires"] == [str(UPLOAD_SECONDS)]
    assert permission.headers == {"Content-Type": "image/jpeg", "x-amz-checksum-sha256": sha256}


def test_permission_to_download_is_short_and_names_the_file(bucket: Objects) -> None:
    query = parse_qs(urlsplit(bucket.permit_download("case/x", filename='回执 "1"\r\n.pdf')).query)
    assert query["X-Amz-Expires"] == [str(DOWNLOAD_SECONDS)]
    (disposition,) = query["response-content-disposition"]
    assert disposition.startswith("inline; filename*=UTF-8''%E5%9B%9E%E6%89%A7")
    assert not set(disposition.partition("''")[2]) & set(' "\r\n')


def test_what_is_stored_once_stays(bucket: Objects) -> None:
    assert bucket.write_once("documents/1.pdf", b"the first", media_type="application/pdf")
    assert not bucket.write_once("documents/1.pdf", b"another", media_type="application/pdf")
    assert bucket.read("documents/1.pdf")[0] == b"the first"


def test_a_file_that_is_stored_once_stays_and_comes_piece_by_piece(bucket: Objects, tmp_path: Path) -> None:
    body = bytes(range(256)) * 8192 + b"end"
    first, another = tmp_path / "first", tmp_path / "another"
    first.write_bytes(body)
    another.write_bytes(b"another")
    sha256 = hashlib.sha256(body).hexdigest()
    assert bucket.write_file_once("archives/1.zip", first, media_type="application/zip", sha256=sha256)
    other = hashlib.sha256(b"another").hexdigest()
    assert not bucket.write_file_once("archives/1.zip", another, media_type="application/zip", sha256=other)
    pieces = list(bucket.pieces("archives/1.zip"))
    assert len(pieces) > 1 and b"".join(pieces) == body
