"""What tells about one private person: numbers, homes, names, children, illness, and who is known by what is said."""

import re
from collections.abc import Iterable, Iterator

from directives.texts.hits import Hit, cased, sightings
from directives.texts.passages import MISSING
from directives.texts.prepared import Text
from directives.texts.private_numbers import homes, numbers, of_an_office
from directives.texts.private_people import people
from directives.texts.semantic import sighted
from directives.texts.sightings import Check, Sighting

SLUG = "private_information"
_AS_NEWS = re.compile(
    r"(?<!\w)an? \d{1,2}-year-old|(?<!\w)(?:an?|una?) (?:\w+ )?\w+, \d{1,2},|(?<!\w)una? \w+ de \d{1,2} anos"
    r"|(?<!\w)(?:in memory of|en memoria de|end of watch)(?!\w)"
)
"""Somebody told by age and sex, beside nothing that the tables know, is told as the news tells it; a member who died
on duty is nobody private."""

_ONE_LINE = 20
"""Words."""


def _apart(hits: Iterable[Hit]) -> Iterator[Hit]:
    """The surest and longest of those that overlap, each place once."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda one: (not one.sure, one.start - one.end, one.start)):
        if all(hit.end <= one.start or one.end <= hit.start for one in kept):
            kept.append(hit)
    return iter(sorted(kept))


def told_by_tables(text: Text) -> list[Sighting]:
    """What the tables of numbers, homes and people find, whatever the whole is like."""
    plain, with_capitals = text.plain, cased(text)
    found = [
        *numbers(plain=plain, cased=with_capitals),
        *homes(plain=plain, cased=with_capitals),
        *people(plain=plain, cased=with_capitals),
    ]
    return list(sightings(check=SLUG, text=text, hits=_apart(found)))


def may_be_like(text: Text) -> bool:
    """Whether likeness may ask about it: not where it is told as news, seeks somebody missing, or mourns a member.

    Nor where it is one line with the telephone of an office.
    """
    if len(text.tokens) <= _ONE_LINE and of_an_office(plain=text.plain):
        return False
    return not _AS_NEWS.search(text.plain) and not MISSING.within(text.plain)


def _sight(text: Text) -> Iterator[Sighting]:
    found = told_by_tables(text)
    return sighted(check=SLUG, text=text) if not found and may_be_like(text) else iter(found)


PRIVATE = Check(
    slug=SLUG,
    title="Private information",
    looks_for=(
        "Telephones, homes, plates, days of birth and numbers of papers of private people; names beside a part in "
        "a case; children and patients who can be recognised; somebody whom neighbors would know by what is said."
    ),
    leaves_alone=(
        "Telephones and addresses of districts and city offices, blocks, places of events, officers and officials by "
        "name, winners of awards, and appeals for missing people."
    ),
    finds=(
        "The victim is Ana Morales, 34, of 2418 W. Fenwick Ave.",
        "The witness is the lady who runs the flower cart by the train.",
    ),
    leaves=(
        "Call the district office at 312-555-0100.",
        "Shots were fired in the 2400 block of W. Fenwick. Nobody was hurt.",
    ),
    sight=_sight,
    labels=(SLUG,),
)
