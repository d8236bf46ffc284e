"""People who can be recognised: by a name in a case, by age and school, or by where they live and work."""

import re
from collections.abc import Iterator
from itertools import islice

from directives.texts.hits import MOST, Hit, sentences
from directives.texts.passages import ANY_AGE, MISSING, PRAISE, Passage

_AGED = re.compile(
    r"^,? \(?(?:[1-9]|1[0-7])\)?(?![\d:/%]|\w|,\d|\s?[ap]\.?m)|^,? (?:an? )?(?:[1-9]|1[0-7])-year-old"
)
_ROOM = re.compile(r"(?<!\w)(?:room|bed|icu|cuarto|habitacion)\s#?\d{2,4}(?!\w)")
_CARE = re.compile(
    r"(?<!\w)(?:hospital|visitors?|stroger|mercy|christ|rush|northwestern|loyola|icu|ward|st\.? \w+"
    r"|medical|recovering|patient|nurse|surgery|hospice|visitas?)(?!\w)"
)
_NEAR = 30
_HANDLE = re.compile(r"(?<![\w@])@[a-z0-9_]{2,20}(?!\w)")
_LIVES = re.compile(
    r"(?<!\w)(?:lives? (?:at|on|in the|above|over|next|behind|across|by)|vive (?:en|arriba|al|a la)|stays (?:at|with)"
    r"|works (?:nights|days|mornings|the)|trabaja (?:de noche|en))(?!\w)"
)
_OFFICER = re.compile(
    r"(?<!\w)(?:officers?|ofc|sgt|sergeant|detectives?|commander|lieutenant|lt|captain|recruit"
    r"|agentes?|oficial(?:es)?|police dog|k-?9|partner in blue)(?!\w)"
)


def people(*, plain: str, cased: str) -> Iterator[Hit]:
    passages = [Passage(start, plain[start:end], cased[start:end]) for start, end in sentences(plain)]
    missing, praise = MISSING.within(plain), PRAISE.within(plain)
    for at, one in enumerate(passages):
        around = passages[max(at - 1, 0) : at + 2]
        yield from _shifted(one, _named(one, around, missing=missing, praise=praise))
        yield from _shifted(one, _young(one, around, missing=missing))
        yield from _rooms(one)
        if not missing:
            yield from _shifted(one, _described(one, around, praise=praise))


def _shifted(one: Passage, hits: Iterator[Hit]) -> Iterator[Hit]:
    for hit in hits:
        yield hit._replace(start=hit.start + one.start, end=hit.end + one.start)


def _named(one: Passage, around: list[Passage], *, missing: bool, praise: bool) -> Iterator[Hit]:
    """Names beside a part in a case, an illness or a wound."""
    for start, end in one.names:
        why = _why_named(one, around, (start, end), missing=missing, praise=praise)
        if why:
            yield Hit(start, end, why[0], why[1])
    if one.families and not praise and not missing and (one.hurt or one.child or one.party):
        for start, end in one.families:
            yield Hit(start, end, "family of somebody in a case", True)
    yield from _at_home(one, praise=praise or missing)
    yield from _accounts(one)
    if not missing and not one.names:
        yield from _first_named(one, around, praise=praise)


def _why_named(
    one: Passage, around: list[Passage], span: tuple[int, int], *, missing: bool, praise: bool
) -> tuple[str, bool] | None:
    """Why a name tells something about its bearer, and whether the words say so."""
    behind = one.plain[span[1] : span[1] + 30]
    young = bool(_AGED.match(behind) or one.child)
    if missing and not (one.party and not young):
        return None
    part = one.party or one.related or any(near.party for near in around)
    if one.party or (part and one.hurt):
        return "name of somebody in a case", True
    if young and any(near.harmed for near in around) and not (praise and not one.hurt):
        return "name of a child", True
    if one.charged or _OFFICER.search(one.plain, max(span[0] - 30, 0), span[0]):
        return None
    ill_or_hurt = one.hurt or any(near.ill for near in around)
    if (ill_or_hurt and not praise) or (one.hurt and ANY_AGE.match(behind)):
        return "name beside an illness or a wound", True
    return ("name of somebody in a case", False) if part and not praise else None


def _at_home(one: Passage, *, praise: bool) -> Iterator[Hit]:
    """Where somebody lives or works who is called by name."""
    if _LIVES.search(one.plain) and not praise and not one.general and not _OFFICER.search(one.plain):
        for start, end in one.names or one.first_names:
            yield Hit(start, end, "where somebody lives or works", False)


def _accounts(one: Passage) -> Iterator[Hit]:
    for hit in islice(_HANDLE.finditer(one.plain), MOST if one.party and not one.general else 0):
        if any(abs(start - hit.start()) < _NEAR for start, _ in one.party[:MOST]):
            yield Hit(*hit.span(), "account of somebody in a case", False)


def _first_named(one: Passage, around: list[Passage], *, praise: bool) -> Iterator[Hit]:
    """First names alone, in a sentence that says something delicate."""
    delicate = bool(one.party) or one.hurt
    beside = bool(one.recognised or one.person) and any(
        near.sensitive and not near.general for near in around
    )
    if not one.general and (delicate or (beside and not praise)):
        for start, end in one.first_names:
            yield Hit(start, end, "first name of somebody in a case", False)


def _young(one: Passage, around: list[Passage], *, missing: bool) -> Iterator[Hit]:
    """A child that its school, street or family tells."""
    if not one.child or missing or one.general or not any(near.harmed for near in around):
        return
    if any(near.related or near.school for near in around):
        yield Hit(*one.child.span(), "child who can be recognised", True)


def _rooms(one: Passage) -> Iterator[Hit]:
    for hit in islice(_ROOM.finditer(one.plain), MOST):
        if _CARE.search(one.plain):
            yield Hit(one.start + hit.start(), one.start + hit.end(), "where a patient lies", True)


def _described(one: Passage, around: list[Passage], *, praise: bool) -> Iterator[Hit]:
    """Nobody is named, but neighbors know who is meant: a person, where to find them, and what befell them."""
    if one.general or not (one.one_party or one.person):
        return
    near = [other for other in around if not other.general]
    recognised = one.recognised or (bool(one.person) and any(other.recognised for other in near))
    if not recognised:
        return
    start, end = (one.person or one.party)[0]
    if one.one_party:
        yield Hit(start, end, "somebody in a case who can be recognised", False)
    elif any(other.sensitive or other.party for other in near) and not (praise and not one.sensitive):
        yield Hit(start, end, "somebody who can be recognised", False)
