"""Timestamps over HTTP (RFC 3161)."""

from base64 import b64decode

import pytest
from asn1crypto import tsp
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from chalicelib.aws.counterparty_http import Refused, Unavailable
from chalicelib.licences.timestamps import TimestampAuthority
from tests.unit.adapters.world import World

DIGEST = b64decode("n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=")
QUERY = tsp.TimeStampReq(
    {
        "version": 1,
        "message_imprint": {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": DIGEST},
        "nonce": 7,
        "cert_req": True,
    }
).dump()


def authority(world: World) -> TimestampAuthority:
    return TimestampAuthority(f"{world.url}/trust/timestamps")


def test_a_digest_is_stamped(world: World) -> None:
    answer = tsp.TimeStampResp.load(authority(world).stamp(QUERY))
    told = answer["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed
    assert answer["status"]["status"].native == "granted"
    assert (told["message_imprint"]["hashed_message"].native, told["nonce"].native) == (DIGEST, 7)


def test_what_is_no_query_is_refused(world: World) -> None:
    with pytest.raises(Refused):
        authority(world).stamp(b"not DER")


def test_an_authority_that_is_away_is_unavailable(world: World) -> None:
    world.fault("trust", unavailable=True)
    with pytest.raises(Unavailable):
        authority(world).stamp(QUERY)


def test_another_kind_of_answer_is_no_timestamp(world: World) -> None:
    with pytest.raises((Unavailable, Refused)):
        TimestampAuthority(f"{world.url}/trust/root").stamp(QUERY)


def test_certificates_are_issued_for_elliptic_curve_keys_alone(world: World) -> None:
    key = generate_private_key(SECP256R1()).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    told = world.ask("POST", "/trust/certificates", {"organisation": "示例", "public_key": key.decode()}, 201)
    assert told["chain"].count("BEGIN CERTIFICATE") == 2
