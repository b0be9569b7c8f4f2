"""Certificates by sharing."""

from datetime import timedelta

import pytest

from chalicelib.aws.counterparty_http import Refused, SignedClient, Unavailable
from chalicelib.kernel.identity_numbers import HolderType
from chalicelib.materials.licence_base import Certificate
from chalicelib.materials.trust import TrustGrade
from infra.sandbox.people import PEOPLE
from tests.unit.adapters.world import World, now

MEDICAL, LICENCE = "DRIVER_MEDICAL_CERTIFICATE", "DRIVING_LICENCE"
WANG, FU, CHEN = "460105199003072215", "460022197505120012", "469005198811300544"


def query(world: World, holder: str, kind: str, reason: str = "驾驶证期满换证") -> list[Certificate]:
    return world.licence_base.query(holder, HolderType.RESIDENT_ID, kind, reason)


def test_a_valid_medical_certificate_is_shared(world: World) -> None:
    (medical,) = query(world, WANG, MEDICAL)
    assert (medical.type, medical.name, medical.trust_grade) == (MEDICAL, "机动车驾驶人身体条件证明", TrustGrade.A)
    assert medical.valid_from < now().date() < medical.valid_to
    assert (medical.issuer_name, medical.fields["conclusion"]) == ("示例人民医院", "合格")


def test_the_driving_licence_is_near_its_expiry(world: World) -> None:
    (licence,) = query(world, WANG, LICENCE)
    assert licence.valid_to - now().date() <= timedelta(days=90)
    assert licence.fields["vehicle_class"] == "C1"


@pytest.mark.parametrize("holder", [FU, CHEN, "460101200101010017"])
def test_nobody_is_given_what_is_missing_or_has_run_out(world: World, holder: str) -> None:
    assert query(world, holder, MEDICAL) == []


def test_each_certificate_has_a_number_of_its_own(world: World) -> None:
    holders = [(person.id_number, kind) for person in PEOPLE for kind in (MEDICAL, LICENCE)]
    shared = [one.id for holder, kind in holders for one in query(world, holder, kind)]
    assert len(set(shared)) == len(shared)
    assert all(one.startswith("1.2.156.3005.2.") for one in shared)


@pytest.mark.parametrize("reason", ["", "   "])
def test_no_sharing_without_a_reason(world: World, reason: str) -> None:
    with pytest.raises(Refused) as refusal:
        query(world, WANG, MEDICAL, reason)
    assert (refusal.value.status, refusal.value.code) == (400, "USE_REASON_MISSING")


def test_the_panel_can_issue_one(world: World) -> None:
    today = now().date()
    world.ask(
        "POST",
        "/panel/licences",
        {
            "certificate_type": MEDICAL,
            "holder_code": FU,
            "valid_from": str(today - timedelta(days=1)),
            "valid_to": str(today + timedelta(days=9)),
            "trust_grade": "B",
        },
        status=201,
    )
    assert [one.trust_grade for one in query(world, FU, MEDICAL)] == [TrustGrade.B]
    world.ask("POST", "/panel/licences", {"certificate_type": "DIPLOMA", "holder_code": FU}, status=400)


def test_an_unavailable_base_is_said_to_be_so(world: World) -> None:
    world.fault("licence_base", unavailable=True)
    with pytest.raises(Unavailable):
        query(world, WANG, MEDICAL)


@pytest.mark.parametrize("answer", [{}, {"certificates": 1}, {"certificates": [{}]}, {"certificates": ["x"]}])
def test_an_answer_of_another_form_is_no_answer(
    world: World, answer: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SignedClient, "call", lambda *_: answer)
    with pytest.raises(Unavailable):
        query(world, WANG, MEDICAL)
