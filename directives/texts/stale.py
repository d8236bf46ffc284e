"""Events announced for a day that is over when the text is written."""

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice

from directives.dates import FoundDate, dates_in
from directives.texts import holidays
from directives.texts.hits import MOST, Hit, sentence_around, sightings
from directives.texts.prepared import Text
from directives.texts.sightings import Check, Sighting

_LONG_PAST_DAYS = 400
"""A year that is written and longer past is history, not an announcement."""
_ROUND_THE_YEAR = 320
"""A day without a year that would be so far ahead was in the days just past."""
_WITH_YEAR = re.compile(r"20\d\d$|/\d{1,2}/\d\d$")
_NEAR_DAYS = 45
"""So long after a holiday an announcement of it still means the one that is over."""

_ANNOUNCED = re.compile(
    r"(?<!\w)(?:join|come|meet (?:us|your|the|at)|see you|stop by|swing by|drop by|drop off|rsvp"
    r"|regist\w+|sign(?:ing)?[ -]?up"
    r"|will|won't|we'll|don'?t miss|save the date|mark your|deadline|apply|applications?|enroll|due"
    r"|starts?|begins?|kicks? off|bring|scheduled|upcoming|hosts|hosting|invit\w+|invited|tickets?"
    r"|reserve|secure|claim|still|till|see (?:you|every\w+|all)|(?:los|te|nos) (?:vemos|esperamos)"
    r"|confirm"
    r"|doors open|opens? (?:at|on)|takes place|is set for|planned|get ready|be there|head to|visit us"
    r"|catch us|find us"
    r"|we(?: are|'re) (?:hosting|holding|having|giving|collecting|handing|at)|is (?:happening|on"
    r"|this)|are (?:on|this)"
    r"|coming|available|last (?:chance|day)|ends|closes|spots?|seats?|volunteers? needed|needed|until"
    r"|countdown|count down|[uú]ltim[oa] (?:llamada|d[ií]a)|antes del"
    r"|acomp[aá][nñ]e\w*|[uú]nase|[uú]nete|venga\w*|ven(?:gan)?|vis[ií]t\w+|los esperamos"
    r"|te esperamos|se llevar[aá]"
    r"|ser[aá]n?|habr[aá]|inscr[ií]\w+|reg[ií]str\w+|fecha l[ií]mite|hasta el|no (?:se lo |te lo "
    r"|se )?pierda\w*|invit\w+"
    r"|reserve|traiga\w*|tendremos|comienza|empieza|cupos?|cierra)(?!\w)",
    re.IGNORECASE,
)
_RECAP = re.compile(
    r"(?<!\w)(?:was|were|wasn't|thanks (?:to|for|every|all)|mil gracias|thank you|thankful|grateful"
    r"|took place|yesterday"
    r"|last (?:night|week|weekend|month|\w+day)(?! to)|attended|happened|held"
    r"|hosted|joined|celebrated|visited|honou?red|remember\w*|came|went|met|gathered|had|did|saw|got"
    r"|gave|made (?!possible)|brought|enjoyed|wrapped|recap\w*|highlights?"
    r"|(?:photos?|pictures?) (?:from|of)|look(?:ing)? back|throwback|reschedul\w+|postponed|moved"
    r"|push(?:ed)? back|new date|cancel\w*|originally"
    r"|anniversary|annivers\w+|on this day|years? ago|since|in memory|end of watch|founded|born|died"
    r"|killed|arrested"
    r"|charged|responded|occurred|recovered|reported|found|shot|stolen|missing|seen|wanted|fell|passed"
    r"|fue|fueron|estuv\w+|gracias|ayer|pasad[oa]s?|asisti\w+|celebramos|visitamos|tuvimos"
    r"|reprogram\w+|pospuest\w+"
    r"|pospuso|cancelad\w+|aniversario|hace \w+ a[nñ]os|desde el|recordamos|fotos del?|se cambi[oó]"
    r"|nueva fecha)(?!\w)",
    re.IGNORECASE,
)
_EVERY = re.compile(
    r"(?<!\w)(?:every|each|weekly|monthly|ongoing|cada|todos los|todas las)(?!\w)", re.IGNORECASE
)
_DEADLINE = re.compile(
    r"(?<!\w)(?:is|are|by|until|till|before|es|son|antes del|hasta el|para el)\s(?:the\s|el\s|on\s|this\s)?$"
)
_PART_OF_THREAD = re.compile(r"[ (]{0,2}\d/\d\d?(?![\d/])")
_EVENT = re.compile(
    r"(?<!\w)(?:free|gratis|this (?:sun|mon|tues|wednes|thurs|fri|satur)day|este (?:lunes|martes"
    r"|miercoles|jueves|viernes|sabado|domingo)|class|opening|bash|letters|party|walk|march|parade"
    r"|game|open house|fair"
    r"|meeting|mtg|night|drive|concert"
    r"|movie|tour|trip|toss|workshop|seminar|picnic|cookout|barbecue|bbq"
    r"|breakfast|luncheon|lunch|dinner|clinic|fest\w*|giveaway|raffle|contest|tournament|run|ride"
    r"|race|celebration|vigil|town hall|forum|webinar|training|academy|big day"
    r"|camp|sale|auction|blood drive|coffee|block party|job fair|health fair|cleanup|clean-up|exam"
    r"|test|derby|show|recital|story ?time|potluck|lesson|orientation"
    r"|clase|fiesta|caminata|desfile|partido|feria|reunion|junta|noche|colecta|concierto|pelicula"
    r"|excursion|taller|desayuno|almuerzo|cena|posada|rifa|torneo|carrera|vigilia"
    r"|kermes|convivio|jornada|clinica|curso|limpieza|cafe|examen)(?!\w)",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"(?<!\w)(?!need|invit|schedul|limit|locat|clos|requir|sponsor|reserv|plann|relat|bed|red|seed"
    r"|feed|speed|shared|seat|rat|licens|certif|interest)[a-z]{3,14}ed(?!\w)"
)
_OLD_YEAR = re.compile(r",?\s(?:del?\s)?1[89]\d\d(?!\d| ?h)")
_HOUR = re.compile(
    r"(?<!\d)\d{1,2}(?::\d\d)?\s{0,2}(?:[-\u2013]\s?\d{1,2}(?::\d\d)?\s{0,2})?[ap]\.?m\b"
    r"|(?<!\w)(?:noon|mediod[ií]a)(?!\w)",
    re.IGNORECASE,
)
_THROUGH = re.compile(
    r"\s{0,2}(?:-|\u2013|\u2014|to|through|thru|and|&|,|al?|y)\s{0,2}(?:the\s)?(\d{1,2})(?:st|nd|rd|th)?"
    r"(?![\w:/])(?!\s?[ap]\.?m)",
    re.IGNORECASE,
)
_WEEKDAYS = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo"
)
_DAY_ALONE = re.compile(
    rf"(?<!\w)(?P<weekday>{_WEEKDAYS}),?\s(?:(?:the|el)\s)?(?P<day>\d{{1,2}})(?P<th>st|nd|rd|th)?(?![\w:/.])"
    r"(?!\s?(?:[ap]\.?m|de\s))(?!\s?(?:-|\u2013|to|a)\s?\d{1,2}(?::\d\d)?\s?[ap]\.?m)",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    rf"(?<!\w)(?P<near>today|tonight|tomorrow|hoy|esta noche"
    rf"|ma[nñ]ana)[\s,(]{{1,3}}(?P<weekday>{_WEEKDAYS})(?!\w)",
    re.IGNORECASE,
)
_HOLIDAY_BEFORE = re.compile(
    r"(?<!\w)(?:this|on|for|before|by|until|ahead of|in time for|through|upcoming|annual|come|our|of"
    r"|para|antes de|este"
    r"|esta|en|hasta|de)(?:\s(?:the|a|la|el|su|all|this|your))?\s$",
    re.IGNORECASE,
)
_HOLIDAY_AFTER = re.compile(
    r"\s(?:eve|weekend|parade|party|giveaway|event|celebration|meal|drive|luncheon|dinner|morning"
    r"|night|safety|bash|fest\w*"
    r"|block|open house|movie|toy|turkey|food|hunt|plans|cookout|picnic|spooktacular|costume)(?!\w)",
    re.IGNORECASE,
)
_MONTH_ALONE = re.compile(
    r"(?<!\w)(?:this|throughout|all|during|in|through|by the end of|end of|early|late|until|month of"
    r"|este|en|durante|todo)\s"
    r"(?:the month of\s|all of\s|el mes de\s)?"
    r"(?P<month>january|february|march|april|june|july|august|september|october|november|december"
    r"|enero|febrero|marzo|abril|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)(?!\w)"
    r"(?!,?\.?\s{0,2}(?:\d|the\s\d))",
    re.IGNORECASE,
)
_SEASON = re.compile(
    r"(?<!\w)(?:(?P<summer>(?:this|all) summer|este verano)|(?P<spring>this spring|spring break"
    r"|esta primavera)"
    r"|(?P<school>before (?:school starts|the (?:first|1st) day of school)|back[- ]to[- ]school))(?!\w)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\w)(?:the|our|for|el|la|nuestr[oa])\s(?P<year>20\d\d)\s(?=[A-Za-z])", re.IGNORECASE)
