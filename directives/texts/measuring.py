"""How well the checks read labelled posts: rates with their counts and 95 % intervals by Wilson."""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from directives.texts.reading import read
from directives.texts.sightings import Reading
from directives.texts.table import CHECKS

POOLED = (
    "use_of_force",
    "guilt",
    "arrest",
    "evidence",
    "investigation",
    "private_information",
    "operational_safety",
    "member_involved",
    "notable_incident",
)
"""The labels whose recall is told together."""
_Z = 1.959964


@dataclass(frozen=True, kw_only=True)
class Labelled:
    """One post and what a careful supervisor wants noticed in it; no label is clean. `group` is whom it names."""

    text: str
    written_on: date
    labels: tuple[str, ...]
    wording: str = ""
    group: str = ""


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A labelled post, its reading, and whether it went to Communications although its author said no to all."""

    post: Labelled
    reading: Reading
    routed: bool

    @property
    def noticed(self) -> frozenset[str]:
        return frozenset(label for one in self.reading.sightings for label in CHECKS[one.check].labels)


def labelled(*, lines: Iterable[str]) -> tuple[Labelled, ...]:
    """The posts of a file, one JSON object a line. Raises ValueError naming the line that is none."""
    posts = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                posts.append(_post(json.loads(line)))
            except (KeyError, TypeError, ValueError) as error:
                raise ValueError(f"line {number} is no labelled post: {error!r}") from error
    return tuple(posts)


def _post(row: dict[str, Any]) -> Labelled:
    if not isinstance(row["text"], str) or not isinstance(row["labels"], list):
        raise TypeError("text must be words, labels a list")
    return Labelled(
        text=row["text"],
        written_on=date.fromisoformat(row["written_on"]),
        labels=tuple(row["labels"]),
        wording=row.get("wording") or "",
        group=row.get("group") or "",
    )


def reading_of(post: Labelled) -> Reading:
    return read(text=post.text, written_on=post.written_on)


def table(measured: Sequence[Measured]) -> dict[str, Any]:
    """What the command prints. A label that no post carries is left out; so are groups where none are named."""
    names = sorted({label for one in measured for label in one.post.labels})
    clean = [one for one in measured if not one.post.labels]
    return {
        "labels": {name: _label(name, measured) for name in names},
        "pooled": {wording: _pooled(wording, measured) for wording in ("direct", "indirect")},
        "clean_with_findings": rate([bool(one.reading.sightings) for one in clean]),
        "clean_routed": rate([one.routed for one in clean]),
        "by_group": _groups(clean),
    }


def _label(name: str, measured: Sequence[Measured]) -> dict[str, Any]:
    positives = [one for one in measured if name in one.post.labels]
    told = [one for one in measured if name in one.noticed]
    return {
        "positives": len(positives),
        "recall": rate([name in one.noticed for one in positives]),
        **{
            f"recall_{wording}": rate(
                [name in one.noticed for one in positives if one.post.wording == wording]
            )
            for wording in ("direct", "indirect")
        },
        "precision": rate([name in one.post.labels for one in told]),
    }


def _pooled(wording: str, measured: Sequence[Measured]) -> dict[str, Any]:
    """Every label of every post counts once."""
    return rate(
        [
            name in one.noticed
            for one in measured
            for name in one.post.labels
            if one.post.wording == wording and name in POOLED
        ]
    )


def _groups(clean: Sequence[Measured]) -> dict[str, Any]:
    names = sorted({one.post.group for one in clean} - {""})
    return {
        name: rate([bool(one.reading.sightings) for one in clean if one.post.group == name]) for name in names
    }


def rate(hits: Sequence[bool]) -> dict[str, Any]:
    """Share, count and interval; of nothing there is no share, and everything is possible."""
    of, count = len(hits), sum(hits)
    if not of:
        return {"rate": None, "count": 0, "of": 0, "low": 0.0, "high": 1.0}
    share = count / of
    middle = (share + _Z**2 / (2 * of)) / (1 + _Z**2 / of)
    half = _Z / (1 + _Z**2 / of) * math.sqrt(share * (1 - share) / of + _Z**2 / (4 * of**2))
    low, high = max(middle - half, 0.0), min(middle + half, 1.0)
    return {"rate": round(share, 4), "count": count, "of": of, "low": round(low, 4), "high": round(high, 4)}
