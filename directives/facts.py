"""What the engine may know of one draft: its words, answers and pictures, and what was said of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from directives.model import PEOPLE, THINGS, Consent, Music, Owner, Shown, UnderCover
from directives.texts import Reading

PART_BREAK = "\n\n"
"""Between the parts of a thread, where they are read as one text."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of a thread; `remaining` is what the network's count leaves of it."""

    text: str
    remaining: int
    pictures: int = 0


@dataclass(frozen=True, kw_only=True)
class MediaFacts:
    """What was said of one picture, or video. An empty word is what nobody said yet, and so is None of `shown`.

    `licence` and `document` say whether words and a document of them are there. `ends_on` is the last day on which
    it may be shown. `consent` is that of everybody shown. `restricted` is what may be used only as it was blurred.
    """

    owner: Owner = ""
    licence: bool = False
    document: bool = False
    ends_on: date | None = None
    shown: tuple[Shown, ...] | None = None
    consent: Consent = ""
    under_cover: UnderCover = ""
    video: bool = False
    music: Music = ""
    restricted: bool = False

    @property
    def people(self) -> bool:
        """Whether somebody can be recognized."""
        return any(one not in THINGS for one in self.shown or ())


def media_in_words(*, owner: Owner, shown: Sequence[Shown], consent: Consent) -> tuple[str, str]:
    """'The department made it.' and 'It shows a child or teenager. They agreed.'"""
    made = "The department made it." if owner == "department" else "Somebody else made it."
    named = [PEOPLE[one] for one in shown]
    if not named:
        return made, "Nobody can be recognized."
    listed = f"{', '.join(named[:-1])} and {named[-1]}" if len(named) > 1 else named[0]
    agreed = {"given": " They agreed.", "not_given": " Not everybody agreed."}.get(consent, "")
    return made, f"It shows {listed}.{agreed}"


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """Another post of the same account: its number in the portal, its words, and the day on which it went out.

    Of one that is not `out` yet it is the day on which it was sent in.
    """

    post: int
    text: str
    on: date
    out: bool


@dataclass(frozen=True, kw_only=True)
class Facts:
    """All the engine may know of one draft. `today` is the date in the agency's zone.

    `remaining` is what the network's count leaves, negative when too long, None when not counted.
    `send_on` is the agency's date on which the post goes out, None for as soon as approved.
    `send_until` is the last date on which it may, where its author set one.
    `judged_on` is the date on which what was frozen is judged again: its words are read as of `today`, and the days of
    rules are counted from then on.
    `account` is the handle of the account that says it, without the @ sign; empty where it is none in particular.
    `alt_texts` says in order what the post's `pictures` show; a picture may lack its words.
    `picture_words` are the words that stand in each of them, empty where none are known.
    `pictures_waiting` are still arriving or being checked.
    `moving` are the numbers of those that play, `crowded` of those among them that do not stand alone where they stand.
    `captions` are the numbers of videos, each with what is wrong with its words, empty when nothing is.
    `cannot` names what the plan of the account does not include: quote, reply, video.
    `media` says in order whose each of the post's pictures is and who is in it; empty where nobody is asked.
    `reposts` says that the text is another account's, which is reposted as it stands; `remaining` is None then.
    `parts` are the parts of a thread in order, empty where the draft is one post; `text` is all of them then, joined
    by PART_BREAK, and `remaining` is None.
    `permissions` are the kinds of written permission that the answers name and that are in force then.
    `reposts_statement` says that what it reposts is the department's own account's.
    `reposts_alert` says that what it reposts is an alert that holds when it goes out, in the words that were approved.
    `language` is the English name of the language of the text, empty for the department's own; `meaning` is what the
    author says that such a text means. `recognised` is the name of another one, in which a text surely is that was left
    as the department's own.
    `readings` is what the checks of texts said of each text (`directives.readings.texts_of`); None has them read.
    `recent` are posts of the account that are out or wait, the newest first; None where nobody looked for them.
    `inquirers` are the accounts named in the text, without the @ sign, whose question waits for Communications; None
    where nobody looked for them.
    """

    category: str | None
    text: str
    today: date
    answers: Mapping[str, str] = field(default_factory=dict)
    remaining: int | None = None
    send_on: date | None = None
    send_until: date | None = None
    judged_on: date | None = None
    unit_kind: str = "district"
    account: str = ""
    author_role: str = "usmr"
    network: str = "X"
    pictures: int = 0
    alt_texts: tuple[str, ...] = ()
    picture_words: tuple[str, ...] = ()
    pictures_waiting: int = 0
    moving: tuple[int, ...] = ()
    captions: tuple[tuple[int, str], ...] = ()
    crowded: tuple[int, ...] = ()
    cannot: frozenset[str] = frozenset()
    media: tuple[MediaFacts, ...] = ()
    reposts: bool = False
    parts: tuple["Part", ...] = ()
    permissions: frozenset[str] = frozenset()
    reposts_statement: bool = False
    reposts_alert: bool = False
    language: str = ""
    meaning: str = ""
    recognised: str = ""
    readings: tuple[Reading, ...] | None = None
    recent: tuple[Earlier, ...] | None = None
    inquirers: frozenset[str] | None = None

    @property
    def read_as(self) -> str:
        """The words that a reader of the department's own language reads: the meaning of a text in another one."""
        return self.meaning if self.language else self.text
