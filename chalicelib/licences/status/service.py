"""Places in status lists, and the signed lists."""

from itertools import count

from chalicelib.aws.machine_time import machine_now
from chalicelib.aws.platform import Platform
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork, transact
from chalicelib.kernel.events import Act
from chalicelib.licences.authority import encoded, issuer, signed_token
from chalicelib.licences.errors import StatusListUnknown
from chalicelib.licences.status import store
from chalicelib.licences.status.model import BITS, Place, packed

TYPE = "statuslist+jwt"
MEDIA_TYPE = "application/statuslist+jwt"
FRESH_SECONDS = 300
"""How long a copy may be relied on by caches."""
TTL_SECONDS = 43_200
"""How long whoever verifies offline should rely on a copy."""


def place_for(cloud: Platform, act: Act, licence_id: str, *, month: str) -> Place:
    """The place of a licence that is about to be issued, in the lists of `month` (`202603`): the same whenever it is
    asked for. Commits; where there is no list yet, it is signed and published.
    """
    for attempt in count():
        place = Place.drawn(month, cloud.secrets.keyed_hash("status-place", f"{licence_id}#{attempt}"))
        if _is_taken(cloud, act, place, licence_id):
            break
    if store.token_row(cloud.table, place.list_id) is None:
        publish(cloud, act, place.list_id)
    return place


def publish(cloud: Platform, act: Act, list_id: str) -> None:
    """Sign the list as it is now, and commit. Two that do so at once end with the newer one."""

    def use_case(uow: UnitOfWork) -> None:
        standing = store.token_row(cloud.table, list_id)
        store.save_token(uow, list_id, _token(cloud, list_id), standing)

    transact(cloud.table, act, use_case)


def published(table: Table, list_id: str) -> str:
    """The signed list. Raises `StatusListUnknown`. One round trip."""
    row = store.token_row(table, list_id)
    if row is None:
        raise StatusListUnknown
    return str(row["body"])


def status_uri(cloud: Platform, place: Place) -> str:
    """Where the list is published."""
    return f"{issuer(cloud)}/v1/status-lists/{place.list_id}"


def _token(cloud: Platform, list_id: str) -> str:
    place = packed(store.statuses(cloud.table, list_id))
    claims = {
        "iss": issuer(cloud),
        "sub": f"{issuer(cloud)}/v1/status-lists/{list_id}",
        "iat": int(machine_now().timestamp()),
        "ttl": TTL_SECONDS,
        "status_list": {"bits": BITS, "lst": encoded(place)},
    }
    return signed_token(cloud, TYPE, claims)


def _is_taken(cloud: Platform, act: Act, place: Place, licence_id: str) -> bool:
    """Take the place; False where it is another licence's."""
    uow = UnitOfWork(cloud.table, act)
    store.take(uow, place, licence_id)
    try:
        uow.commit()
    except store.TakenAlready:
        return True
    except store.PlaceTaken:
        return False
    return True
