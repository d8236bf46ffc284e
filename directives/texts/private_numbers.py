"""Numbers and addresses that belong to one person: telephones, plates, papers, accounts, homes, mail, days of birth."""

import re
import tomllib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from directives.texts.hits import MOST, Hit, sentence_around

_DIGIT_WORDS = (
    r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|cero|uno|dos|tres|cuatro|cinco|seis"
    r"|siete|ocho|nueve|\d)"
)
_PHONE = re.compile(
    r"(?<![\w#$/-])(?:\+?1[-. ]{0,2})?(?:\(([2-9]\d\d)\)"
    r"|([2-9]\d\d))[-. ]{0,3}([2-9]\d\d)[-. ]{0,2}(\d{4})(?![\w-]*\w)"
    r"|(?<![\w#$/.-])([2-9]\d\d)[-.](\d{4})(?![\w-]*\w)"
)
_SPELLED = re.compile(rf"(?<!\w)(?:{_DIGIT_WORDS}[ .-]{{1,3}}){{6,12}}{_DIGIT_WORDS}(?!\w)")
_TELEPHONES = tomllib.loads(
    (Path(__file__).parent / "families" / "telephones.toml").read_text(encoding="utf-8")
)
_FREE = frozenset(_TELEPHONES["area_codes"])
_CITY: tuple[str, ...] = tuple(_TELEPHONES["begins"])
_OFFICE = re.compile(
    r"(?<!\w)(?:district|districts?'? office|office|offices|station|desk|caps|hotline|helpline"
    r"|tip ?line|line|detectives?|area (?:one|two"
    r"|three|four|five|\d)|unit|headquarters|city|alder\w*|ward|library|park|school|non-emergency"
    r"|crime stoppers"
    r"|clinic|program|bureau|department|museum|church|questions\?|rsvp|info|information|regist\w+"
    r"|appointments?|reports?"
    r"|tips?|anonymous\w*|sergeant|sgt|officer|liaison|coordinator|call us|text us|reach us|town hall"
    r"|center|centre"
    r"|distrito|oficina|estacion|linea|centro|programa|informes|informacion|llamenos|departamento"
    r"|agente|oficial|preguntas|junta|electoral|election board|board|comision)(?!\w)"
)
_OWN = re.compile(
    r"(?<!\w)(?:his|her|their|your|my)\s(?:\w+\s){0,2}(?:phone|cell|cellphone|mobile|number|digits"
    r"|mom|mother|dad|father|wife"
    r"|husband|sister|brother|son|daughter|family|grandmother|grandma|landlord|boss|parents?|roommate"
    r"|girlfriend|boyfriend)"
    r"|(?<!\w)(?:call|text|contact|reach|phone|dial|give)\s(?:him|her|them|mrs?|ms|miss|the (?:owner"
    r"|family|mother|mom|father|victim"
    r"|witness|landlord|seller|tenant|caller|wife|husband|complainant|woman|man|lady))(?!\w)"
    r"|(?<!\w)(?:victim|witness|complainant|caller|cell|celular|whatsapp|su (?:mama|madre|papa|padre"
    r"|esposa|esposo|hija|hijo|hermana"
    r"|hermano|telefono|numero|familia|casa)|tel de|llam\w+ a (?:su|dona|don|el dueno|la (?:senora"
    r"|familia|mama|madre|duena|viuda|hija))|la familia"
    r"|el dueno|la duena)(?!\w)"
)
_FOR_SALE = re.compile(
    r"(?<!\w)(?:found|lost|owner|puppy|dog|cat|perro|perra|gato|perdid[oa]|wallet|purse|se vende"
    r"|for sale|belongs to|[a-z]+ at (?=\(?\d{3}))(?!\w)"
)
_NAMED = re.compile(
    r"(?:is|is our|to|of|from|at|ask for|call|text) [A-Z][a-z]{2,14} [A-Z][a-z]{2,14}(?= of| at| on"
    r"| in|,|[.]| from)"
)
_PLATE_WORD = re.compile(
    r"(?<!\w)(?:plates?|license|licence|lic|tag|placas?|matricula|il reg|registration|reg)(?!\w)"
)
_PLATE = re.compile(r"(?<![\w$:.-])[A-Z0-9]{1,7}(?:[ -][A-Z0-9]{1,5}){0,2}(?![\w-])")
_SMALL_PLATE = re.compile(r"(?<![\w$:.-])(?=[a-z]*\d+[a-z]*\d)(?=\d*[a-z])[a-z0-9]{5,8}(?![\w-])")
_SOCIAL = re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])")
_PAPER = re.compile(
    r"(?<!\w)(?:ssn|social security|social|seguro social|account|acct|cuenta|policy|poliza|claim|card"
    r"|tarjeta|passport|pasaporte"
    r"|driver'?s? licen[sc]e|licencia|state id|matricula consular|member id|inmate|ir|case|caso"
    r"|expediente|docket|report|informe|reporte|booking|badge id|ventra|id|medicaid|medicare|cb)"
    r"(?:,? (?:number|numero|no|num|card))?(?:\.? ?[#:]| (?:is|es|ends? in|ending in|termina en)"
    r"| ?\.)?\s{0,2}(?:#|is )?\s?"
    r"(?=[a-z0-9-]{0,20}\d[a-z0-9-]{0,20}\d)([a-z]{0,3}[ -]?\d[\da-z-]{2,18}(?: ?\d{3,12}){0,3})(?!\w)"
)
_ENOUGH_DIGITS = 4
_RECORD = re.compile(
    r"(?<!\w)(?:rd ?(?:#|no\.?|number)? ?:? ?#?)?(?!he\s|hi\s|go\s)[ghj][a-z][ -]?\d{3}[ -]?\d{3}(?!\w)|(?<!\w)rd ?(?:#"
    r"|no\.?|number|:)+ ?#?[a-z]{0,2}[ -]?\d{5,7}(?!\w)"
    r"|(?<!\w)\d\d ?(?:cr|dv|jd|ja|op|ch) ?\d{3,7}(?!\w)"
)
_CARD = re.compile(r"(?<![\w-])\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{4}(?![\w-])")
_BORN = re.compile(
    r"(?<!\w)(?:dob|d\.o\.b\.?|date of birth|birth ?date|born(?: on)?|birthday(?: is)?"
    r"|fecha de nacimiento|f\.n\.|nacid[oa](?: el)?"
    r"|nacio el|cumple anos el)[ :]{0,3}(?:is |es |el )?(?:\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)?\d\d"
    r"|(?:[a-z]{3,10}\.? )\d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d\d"
    r"|\d{1,2}(?:st|nd|rd|th)? [a-z]{3,10},? (?:19|20)\d\d"
    r"|\d{1,2} de [a-z]{4,10}(?: de(?:l)? (?:19|20)\d\d))(?!\w)"
)
_LIVING_SINCE = 1925
_CELEBRATED = re.compile(
    r"(?<!\w)(?:happy|officers?|sgt|sergeant|detective|commander|chief|founder|founded|first|history"
    r"|historic\w*|celebrat\w+|honou?r\w*|remember\w*"
    r"|pioneer\w*|legend\w*|district|department|inventor|president|dr|rev|puppy|puppies|dog|k-?9|foal"
    r"|panda|zoo|baby|feliz|oficial|agente|primer[ao]?)(?!\w)"
)
_MAIL = re.compile(r"(?<![\w.+-])[a-z0-9][\w.+-]{0,60}@(?:[a-z0-9-]{1,60}\.){1,4}[a-z]{2,12}(?!\w)")
_PERSONAL_MAIL = re.compile(
    r"@(?:gmail|yahoo|hotmail|outlook|aol|icloud|comcast|live|msn|proton|protonmail|me|ymail|sbcglobal|att)\."
)
_PUBLIC_MAIL = re.compile(r"(?:\.gov|\.mil|\.edu|\.org|chicagopolice\.org|cityofchicago\.org)$")


