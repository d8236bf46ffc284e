"""What was measured: a figure with its floor and its target, the table and the file."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Target:
    """What a figure should reach."""

    of: Literal["value", "ratio", "queries"]
    at_most: float | None = None
    at_least: float | None = None

    def __str__(self) -> str:
        """'ratio <= 2.5'."""
        bound = f">= {self.at_least:g}" if self.at_most is None else f"<= {self.at_most:g}"
        return f"{self.of} {bound}"

    def reached_by(self, measured: float) -> bool:
        """Whether a number is on the right side."""
        if self.at_most is not None and measured > self.at_most:
            return False
        return self.at_least is None or measured >= self.at_least


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One line of the table. Ratios hold on any machine; values are this machine's, now."""

    name: str
    value: float
    unit: str
    floor: float | None = None
    ratio: float | None = None
    queries: int | None = None
    targets: tuple[Target, ...] = ()

    @property
    def reached(self) -> bool | None:
        """Whether every target is reached; None without one."""
        if not self.targets:
            return None
        return all(target.reached_by(self._measured(target)) for target in self.targets)

    def _measured(self, target: Target) -> float:
        measured = {"value": self.value, "ratio": self.ratio, "queries": self.queries}[target.of]
        return float("nan") if measured is None else measured

    @property
    def target(self) -> str:
        """The targets in words."""
        return ", ".join(map(str, self.targets))

    def as_json(self) -> dict[str, object]:
        """As it stands in the file."""
        return {
            "name": self.name,
            "value": round(self.value, 3),
            "unit": self.unit,
            "floor": None if self.floor is None else round(self.floor, 3),
            "ratio": None if self.ratio is None else round(self.ratio, 3),
            "target": self.target or None,
            "queries": self.queries,
            "reached": self.reached,
        }


_VERDICTS = {True: "PASS", False: "NOT REACHED", None: ""}


def table(figures: Sequence[Figure]) -> str:
    """The figures in columns as wide as what stands in them."""
    rows = [("", "value", "floor", "ratio", "queries", "target", "")]
    for one in figures:
        rows.append(
            (
                one.name,
                f"{one.value:,.1f} {one.unit}",
                "" if one.floor is None else f"{one.floor:,.1f} {one.unit}",
                "" if one.ratio is None else f"{one.ratio:.2f}",
                "" if one.queries is None else str(one.queries),
                one.target,
                _VERDICTS[one.reached],
            )
        )
    wide = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return "\n".join(_line(row, wide) for row in rows)


def _line(row: Sequence[str], wide: Sequence[int]) -> str:
    cells = [
        cell.rjust(width) if 1 <= place <= 4 else cell.ljust(width)
        for place, (cell, width) in enumerate(zip(row, wide, strict=True))
    ]
    return "  ".join(cells).rstrip()


def write(*, figures: Sequence[Figure], path: Path) -> None:
    """The file: a list, one object a figure."""
    path.write_text(json.dumps([one.as_json() for one in figures], indent=1) + "\n", encoding="utf-8")
