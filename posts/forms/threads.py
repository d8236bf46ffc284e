"""The buttons of a thread's parts: add one, move one, remove one; they work without script."""

from collections.abc import Mapping
from dataclasses import replace

from posts.forms import drafts
from posts.forms.drafts import Typed
from posts.parts import MOST_PARTS

BUTTONS = frozenset({"add_part", "part_earlier", "part_later", "remove_part"})


def rearranged(*, sent: Mapping[str, str], typed: Typed) -> tuple[Typed, int]:
    """The form after a button of its parts, and the number of the part to go on with; 0 where none was pressed.

    Parts are counted from 1. Pictures go with their part; those of a removed part go to the one before it.
    """
    texts = [typed.text, *typed.further]
    order = list(range(len(texts)))
    if "add_part" in sent:
        if len(texts) >= MOST_PARTS:
            return typed, len(texts)
        return replace(typed, further=(*typed.further, "")), len(texts) + 1
    for button, by in (("part_earlier", -1), ("part_later", 1)):
        at = drafts.number(sent=sent, key=button) - 1
        if button in sent and 0 <= at < len(order) and 0 <= at + by < len(order):
            order[at], order[at + by] = order[at + by], order[at]
            return _in(typed, texts, order), at + by + 1
    at = drafts.number(sent=sent, key="remove_part") - 1
    if "remove_part" in sent and len(order) > 1 and 0 <= at < len(order):
        order.remove(at)
        return _in(typed, texts, order), max(at, 1)
    return typed, 0


def _in(typed: Typed, texts: list[str], order: list[int]) -> Typed:
    first, *further = (texts[one] for one in order)
    places = {part: order.index(part) if part in order else max(part - 1, 0) for part in range(len(texts))}
    pictures = (replace(each, part=places.get(each.part, 0)) for each in typed.pictures)
    return replace(
        typed,
        text=first,
        further=tuple(further),
        pictures=tuple(sorted(pictures, key=lambda each: each.part)),
    )