_SEASON_ENDS = {"summer": (9, 30), "spring": (6, 10), "school": (9, 15)}


def stale(*, words: str, written_on: date) -> Iterator[Hit]:
    """Days, holidays, months and seasons that an announcement names although they are over."""
    found = dates_in(text=words, today=written_on)
    calendar_days = [one for one in found if one.kind == "date"][:MOST]
    ends = {one.start: _through(one, words, written_on) for one in calendar_days}
    coming = any(day >= written_on for day in ends.values())
    covered: list[tuple[int, int]] = []
    for one in calendar_days:
        if _over(ends[one.start], one, words, written_on) and _announced(
            words, one.span, ends, written_on, coming
        ):
            covered.append(sentence_around(words, one.start))
            yield Hit(one.start, one.end, "day", True)
    for hit in islice(_loosely(words, written_on), MOST):
        if coming or any(start <= hit.start < end for start, end in covered):
            continue
        if _announces(words, (hit.start, hit.end), alone=False):
            yield hit


def _through(one: FoundDate, words: str, written_on: date) -> date:
    """The last day of "Dec. 5-7", and the day itself of a single one."""
    day = _this_years(one, written_on)
    hit = _THROUGH.match(words, one.end)
    if hit and day.day < int(hit[1]) <= calendar.monthrange(day.year, day.month)[1]:
        return day.replace(day=int(hit[1]))
    return day


