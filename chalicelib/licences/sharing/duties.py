"""A partner's duties in the words of the register of certificate types."""

from collections.abc import Sequence
from datetime import date

from chalicelib.catalogue.registers.model import Registers
from chalicelib.kernel.errors import Pointer
from chalicelib.kernel.text import Text
from chalicelib.licences.consent_terms import certificates_of, faults_of
from chalicelib.licences.sharing.errors import DutiesInvalid
from chalicelib.licences.sharing.model import Duty
from chalicelib.licences.sharing.views import WantedDuty

TWICE = Text("该证照类型已在前面出现", "The type stands there before")


def as_registered(registers: Registers, wanted: Sequence[WantedDuty], today: date) -> tuple[Duty, ...]:
    """The duties with the names of today. Raises `DutiesInvalid` with all that is wrong."""
    codes = [duty.code for duty in wanted]
    faults = [
        Pointer(f"#/duties/{number}/{place}", why)
        for number, duty in enumerate(wanted)
        for place, why in faults_of(registers, duty, today)
    ]
    faults += [Pointer(f"#/duties/{number}/code", TWICE) for number, code in enumerate(codes) if code in codes[:number]]
    if faults:
        raise DutiesInvalid(pointers=faults)
    certificates = certificates_of(registers, wanted, today)
    return tuple(
        Duty(certificate=certificate, basis=duty.basis) for certificate, duty in zip(certificates, wanted, strict=True)
    )
