"""What happens when a promise is checked. Codes, ids and dates; what was found and said stands on the snapshot only."""

from chalicelib.kernel.events import Event


class PromiseHeld(Event):
    """The check found nothing wrong, at first or after it was fixed."""

    type = "promise.Held"
    case_id: str
    promise: str
    material: str


class FixDemanded(Event):
    type = "promise.FixDemanded"
    case_id: str
    material: str
    fix_by: str


class BreachFound(Event):
    """Somebody holds it broken; the subject is told, and may object until the end of that day in Hainan."""

    type = "promise.BreachFound"
    case_id: str
    promise: str
    material: str
    objection_until: str


class BreachObjected(Event):
    type = "promise.BreachObjected"
    case_id: str


class BreachRecorded(Event):
    """Somebody other than the finder upheld it. Credit files take it from here: `owner_id` is the account whose it is,
    the authority is `department` in `region`; it stands from `since` to `until`, unless it is repaired.
    """

    type = "promise.BreachRecorded"
    case_id: str
    owner_id: str
    item_code: str
    promise: str
    material: str
    department: str
    region: str
    basis: str
    level: str
    since: str
    until: str
    after_objection: bool


class BreachDismissed(Event):
    type = "promise.BreachDismissed"
    case_id: str


class BreachRepaired(Event):
    type = "promise.BreachRepaired"
    case_id: str
    owner_id: str
