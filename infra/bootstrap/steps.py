"""The steps that fill a fresh stack, in the order in which they need each other. Each says what it did, or that it is
there already; cut off, the next call goes on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from chalicelib.aws.platform import Platform
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.catalogue.model import ItemContent
from chalicelib.catalogue.registers.service import forget_registers
from chalicelib.kernel.events import SYSTEM, Act
from chalicelib.licences.authority import COUNTERPARTY
from chalicelib.parties import store as parties
from chalicelib.parties.provisioning.service import provision_staff
from chalicelib.parties.staff import StaffEntry
from infra.bootstrap import catalogue, secret_values
from infra.bootstrap.certificate import checked_chain

Say = Callable[[str], object]
FIRST_BATCH = "首批公布事项"


@dataclass(frozen=True)
class Contents:
    """What a stack is to hold in the beginning."""

    staff: Sequence[StaffEntry]
    """The first operator, and whoever else is to be able to sign in."""
    seed: Path = catalogue.SEED
    """A folder with the registers, `calendars/` and the target, as infra/seed is."""
    items: Sequence[ItemContent] = ()
    chain: bytes = b""
    """Certificates of the licence key, PEM; empty where the authority has not issued any yet."""
    counterparties: dict[str, object] = field(default_factory=dict)


def bootstrap(platform: Platform, secrets: object, contents: Contents, say: Say) -> None:
    """Fill the stack; `secrets` is a client of Secrets Manager. Raises `BadInput` or a domain error, before anything is
    written where the fault is in the certificates.
    """
    settings = platform.settings
    for name, secret_id in (("key ring", settings.key_ring_secret_id), ("internal key", settings.internal_secret_id)):
        say(f"{name}: {'made' if secret_values.make_key(secrets, secret_id) else THERE}")
    _credentials(platform, secrets, contents, say)
    say(f"registers: {_told(catalogue.seed_registers(platform, contents.seed), 'entries')}")
    forget_registers(platform)
    say(f"work calendar: {_told(catalogue.seed_calendar(platform, contents.seed), 'years')}")
    say(f"staff: {_told(sum(provisioned(platform, entry) for entry in contents.staff), 'members')}")
    say(f"items: {_told(catalogue.publish_items(platform, contents.items, name=FIRST_BATCH), 'items')}")
    say(f"target: {'set' if catalogue.seed_target(platform, contents.seed) else THERE}")


def provisioned(platform: Platform, entry: StaffEntry) -> bool:
    """Put somebody on the staff list unless they are; whether they were put there. Raises `MobileHeld`."""
    if parties.load_staff(platform.table, entry.id) is not None:
        return False
    uow = UnitOfWork(platform.table, Act(actor=SYSTEM, at=platform.clock.now(), correlation_id="bootstrap"))
    provision_staff(platform, uow, entry, datetime.now(UTC))
    uow.commit()
    return True


def _credentials(platform: Platform, secrets: object, contents: Contents, say: Say) -> None:
    members = dict(contents.counterparties)
    if contents.chain:
        chain = checked_chain(contents.chain, platform.licence_key, datetime.now(UTC))
        members[COUNTERPARTY] = {"chain": chain}
    secret_id = platform.settings.counterparty_secret_id
    changed = secret_values.add_members(secrets, secret_id, members)
    say(f"credentials of counterparties: {'written' if changed else THERE}")
    if COUNTERPARTY not in secret_values.members_of(secrets, secret_id):
        say("signing certificate: missing; documents wait for it (see --certificate-request and --certificate)")


THERE = "there already"


def _told(count: int, what: str) -> str:
    return f"{count} {what}" if count else THERE
