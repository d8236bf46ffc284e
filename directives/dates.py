"""Finds the days a text names, so that they can be laid beside the day the author gave. Modest on purpose."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SHORT_MONTHS = ("Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
_WEEKDAY = (
    r"(?:(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:r|rs)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"|lunes|martes|mi[e\u00e9]rcoles|jueves|viernes|s[a\u00e1]bado|domingo)"
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_MES = r"(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|se(?:p)?tiembre|octubre|noviembre|diciembre)"
_BESIDE = rf"(?<!\w)(?:(?P<weekday>{_WEEKDAY})\.?,?\s{{1,3}})?"
_NAMED = re.compile(
    rf"{_BESIDE}(?P<month>{_MONTH})\.?\s{{1,3}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
    r"(?:,?\s{1,3}(?P<year>20\d\d))?(?!\w)",
    re.IGNORECASE | re.ASCII,
)
_DAY_FIRST = re.compile(
    rf"{_BESIDE}(?:the\s{{1,3}}|el\s{{1,3}})?(?P<day>\d{{1,2}})"
    rf"(?:(?:(?:st|nd|rd|th)?\s{{1,3}}of\s{{1,3}}|\s{{1,3}}(?!may|mar(?!ch)))(?P<month>{_MONTH})|\s{{1,3}}de\s{{1,3}}(?P<mes>{_MES}))"
    r"(?:,?\s{1,3}(?:del?\s{1,3})?(?P<year>20\d\d))?(?!\w)",
    re.IGNORECASE | re.ASCII,
)
_SLASHED = re.compile(
    rf"(?<![\w/.])(?:(?P<weekday>{_WEEKDAY})\.?,?\s{{1,3}})?(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}})"
    r"(?:/(?P<year>20\d\d|\d\d))?(?![\w/])",
    re.IGNORECASE | re.ASCII,
)
_RELATIVE = re.compile(
    r"(?<!\w)(?:(?P<which>this|next|este|pr[o\u00f3]ximo)\s{1,3}"
    r"(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|lunes|martes|mi[e\u00e9]rcoles|jueves|viernes|s[a\u00e1]bado|domingo)"
    r"|(?P<near>today|tonight|tomorrow|hoy|esta\s{1,3}noche|(?<!la\s)(?<!esta\s)ma[n\u00f1]ana))(?!\w)",
    re.IGNORECASE | re.ASCII,
)
_MESES = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "set", "oct", "nov", "dic")
_DAYS = ("lun", "mar", "mi", "jue", "vie", "s", "dom")
_CALENDAR = (_NAMED, _DAY_FIRST, _SLASHED)
_LONG_AGO_DAYS = 120


@dataclass(frozen=True, kw_only=True)
class FoundDate:
    """A day named in a text. `weekday` is the one written beside it (0 is Monday), if any."""

    start: int
    end: int
    words: str
    day: date
    kind: str
    weekday: int | None = None

    @property
    def span(self) -> tuple[int, int]:
        return (self.start, self.end)


def dates_in(*, text: str, today: date) -> tuple[FoundDate, ...]:
    """The days a reader would understand on `today`, in the order of the text; impossible ones left out."""
    named = [_calendar(hit, today) for pattern in _CALENDAR for hit in pattern.finditer(text)]
    found = [one for one in [*named, *(_near(hit, today) for hit in _RELATIVE.finditer(text))] if one]
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


def days_named(*, text: str, today: date) -> tuple[date, ...]:
    """Each day once, in order. 'This Saturday, Dec. 5' names one day: the date counts, not the word."""
    found = dates_in(text=text, today=today)
    return tuple(sorted({one.day for one in found if fuller(one=one, found=found, text=text) is None}))


def fuller(*, one: FoundDate, found: tuple[FoundDate, ...], text: str) -> FoundDate | None:
    """The date that says in figures what this word ('this Saturday') says loosely, right beside it."""
    if one.kind == "date":
        return None
    for other in found:
        beside = one.start <= other.start <= one.end or not text[one.end : other.start].strip(" ,")
        if other.kind == "date" and other.start >= one.start and beside:
            return other
    return None


def day_label(*, day: date) -> str:
    """As the portal's screens write it: Sat 5 Dec."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {day.strftime('%b')}"


def full_day(*, day: date) -> str:
    """'1 December 2026', for a day that may be far away."""
    return f"{day.day} {day:%B %Y}"


def day_for_residents(*, day: date) -> str:
    """As a post would write it: Saturday, Dec. 5."""
    month = _SHORT_MONTHS[day.month - 1]
    dot = "" if month in ("March", "April", "May", "June", "July") else "."
    return f"{WEEKDAYS[day.weekday()]}, {month}{dot} {day.day}"


def _calendar(hit: re.Match[str], today: date) -> FoundDate | None:
    words = hit.groupdict()
    month = _month_number(words["month"] or words["mes"])
    year = int(hit["year"]) % 100 + 2000 if hit["year"] else None
    day = _likely(month, int(hit["day"]), year, today)
    if day is None:
        return None
    weekday = _weekday_number(hit["weekday"]) if hit["weekday"] else None
    return FoundDate(
        start=hit.start(), end=hit.end(), words=hit.group(), day=day, kind="date", weekday=weekday
    )


def _likely(month: int, day: int, year: int | None, today: date) -> date | None:
    """Without a year a date is in this one, or in the next when this one's is long gone."""
    try:
        found = date(year or today.year, month, day)
        if year is None and (today - found).days > _LONG_AGO_DAYS:
            return date(today.year + 1, month, day)
    except ValueError:
        return None
    return found


def _near(hit: re.Match[str], today: date) -> FoundDate | None:
    try:
        if hit["near"]:
            tomorrow = hit["near"].lower().startswith(("tomorrow", "ma"))
            day = today + timedelta(days=1 if tomorrow else 0)
        else:
            ahead = (_weekday_number(hit["weekday"]) - today.weekday()) % 7
            day = today + timedelta(days=ahead + (0 if _is_this(hit) else 7))
    except OverflowError:
        return None
    kind = "near" if hit["near"] else "this" if _is_this(hit) else "next"
    return FoundDate(start=hit.start(), end=hit.end(), words=hit.group(), day=day, kind=kind)


def _is_this(hit: re.Match[str]) -> bool:
    """Whether it is the coming one of its days; the Spanish "próximo sábado" mostly is."""
    return hit["which"].lower() != "next"


def _month_number(words: str) -> int:
    if words.isdigit():
        return int(words)
    begins = words[:3].lower()
    if begins in _MESES:
        return _MESES.index(begins) + 1
    return next(at for at, name in enumerate(_SHORT_MONTHS, 1) if name[:3].lower() == begins)


def _weekday_number(words: str) -> int:
    said = words.lower()
    names = [name[:3].lower() for name in WEEKDAYS]
    if said[:3] in names and not said.startswith("martes"):
        return names.index(said[:3])
    return next(at for at, name in enumerate(_DAYS) if said.startswith(name))