def numbers(*, plain: str, cased: str) -> Iterator[Hit]:
    yield from _phones(plain, cased)
    yield from _plates(plain, cased)
    yield from _born(plain)
    for pattern, why in (
        (_SOCIAL, "social security"),
        (_RECORD, "case number"),
        (_CARD, "card"),
    ):
        for hit in islice(pattern.finditer(plain), MOST):
            if why != "social security" or not hit.group().startswith(("000", "666")):
                yield Hit(*hit.span(), why, True)
    for hit in islice(_PAPER.finditer(plain), MOST):
        if sum(char.isdigit() for char in hit[1]) >= _ENOUGH_DIGITS and not re.fullmatch(
            r" ?(?:19|20)\d\d", hit[1]
        ):
            yield Hit(*hit.span(), "number of a paper or account", True)
    for hit in islice(_MAIL.finditer(plain), MOST):
        if _PERSONAL_MAIL.search(hit.group()) or (
            not _PUBLIC_MAIL.search(hit.group())
            and _OWN.search(plain[slice(*sentence_around(plain, hit.start()))])
        ):
            yield Hit(*hit.span(), "mail address", True)


def _born(plain: str) -> Iterator[Hit]:
    """Days of birth of people who live; a birthday that is celebrated is none."""
    for hit in islice(_BORN.finditer(plain), MOST):
        papers = hit.group().startswith(("d", "f", "birthdate", "birth date"))
        year = re.search(r"(?:1[89]|20)\d\d", hit.group())
        told = _CELEBRATED.search(plain[slice(*sentence_around(plain, hit.start()))])
        if papers or not (told or (year and int(year.group()) < _LIVING_SINCE)):
            yield Hit(*hit.span(), "day of birth", True)


