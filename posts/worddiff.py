"""Two texts compared word by word, for a conflict in the composer and for the desk."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Change = Literal["kept", "removed", "added"]

_TOKEN = re.compile(r"\w+(?:['\u2019]\w+)*|\s+|[^\w\s]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Segment:
    """A stretch of text and what became of it."""

    change: Change
    text: str


def compare(*, before: str, after: str) -> tuple[Segment, ...]:
    """The way from one text to the other.

    Kept and removed segments joined are exactly `before`, kept and added ones exactly `after`. What was removed
    stands before what was added in its place; a space alone between two changes belongs to both.
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    matcher = SequenceMatcher(isjunk=str.isspace, a=old, b=new)
    segments: list[Segment] = []
    removed = added = ""
    for kind, old_from, old_to, new_from, new_to in _steps(matcher, old):
        if kind != "equal":
            removed += "".join(old[old_from:old_to])
            added += "".join(new[new_from:new_to])
            continue
        segments += _changed(removed, added)
        removed = added = ""
        segments.append(Segment(change="kept", text="".join(old[old_from:old_to])))
    return (*segments, *_changed(removed, added))


def _steps(matcher: "SequenceMatcher[str]", old: list[str]) -> list[tuple[str, int, int, int, int]]:
    """The steps of the matcher, with a lone kept space between two changes counted as changed."""
    found: list[tuple[str, int, int, int, int]] = list(matcher.get_opcodes())
    for at in range(1, len(found) - 1):
        kind, old_from, old_to, new_from, new_to = found[at]
        if kind == "equal" and "".join(old[old_from:old_to]).isspace():
            found[at] = ("replace", old_from, old_to, new_from, new_to)
    return found


def _changed(removed: str, added: str) -> list[Segment]:
    segments = []
    if removed:
        segments.append(Segment(change="removed", text=removed))
    if added:
        segments.append(Segment(change="added", text=added))
    return segments
