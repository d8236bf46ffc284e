"""How well the checks of texts did when they were last measured: a file of the package, written by measure_checks."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from directives.texts.version import CHECKS_VERSION

FILE = Path(__file__).parent / "measured.json"
"""Beside the package of the checks, not in it: what is measured of a version is no part of it."""


@dataclass(frozen=True, kw_only=True)
class Rate:
    """A share with its count and its 95 % interval; of nothing there is no share."""

    rate: float | None
    count: int
    of: int
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class HowWell:
    """Of the posts that carry one label: how many were noticed by their wording, and how often the check was right."""

    positives: int
    direct: Rate
    indirect: Rate
    precision: Rate


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One set of posts. `labels` holds what it has posts for; `direct` and `indirect` are nine labels together."""

    labels: Mapping[str, HowWell]
    direct: Rate
    indirect: Rate
    clean_with_findings: Rate
    clean_routed: Rate
    """Innocent posts that go to Communications by their words."""
    by_group: Mapping[str, Rate]
    """Of innocent posts that name a group in a friendly way, how many are spoken about."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What the file says, and of which version of the checks."""

    version: str
    held_back: Measured
    """Posts that no check learnt from."""
    other_hand: Measured
    """The same, written by somebody who wrote none of the others."""
    lessons: Measured
    """Posts that the checks learn from, each read by checks that had not learnt from it."""
    groups: Measured
    """Innocent posts, each naming one of the groups that a directive protects."""

    @property
    def of_present(self) -> bool:
        """Whether it was the present version that was measured."""
        return self.version == CHECKS_VERSION


def keep(
    *,
    held_back: Mapping[str, Any],
    other_hand: Mapping[str, Any],
    lessons: Mapping[str, Any],
    groups: Mapping[str, Any],
    into: Path = FILE,
) -> None:
    """Writes the tables, as `measuring.table` makes them, for the present version of the checks."""
    told = {
        "version": CHECKS_VERSION,
        "held_back": held_back,
        "other_hand": other_hand,
        "lessons": lessons,
        "groups": groups,
    }
    into.write_text(json.dumps(told, indent=1, sort_keys=True) + "\n", encoding="utf-8")


@cache
def kept(*, file: Path = FILE) -> Kept:
    """What was written last; read once a process."""
    told = json.loads(file.read_text(encoding="utf-8"))
    return Kept(
        version=told["version"],
        held_back=_measured(told["held_back"]),
        other_hand=_measured(told["other_hand"]),
        lessons=_measured(told["lessons"]),
        groups=_measured(told["groups"]),
    )


def _measured(table: Mapping[str, Any]) -> Measured:
    return Measured(
        labels={
            name: HowWell(
                positives=row["positives"],
                direct=Rate(**row["recall_direct"]),
                indirect=Rate(**row["recall_indirect"]),
                precision=Rate(**row["precision"]),
            )
            for name, row in table["labels"].items()
        },
        direct=Rate(**table["pooled"]["direct"]),
        indirect=Rate(**table["pooled"]["indirect"]),
        clean_with_findings=Rate(**table["clean_with_findings"]),
        clean_routed=Rate(**table["clean_routed"]),
        by_group={name: Rate(**rate) for name, rate in table["by_group"].items()},
    )
