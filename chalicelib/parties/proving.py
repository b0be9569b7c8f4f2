"""Proving a mobile by its code: the one place where codes are compared and wrong ones counted.

What is read is the same whoever holds the mobile, and whether anybody does: the challenge, then in one read who signs
in with it and how many wrong codes there were.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from chalicelib.aws.platform import Platform
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.parties import rations, stored_sessions
from chalicelib.parties.challenges import Challenge, Purpose, one_time_code
from chalicelib.parties.clients.model import Client
from chalicelib.parties.errors import CodeRefused
from chalicelib.parties.lookup import lookup_key, lookup_keys
from chalicelib.parties.principals import Principal
from chalicelib.parties.tries import FREE_OF_A_MOBILE


@dataclass(frozen=True)
class Origin:
    """Where somebody comes from: through which program, from which address, and what the program says of itself."""

    client: Client
    address: str = ""
    device: str = ""

    @property
    def whence(self) -> str:
        """What is counted together. A hall has one address: its terminals are counted apart from what others there do.
        Public clients are counted together, since anybody may name any of them.
        """
        return f"{self.client.id} {self.address}" if self.client.is_confidential else self.address


@dataclass(frozen=True)
class Proven:
    """A mobile whose holder repeated its code, the hashes it is found under, and who signs in with it."""

    challenge: Challenge
    mobile_keys: tuple[str, ...]
    holder: Principal | None


def prove_mobile(
    cloud: Platform,
    uow: UnitOfWork,
    answer: tuple[str, str],
    *,
    purposes: AbstractSet[Purpose],
    origin: Origin,
    now: datetime,
    mobile: str | None = None,
) -> Proven:
    """`answer` is a challenge's id and the code for it, which is used up within `uow`; where it is known which `mobile`
    it has to be, no other's challenge is touched. Two round trips.

    Raises `CodeRefused` for whatever is wrong with it; a wrong code has been counted then, in a transaction of its own.
    Raises `TooManyTries` while one has to wait; nothing is compared or counted then. `Overtaken` is to be tried anew.
    The right code makes what was wrong for the mobile forgotten, not for the address: who guesses at others' mobiles
    could otherwise wipe the slate with their own.
    """
    challenge_id, code = answer
    challenge = stored_sessions.load_challenge(cloud.table, challenge_id)
    if challenge is None or challenge.purpose not in purposes or not challenge.is_open(now):
        raise CodeRefused
    if mobile is not None and challenge.mobile != mobile:
        raise CodeRefused
    mobile_keys = lookup_keys(cloud, "mobile", challenge.mobile)
    counted = {
        lookup_key(cloud, "tries-of-mobile", challenge.mobile): FREE_OF_A_MOBILE,
        lookup_key(cloud, "tries-of-address", origin.whence): origin.client.limits.codes_per_hour,
    }
    holder, tries = rations.load_holder_and_tries(cloud.table, mobile_keys, list(counted))
    for key, free in counted.items():
        tries[key].require_patience(free, now)
    right = challenge.try_code(code, one_time_code(cloud.secrets, challenge_id), now=now, act=uow.act)
    if right:
        stored_sessions.save_challenge(uow, challenge)
        of_the_mobile = next(iter(counted))
        if tries[of_the_mobile].wrong:
            rations.forget_tries(uow, of_the_mobile)
        return Proven(challenge, mobile_keys, holder)
    counting = UnitOfWork(uow.table, uow.act)
    stored_sessions.save_challenge(counting, challenge)
    for key, so_far in tries.items():
        rations.save_tries(counting, key, so_far.one_more(now), now)
    counting.commit()
    raise CodeRefused
