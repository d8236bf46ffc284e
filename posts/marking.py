"""A text in pieces: as a network draws it, and with the words marked that findings are about."""

from dataclasses import dataclass
from itertools import pairwise

from directives.decision import LEVELS, Finding
from outlets.weighted import entities, shown_first

Span = tuple[int, int, str, int | None]
"""Start, end, what it is, and the number of its finding."""


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A stretch of the text that is drawn in one way."""

    kind: str
    text: str
    number: int | None = None


def coloured(text: str) -> tuple[Piece, ...]:
    """The text as a network draws it: links, hashtags and mentions stand out."""
    spans: list[Span] = [(entity.start, entity.end, entity.kind, None) for entity in entities(text)]
    return _pieces(text, spans)


def folded(text: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The text as a network draws it, in two: what residents see first, and what stands behind "Show more"."""
    at = shown_first(text)
    return coloured(text[:at]), coloured(text[at:].lstrip())


def marked(text: str, findings: tuple[Finding, ...]) -> tuple[Piece, ...]:
    """The text, or the first part, with the words marked that findings are about.

    Of two that overlap the graver is marked, and of two alike the shorter: a word tells more than its sentence.
    """
    spans: list[Span] = []
    for number, finding in sorted(enumerate(findings), key=lambda one: _before(one[1])):
        if finding.span is not None and finding.part in (None, 1):
            start, end = finding.span
            if all(end <= first or start >= last for first, last, _, _ in spans):
                spans.append((start, end, finding.level, number))
    return _pieces(text, sorted(spans))


def _before(finding: Finding) -> tuple[int, int]:
    start, end = finding.span or (0, 0)
    return LEVELS.index(finding.level), end - start


def _pieces(text: str, spans: list[Span]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    ends: list[Span] = [(0, 0, "", None), *spans, (len(text), len(text), "", None)]
    for before, this in pairwise(ends):
        if before[1] < this[0]:
            pieces.append(Piece(kind="text", text=text[before[1] : this[0]]))
        if this[0] < this[1]:
            pieces.append(Piece(kind=this[2], text=text[this[0] : this[1]], number=this[3]))
    return tuple(pieces)
