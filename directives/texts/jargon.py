"""Words of the trade, each with what residents say instead; and text that only an office would write."""

import re
import tomllib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from directives.texts.hits import MOST, Hit, cased, sightings
from directives.texts.prepared import Text
from directives.texts.sightings import Check, Sighting

_TABLES = tomllib.loads((Path(__file__).parent / "families" / "jargon.toml").read_text(encoding="utf-8"))
_PLAIN: dict[str, str] = _TABLES["words"]
_KNOWN = frozenset(_TABLES["known"]["words"].split())
_CAPITALS: dict[str, str] = _TABLES["capitals"]
_ENOUGH: int = _TABLES["heavy"]["enough"]
_WEIGHTS = {word: weight for weight in (3, 2, 1) for word in _TABLES["heavy"][str(weight)].split()}
_PHRASES: dict[str, int] = _TABLES["heavy"]["phrases"]


def _any_of(words: dict[str, str] | dict[str, int]) -> re.Pattern[str]:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(r"(?<![\w/-])(?:" + "|".join(map(re.escape, longest_first)) + r")(?![\w/])")


_WORDS = _any_of(_PLAIN)
_IN_CAPITALS = _any_of(_CAPITALS)
_PHRASE = _any_of(_PHRASES)
_NO_CALL = (
    r"(?![\w/:-]|\s?[ap]\.?m|\s(?:minutes?|people|years?|year-olds?|days?|inch(?:es)?|feet|weeks?|hours?|miles?|percent"
    r"|age|anos|de la|de las|win|loss|victory|defeat|score|record|lead|final|game|rout|split|start|run|season|range))"
)
"""What follows a day, hours, a score or an age."""
_RADIO = re.compile(
    rf"(?<![\w:/.$-])(?:10-(?:13|20|22|23|33|50|78|99){_NO_CALL}(?!\s(?:of|on))|code (?:3|4|10)(?!\d))"
    r"|(?:^|(?<=[.!:] ))(?:10-4(?=[,.!] )|10-1 (?:at|on) )"
)
_JOBS = re.compile(
    rf"(?<!\w)(?:an?|the|our|that|puro|un|el|coded|ya va el) (?:the |a |un )?10-\d{{1,2}}{_NO_CALL}"
    r"|(?<![\w-])(?:19-[a-z]|(?:\d{1,2})-(?:adam|boy|charles|david|edward|frank|george|henry|ida|john|king|lincoln|mary|nora"
    r"|ocean|paul|robert|sam|tom|union|victor|william|young|zebra))(?!\w)",
)
"""Calls by number and how they were closed: "a 10-1", "coded it 19-P", "a 92-Paul"."""
_HOURS_BEFORE = re.compile(
    r"(?:ages?|from|open|hours?|between|day|daily|edad(?:es)?|de|grades?|age|mon|tue|wed|thu|fri|sat"
    r"|sun|,|\d|weekdays)\s?$"
)
_SEX_RACE = re.compile(r"(?<![\w/])[mf]/(?:w|b|h|a|i|u|wh|bl|wwh|blk|hisp)(?:h)?(?![\w])(?:/?\s?\d\d(?!\d))?")
_HOURS = re.compile(r"(?<!\w)(?:[01]\d|2[0-3])[0-5]\d ?(?:hrs|hours|horas)(?!\w)")
_NOTES = re.compile(
    r"(?<!\w)(?:hx|poss|unk|vic|vics|compl|loc|desc|approx|pls|w/out|s/b|n/b|e/b|w/b|neg|resp|req'd"
    r"|trans|fam|occ|info'd|facs?|stmt|ofndr|dom|burg|agg|batt)(?:\.|(?= [a-z/]))"
)
_ABBREVIATION = re.compile(r"(?<![\w@#.'-])(?:[A-Z]{2,5}-?\d{0,4}|[A-Z]\d{1,3}|\d{1,2}[A-Z]{1,2})(?![\w'-])")
_ONE_TOO_MANY = 3
_SHOUTED = re.compile(r"[a-z]")


def _hits(text: Text) -> Iterator[Hit]:
    plain = text.plain
    for hit in _WORDS.finditer(plain):
        yield Hit(*hit.span(), hit.group(), True, _PLAIN[hit.group()] or None)
    with_capitals = cased(text)
    if _SHOUTED.search(with_capitals):  # where all is in capitals they tell nothing
        for hit in _IN_CAPITALS.finditer(with_capitals):
            yield Hit(*hit.span(), hit.group().lower(), True, _CAPITALS[hit.group()] or None)
        yield from _abbreviated(text.plain, with_capitals)
    for hit in _RADIO.finditer(plain):
        if not _HOURS_BEFORE.search(plain, max(hit.start() - 12, 0), hit.start()):
            yield Hit(*hit.span(), "radio code", True)
    for hit in islice(_JOBS.finditer(plain), MOST):
        yield Hit(*hit.span(), "radio code", True)
    for hit in _SEX_RACE.finditer(plain):
        yield Hit(*hit.span(), "sex and race", True)
    yield from _heavy(text)


def _abbreviated(plain: str, with_capitals: str) -> Iterator[Hit]:
    """Text written like notes: hours of the radio room, many short forms that few know."""
    for hit in _HOURS.finditer(plain):
        yield Hit(*hit.span(), "hours of the radio room", True)
    shouted = sum(word.isupper() and len(word) > 1 for word in with_capitals.split())
    strange = {
        hit.group(): hit.span()
        for hit in islice(_ABBREVIATION.finditer(with_capitals), MOST)
        if hit.group().rstrip("0123456789") not in _KNOWN
    }
    strange |= {hit.group(): hit.span() for hit in islice(_NOTES.finditer(plain), MOST)}
    if len(strange) >= _ONE_TOO_MANY and shouted * 3 < 2 * len(with_capitals.split()):
        yield Hit(*min(strange.values()), "short forms", False)


def _heavy(text: Text) -> Iterator[Hit]:
    """The longest words of the office, where a text is full of them."""
    found: dict[str, tuple[int, int, int]] = {}
    for hit in _PHRASE.finditer(text.plain):
        found.setdefault(hit.group(), (*hit.span(), _PHRASES[hit.group()]))
    for hit in re.finditer(r"[a-z]+", text.plain):
        if weight := _WEIGHTS.get(hit.group()):
            found.setdefault(hit.group(), (*hit.span(), weight))
    words = max(len(text.tokens), 1)
    total = sum(weight for _, _, weight in found.values())
    weighty = any(weight > 1 for _, _, weight in found.values()) or total >= _ENOUGH + 2
    if weighty and total >= _ENOUGH and total * 12 >= words:
        start, end, _ = max(found.values(), key=lambda one: (one[2], -one[0]))
        yield Hit(start, end, "office words", False)


def _sight(text: Text) -> Iterator[Sighting]:
    return sightings(check="jargon", text=text, hits=_hits(text))


JARGON = Check(
    slug="jargon",
    title="Words of the trade",
    looks_for="Codes, short forms and office words that residents may not know, with a plain word where there is one.",
    leaves_alone="Words that everybody knows, such as patrol, detective or report, and hours such as 10-4 p.m.",
    finds=(
        "Offender fled, GSW victim to hospital, see RD number.",
        "Officers curbed the vehicle and inventoried two firearms.",
    ),
    leaves=(
        "Open 10-4 on Saturday at our front desk.",
        "Officers stopped the car and took two guns off the street.",
    ),
    sight=_sight,
    labels=("jargon",),
)
