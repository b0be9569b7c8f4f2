"""How attempts are kept: `FEDERATED#<hash>`/`USED`, once somebody has signed in with one, until it would be over."""

from chalicelib.aws.rows import Row
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.parties.federation.attempts import LIFETIME, Attempt
from chalicelib.parties.federation.errors import AttemptRefused


def use_up(uow: UnitOfWork, attempt: Attempt) -> None:
    """`AttemptRefused` on commit when it was used before."""
    row: Row = {
        "pk": f"FEDERATED#{attempt.fingerprint}",
        "sk": "USED",
        "expires_at": int((attempt.begun_at + 2 * LIFETIME).timestamp()),
    }
    uow.put(row, new=True, refusal=lambda _: AttemptRefused())
