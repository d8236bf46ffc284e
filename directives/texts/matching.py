"""Finds word families and patterns of them. Every family is looked for in one pass over the words of a text.

A family is a list of words and phrases; a star takes any ending. A pattern is families (`@name`), words, or words to
choose from (`a|b`), one after the other in one sentence; `..3` lets up to three other words stand between.
"""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from directives.texts.folding import folded
from directives.texts.prepared import Text

FAMILIES = Path(__file__).parent / "families"
SUBJECTS = "subjects"
_GAP = re.compile(r"\.\.(\d+)")
_BETWEEN = re.compile(r"[^\w\s'*@]")
_REACH = 2
"""So many words before a pattern may hold the "no" that takes it back."""

Hits = Mapping[str, Sequence[tuple[int, int]]]


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """`parts` are families to choose from, each choice with how many other words may stand before it.

    What is `firm` says it whatever stands around it: no innocent rest and no "no" before it takes it back.
    """

    check: str
    why: str
    sure: bool
    firm: bool
    parts: tuple[tuple[tuple[str, ...], int], ...]

    @property
    def key(self) -> str:
        return f"{self.check}: {self.why}"


@dataclass(frozen=True, kw_only=True)
class Match:
    """From the first to the last token, both included."""

    pattern: Pattern
    first: int
    last: int


@dataclass
class _Node:
    after: dict[str, "_Node"] = field(default_factory=dict)
    starred: dict[str, "_Node"] = field(default_factory=dict)
    lengths: tuple[int, ...] = ()
    ends: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Book:
    """Every family and pattern of every check."""

    root: _Node
    patterns: Mapping[str, tuple[Pattern, ...]]

    def hits(self, text: Text) -> Hits:
        """Where each family stands, by its name; kept with the text."""
        kept = text.notes.get("families")
        if isinstance(kept, dict):
            return kept
        found: dict[str, list[tuple[int, int]]] = {}
        for first in range(len(text.tokens)):
            for name, last in self._from(text, first):
                found.setdefault(name, []).append((first, last))
        for name, places in _seen(text):
            found[name] = places
        text.notes["families"] = found
        return found

    def _from(self, text: Text, first: int) -> Iterator[tuple[str, int]]:
        nodes, at = [self.root], first
        while nodes and at < len(text.tokens) and text.tokens[at].sentence == text.tokens[first].sentence:
            nodes = [after for node in nodes for after in _next(node, text.tokens[at].word)]
            for node in nodes:
                for name in node.ends:
                    yield name, at
            at += 1

    def matches(self, *, check: str, text: Text) -> tuple[Match, ...]:
        """Patterns of one check that stand in the text, none that an idiom or a no takes back."""
        hits = self.hits(text)
        spared = hits.get(f"{check}.spared", ())
        found = []
        for pattern in self.patterns.get(check, ()):
            if all(any(name in hits for name in names) for names, _ in pattern.parts):
                found += [
                    Match(pattern=pattern, first=first, last=last)
                    for first, last in _placed(pattern.parts, hits, text)
                    if not any(first <= end and start <= last for start, end in spared)
                    and not (_between(hits, first, last) if pattern.firm else _denied(hits, text, first))
                ]
        return tuple(found)


def _seen(text: Text) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """What no list holds: amounts of dollars, and words with a capital inside a sentence."""
    prices, names = [], []
    for at, token in enumerate(text.tokens):
        if token.word[:1].isdigit() and text.original[token.start - 1 : token.start] == "$":
            prices.append((at, at))
        inside = at and text.tokens[at - 1].sentence == token.sentence
        if inside and text.original[token.start].isupper():
            names.append((at, at))
    if prices:
        yield "price", prices
    if names:
        yield "name", names


def _next(node: _Node, word: str) -> Iterator[_Node]:
    if word in node.after:
        yield node.after[word]
    for length in node.lengths:
        if (starred := node.starred.get(word[:length])) is not None:
            yield starred


def _placed(
    parts: tuple[tuple[tuple[str, ...], int], ...], hits: Hits, text: Text
) -> Iterator[tuple[int, int]]:
    """The nearest way from each hit of the first part through all the others."""
    following = [(sorted(_of(names, hits)), gap) for names, gap in parts[1:]]
    for first, last in _of(parts[0][0], hits):
        end: int | None = last
        for places, gap in following:
            end = _after(places, end, gap, text)
        if end is not None:
            yield first, end


