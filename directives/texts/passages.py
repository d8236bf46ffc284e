"""One sentence, read for what it says of people."""

import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path

from directives.texts.hits import MOST
from directives.texts.word_lists import WordList

_TABLES = tomllib.loads((Path(__file__).parent / "families" / "private.toml").read_text(encoding="utf-8"))
_DELICATE = _TABLES["delicate"]
_PARTY = WordList(words=_TABLES["party"]["words"], phrases=_TABLES["party"]["phrases"])
_PERSON = frozenset(_TABLES["person"]["words"].split())
_RELATION = WordList(phrases=_TABLES["person"]["relation"])
_RECOGNISED = WordList(phrases=_TABLES["recognised"]["phrases"])
_SENSITIVE = WordList(
    words=" ".join(_DELICATE[key] for key in ("health", "harm", "standing")), phrases=_DELICATE["phrases"]
)
_ILL_OR_HURT = WordList(
    words=_DELICATE["health"] + " " + _DELICATE["harm"], phrases=("hospital", "heart attack")
)
_ILL = WordList(
    words=_DELICATE["health"], phrases=("heart attack", "critical condition", "salud mental", "mental health")
)
_GENERAL = WordList(phrases=_TABLES["general"]["phrases"])
_TITLES = frozenset(_TABLES["names"]["titles"].split())
_PLACES = frozenset(_TABLES["names"]["places"].split())
_FIRST = frozenset(_TABLES["names"]["first"].split())
_DAYS = frozenset(_TABLES["names"]["days"].split())
_NUMBER = re.compile(r"[.,:]? ?\d")
_MEANT = re.compile(
    r"(?:(?<!\w)(?:the|our|that|this|your|his|her|their|whose|whoever's|my|el|la|los|las|nuestr[oa]"
    r"|su|sus|ese|esa|aquella|al|del)\s(?:[\w'-]{1,14}\s){0,2}?|^\s?)([a-z'-]{2,14})(?!\w)"
)
_FULL = re.compile(
    r"(?<![\w@#/'])[A-Z][a-z'-]{1,15}(?: [A-Z]\.)?(?: (?:de la |de |del |la |van "
    r"|von )?[A-Z][a-zA-Z'-]{1,17}){1,2}(?![\w/])"
)
_FIRST_NAME = re.compile(r"(?<![\w@#/'])[A-Z][a-z]{1,14}(?!\w)")
_HONORIFIC = re.compile(
    r"(?<!\w)(?:Mrs?|Ms|Miss|Dona|Don|Sra?|Srta|Senora|Senor|Abuela|Grandma)\.? [A-Z][a-z]{2,15}(?!\w)"
)
_BEFORE = re.compile(r"([a-z0-9'-]+)\.?,? (?:\"?[a-z]\.? )?$")
_YOUNG = re.compile(
    r"(?<![\w-])(?:(?:[1-9]|1[0-7]|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|thirteen|fourteen|fifteen|sixteen|seventeen)"
    r"[- ](?:year|yr|month)s?[- ]old|(?:[1-9]|1[0-7]) (?:anos|meses)|(?:aged?|edad) (?:[1-9]"
    r"|1[0-7])(?!\d)|(?:[1-9]|1[0-7])yo"
    r"|juvenile|minor|menor de edad|el menor|la menor|toddler|infant|newborn|(?:first|second|third"
    r"|fourth|fifth|sixth|seventh|eighth|\d(?:st|nd|rd|th))[- ]?grade[r]?(?!s)|kindergart(?:en|e?ner)"
    r"|freshman|sophomore|little (?:boy|girl)|teen(?:ager)?|schoolboy|schoolgirl|new kid|runaway"
    r"|(?:girl|boy|kid|student|nina|nino),? (?:about |around |maybe |de )?(?:[4-9]|1[0-7])(?=[\s,.)])"
    r"|kids, (?:[1-9]|1[0-7])(?!\d)|foster (?:kid|child|son|daughter))(?!\w)"
)
ANY_AGE = re.compile(
    r"^,? (?:\()?\d{1,2}(?:\))?(?![\d:/]|\w)|^,? (?:an? )?\d{1,2}-year-old|^,? (?:age|aged|de) \d{1,2}"
)
_SCHOOL = re.compile(
    r"(?<!\w)(?:[A-Z][a-z']+ ){1,3}(?:Elementary|Academy|High|Middle|Prep|School|Charter|Grammar|HS"
    r"|Kindergarten|Preschool|College Prep|Montessori)(?!\w)"
    r"|(?<!\w)(?:Escuela|Primaria|Secundaria|Preparatoria) [A-Z][a-z]+"
    r"|(?<!\w)(?:attends|goes to|enrolled at|student at|classmates? (?:at|of)|va a la escuela"
    r"|estudia en)(?!\w)|(?<!\w)at the (?:high|middle|grammar|elementary) school (?:on|at|by|near) [A-Z]"
)
_STREET_OF = re.compile(
    r"(?<!\w)(?:of|from|who lives? (?:on|at)|lives? (?:on"
    r"|at)) (?:the )?(?:\d+ (?:block of )?)?[NSEW]\.? [A-Z][a-z]+"
)
_HURT_THEM = re.compile(
    r"(?<!\w)(?:shot|stabbed|killed|hit|struck|bitten|arrest\w*|charged|victim\w*|abus\w+|assault\w*"
    r"|molest\w*|rap(?:ed|ist)|robbed|hospital\w*|overdos\w+|black eye|bruis\w+|suicid\w+|pregnan\w+"
    r"|caught|suspended|expelled|bull(?:y|ied|ying)|custody|runaway|attacked|beaten|threat\w*"
    r"|stitches|stole|stealing|shoplift\w*|drugs?|gun|weapon|foster|drown\w*|died|recover\w+|injur\w+"
    r"|detained|detention|tagging|graffiti|truan\w+|curfew|skipp\w+|fight\w*|sexting|nude\w*|therapy"
    r"|autis\w+|cries|crying|lost (?:his|her) (?:mom|dad|mother|father)|witness\w*"
    r"|embarazada|golpe\w+|arrest\w+|deten\w+|victima|abus\w+|violad\w+|herid[oa]\w*|balead\w+|murio"
    r"|hospital|internad\w+|robo|robando|drogas?|pistola|testigo|acosad?\w*|mordid\w+"
    r"|atropellad\w+)(?!\w)"
)
_CHARGED = re.compile(
    r"(?<!\w)(?:charged|arrested|arrest|convicted|sentenced|wanted|suspects?|arrestad[oa]|acusad[oa]"
    r"|detenid[oa]|hearing|bond|indicted)(?!\w)"
)
_AGE_BEHIND = re.compile(
    r"(?:, \(?| \()\d{1,2}\)?(?=[,.)]| of | from | was | is |$)|, (?:an? )?\d{1,2}-year-old"
)
_INTRODUCES = re.compile(
    r"(?:victim|witness|complainant|caller|identified as|named|survivor|informant|mr|mrs|ms|victima"
    r"|testigo|llamad[oa]|denunciante|se llama|registered to(?: an?)?)[.,:]{0,2} $"
)
_FAMILY = re.compile(
    r"(?<!\w)(?:[Tt]he [A-Z][a-z]{2,15} (?:family|kids|twins|brothers|sisters|girls|boys)"
    r"|[Ff]amilia [A-Z][a-z]{2,15})(?!\w)"
)
_ON_STREET = re.compile(
    r"(?<!\w)(?:on|off|over on|down on|en la|sobre la) (?!Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr"
    r"|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|X |Face|Insta|You|Tik|Twit|Zoom|Lake Shore)"
    r"(?:[NSEW]\.? )?(?:[A-Z][a-z]{3,14}|\d{1,3}(?:st|nd|rd|th))(?!\w)"
)
_STREET = r"(?:[NSEW]\.? |St\.? )?(?:[A-Z][\w'-]+(?: [A-Z][\w'-]+){0,2}|\d{1,3}(?:st|nd|rd|th))"
_CORNER_BEHIND = re.compile(rf" (?:and|&|y|e) {_STREET}(?!\w)")
_CORNER_BEFORE = re.compile(
    rf"(?:^|\W)(?i:at|near|on|by|of|off|between|en|cerca de|esquina de|entre) {_STREET} (?:and|&|y|e) $"
)
_AT = re.compile(
    r"(?<!\w)(?:at|near|on|by|corner of|off|between|en|cerca de|esquina de|entre) (?:[nsew]\.? |st\.? )?$"
)
_SOMEBODYS = re.compile(r"'s (?:class|shop|store|bakery|salon|house|place|restaurant|homeroom|team)(?!\w)")
MISSING = WordList(phrases=_TABLES["general"]["missing"])
PRAISE = WordList(phrases=_TABLES["general"]["praise"])


