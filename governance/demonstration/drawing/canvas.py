"""Paper, pencil and dice: what the scenes are drawn with. All measures are in units of a 1200 by 800 sheet."""

from collections.abc import Sequence
from io import BytesIO
from typing import TypeVar
from zlib import crc32

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 800
_FINER = 2
"""Drawn so many times larger and scaled down, so that edges are smooth."""

Point = tuple[float, float]
Choice = TypeVar("Choice")


class Dice:
    """Choices that look free and are the same each time for the same seed."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._throws = 0

    def below(self, number: int) -> int:
        """A whole number from 0 up to, and without, `number`."""
        self._throws += 1
        return crc32(f"{self._seed}/{self._throws}".encode()) % number

    def between(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return least + self.below(most - least + 1)

    def one_of(self, choices: Sequence[Choice]) -> Choice:
        """One of them."""
        return choices[self.below(len(choices))]


class Canvas:
    """One sheet, and the shapes that can be put on it."""

    def __init__(self, *, ground: str) -> None:
        self._image = Image.new("RGB", (WIDTH * _FINER, HEIGHT * _FINER), ground)
        self._draw = ImageDraw.Draw(self._image)

    def rect(self, x: float, y: float, width: float, height: float, fill: str, round_by: float = 0) -> None:
        """A rectangle from its upper left corner."""
        box = self._box(x, y, x + width, y + height)
        self._draw.rounded_rectangle(box, radius=round_by * _FINER, fill=fill)

    def oval(self, x: float, y: float, across: float, high: float, fill: str) -> None:
        """An ellipse about its middle; `across` and `high` are its radii."""
        self._draw.ellipse(self._box(x - across, y - high, x + across, y + high), fill=fill)

    def circle(self, x: float, y: float, radius: float, fill: str) -> None:
        """A circle about its middle."""
        self.oval(x, y, radius, radius, fill)

    def ring(self, x: float, y: float, radius: float, line: str, thick: float) -> None:
        """A circle that is only its line."""
        box = self._box(x - radius, y - radius, x + radius, y + radius)
        self._draw.ellipse(box, outline=line, width=round(thick * _FINER))

    def half(self, x: float, y: float, radius: float, fill: str, start: float, end: float) -> None:
        """A piece of a disc between two angles, clockwise from the right."""
        box = self._box(x - radius, y - radius, x + radius, y + radius)
        self._draw.pieslice(box, start=start, end=end, fill=fill)

    def shape(self, points: Sequence[Point], fill: str) -> None:
        """A filled polygon."""
        self._draw.polygon([(x * _FINER, y * _FINER) for x, y in points], fill=fill)

    def line(self, points: Sequence[Point], fill: str, thick: float) -> None:
        """A line with round ends and joints."""
        scaled = [(x * _FINER, y * _FINER) for x, y in points]
        self._draw.line(scaled, fill=fill, width=round(thick * _FINER), joint="curve")
        for x, y in (points[0], points[-1]):
            self.circle(x, y, thick / 2, fill)

    def words(self, x: float, y: float, text: str, fill: str, high: float) -> None:
        """One line of letters about its middle."""
        font = ImageFont.load_default(size=high * _FINER)
        self._draw.text((x * _FINER, y * _FINER), text, fill=fill, font=font, anchor="mm")

    def png(self) -> bytes:
        """The finished sheet."""
        finished = self._image.resize((WIDTH, HEIGHT), Image.Resampling.BOX)
        out = BytesIO()
        finished.save(out, "PNG")
        return out.getvalue()

    @staticmethod
    def _box(left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        return left * _FINER, top * _FINER, right * _FINER, bottom * _FINER
