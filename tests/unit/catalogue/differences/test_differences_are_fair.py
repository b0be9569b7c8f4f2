"""What holds for the differences of any two contents."""

from collections import Counter
from typing import Any

from hypothesis import given, settings

from chalicelib.catalogue.differences import Effect, differences
from chalicelib.catalogue.model import ItemContent
from tests.support.any_contents import SCHEMAS, documents
from tests.support.contents import lawful_content

OPPOSITE = {Effect.EASIER: Effect.HARDER, Effect.HARDER: Effect.EASIER, Effect.NEUTRAL: Effect.NEUTRAL}


def content(document: dict[str, Any]) -> ItemContent:
    return ItemContent.model_validate(document)


def weighed(old: ItemContent, new: ItemContent) -> Counter[tuple[str, Effect]]:
    return Counter((it.pointer, it.effect) for it in differences(old, new))


@settings(max_examples=40, deadline=None)
@given(document=documents())
def test_nothing_differs_from_itself(document):
    assert differences(content(document), content(document)) == ()


@settings(max_examples=60, deadline=None)
@given(old=documents(), new=documents())
def test_the_way_back_touches_the_same_places_with_the_opposite_effect(old, new):
    there, back = weighed(content(old), content(new)), weighed(content(new), content(old))
    assert there == Counter({(pointer, OPPOSITE[effect]): times for (pointer, effect), times in back.items()})


@settings(max_examples=60, deadline=None)
@given(old=documents(), new=documents())
def test_contents_that_are_not_the_same_differ_somewhere(old, new):
    before, after = content(old), content(new)
    told = differences(before, after)
    assert bool(told) == (before.sha256 != after.sha256)
    assert all(it.pointer.startswith("#/") and it.text.zh and it.text.en for it in told)


@settings(max_examples=100, deadline=None)
@given(old=SCHEMAS, new=SCHEMAS)
def test_the_same_holds_for_forms_of_every_shape(old, new):
    before, after = lawful_content(form=old), lawful_content(form=new)
    assert bool(differences(before, after)) == (before.sha256 != after.sha256)
    back = weighed(after, before)
    assert weighed(before, after) == Counter({(at, OPPOSITE[effect]): n for (at, effect), n in back.items()})


@settings(max_examples=40, deadline=None)
@given(old=documents(), new=documents())
def test_the_order_is_always_the_same(old, new):
    assert differences(content(old), content(new)) == differences(content(old), content(new))
