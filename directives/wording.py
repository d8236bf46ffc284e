"""Finds words in a text and says exactly where they stand."""

import re
from dataclasses import dataclass
from functools import lru_cache

from directives.model import Term

_QUOTES = "'\u2018\u2019\u02bc"
_WORD, _STARRED = re.compile(r"\w+"), re.compile(r"\w+\*?")
_ONE_LETTER = str.maketrans({"\u0130": "i", "\u0131": "i", "\u02bc": "'"})
_DASHES = "\u2010-\u2014-"


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One hit: code points from `start` up to `end`, the words as written, and what would be better.

    `picture` counts from 1 where the words are said of a picture, or stand `inside` it, None in the text of the post.
    `meant` are words of what a text in another language means.
    """

    start: int
    end: int
    words: str
    plain: str
    picture: int | None = None
    inside: bool = False
    meant: bool = False

    @property
    def span(self) -> tuple[int, int] | None:
        """None where all of the text is meant."""
        return (self.start, self.end) if self.end > self.start else None

    def meets(self, other: "Mark") -> bool:
        """Whether both stand in one text and share a letter of it."""
        mine, theirs = (
            (self.picture, self.inside, self.meant),
            (other.picture, other.inside, other.meant),
        )
        return mine == theirs and self.start < other.end and other.start < self.end

    @property
    def suggestion(self) -> str | None:
        if not self.plain:
            return None
        titled = self.words[:1].isupper() and not self.words[:2].isupper()
        return self.plain[0].upper() + self.plain[1:] if titled else self.plain


def marks(*, text: str, listed: "Listing", idioms: tuple[str, ...] = ()) -> tuple[Mark, ...]:
    """Every whole-word hit, longest first where two begin together, none that lies in or across an idiom."""
    if not listed.ordered or not listed.may_stand_in(text):
        return ()
    hits = list(listed.pattern.finditer(text))
    spared = _spans(text, idioms) if hits else []
    found = []
    for hit in hits:
        if any(start < hit.end() and hit.start() < end for start, end in spared):
            continue
        term = listed.ordered[(hit.lastindex or 1) - 1]
        found.append(Mark(start=hit.start(), end=hit.end(), words=hit.group(), plain=term.plain))
    return tuple(found)


def touches(*, text: str, mark: Mark, idioms: tuple[str, ...]) -> bool:
    """Whether an idiom shares a letter with what was marked in this text."""
    return any(start < mark.end and mark.start < end for start, end in _spans(text, idioms))


def _spans(text: str, idioms: tuple[str, ...]) -> list[tuple[int, int]]:
    return [hit.span() for hit in _pattern(idioms).finditer(text)] if idioms else []


@dataclass(frozen=True, kw_only=True)
class Listing:
    """Terms longest first, and by which words a text betrays that none of them stands in it."""

    ordered: tuple[Term, ...]
    pattern: re.Pattern[str]
    whole: frozenset[str]
    """Of each phrase the word that says most."""
    beginnings: tuple[str, ...]
    """The same of those that take endings."""

    def may_stand_in(self, text: str) -> bool:
        """True for every text in which one stands: a pattern of many words is slow, a set of words is not."""
        words = _words(text)
        if not self.whole.isdisjoint(words):
            return True
        return bool(self.beginnings) and any(word.startswith(self.beginnings) for word in words)


@lru_cache(maxsize=256)
def listing(terms: tuple[Term, ...]) -> Listing:
    """Made once of equal terms. A rule keeps its own: to compare long lists takes longer than to search."""
    ordered = tuple(sorted(terms, key=lambda term: (-len(term.words), term.words)))
    phrases = tuple(term.words for term in ordered)
    rarest = [_rarest(_alike(phrase)) for phrase in phrases]
    return Listing(
        ordered=ordered,
        pattern=_pattern(phrases),
        whole=frozenset(word for word in rarest if not word.endswith("*")),
        beginnings=tuple({word[:-1] for word in rarest if word.endswith("*")}),
    )


def _rarest(phrase: str) -> str:
    """The longest word of a phrase, with the star that takes endings; a star alone where no word betrays it."""
    return "*" if "_" in phrase else max(_STARRED.findall(phrase), key=len, default="*")


@lru_cache(maxsize=32)
def _words(text: str) -> frozenset[str]:
    """With the empty one, which begins like a phrase that no word betrays."""
    return frozenset(("", *_WORD.findall(_alike(text))))


def _alike(text: str) -> str:
    """As a pattern that is blind to case reads letters: it takes an i without a dot, or with one too many, for an i."""
    return text.translate(_ONE_LETTER).casefold()


@lru_cache(maxsize=256)
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """One group a phrase, in the given order, so that a group's number is its phrase's."""
    return re.compile("|".join(f"({_whole(phrase)})" for phrase in phrases), re.IGNORECASE)


def _whole(phrase: str) -> str:
    """Words stand alone: no letter or digit touches either end that is one itself."""
    before = r"(?<!\w)" if phrase[0].isalnum() else ""
    after = r"(?!\w)" if phrase[-1].isalnum() else ""
    return before + r"\s+".join(_word(word) for word in phrase.split()) + after


def _word(word: str) -> str:
    """Any quote, any dash (or a space between letters); a star takes endings too; CAPITALS mean capitals."""
    spelled = "".join(_letter(word, at) for at in range(len(word)))
    return f"(?-i:{spelled})" if word.isupper() and len(word) > 1 else spelled


def _letter(word: str, at: int) -> str:
    letter, beside = word[at], word[max(at - 1, 0) : at] + word[at + 1 : at + 2]
    if letter == "'":
        return f"[{_QUOTES}]"
    if letter == "-":
        return f"[{_DASHES}]" if not beside.isalpha() else rf"[\s{_DASHES}]"
    return r"\w*" if letter == "*" else re.escape(letter)
