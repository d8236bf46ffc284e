"""A text made ready once for every check: words in one spelling, with their places in the text as given."""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from directives.texts.folding import SPELLING, folded
from directives.texts.sightings import Kind

LONGEST = 30_000
"""Code points that are read at once: more than the longest post has (`outlets.weighted.LONG_LIMIT`)."""

_TOKEN = re.compile(
    r"(?P<link>https?://[^\s]+|(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:com|org|gov|net|edu|us)(?:/[^\s]*)?(?!\w))"
    r"|(?P<handle>@[a-z0-9_]+)"
    r"|(?P<spaced>(?<![\w'])[a-z](?:[ .*_-][a-z]){3,40}(?![\w'])(?!\.[a-z]))"
    r"|(?P<word>[^\W_]+(?:['@$][^\W_]+)*)"
    r"|(?P<stop>[.!?;\n]+)"
)
_LEET = str.maketrans("013457@$", "oieastas")
_HAS_LEET = re.compile(r"[a-z]+(?:[013457@$]+[a-z]+)+|[01$][a-z]{4,}")
_CAMEL = re.compile(r"[A-Z]?[^\W\dA-Z_]+|[A-Z]+(?![^\W\dA-Z_])|\d+")
_SHORT = frozenset(SPELLING["short_forms"]["words"].split())


@dataclass(frozen=True, slots=True)
class Token:
    """One word in its plain spelling, and where it stands in the text as given."""

    word: str
    start: int
    end: int
    sentence: int


@dataclass(frozen=True)
class Text:
    """Prepared by `prepare`. `tokens` leave out addresses of pages; a handle is one token with its @."""

    original: str
    written_on: date
    kind: Kind
    language: str
    tokens: tuple[Token, ...]
    plain: str
    """The folded text."""
    places: tuple[int, ...]
    """For each letter of `plain` the index of its code point in `original`."""
    sentences: tuple[tuple[int, int], ...]
    """First token and the one after the last, of each sentence that has one."""
    links: tuple[tuple[int, int], ...] = ()
    """Where addresses of pages stand in `plain`, end exclusive."""
    notes: dict[str, object] = field(default_factory=dict, compare=False)
    """What one check worked out and another may want: kept for this text only."""

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(token.word for token in self.tokens)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """From the first to the last of these tokens, both included, in the text as given."""
        return (self.tokens[first].start, self.tokens[last].end)

    def span_of_plain(self, start: int, end: int) -> tuple[int, int]:
        """The same for letters of `plain`, end exclusive; they must not be none."""
        return (self.places[start], self.places[end - 1] + 1)

    def said(self, span: tuple[int, int]) -> str:
        return self.original[span[0] : span[1]]


def prepare(*, text: str, written_on: date, kind: Kind, language: str) -> Text:
    plain, places = folded(text[:LONGEST])
    plain, places = plain[:LONGEST], places[:LONGEST]
    tokens: list[Token] = []
    links: list[tuple[int, int]] = []
    sentence = 0
    for hit in _TOKEN.finditer(plain):
        if hit.lastgroup == "stop":
            sentence += _ends(hit, plain, tokens, sentence)
        elif hit.lastgroup == "link":
            links.append(hit.span())
        else:
            tokens.extend(_tokens(hit, plain, places, text, sentence))
    return Text(
        original=text,
        written_on=written_on,
        kind=kind,
        language=language,
        tokens=tuple(tokens),
        plain=plain,
        places=tuple(places),
        sentences=_sentences(tokens),
        links=tuple(links),
    )


def _ends(hit: re.Match[str], plain: str, tokens: list[Token], sentence: int) -> int:
    """1 where a sentence ends here: not after a short form, not inside a number."""
    if not tokens or tokens[-1].sentence != sentence:
        return 0
    if hit.group() != ".":
        return 1
    after = plain[hit.end() : hit.end() + 1]
    return 0 if tokens[-1].word in _SHORT or (after and not after.isspace() and after not in "\"')#@") else 1


def _tokens(hit: re.Match[str], plain: str, places: list[int], text: str, sentence: int) -> list[Token]:
    start, end = places[hit.start()], places[hit.end() - 1] + 1
    word = hit.group()
    if hit.lastgroup == "spaced":
        return [Token("".join(char for char in word if char.isalpha()), start, end, sentence)]
    if hit.lastgroup == "word" and hit.start() and plain[hit.start() - 1] == "#":
        return _camel(text, start, end, sentence)
    word = word.removesuffix("'s")
    if _HAS_LEET.fullmatch(word):
        word = word.translate(_LEET)
    return [Token(word, start, end, sentence)]


def _camel(text: str, start: int, end: int, sentence: int) -> list[Token]:
    """The words of a hashtag, each with its place."""
    parts = [(hit.start() + start, hit.end() + start) for hit in _CAMEL.finditer(text[start:end])]
    return [Token(folded(text[a:b])[0], a, b, sentence) for a, b in parts or [(start, end)]]


def _sentences(tokens: list[Token]) -> tuple[tuple[int, int], ...]:
    bounds: dict[int, tuple[int, int]] = {}
    for at, token in enumerate(tokens):
        first = bounds.get(token.sentence, (at, at))[0]
        bounds[token.sentence] = (first, at + 1)
    return tuple(bounds.values())