def _of(names: tuple[str, ...], hits: Hits) -> Sequence[tuple[int, int]]:
    if len(names) == 1:
        return hits.get(names[0], ())
    return [place for name in names for place in hits.get(name, ())]


def _after(places: Sequence[tuple[int, int]], end: int | None, gap: int, text: Text) -> int | None:
    if end is None:
        return None
    at = bisect_left(places, (end + 1, 0))
    if at == len(places):
        return None
    start, last = places[at]
    near = start <= end + 1 + gap and text.tokens[start].sentence == text.tokens[end].sentence
    return last if near else None


def _between(hits: Hits, first: int, last: int) -> bool:
    """ "Muslims are not terrorists" says the opposite; "No dirty Mexicans here" does not."""
    return any(first < at < last for _, at in hits.get("no", ()))


def _denied(hits: Hits, text: Text, first: int) -> bool:
    sentence = text.tokens[first].sentence
    return any(
        first - _REACH <= last < first and text.tokens[last].sentence == sentence
        for _, last in hits.get("no", ())
    )


@cache
def book() -> Book:
    """Read once from the files of this package."""
    root = _Node()
    patterns: dict[str, tuple[Pattern, ...]] = {}
    for path in sorted(FAMILIES.glob("*.toml")):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        if content.keys() & {"families", "firm", "sure", "like"}:
            _learn(root, path.stem, content)
            patterns[path.stem] = tuple(_patterns(root, path.stem, content))
    _measure(root)
    return Book(root=root, patterns=patterns)


def _learn(root: _Node, check: str, content: Mapping[str, Any]) -> None:
    for name, words in content.get("families", {}).items():
        own = name if check == SUBJECTS else f"{check}.{name}"
        _add(root, own, _phrases(words))
    if "spared" in content:
        _add(root, f"{check}.spared", _phrases(content["spared"]["words"]))


def _phrases(words: str) -> Iterable[str]:
    parts = (" ".join(_BETWEEN.sub(" ", part).split()) for part in folded(words)[0].split(","))
    return (part for part in parts if part)


def _add(root: _Node, name: str, phrases: Iterable[str]) -> None:
    for phrase in phrases:
        node = root
        for word in phrase.split():
            table = node.starred if word.endswith("*") else node.after
            node = table.setdefault(word.rstrip("*"), _Node())
        if name not in node.ends:
            node.ends.append(name)


def _patterns(root: _Node, check: str, content: Mapping[str, Any]) -> Iterator[Pattern]:
    own = content.get("families", {})
    for kind, why, line in _lines(content):
        parts = _parts(root, check, own, folded(line)[0])
        yield Pattern(check=check, why=why, sure=kind != "like", firm=kind == "firm", parts=parts)


def _lines(content: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Kind, why and pattern; those under `each` once for every class, whose name is why."""
    for kind in ("firm", "sure", "like"):
        for why, lines in content.get(kind, {}).items():
            yield from ((kind, why, line) for line in lines)
        each = content.get("each", {})
        for line in each.get(kind, ()):
            for name in each["classes"]:
                yield kind, name, line.replace("{class}", name)


def _parts(
    root: _Node, check: str, own: Mapping[str, str], line: str
) -> tuple[tuple[tuple[str, ...], int], ...]:
    parts, gap = [], 0
    for element in line.split():
        if between := _GAP.fullmatch(element):
            gap = int(between[1])
            continue
        choices = element.split("|")
        names = [_named(check, own, one) for one in choices if one.startswith("@")]
        words = ",".join(one for one in choices if not one.startswith("@"))
        if words:
            names.append(f"={words}")
            _add(root, names[-1], _phrases(words.replace("_", " ")))
        parts.append((tuple(names), gap))
        gap = 0
    return tuple(parts)


def _named(check: str, own: Mapping[str, str], name: str) -> str:
    return f"{check}.{name[1:]}" if name[1:] in own else name[1:]


def _measure(node: _Node) -> None:
    node.lengths = tuple(sorted({len(stem) for stem in node.starred}))
    for child in (*node.after.values(), *node.starred.values()):
        _measure(child)


def families_named() -> frozenset[str]:
    """Every family that a pattern or a spared phrase may name; a pattern that names none is a mistake in a file."""

    def below(node: _Node) -> Iterator[str]:
        yield from node.ends
        for child in (*node.after.values(), *node.starred.values()):
            yield from below(child)

    return frozenset(below(book().root)) | {"price", "name"}
