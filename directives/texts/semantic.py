"""What the checks of meaning share: words that say it, and likeness to posts that a supervisor marked."""

from collections.abc import Callable, Iterator
from itertools import islice

from directives.texts.hits import MOST
from directives.texts.matching import book
from directives.texts.meaning import model
from directives.texts.prepared import Text
from directives.texts.sightings import Kind, Sighting

POSTS: frozenset[Kind] = frozenset({"post", "reply"})
"""The lessons are posts: a description of a picture, or its words, reads like none of them."""
FEWEST = 5
"""Words of a text that can be like a lesson."""


def by_meaning(check: str) -> Callable[[Text], Iterator[Sighting]]:
    """The function of a check whose label is its slug."""
    return lambda text: sighted(check=check, text=text)


def sighted(*, check: str, text: Text) -> Iterator[Sighting]:
    """Sure where the words say it and the whole is not like an innocent post; else a question where it is like one.
    Firm words say it in any post.

    What is no post, or too short to be like one, is read by its words alone. One sighting for each place, the longest
    where several meet.
    """
    said = [match for match in book().matches(check=check, text=text) if match.pattern.sure]
    spans = [(text.span(match.first, match.last), match.pattern.why) for match in said]
    if text.kind not in POSTS or len(text.tokens) < FEWEST:
        yield from _said(check, text, spans)
        return
    learnt = model()
    likeness = learnt.scores(text)
    firm = [span for span, match in zip(spans, said, strict=True) if match.pattern.firm]
    believed = spans if likeness.whole > min(learnt.says, learnt.asks) else firm
    if believed:
        yield from _said(check, text, believed)
    elif likeness.whole > learnt.asks and check in likeness.leading:
        span = learnt.part(label=check, text=text) or text.span(0, len(text.tokens) - 1)
        nearest = learnt.nearest(label=check, place=likeness.place)
        yield Sighting(check=check, span=span, words=text.said(span), why=f"like: {nearest}", sure=False)


def _said(check: str, text: Text, spans: list[tuple[tuple[int, int], str]]) -> Iterator[Sighting]:
    for span, why in islice(_apart(spans), MOST):
        yield Sighting(check=check, span=span, words=text.said(span), why=why, sure=True)


def _apart(spans: list[tuple[tuple[int, int], str]]) -> Iterator[tuple[tuple[int, int], str]]:
    """None that meets a longer one, or an equal one before it."""
    kept: list[tuple[int, int]] = []
    for span, why in sorted(spans, key=lambda one: (one[0][0] - one[0][1], one[0], one[1])):
        if not any(span[0] < end and start < span[1] for start, end in kept):
            kept.append(span)
            yield span, why