def _this_years(one: FoundDate, written_on: date) -> date:
    """A day read as next year's is this year's where its weekday says so; in January a December is the last one."""
    if not _WITH_YEAR.search(one.words) and (one.day - written_on).days > _ROUND_THE_YEAR:
        return one.day - timedelta(days=366 if calendar.isleap(one.day.year) and one.day.month > 2 else 365)
    if one.weekday is None or one.day.year <= written_on.year or one.day.weekday() == one.weekday:
        return one.day
    try:
        before = one.day.replace(year=one.day.year - 1)
    except ValueError:
        return one.day
    return before if before.weekday() == one.weekday else one.day


def _over(day: date, one: FoundDate, words: str, written_on: date) -> bool:
    line = words.rfind("\n", 0, one.start) + 1
    numbers_a_part = words[line : one.start].strip(" (") == "" and _PART_OF_THREAD.match(words, line)
    if _OLD_YEAR.match(words, one.end) or numbers_a_part:
        return False
    return day < written_on and (written_on - day).days <= _LONG_PAST_DAYS


def _announced(
    words: str, span: tuple[int, int], ends: dict[int, date], written_on: date, coming: bool
) -> bool:
    start, end = sentence_around(words, span[0])
    if any(start <= at < end and day >= written_on for at, day in ends.items()):
        return False
    return _announces(words, span, alone=coming)


def _announces(words: str, span: tuple[int, int], *, alone: bool) -> bool:
    """Whether what is said around a day looks ahead. `alone`: only its own sentence counts."""
    start, end = sentence_around(words, span[0])
    said = words[start : max(end, span[1])]
    if _says(_RECAP, said) or _says(_EVERY, said):
        return False
    if _says(_ANNOUNCED, said) or _DEADLINE.search(words, max(span[0] - 16, 0), span[0]):
        return True
    if alone or _says(_RECAP, words):
        return False
    if _says(_PAST, said):
        return _says(_ANNOUNCED, words)
    return _says(_ANNOUNCED, words) or _says(_HOUR, said) or _says(_EVENT, said)


