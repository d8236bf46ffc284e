"""Two versions of a post compared part by part, for who reviewed the earlier one. Most posts have one part."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import product
from typing import Literal

from posts.pictured import ShownPicture
from posts.picturediff import Altered, altered
from posts.worddiff import Segment, compare

Change = Literal["changed", "moved", "added", "removed"]

ALIKE = 0.5
"""From this likeness on two texts are two wordings of one part; below it one was taken out and another put in."""


@dataclass(frozen=True, kw_only=True)
class Version:
    """The texts of all parts in order, and their pictures."""

    texts: Sequence[str]
    shots: Sequence[ShownPicture] = ()

    def shows(self, part: int) -> tuple[ShownPicture, ...]:
        """The pictures of one part, counted from 1 within it."""
        here = [shot for shot in self.shots if shot.part == part]
        return tuple(replace(shot, position=place) for place, shot in enumerate(here, start=1))


@dataclass(frozen=True, kw_only=True)
class Difference:
    """What became of one part. Its place and its words may both be others: then it is 'changed', with the place."""

    change: Change
    number: int
    """Its place from 1; of a removed part the one that it had."""
    stood_at: int | None
    """Its place before, where it is another now."""
    segments: Sequence[Segment]
    """From its earlier words to its present ones; empty where they are the same."""
    pictures: Sequence[Altered]

    @property
    def sentence(self) -> str:
        """'Part 3 was part 2, and changed'."""
        name = f"Part {self.number}"
        match self.change:
            case "added":
                return f"{name} is new"
            case "removed":
                return f"{name} was removed"
            case "moved":
                return f"{name} was part {self.stood_at}"
            case "changed":
                return f"{name} was part {self.stood_at}, and changed" if self.stood_at else f"{name} changed"

    @property
    def places(self) -> int:
        """In how many places the words are others."""
        kinds = [segment.change != "kept" for segment in self.segments]
        return sum(now and not before for before, now in zip([False, *kinds], kinds, strict=False))


def differences(*, before: Version, after: Version) -> tuple[Difference, ...]:
    """What changed, in the present order, then what was removed; what stayed as it was is left out.

    A part whose number alone is another, since one before it is new or gone, stayed as it was.
    """
    came_from = _paired(before.texts, after.texts)
    moved = _moved(came_from)
    now = [_of_part(number, came_from, number in moved, before, after) for number in range(len(after.texts))]
    stays = set(came_from.values())
    gone = [
        Difference(
            change="removed",
            number=number + 1,
            stood_at=None,
            segments=compare(before=text, after=""),
            pictures=tuple(_pictures(before.shows(number), (), before, after)),
        )
        for number, text in enumerate(before.texts)
        if number not in stays
    ]
    return (*(one for one in now if one is not None), *gone)


def _paired(before: Sequence[str], after: Sequence[str]) -> dict[int, int]:
    """For each present part the earlier one that it comes from: by the same words, by like ones, by its place."""
    found: dict[int, int] = {}
    pairs = list(product(range(len(after)), range(len(before))))
    likeness = {(here, there): _likeness(before[there], after[here]) for here, there in pairs}
    wordings = sorted(
        (pair for pair in pairs if likeness[pair] >= ALIKE),
        key=lambda pair: (-likeness[pair], abs(pair[0] - pair[1])),
    )
    in_its_place = [pair for pair in pairs if pair[0] == pair[1]]
    for here, there in (*wordings, *in_its_place):
        if here not in found and there not in found.values():
            found[here] = there
    return found


def _likeness(before: str, after: str) -> float:
    """How many of their words two texts share, from 0 to 1; 2 where they are the same."""
    if before == after:
        return 2.0
    return SequenceMatcher(a=before.split(), b=after.split(), autojunk=False).quick_ratio()


def _moved(came_from: Mapping[int, int]) -> set[int]:
    """Which present parts stand in another order than before: as few as tell it."""
    order = [came_from[here] for here in sorted(came_from)]
    in_order = SequenceMatcher(a=sorted(order), b=order, autojunk=False).get_matching_blocks()
    stay = {order[at] for block in in_order for at in range(block.b, block.b + block.size)}
    return {here for here, there in came_from.items() if there not in stay}


def _of_part(
    number: int, came_from: Mapping[int, int], moved: bool, before: Version, after: Version
) -> Difference | None:
    text, then = after.texts[number], came_from.get(number)
    stood = before.texts[then] if then is not None else ""
    shown = before.shows(then) if then is not None else ()
    pictures = tuple(_pictures(shown, after.shows(number), before, after))
    if then is not None and stood == text and not pictures and not moved:
        return None
    changed: Change = "changed" if stood != text or pictures else "moved"
    return Difference(
        change="added" if then is None else changed,
        number=number + 1,
        stood_at=then + 1 if then is not None and then != number else None,
        segments=compare(before=stood, after=text) if stood != text else (),
        pictures=pictures,
    )


def _pictures(
    stood: Sequence[ShownPicture], shown: Sequence[ShownPicture], before: Version, after: Version
) -> Iterator[Altered]:
    """The same of the pictures of one part; one that another part shows now, or showed, came or went by moving."""
    came = {shot.picture.digest: shot for shot in before.shots}
    stays = {shot.picture.digest for shot in after.shots}
    for one in altered(before=stood, after=shown):
        digest = one.shot.picture.digest
        if one.change == "added" and digest in came:
            yield _brought(one, came[digest])
        elif one.change != "removed" or digest not in stays:
            yield one


def _brought(one: Altered, earlier: ShownPicture) -> Altered:
    same = earlier.alt_text == one.shot.alt_text
    return replace(
        one,
        change="moved" if same else "described",
        from_part=earlier.part + 1,
        words=() if same else compare(before=earlier.alt_text, after=one.shot.alt_text),
    )
