"""Use cases of windows: register somebody who is there, raise them to L4, bind a mobile to their account."""

from datetime import datetime

from chalicelib.aws.platform import Platform
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.http.access import Caller
from chalicelib.kernel.ids import new_ulid
from chalicelib.parties import store as people
from chalicelib.parties import ways_in
from chalicelib.parties.challenges import Purpose
from chalicelib.parties.clients import service as clients
from chalicelib.parties.clients.model import WEB
from chalicelib.parties.lookup import lookup_keys
from chalicelib.parties.mergers.events import Proof
from chalicelib.parties.model import Account
from chalicelib.parties.proving import Origin, prove_mobile
from chalicelib.parties.service import read_account, save_account, valid_id_number
from chalicelib.parties.windows.documents import DocumentKind
from chalicelib.parties.windows.errors import MobileTaken, NameDiffers, VisitOver
from chalicelib.parties.windows.visits import WindowVisit
from chalicelib.parties.windows.workplaces import AT_WINDOWS, workplace_of


def register(
    cloud: Platform,
    uow: UnitOfWork,
    clerk: Caller,
    *,
    name: str,
    id_number: str,
    document: DocumentKind,
    now: datetime,
) -> Account:
    """The account of the person at the window, seen with their document.

    One that the number is bound to rises to L4. Otherwise a new one without a mobile waits for the population base,
    which is asked afterwards, and rises then. Raises `NotAtAWorkplace`, `WorkplaceElsewhere`, `IdNumberInvalid` or
    `NameDiffers`. Reads whose the number is, and their account.
    """
    workplace = workplace_of(cloud, clerk, AT_WINDOWS)
    number = valid_id_number(id_number, uow).number
    visit = WindowVisit(at=uow.act.at, by=clerk.id, region=workplace.region, document=document)
    holder = ways_in.holder_of_id_number(uow.table, lookup_keys(cloud, "id-number", number))
    if holder:
        account = read_account(uow.table, holder)
        if account.name != name:
            raise NameDiffers
    else:
        account = Account.open(id=new_ulid(now), mobile="", language="zh-CN", act=uow.act)
        account.request_identity_check(name=name, id_number=number, act=uow.act)
    account.note_seen(visit, uow.act)
    save_account(cloud, uow, account)
    return account


def bind_mobile(
    cloud: Platform,
    uow: UnitOfWork,
    clerk: Caller,
    account: Account,
    *,
    answer: tuple[str, str],
    address: str,
    now: datetime,
) -> None:
    """The mobile whose code the person shows signs in to their account from now on (`now`: machine time); sessions from
    before end, and the former mobile is told.

    Raises `NotAtAWorkplace`, `WorkplaceElsewhere`, `VisitOver`, `CodeRefused`, `TooManyTries` or `MobileTaken`.
    """
    workplace_of(cloud, clerk, AT_WINDOWS)
    if account.seen is None or not account.seen.lasts(uow.act.at):
        raise VisitOver
    origin = Origin(clients.client_of(cloud, clerk.client_id) or WEB, address)
    proven = prove_mobile(cloud, uow, answer, purposes={Purpose.BINDING}, origin=origin, now=now)
    if proven.holder is not None:
        raise MobileTaken
    former = lookup_keys(cloud, "mobile", account.mobile) if account.mobile else ()
    account.take_over(proven.challenge.mobile, "", Proof.WINDOW, new_ulid(now), uow.act)
    people.save_rebound(uow, account, proven.mobile_keys, former, MobileTaken())