def _phones(plain: str, cased: str) -> Iterator[Hit]:
    for pattern in (_PHONE, _SPELLED):
        for hit in islice(pattern.finditer(plain), MOST):
            said = plain[slice(*sentence_around(plain, hit.start()))]
            digits = re.sub(r"\D", "", hit.group()).removeprefix("1")
            own = _OWN.search(said)
            if digits[:3] in _FREE or digits.startswith(_CITY):
                continue
            named = _NAMED.search(cased, *sentence_around(plain, hit.start()))
            if own or ((named or _FOR_SALE.search(said)) and not _OFFICE.search(said)):
                yield Hit(*hit.span(), "telephone", bool(own))


def of_an_office(*, plain: str) -> bool:
    """Whether there is a telephone, and each stands beside an office and none beside somebody whose own it is."""
    beside = [
        plain[slice(*sentence_around(plain, hit.start()))] for hit in islice(_PHONE.finditer(plain), MOST)
    ]
    return bool(beside) and all(_OFFICE.search(said) and not _OWN.search(said) for said in beside)


def _plates_within(plain: str, cased: str, start: int, end: int) -> Iterator[re.Match[str]]:
    yield from _PLATE.finditer(cased, start, end)
    yield from _SMALL_PLATE.finditer(plain, start, end)


def _plates(plain: str, cased: str) -> Iterator[Hit]:
    words = [hit.end() for hit in islice(_PLATE_WORD.finditer(plain), MOST)]
    found: dict[int, Hit] = {}
    for end in words:
        for hit in _plates_within(plain, cased, max(end - 40, 0), end + 60):
            code = re.sub(r"[ -]", "", hit.group())
            digits = sum(char.isdigit() for char in code)
            beside = 0 < hit.start() - end <= 40 or 0 < end - hit.end() <= 25
            if beside and 5 <= len(code) <= 8 and digits >= 2 and (digits < len(code) or digits >= 6):
                found[hit.start()] = Hit(*hit.span(), "plate", True)
    yield from found.values()


