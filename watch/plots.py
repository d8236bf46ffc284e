"""Figures as places on a picture: what a template needs to draw bars, and nothing of what they mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

WIDTH = 720
HEIGHT = 240
LEFT = 40
BOTTOM = 28
TOP = 12
_GAP = 0.3
"""Of a column's place."""


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar in user units of its picture, with the words that tell it."""

    x: float
    y: float
    width: float
    height: float
    series: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A word beside an axis."""

    at: float
    words: str


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Columns over a base line, each stacked of parts."""

    bars: tuple[Bar, ...]
    ticks: tuple[Mark, ...]
    """On the axis of numbers, from the base line up."""
    names: tuple[Mark, ...]
    """Under the columns."""
    base: float = HEIGHT - BOTTOM
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT


def stacked(
    *, names: Sequence[str], parts: Sequence[tuple[str, Sequence[float]]], unit: str, most_names: int = 6
) -> Columns:
    """A column for each name, its parts one on the other in the order given."""
    totals = [sum(values) for values in zip(*(values for _, values in parts), strict=True)]
    step = nice(max(totals, default=0) / 4)
    top = step * max(1, ceil(max(totals, default=0) / step))
    place = (WIDTH - LEFT) / max(1, len(names))
    scale = (HEIGHT - BOTTOM - TOP) / top
    bars: list[Bar] = []
    floors = [0.0] * len(names)
    for series, values in parts:
        for at, value in enumerate(values):
            if value > 0:
                bars.append(
                    Bar(
                        x=round(LEFT + place * (at + _GAP / 2), 1),
                        y=round(HEIGHT - BOTTOM - (floors[at] + value) * scale, 1),
                        width=round(place * (1 - _GAP), 1),
                        height=round(value * scale, 1),
                        series=series,
                        words=f"{names[at]}: {value:.1f} {unit}",
                    )
                )
            floors[at] += value
    every = ceil(len(names) / most_names)
    return Columns(
        bars=tuple(bars),
        ticks=tuple(
            Mark(at=round(HEIGHT - BOTTOM - step * number * scale, 1), words=f"{step * number:g}")
            for number in range(round(top / step) + 1)
        ),
        names=tuple(
            Mark(at=round(LEFT + place * (at + 0.5), 1), words=name)
            for at, name in enumerate(names)
            if at % every == 0
        ),
    )


def sparks(*, counts: Sequence[int], most: int, width: int = 240, height: int = 28) -> tuple[Bar, ...]:
    """Small bars of one row, on a scale that all rows share: `most` fills the height."""
    place = width / max(1, len(counts))
    return tuple(
        Bar(
            x=round(place * at + 1, 1),
            y=round(height - max(2.0, (height - 2) * count / max(1, most)), 1),
            width=round(place - 2, 1),
            height=round(max(2.0, (height - 2) * count / max(1, most)), 1),
            series="some" if count else "none",
            words=str(count),
        )
        for at, count in enumerate(counts)
    )


def nice(rough: float) -> float:
    """The next of 1, 2, 5, 10, 20, 50 ... at or above a step, so that an axis has numbers people count in."""
    if rough <= 0:
        return 1.0
    power = 10.0 ** floor(log10(rough))
    return float(next(power * times for times in (1, 2, 5, 10) if power * times >= rough))
