"""How community lists are kept.

`COMMUNITY-LIST#<id>`: the list, listed by department and region; `LIVE` while it is open, `NAMED#<hash>` for whoever is
on it, `PERSON#<engagement>` a copy of each engagement. `ENGAGEMENT#<id>`: what one person agreed to, listed by that
person.
"""

from collections.abc import Sequence

from chalicelib.aws.history import to_aggregate
from chalicelib.aws.rows import BY_APPLICANT, SNAPSHOT, Key, Page, Row, Value
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.parties.communities.errors import ListClosed, PersonNamedBefore
from chalicelib.parties.communities.model import CommunityList, Engagement

PERSON = "PERSON#"


def lists_pk(department: str, region: str) -> str:
    """The index partition of the lists of a department in a region."""
    return f"COMMUNITY-LISTS#{department}#{region}"


def engagements_pk(person_id: str) -> str:
    """The index partition of what somebody was asked to agree to."""
    return f"ENGAGEMENTS#{person_id}"


def list_pk(list_id: str) -> str:
    """The partition of a list."""
    return f"COMMUNITY-LIST#{list_id}"


def load_list(table: Table, list_id: str) -> CommunityList | None:
    """One round trip."""
    row = table.row(Key(list_pk(list_id), SNAPSHOT))
    return to_aggregate(CommunityList, row) if row else None


def save_list(uow: UnitOfWork, made: CommunityList) -> None:
    """The list, and whether it is open."""
    live = Key(list_pk(made.id), "LIVE")
    if made.closed_at is None:
        uow.put({"pk": live.pk, "sk": live.sk})
    else:
        uow.delete(live)
    index: dict[str, Value] = {"applicant_pk": lists_pk(made.department, made.region), "applicant_sk": made.id}
    uow.save(live.pk, made, indexes=index)


def require_open(uow: UnitOfWork, list_id: str) -> None:
    """Write nothing once the list is closed: `ListClosed` on commit."""
    uow.require(Key(list_pk(list_id), "LIVE"), refusal=lambda _: ListClosed())


def load(table: Table, engagement_id: str) -> Engagement | None:
    """One round trip."""
    row = table.row(Key(f"ENGAGEMENT#{engagement_id}", SNAPSHOT))
    return to_aggregate(Engagement, row) if row else None


def load_several(table: Table, engagement_ids: Sequence[str]) -> list[Engagement]:
    """Those of at most 100 engagements that there are. One round trip."""
    rows = table.rows_at([Key(f"ENGAGEMENT#{one}", SNAPSHOT) for one in engagement_ids])
    return [to_aggregate(Engagement, row) for row in rows]


def save(uow: UnitOfWork, engagement: Engagement) -> None:
    """The engagement, where person and office find it. A new one collides with the same person on the list
    (`PersonNamedBefore`); once it has ended, they can be named again.
    """
    named = Key(list_pk(engagement.list_id), f"NAMED#{engagement.named}")
    if engagement.loaded_version == 0:
        uow.put({"pk": named.pk, "sk": named.sk}, new=True, refusal=lambda _: PersonNamedBefore())
    elif not engagement.stands:
        uow.delete(named)
    index: dict[str, Value] = {}
    if engagement.person_id:
        index = {"applicant_pk": engagements_pk(engagement.person_id), "applicant_sk": engagement.id}
    uow.save(f"ENGAGEMENT#{engagement.id}", engagement, indexes=index)
    copy: Row = {
        "pk": named.pk,
        "sk": f"{PERSON}{engagement.id}",
        "schema": engagement.schema_version,
        "body": engagement.model_dump_json(),
    }
    uow.put(copy, personal=True)


def lists_of(table: Table, department: str, region: str, *, limit: int, after: Row | None) -> Page:
    """The newest first. One round trip; eventually consistent."""
    return table.page(BY_APPLICANT, lists_pk(department, region), limit=limit, after=after, newest_first=True)


def engagements_of(table: Table, person_id: str, *, limit: int, after: Row | None) -> Page:
    """The newest first. One round trip; eventually consistent."""
    return table.page(BY_APPLICANT, engagements_pk(person_id), limit=limit, after=after, newest_first=True)


def people_of(table: Table, list_id: str, *, limit: int, after: Row | None) -> Page:
    """Engagements of a list, as they were proposed. One round trip."""
    return table.stretch(list_pk(list_id), limit=limit, first=PERSON, last=f"{PERSON}~", after=after)


def list_in(row: Row) -> CommunityList:
    """The list that a row holds."""
    return to_aggregate(CommunityList, row)


def engagement_in(row: Row) -> Engagement:
    """The engagement that a row of either list holds."""
    return to_aggregate(Engagement, row)
