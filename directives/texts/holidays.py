"""When the holidays fall that posts name instead of a day."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, kw_only=True)
class Named:
    """A holiday named in a text, and the day of it that lies nearest to the day of writing."""

    start: int
    end: int
    day: date


# Each: its names, its month, and its day, or which weekday of the month (0 is Monday; the fifth is the last).
_FIXED: tuple[tuple[str, int, int], ...] = (
    (r"new year'?s eve|nochevieja|fin de a[nñ]o", 12, 31),
    (r"new year(?:'?s)?(?: day)?|a[nñ]o nuevo", 1, 1),
    (r"three kings(?: day)?|d[ií]a de (?:los )?reyes", 1, 6),
    (r"valentine(?:'?s)?(?: day)?|san valent[ií]n", 2, 14),
    (r"st\.? patrick'?s?(?: day)?|san patricio", 3, 17),
    (r"cinco de mayo", 5, 5),
    (r"d[ií]a de las madres", 5, 10),
    (r"juneteenth", 6, 19),
    (r"fourth of july|4th of july|july fourth|independence day|cuatro de julio", 7, 4),
    (r"patriot day", 9, 11),
    (r"mexican independence day|independencia de m[eé]xico", 9, 16),
    (r"halloween|trunk[- ]or[- ]treat|trick[- ]or[- ]treat(?:ing)?|noche de brujas", 10, 31),
    (r"day of the dead|d[ií]a de (?:los )?muertos", 11, 2),
    (r"veterans'? day|d[ií]a de los veteranos", 11, 11),
    (r"christmas eve|nochebuena", 12, 24),
    (r"christmas(?: day)?|xmas|navidad", 12, 25),
    (r"kwanzaa", 12, 26),
)
_MOVING: tuple[tuple[str, int, int, int], ...] = (
    (r"martin luther king(?: jr\.?)?(?: day)?|mlk day", 1, 0, 3),
    (r"president'?s'? day", 2, 0, 3),
    (r"mother'?s'? day", 5, 6, 2),
    (r"memorial day", 5, 0, 5),
    (r"father'?s'? day|d[ií]a del padre", 6, 6, 3),
    (r"national night out|nno", 8, 1, 1),
    (r"labor day|d[ií]a del trabajo", 9, 0, 1),
    (r"columbus day|indigenous peoples'? day", 10, 0, 2),
    (r"thanksgiving(?: day)?|turkey day|acci[oó]n de gracias", 11, 3, 4),
)
_EASTER = r"easter(?: sunday)?|pascua|good friday|viernes santo|semana santa"
_NAMES = [*(one[0] for one in _FIXED), *(one[0] for one in _MOVING), _EASTER]
_NAME = re.compile("|".join(rf"(?P<h{at}>(?<!\w)(?:{name})(?!\w))" for at, name in enumerate(_NAMES)), re.I)


def named(*, words: str, written_on: date) -> Iterator[Named]:
    """Every holiday the words name, in their order."""
    for hit in _NAME.finditer(words):
        number = int((hit.lastgroup or "h0")[1:])
        days = [_falls(number, year) for year in range(written_on.year - 1, written_on.year + 2)]
        near = min(days, key=lambda day: abs((day - written_on).days))
        yield Named(start=hit.start(), end=hit.end(), day=near)


def _falls(number: int, year: int) -> date:
    year = min(max(year, 1900), 2199)
    if number < len(_FIXED):
        return date(year, _FIXED[number][1], _FIXED[number][2])
    if number < len(_FIXED) + len(_MOVING):
        _, month, weekday, which = _MOVING[number - len(_FIXED)]
        return _nth(year, month, weekday, which)
    return _easter(year)


def _nth(year: int, month: int, weekday: int, which: int) -> date:
    first = date(year, month, 1)
    day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (which - 1))
    return day if day.month == month else day - timedelta(days=7)


def _easter(year: int) -> date:
    """Sunday by the Gregorian computus of Meeus, Jones and Butcher."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    spring = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * spring) // 451
    month, day = divmod(h + spring - 7 * m + 114, 31)
    return date(year, month, day + 1)
