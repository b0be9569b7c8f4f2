"""Use cases of introductions: a person lets a partner be told who they are, and the partner is told."""

import base64
import hashlib
import hmac
from datetime import datetime

from chalicelib.aws.platform import Platform
from chalicelib.aws.rows import Row
from chalicelib.aws.table import Table
from chalicelib.aws.unit_of_work import UnitOfWork
from chalicelib.http.access import Caller
from chalicelib.http.liveness import session_key
from chalicelib.http.tokens import Tokens
from chalicelib.kernel.events import Actor, Party
from chalicelib.kernel.ids import new_ulid
from chalicelib.parties.clients import service as clients
from chalicelib.parties.clients.errors import ClientRefused
from chalicelib.parties.clients.model import Channel, Client
from chalicelib.parties.errors import RefreshRefused
from chalicelib.parties.introductions import store
from chalicelib.parties.introductions.errors import CodeOfIntroductionRefused, PartnerUnknown
from chalicelib.parties.introductions.model import Code, Introduction, Told

PURPOSE = "names of people for partners"
PARTNER_ROLE = "partner"


def introduce(
    cloud: Platform, uow: UnitOfWork, caller: Caller, *, partner_id: str, nonce: str, now: datetime
) -> tuple[Introduction, Code]:
    """Let that partner be told who the caller is; the code is stored nowhere (`now`: machine time).

    Raises `PartnerUnknown`, or `RefreshRefused` when the caller's session is over.
    """
    partner = clients.client_of(cloud, partner_id)
    if partner is None or not _is_partner(partner):
        raise PartnerUnknown
    signed_in_at, subject = store.signed_in_and_known_as(uow.table, caller.id, caller.session_id, partner.id)
    if signed_in_at is None:
        raise RefreshRefused
    if subject is None:
        subject = _subject(cloud, caller.id, partner.id)
        store.remember_subject(uow, caller.id, partner.id, subject)
    code = Code.new(new_ulid(uow.act.at))
    introduction = Introduction.grant(
        code,
        person_id=caller.id,
        session_id=caller.session_id,
        partner_id=partner.id,
        partner=partner.name,
        told=Told(subject=subject, level=caller.level, authenticated_at=signed_in_at, nonce=nonce),
        now=now,
        act=uow.act,
    )
    store.save(uow, introduction)
    return introduction, code


def redeem(cloud: Platform, uow: UnitOfWork, partner: Client, *, code: str, now: datetime) -> str:
    """Tell the partner, once, in a signed token (`now`: machine time).

    Raises `ClientRefused` for a client that is no partner, and `CodeOfIntroductionRefused` for whatever is wrong with
    the code; on commit too, when it was used meanwhile or its person has signed out.
    """
    if not _is_partner(partner):
        raise ClientRefused
    shown = Code.parse(code)
    introduction = store.load(uow.table, shown.introduction_id)
    if introduction is None:
        raise CodeOfIntroductionRefused
    by_partner = Actor(id=partner.id, party=Party.COUNTERPARTY, role=PARTNER_ROLE)
    told = introduction.redeem(shown, partner.id, now=now, act=uow.act.model_copy(update={"actor": by_partner}))
    store.save(uow, introduction)
    uow.require(
        session_key(introduction.person_id, introduction.session_id), refusal=lambda _: CodeOfIntroductionRefused()
    )
    tokens = Tokens(cloud.token_key, cloud.settings.public_base_url)
    return tokens.introduce(
        audience=partner.id,
        subject=told.subject,
        level=told.level,
        authenticated_at=told.authenticated_at,
        nonce=told.nonce,
        now=now,
    )


def granted_by(
    table: Table, person_id: str, *, limit: int, after: Row | None = None
) -> tuple[list[Introduction], Row | None]:
    """A page of what somebody let partners be told, the latest first. One round trip; eventually consistent."""
    page = store.introductions_of(table, person_id, limit=limit, after=after)
    return [store.introduction_in(row) for row in page.rows], page.next


def _is_partner(client: Client) -> bool:
    return client.channel is Channel.PARTNER and client.is_confidential and not client.is_suspended


def _subject(cloud: Platform, person_id: str, partner_id: str) -> str:
    """A name of which nobody learns another one: 256 bits, different for each partner."""
    key = cloud.key_ring.key_of(cloud.key_ring.current, PURPOSE)
    name = hmac.digest(key, f"{partner_id}\n{person_id}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(name).rstrip(b"=").decode()
