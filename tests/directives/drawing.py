"""Drafts of every kind, for properties that hold for any of them: words, answers, pictures, permissions, languages."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, get_args

from hypothesis import strategies as st

from directives.election_rules import ElectionWordsAsk
from directives.facts import PART_BREAK, Earlier, Facts, MediaFacts, Part
from directives.limits import FLOORS
from directives.model import Consent, Music, Owner, PermissionKey, Shown, UnderCover
from directives.pack import Pack, load_pack
from directives.readings import texts_of
from directives.texts import CHECKS, Reading, Sighting

PACKS = {name: load_pack(name) for name in ("chicago", "alsip")}
PHRASES = [
    "taser",
    "flu shot",
    "arrested",
    "cardiac arrest",
    "the killer",
    "NOT GUILTY",
    "under investigation",
    "those people",
    "vote for",
    "10% off",
    "sponsored by",
    "CAPS office",
    "RD number",
    "10-4",
    "#shakespearedistrict",
    "this Saturday, Dec. 5",
    "Fri, 12/5",
    "tomorrow",
    "https://example.org",
    "{words}",
    "{event}",
    "@daily_news",
    "x.com/daily_news",
    "🎃",
    "İstanbul ŉ ß ﬁ",
    "\u200d\u0301",
    "\ud83c",
]
NOTHING = Reading(language="", checked=True, sightings=())
ELECTIONS = sorted(
    day
    for pack in PACKS.values()
    for rule in pack.rules
    if isinstance(rule, ElectionWordsAsk)
    for day in rule.election_days
)
DAYS = st.one_of(
    st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31)),
    st.builds(lambda day, days: day + timedelta(days=days), st.sampled_from(ELECTIONS), st.integers(-60, 5)),
)
"""Any day, and one not far from an election."""
TEXTS = st.one_of(
    st.text(max_size=400),
    st.lists(st.one_of(st.sampled_from(PHRASES), st.text(max_size=12)), max_size=8).map(" ".join),
)


def answers_for(pack: Pack) -> st.SearchStrategy[dict[str, str]]:
    """Listed values, days, words, and what is none of these."""
    strategies = {}
    for question in pack.questions:
        junk = st.sampled_from(["", " ", "maybe", "2026-13-40", "No taser at all"])
        listed = [st.just(option.value) for option in question.options]
        days = [DAYS.map(date.isoformat)] if question.kind == "date" else []
        strategies[question.key] = st.one_of(junk, *listed, *days)
    return st.fixed_dictionaries({}, optional=strategies)


@st.composite
def readings(draw: st.DrawFn, text: str) -> Reading:
    """What checks may have noticed in a text, whatever it says: what they mark begins and ends with something."""
    written = [at for at, char in enumerate(text) if char.strip()]
    ends = st.sampled_from(written or [0])
    place = st.tuples(ends, ends).map(lambda one: (min(one), max(one) + 1))
    seen = [
        Sighting(
            check=check, span=span, words=text[slice(*(span or (0, 0)))], why="", sure=draw(st.booleans())
        )
        for check in draw(st.lists(st.sampled_from(sorted(CHECKS)), max_size=4))
        for span in [draw(st.none() | place) if written else None]
    ]
    return Reading(language="", checked=True, sightings=tuple(seen))


MEDIA = st.builds(
    MediaFacts,
    owner=st.sampled_from(get_args(Owner)),
    licence=st.booleans(),
    document=st.booleans(),
    ends_on=st.none() | DAYS,
    shown=st.none() | st.lists(st.sampled_from(get_args(Shown)), max_size=2, unique=True).map(tuple),
    consent=st.sampled_from(get_args(Consent)),
    under_cover=st.sampled_from(get_args(UnderCover)),
    video=st.booleans(),
    music=st.sampled_from(get_args(Music)),
    restricted=st.booleans(),
)
ALLOWED = MediaFacts(owner="department", shown=("other",), consent="given", under_cover="no")
EARLIER = st.builds(
    Earlier, post=st.integers(1, 9), text=st.sampled_from(PHRASES), on=DAYS, out=st.booleans()
)
ASKS = ("daily_news", "evening_news")
"""Accounts whose questions wait."""
HANDLES = ("example_014", "Example_014", "example_01", "example_018")
"""Of accounts of the department; two are spellings of one."""
SAID_ELSEWHERE = ("", "", "Vote for the sheriff.", "See you tomorrow at the station.")
"""In a picture, or as the meaning of another language."""


SOME = st.lists(st.sampled_from(HANDLES), min_size=1, max_size=2).map(tuple)
WINDOWS = st.one_of(
    st.tuples(DAYS, DAYS).map(lambda two: (min(two), max(two))),
    DAYS.map(lambda day: (day, None)),
    DAYS.map(lambda day: (None, day)),
)
"""The first and the last day of a rule."""


def limited() -> st.SearchStrategy[dict[str, Any]]:
    """For which accounts a rule is, and on which days."""
    named = st.fixed_dictionaries({}, optional={"accounts": SOME, "not_accounts": SOME})
    days = WINDOWS.map(lambda two: {"from_on": two[0], "until_on": two[1]})
    return st.builds(lambda one, two: {**one, **two}, named, st.just({}) | days)


@st.composite
def packs(draw: st.DrawFn, name: str = "chicago") -> Pack:
    """The rules of a department, some of them for some accounts or days alone."""
    pack = PACKS[name]
    free = [at for at, rule in enumerate(pack.rules) if not isinstance(rule, FLOORS)]
    chosen = {at: draw(limited()) for at in draw(st.sets(st.sampled_from(free), max_size=4))}
    return replace(
        pack, rules=tuple(replace(rule, **chosen.get(at, {})) for at, rule in enumerate(pack.rules))
    )


@st.composite
def drafts(draw: st.DrawFn, name: str = "chicago") -> Facts:
    pack = PACKS[name]
    shared = draw(st.sampled_from(["", "", "", "somebody's", "the department's", "an alert"]))
    texts = draw(st.lists(TEXTS, min_size=1, max_size=1 if shared else 3))
    text = PART_BREAK.join(texts)
    media = draw(st.lists(st.just(ALLOWED) | MEDIA, max_size=2))
    numbers = st.sets(st.integers(1, len(media))) if media else st.just(set[int]())
    moving = draw(numbers)
    language = draw(st.sampled_from(["", "", "Spanish"]))
    facts = Facts(
        category=draw(st.sampled_from([None, "", "gossip", *(one.key for one in pack.categories)])),
        text=text,
        today=draw(DAYS),
        answers=draw(answers_for(pack)),
        remaining=None if shared or len(texts) > 1 else draw(st.none() | st.integers(-300, 280)),
        send_on=draw(st.none() | DAYS),
        send_until=draw(st.none() | DAYS),
        judged_on=draw(st.none() | DAYS),
        network=draw(st.sampled_from(["X", "X", "Facebook"])),
        unit_kind=draw(st.sampled_from(["district", "office", "elsewhere"])),
        account=draw(st.sampled_from(["", *HANDLES])),
        author_role=draw(st.sampled_from(["usmr", "communications", "nobody"])),
        pictures=len(media),
        alt_texts=tuple(draw(st.sampled_from(["", *PHRASES])) for _ in media),
        picture_words=tuple(draw(st.sampled_from(SAID_ELSEWHERE)) for _ in media),
        pictures_waiting=draw(st.sampled_from([0, 0, 0, 1])),
        moving=tuple(sorted(moving)),
        crowded=tuple(sorted(moving & draw(numbers))),
        captions=tuple(
            (one, draw(st.sampled_from(["", "Line 2 has no time."])))
            for one in sorted(moving & draw(numbers))
        ),
        cannot=frozenset(draw(st.sets(st.sampled_from(["quote", "reply", "video"])))),
        media=tuple(media),
        permissions=frozenset(draw(st.sets(st.sampled_from(get_args(PermissionKey))))),
        reposts=bool(shared),
        reposts_statement=shared in ("the department's", "an alert"),
        reposts_alert=shared == "an alert",
        parts=tuple(
            Part(text=one, remaining=draw(st.integers(-300, 280)), pictures=draw(st.integers(0, 2)))
            for one in (texts if len(texts) > 1 else ())
        ),
        language=language,
        meaning=draw(st.sampled_from(SAID_ELSEWHERE)) if language else "",
        recognised="" if language else draw(st.sampled_from(["", "", "Spanish"])),
        inquirers=draw(st.none() | st.frozensets(st.sampled_from(ASKS))),
        recent=draw(st.none() | st.lists(EARLIER, max_size=2).map(tuple)),
    )
    read = [draw(readings(text)) if text else NOTHING for text, _ in texts_of(facts=facts)]
    return replace(facts, readings=tuple(read))
