"""Who must bring what: asked before anything is opened, and for a draft."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from chalicelib.aws.platform import Platform
from chalicelib.cases.bringing.model import (
    Bringing,
    Holder,
    from_our_licences,
    left_to_the_applicant,
    or_kept,
    without_pledge,
)
from chalicelib.cases.bringing.sources import Sources, from_outside, is_asked_for_outside
from chalicelib.cases.promise_checks.service import has_unrepaired_breach
from chalicelib.catalogue.model import ItemContent
from chalicelib.catalogue.parts import MaterialRequirement
from chalicelib.kernel.instants import shanghai_date
from chalicelib.licences import service as licences
from chalicelib.materials.vault import service as vault

Brought = tuple[MaterialRequirement, Bringing]


def to_bring(cloud: Platform, item: ItemContent, holder: Holder, sources: Sources, *, within: float) -> list[Brought]:
    """How each material of `item` comes for that holder, in the item's order. Two round trips, three where pledges are
    taken; those outside are asked only for what is not here, all at once, and no longer than `within` seconds.
    """
    order = {material.code: number for number, material in enumerate(item.materials)}
    found = brought(cloud, item, item.materials, holder, sources, within=within)
    return sorted(found, key=lambda pair: order[pair[0].code])


def brought(
    cloud: Platform,
    item: ItemContent,
    materials: Sequence[MaterialRequirement],
    holder: Holder,
    sources: Sources,
    *,
    within: float,
) -> Iterator[Brought]:
    """The same for some of its materials, as the answers come."""
    today = shanghai_date(cloud.clock.now())
    kept = vault.kept_for(cloud.table, holder.account_id)
    pledges = any(item.takes_pledge_for(material) for material in materials)
    barred = pledges and has_unrepaired_breach(cloud.table, holder.account_id)
    for material, answer in _found(cloud, item, materials, holder, sources, today=today, within=within):
        yield material, or_kept(material, without_pledge(answer) if barred else answer, kept, today)


def _found(
    cloud: Platform,
    item: ItemContent,
    materials: Sequence[MaterialRequirement],
    holder: Holder,
    sources: Sources,
    *,
    today: date,
    within: float,
) -> Iterator[Brought]:
    here = _from_here(cloud, materials, holder)
    yield from here
    elsewhere = _without({material.code for material, _ in here}, materials)
    asked = [material for material in elsewhere if is_asked_for_outside(material, holder, sources)]
    for material in _without({material.code for material in asked}, elsewhere):
        yield material, left_to_the_applicant(item, material)
    yield from from_outside(sources, item, asked, holder, today=today, within=within)


def _from_here(cloud: Platform, materials: Sequence[MaterialRequirement], holder: Holder) -> list[Brought]:
    held = licences.held_by(cloud, holder.number, now=cloud.clock.now())
    found = ((material, from_our_licences(material, held)) for material in materials)
    return [(material, brought) for material, brought in found if brought is not None]


def _without(codes: Collection[str], materials: Sequence[MaterialRequirement]) -> list[MaterialRequirement]:
    return [material for material in materials if material.code not in codes]
