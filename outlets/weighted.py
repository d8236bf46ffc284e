"""How long X says a text is, and where its links, hashtags and mentions are.

Rules of twitter-text configuration 3: the text in normal form NFC with LF line ends; Latin and common
punctuation weigh one, everything else two; a link weighs 23 however long it is, also without https://;
an emoji sequence weighs two. Texts of more than 280 are too long, where the account's plan allows no long posts.
"""

import unicodedata
from dataclasses import dataclass
from typing import Literal

from outlets.emoji import SEQUENCE
from outlets.links import Span, cashtags, hashtags, links, mentions

LIMIT = 280
LONG_LIMIT = 25_000
"""Of an account whose plan allows long posts; residents see the first 280 and open the rest."""
LINK_WEIGHT = 23
EMOJI_WEIGHT = 2
INVALID = frozenset("\ufffe\ufeff\uffff")
"""What X refuses; a mark of byte order comes with text pasted from a file."""
_UNWRITTEN = dict.fromkeys(
    [
        *(number for number in (*range(0x20), *range(0x7F, 0xA0)) if chr(number) not in "\t\n\r"),
        *map(ord, INVALID),
    ]
)
_LONGEST_WORD = 24
_LIGHT = ((0x0000, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))

Kind = Literal["url", "hashtag", "mention", "cashtag"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Weighed:
    """`remaining` is negative for a text that is too long; `invalid_characters` are those X refuses."""

    weight: int
    limit: int
    valid: bool
    remaining: int
    invalid_characters: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Entity:
    """`text[start:end]` of the text as it was given, counted in code points."""

    kind: Kind
    start: int
    end: int


def tidy(text: str) -> str:
    """The form in which a text is counted, kept and sent: NFC, LF line ends."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def written(text: str) -> str:
    """What somebody meant to write: tidy, without control characters and what X refuses, which nobody sees."""
    return tidy(text.translate(_UNWRITTEN))


def weigh(text: str, *, limit: int = LIMIT) -> Weighed:
    """X's count of the text against the account's limit. Blank texts and refused characters make it not valid."""
    text = tidy(text)
    weight = 0
    position = 0
    for start, end in links(text):
        weight += _plain_weight(text[position:start]) + LINK_WEIGHT
        position = end
    weight += _plain_weight(text[position:])
    invalid = tuple(sorted(INVALID & set(text)))
    return Weighed(
        weight=weight,
        limit=limit,
        valid=bool(text.strip()) and weight <= limit and not invalid,
        remaining=limit - weight,
        invalid_characters=invalid,
    )


def shown_first(text: str) -> int:
    """How many code points of a tidy text stand before "Show more": all of them in one that is not long.

    A link or an emoji sequence is never cut, and no word where the last space is near.
    """
    if weigh(text).remaining >= 0:
        return len(text)
    whole = [(start, end, LINK_WEIGHT) for start, end in links(text)]
    whole += [(match.start(), match.end(), EMOJI_WEIGHT) for match in SEQUENCE.finditer(text)]
    at, weight = 0, 0
    for start, end, heavy in sorted(whole):
        if start < at:
            continue
        fitting = _fitting(text[at:start], LIMIT - weight)
        if at + fitting < start or weight + _by_character(text[at:start]) + heavy > LIMIT:
            return _between_words(text, at + fitting)
        weight += _by_character(text[at:start]) + heavy
        at = end
    return _between_words(text, at + _fitting(text[at:], LIMIT - weight))


def _fitting(stretch: str, room: int) -> int:
    """How many characters of a stretch without links and emoji fit."""
    for number, char in enumerate(stretch):
        room -= _by_character(char)
        if room < 0:
            return number
    return len(stretch)


def _between_words(text: str, at: int) -> int:
    space = max(text.rfind(" ", at - _LONGEST_WORD, at), text.rfind("\n", at - _LONGEST_WORD, at))
    return at if text[at : at + 1].isspace() or space < 0 else space


def entities(text: str) -> list[Entity]:
    """Links, hashtags, mentions and cashtags in the order of the text; of two that overlap, the first."""
    finders: tuple[tuple[Kind, list[Span]], ...] = (
        ("url", links(text)),
        ("mention", mentions(text)),
        ("hashtag", hashtags(text)),
        ("cashtag", cashtags(text)),
    )
    candidates = [Entity(kind=kind, start=start, end=end) for kind, spans in finders for start, end in spans]
    found: list[Entity] = []
    for entity in sorted(candidates, key=lambda entity: entity.start):
        if not found or entity.start >= found[-1].end:
            found.append(entity)
    return found


def _plain_weight(text: str) -> int:
    """Of a stretch without links."""
    weight = 0
    position = 0
    for match in SEQUENCE.finditer(text):
        weight += _by_character(text[position : match.start()]) + EMOJI_WEIGHT
        position = match.end()
    return weight + _by_character(text[position:])


def _by_character(text: str) -> int:
    return sum(1 if any(low <= ord(char) <= high for low, high in _LIGHT) else 2 for char in text)