@lru_cache(maxsize=16)
def _says(pattern: re.Pattern[str], words: str) -> bool:
    return pattern.search(words) is not None


def _loosely(words: str, written_on: date) -> Iterator[Hit]:
    yield from _days_alone(words, written_on)
    yield from _weekdays_beside(words, written_on)
    for one in holidays.named(words=words, written_on=written_on):
        before, after = words[max(one.start - 30, 0) : one.start], words[one.end : one.end + 20]
        told = _HOLIDAY_BEFORE.search(before) or _HOLIDAY_AFTER.match(after)
        if told and 2 < (written_on - one.day).days <= _NEAR_DAYS:
            yield Hit(one.start, one.end, "holiday", True)
    yield from _months(words, written_on)
    for hit in _SEASON.finditer(words):
        ended = date(written_on.year, *_SEASON_ENDS[hit.lastgroup or "summer"])
        if 0 < (written_on - ended).days <= 100:
            yield Hit(*hit.span(), "season", False)
    for hit in _YEAR.finditer(words):
        if int(hit["year"]) == written_on.year - 1:
            yield Hit(*hit.span("year"), "year", False)


def _days_alone(words: str, written_on: date) -> Iterator[Hit]:
    """ "Thursday the 15th": of the months around, the nearest in which that day is a Thursday."""
    for hit in islice(_DAY_ALONE.finditer(words), MOST):
        number, weekday = int(hit["day"]), _weekday(hit["weekday"])
        if not 1 <= number <= 31:
            continue
        near = [
            day
            for ahead in range(-62, 63)
            if (day := _plus(written_on, ahead)).day == number and day.weekday() == weekday
        ]
        if near and min(near, key=lambda day: abs((day - written_on).days)) < written_on:
            yield Hit(*hit.span(), "weekday", True)


def _weekdays_beside(words: str, written_on: date) -> Iterator[Hit]:
    """ "Tonight, Thursday", written on the day after."""
    for hit in islice(_BESIDE.finditer(words), MOST):
        ahead = hit["near"].lower().startswith(("tomorrow", "ma"))
        meant = (written_on.weekday() + (1 if ahead else 0)) % 7
        if 1 <= (meant - _weekday(hit["weekday"])) % 7 <= 3:
            yield Hit(*hit.span(), "weekday", False)


def _months(words: str, written_on: date) -> Iterator[Hit]:
    for hit in _MONTH_ALONE.finditer(words):
        behind = (written_on.month - _month(hit["month"])) % 12
        if 1 <= behind <= 2:
            yield Hit(*hit.span(), "month", behind == 1)


def _plus(day: date, ahead: int) -> date:
    try:
        return day + timedelta(days=ahead)
    except OverflowError:
        return day


def _weekday(words: str) -> int:
    said = words[:2].lower()
    pairs = ("molu", "tuma", "wemi", "thju", "frvi", "sasá", "sudo")
    return next(at for at, pair in enumerate(pairs) if said in (pair[:2], pair[2:]))


def _month(words: str) -> int:
    said = words[:3].lower()
    months = (
        "janene",
        "febfeb",
        "marmar",
        "aprabr",
        "maymay",
        "junjun",
        "juljul",
        "augago",
        "sepset",
        "octoct",
        "novnov",
        "decdic",
    )
    return next(at for at, pair in enumerate(months, 1) if said in (pair[:3], pair[3:]))


def _sight(text: Text) -> Iterator[Sighting]:
    return sightings(check="stale", text=text, hits=stale(words=text.plain, written_on=text.written_on))


STALE = Check(
    slug="stale",
    title="Days that are over",
    looks_for="An announcement whose day, holiday or month is over on the day of writing.",
    leaves_alone="A look back, an anniversary, a new day for something that was moved, and what happened on a day.",
    finds=("Written on January 3: Join us for coffee on January 2 at 9 a.m.",),
    leaves=("Thank you to everyone who came on January 2.",),
    sight=_sight,
    labels=("stale",),
    kinds=("post", "alt", "picture_words"),
)