_WAYS = (
    r"(?:st|street|ave?|avenue|blvd|boulevard|rd|road|dr|drive|pl|place|ct|court|ln|lane|pkwy|parkway"
    r"|ter|terrace|way|plaza)"
)
_HOUSE = re.compile(
    rf"(?<![\w#$.,:/-])\d{{2,5}}(?!\d)\s(?:(?:n|s|e|w|north|south|east"
    rf"|west)\.?\s(?:[a-z0-9']+)(?:\s{_WAYS}(?!\w))?|(?:[a-z0-9']{{2,20}}\s){{1,3}}{_WAYS}(?!\w))"
    r"|(?<=(?<!\w)en el )\d{2,5}\s(?:norte|sur|este|oeste|de|de la)\s[a-z]{3,20}(?!\w)"
    rf"|(?<!\w)(?:calle|avenida)\s[a-z]{{3,20}}\s(?:#|numero|no\.?)?\s?\d{{2,5}}(?!\w)"
)
_NOT_HOUSE = re.compile(
    r"block|cuadra|xx|year|people|officers|minutes|hours|children|am\s|pm\s|district|blocks|copies"
    r"|members|students|feet|miles|[a-z]th anniversary"
)
_HOME = re.compile(
    r"(?<!\w)(?:homes?|houses?|lives?|lived|living|resid(?:es?|ed|ence|ents?|ing)|apartment|apt"
    r"|unit (?:\w{1,2}|\d\w*)|(?:\w+ )?floor|bedroom|basement|back ?yard|front door|porch"
    r"|garage|(?:his|her|their) (?:place|building|block|stoop|address|door)|famil(?:y|ies)|victims?"
    r"|widow|casa|vive|viven|domicilio|direccion|apartamento|departamento|piso"
    r"|domestic|overdose|neighbors?|vecin[oa]s?|mother|grandmother|grandma|mom|evict\w*|parole\w*"
    r"|warrant|sex offender|moved|stays|staying|kids?|knock|visit (?:him|her|them)|witness|suspects?"
    r"|owner"
    r"|tenant|landlord|address is|key|mailbox|alone|hiding|complainant|caller|stop by and"
    r"|sick removal|removal|od|\d[fr]|burglar\w*|viejit\w+|senora|familia|esta sola|abuel[oa])(?!\w)"
)
_PUBLIC = re.compile(
    r"(?<!\w)(?:station|district|park|school|church|library|center|office|meet(?:ing)?|join|event"
    r"|parking lot|lot|store|market|restaurant"
    r"|bank|theat(?:er|re)|gym|hall|parish|museum|fieldhouse|ymca|headquarters|open house|workshop"
    r"|register|doors open|rsvp|drop[- ]?off|collect\w*|shelter"
    r"|located|firehouse|senior center|cooling|warming|distrito|estacion|iglesia|parque|escuela"
    r"|biblioteca|centro|oficina|salon|acompan\w+|reunion|town hall"
    r"|plaza|elementary|academy|college|fest\w*|giveaway|polling|p\.?m|a\.?m|noon|free)(?!\w)"
)
_LIVES = re.compile(
    r"(?<!\w)(?:lives?|lived|living|residence|resides?|resident of|(?:his|her|their|your) (?:home"
    r"|house|apartment|place|address|door|porch)|home of|house of|apartment|apt|vive|viven|vivian?|casa de"
    r"|su casa"
    r"|domicilio|victim|witness|overdose|evict\w*|search warrant|home alone|moved to|staying at"
    r"|stays at|hiding|complainant|caller|address is|knock on|su direccion)(?!\w)"
)
_NAME_OF = re.compile(r"[A-Z][a-z'-]+ [A-Z][a-z'-]+,?(?: \(?\d{1,2}\)?,?)? (?:of|at|on|from|de|en) $")


def homes(*, plain: str, cased: str) -> Iterator[Hit]:
    """House numbers where somebody lives; stations, parks and meeting places are none, and blocks are none."""
    for hit in islice(_HOUSE.finditer(plain), MOST):
        if _NOT_HOUSE.search(hit.group()):
            continue
        said = plain[slice(*sentence_around(plain, hit.start()))]
        named = _NAME_OF.search(cased, max(hit.start() - 50, 0), hit.start())
        if _LIVES.search(said) or named:
            yield Hit(*hit.span(), "home", True)
        elif _HOME.search(said) and not _PUBLIC.search(said):
            yield Hit(*hit.span(), "home", False)