@dataclass(frozen=True)
class Passage:
    """One sentence, read for what it says of people. `cased` has its capitals."""

    start: int
    plain: str
    cased: str

    @cached_property
    def party(self) -> list[tuple[int, int]]:
        return _PARTY.places(self.plain)

    @cached_property
    def one_party(self) -> bool:
        """Whether one somebody is part of a case, not victims and witnesses at large."""
        said = (self.plain[start:end] for start, end in self.party)
        return any(" " in words or not words.endswith("s") or words == "witness" for words in said)

    @cached_property
    def person(self) -> list[tuple[int, int]]:
        meant = [hit.span() for hit in _MEANT.finditer(self.plain) if hit[1].removesuffix("'s") in _PERSON]
        return sorted(meant + _RELATION.places(self.plain))

    @cached_property
    def recognised(self) -> bool:
        return _RECOGNISED.within(self.plain) or bool(
            _SOMEBODYS.search(self.plain) or _ON_STREET.search(self.cased)
        )

    @cached_property
    def sensitive(self) -> bool:
        return _SENSITIVE.within(self.plain)

    @cached_property
    def ill(self) -> bool:
        return _ILL.within(self.plain)

    @cached_property
    def hurt(self) -> bool:
        return _ILL_OR_HURT.within(self.plain)

    @cached_property
    def related(self) -> bool:
        return _RELATION.within(self.plain)

    @cached_property
    def child(self) -> re.Match[str] | None:
        return _YOUNG.search(self.plain)

    @cached_property
    def harmed(self) -> bool:
        return _HURT_THEM.search(self.plain) is not None

    @cached_property
    def school(self) -> bool:
        """Whether a school or a street says where somebody belongs."""
        return bool(_SCHOOL.search(self.cased) or _STREET_OF.search(self.cased))

    @cached_property
    def charged(self) -> bool:
        return _CHARGED.search(self.plain) is not None

    @cached_property
    def general(self) -> bool:
        return _GENERAL.within(self.plain)

    @cached_property
    def names(self) -> list[tuple[int, int]]:
        """First and last names of people without a public title; no places."""
        found = (self._name_in(hit) for hit in islice(_FULL.finditer(self.cased), MOST))
        return [span for span in found if span]

    def _name_in(self, hit: re.Match[str]) -> tuple[int, int] | None:
        """Where the name begins and ends: "Witness Ana Ruiz" begins with Ana."""
        if self._corner(hit):
            return None
        parts = hit.group().lower().replace(".", "").split()
        after = self.plain[hit.end() : hit.end() + 16].split()
        if any(part in _PLACES for part in parts[1:]) or (after and after[0].strip(".,") in _PLACES):
            return None
        start = hit.start()
        if parts[0] not in _FIRST and len(parts) > 2 and parts[0] not in _TITLES and parts[1] in _FIRST:
            start += hit.group().index(" ") + 1
        elif parts[0] in _TITLES or not (parts[0] in _FIRST or self._introduced(hit)):
            return None
        before = _BEFORE.search(self.plain, max(start - 24, 0), start)
        return None if before and before[1] in _TITLES else (start, hit.end())

    def _corner(self, hit: re.Match[str]) -> bool:
        """Whether it is a street: "at Jackson and Madison", "near 35th and King"."""
        behind = _CORNER_BEHIND.match(self.cased, hit.end())
        before = _CORNER_BEFORE.search(self.cased, max(hit.start() - 40, 0), hit.start())
        return bool((behind and _AT.search(self.plain, max(hit.start() - 16, 0), hit.start())) or before)

    def _introduced(self, hit: re.Match[str]) -> bool:
        """Whether what stands beside capitals says that they are a name."""
        return bool(
            _AGE_BEHIND.match(self.plain[hit.end() : hit.end() + 30])
            or _INTRODUCES.search(self.plain, max(hit.start() - 24, 0), hit.start())
        )

    @cached_property
    def families(self) -> list[tuple[int, int]]:
        return [hit.span() for hit in islice(_FAMILY.finditer(self.cased), MOST)]

    @cached_property
    def first_names(self) -> list[tuple[int, int]]:
        """First names alone and names after Mrs., little or baby."""
        found = [hit.span() for hit in islice(_HONORIFIC.finditer(self.cased), MOST)]
        for hit in islice(_FIRST_NAME.finditer(self.cased), MOST):
            word = hit.group().lower()
            before = _BEFORE.search(self.plain, max(hit.start() - 24, 0), hit.start())
            after = self.plain[hit.end() : hit.end() + 16].split()
            public = (before and before[1] in _TITLES) or (after and after[0].strip(".,") in _PLACES)
            followed = re.match(r" [A-Z]", self.cased[hit.end() : hit.end() + 2])
            dated = word in _DAYS and _NUMBER.match(self.plain, hit.end())
            if word in _FIRST and not (public or followed or dated or self._corner(hit)):
                found.append(hit.span())
        return sorted(found)
