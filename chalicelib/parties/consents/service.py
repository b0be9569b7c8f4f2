"""Use cases of consents: preview, give, read, list, withdraw, and use once."""

from chalicelib.aws.rows import Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.kernel.ids import new_ulid
from chalicelib.kernel.instants import shanghai_date
from chalicelib.parties.consents import store
from chalicelib.parties.consents.errors import ConsentTextDiffers, ConsentUnknown
from chalicelib.parties.consents.model import Consent
from chalicelib.parties.consents.terms import ConsentTerms, ConsentText, Extent, Recipient
from chalicelib.parties.service import read_account


def preview(uow: UnitOfWork, subject_id: str, terms: ConsentTerms) -> ConsentText:
    """The text that the person would sign. Raises `ConsentTermsInvalid` or `AccountUnknown`. One round trip."""
    terms.require_possible(shanghai_date(uow.act.at))
    return ConsentText.of(subject_name=read_account(uow.table, subject_id).name, terms=terms)


def give(uow: UnitOfWork, subject_id: str, terms: ConsentTerms, *, version: str, sha256: str, level: int) -> Consent:
    """Sign the text of `version` and `sha256`; `level` is how strongly the person is identified.

    Raises `ConsentTermsInvalid`, `ConsentTextDiffers` or `AccountUnknown`. One round trip and the writing.
    """
    text = preview(uow, subject_id, terms)
    if (version, sha256) != (text.version, text.sha256):
        raise ConsentTextDiffers(version=text.version, sha256=text.sha256)
    consent = Consent.give(
        consent_id=new_ulid(uow.act.at), subject_id=subject_id, terms=terms, text=text, level=level, act=uow.act
    )
    store.save(uow, consent)
    return consent


def read(table: Table, consent_id: str) -> Consent:
    """The consent. Raises `ConsentUnknown`. One round trip."""
    consent = store.load(table, consent_id)
    if consent is None:
        raise ConsentUnknown
    return consent


def given_by(
    table: Table, subject_id: str, *, limit: int, after: Row | None = None
) -> tuple[list[Consent], Row | None]:
    """A page of what somebody consented to, the newest first. One round trip; eventually consistent."""
    page = store.given_by(table, subject_id, limit=limit, after=after)
    return [store.consent_in(row) for row in page.rows], page.next


def listed_in(subject_id: str) -> str:
    """The index partition of that list: what its cursors are bound to."""
    return store.given_pk(subject_id)


def withdraw(uow: UnitOfWork, consent: Consent) -> None:
    """The person takes it back: from the moment of writing nobody can use it. Raises `ConsentSpent`."""
    consent.withdraw(uow.act)
    store.save(uow, consent)


def use(
    uow: UnitOfWork,
    consent_id: str,
    *,
    recipient: Recipient,
    subject_id: str,
    purpose: str,
    extent: Extent,
    reference: str,
    item_code: str = "",
) -> Consent:
    """Consume the consent in the caller's own transaction: what is shared and that it was used are one, and happen
    once. `reference` says in the history what it was shared for: an id, never a name.

    Raises `ConsentUnknown` where it is not meant for `recipient` or not about `subject_id`, `ConsentElsewhere`,
    `ConsentSpent`, `ConsentWithdrawn` or `ConsentOver`; `Overtaken` on commit if it was used or withdrawn meanwhile.
    One round trip.
    """
    consent = read(uow.table, consent_id)
    if consent.subject_id != subject_id:
        raise ConsentUnknown
    consent.spend(
        recipient=recipient, purpose=purpose, extent=extent, item_code=item_code, reference=reference, act=uow.act
    )
    store.save(uow, consent)
    return consent
