"""Trying the rules on a text: facts as somebody chooses them, judged like a draft, kept nowhere."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, get_args

from django.utils.text import capfirst

from accounts.authority import Authority
from accounts.models import AccountStatus, Agency, AgencyPolicy, OutletAccount, PermissionKind
from directives import rule_days
from directives.decision import Decision
from directives.engine import days_counted, judge
from directives.facts import Facts, MediaFacts
from directives.model import PEOPLE, Question, Shown, as_date
from directives.network import LONGEST_ALT_TEXT, MOST_PICTURES
from directives.pack import Pack
from directives.readings import readings_of
from directives.rules import Rule
from outlets.languages import LANGUAGES
from outlets.weighted import weigh
from posts import inquirers, judging, languages
from posts.digest import normal

VERSIONS = 12
"""How many versions somebody may choose from: the newest."""
LONGEST = 25_000
"""Characters of a text; what is longer is cut."""
ANSWER = "answer-"
_TYPED = ("text", "pictures", "picture_words", "press", "send_on", "send_until", "ends_on", "meaning")
WRITERS: Mapping[str, str] = {
    "usmr": "A social media representative of the unit",
    "communications": "Communications",
}
PERMISSIONS: Mapping[str, str] = dict(PermissionKind.choices)
OWNERS: Mapping[str, str] = {"department": "The department's", "somebody_else": "Somebody else's"}
SHOWN: Mapping[str, str] = {key: capfirst(words) for key, words in PEOPLE.items()}
CONSENTS: Mapping[str, str] = {"given": "Everybody agreed", "not_given": "No, or not everybody was asked"}
MUSIC: Mapping[str, str] = {
    "none": "None",
    "allowed": "Music that we may use",
    "not_allowed": "Music, and nobody allowed it",
}
UNDER_COVER: Mapping[str, str] = {"no": "No", "may": "Somebody may work under cover"}


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What somebody typed and chose; anything that cannot be read counts as not chosen."""

    text: str = ""
    category: str = ""
    unit_kind: str = ""
    account: str = ""
    """Handle of an account of the department; empty for none in particular."""
    writer: str = "usmr"
    pictures: tuple[str, ...] = ()
    """What each shows; one of which only its words are typed, or that it is a video, lacks this."""
    picture_words: tuple[str, ...] = ()
    """What stands in each of them."""
    media: MediaFacts
    """What is said of each of the pictures; a video is the first of them alone."""
    press: frozenset[str] = frozenset()
    """The accounts whose question of the press waits, in small letters."""
    send_on: date | None = None
    send_until: date | None = None
    statement: bool = False
    alert: bool = False
    reposts: bool = False
    language: str = ""
    """Code of a language that is not the department's own."""
    recognised: str = ""
    """The name of one in which the text surely is, though it was left as the department's own."""
    meaning: str = ""
    permissions: frozenset[str] = frozenset()
    answers: Mapping[str, str]
    typed: Mapping[str, str]
    """The fields of words and days as they were typed, to be shown again."""


def versions(*, agency: Agency, at: datetime) -> list[AgencyPolicy]:
    """The version in force first, then what is adopted for later and what was in force before; two queries."""
    now = agency.policy_at(at=at)
    others = agency.policies.exclude(pk=now.pk).order_by("-effective_at", "-pk")
    return [now, *others[: VERSIONS - 1]]


def pack_of(*, policies: list[AgencyPolicy], chosen: str) -> tuple[AgencyPolicy, Pack]:
    """The version somebody chose by its number, or the one in force."""
    policy = next((one for one in policies if str(one.pk) == chosen), policies[0])
    return policy, judging.pack_of(policy=policy)


def handles_of(*, authority: Authority) -> list[str]:
    """The accounts in use whose units the member sees, in the order of their names; one query."""
    found = OutletAccount.objects.filter(agency_id=authority.agency_id, status=AccountStatus.ACTIVE)
    rows = found.order_by("handle").values_list("unit_id", "handle")
    return list(dict.fromkeys(handle for unit, handle in rows if authority.sees(unit_id=unit)))


def read(
    *,
    sent: Mapping[str, str],
    permissions: list[str],
    shown: list[str],
    handles: Collection[str],
    pack: Pack,
    agency: Agency,
) -> Tried:
    """What was typed, as facts of this pack: `shown` are those whom the pictures show, `handles` the accounts."""
    kinds = pack.settings.unit_kinds
    unit_kind = sent.get("unit_kind", "")
    pictures, words = _pictures(sent)
    text, language = sent.get("text", "")[:LONGEST], sent.get("language", "")
    return Tried(
        text=text,
        category=sent.get("category", "") if pack.category(key=sent.get("category", "")) else "",
        unit_kind=unit_kind if unit_kind in kinds else kinds[0],
        account=sent["handle"] if sent.get("handle") in handles else "",
        writer="communications" if sent.get("writer") == "communications" else "usmr",
        pictures=pictures,
        picture_words=words,
        media=_media(sent, shown),
        press=frozenset(re.findall(r"\w+", sent.get("press", "")[:LONGEST].lower())),
        send_on=as_date(answer=sent.get("send_on", "")),
        send_until=as_date(answer=sent.get("send_until", "")),
        reposts="reposts" in sent,
        statement="statement" in sent,
        alert="alert" in sent,
        language=languages.other(code=language, agency=agency),
        recognised=languages.unlike(text=normal(text), code=language, agency=agency),
        meaning=sent.get("meaning", "")[:LONGEST],
        permissions=frozenset(permissions) & PERMISSIONS.keys(),
        answers={key.removeprefix(ANSWER): answer for key, answer in sent.items() if key.startswith(ANSWER)},
        typed={name: sent.get(name, "") for name in _TYPED},
    )


def _pictures(sent: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What each picture shows, and the words in each: a line of theirs that is empty is of a picture without words."""
    shown = [
        line.strip()[:LONGEST_ALT_TEXT] for line in sent.get("pictures", "").splitlines() if line.strip()
    ]
    words = [line.strip() for line in sent.get("picture_words", "")[:LONGEST].rstrip().splitlines()]
    number = min(max(len(shown), len(words), int("video" in sent)), MOST_PICTURES)
    lacking = [""] * number
    return tuple([*shown, *lacking][:number]), tuple([*words, *lacking][:number])


def _media(sent: Mapping[str, str], shown: list[str]) -> MediaFacts:
    chosen: dict[str, Any] = {
        name: sent[name]
        for name, known in (
            ("owner", OWNERS),
            ("consent", CONSENTS),
            ("under_cover", UNDER_COVER),
            ("music", MUSIC),
        )
        if sent.get(name) in known
    }
    said: tuple[Shown, ...] = tuple(one for one in get_args(Shown) if one in shown)
    return MediaFacts(
        **chosen,
        shown=said if said or "nobody" in shown else None,
        licence="licence" in sent,
        document="document" in sent,
        restricted="restricted" in sent,
        video="video" in sent,
        ends_on=as_date(answer=sent.get("ends_on", "")),
    )


def judged(*, tried: Tried, pack: Pack, today: date) -> Decision:
    """What the rules say of it; nothing is asked of the database and nothing is written."""
    return judge(pack=pack, facts=_facts(tried, today))


def resting(*, tried: Tried, pack: Pack, today: date, said: Decision) -> list[tuple[Rule, str]]:
    """Each rule that would have changed what is `said`, had it counted on the days it may go out; its own in words."""
    facts = _facts(tried, today)
    first, last = days_counted(pack=pack, facts=facts)
    silent = [rule for rule in pack.rules if rule.on and not rule.stands(first=first, last=last)]
    if not silent:
        return []
    facts = replace(facts, readings=readings_of(facts=facts))
    return [
        (rule, rule_days.told(rule=rule, today=first))
        for rule in silent
        if _words(judge(pack=_counting(pack, rule), facts=facts)) != _words(said)
    ]


def _counting(pack: Pack, rule: Rule) -> Pack:
    """The same rules with one that counts on every day."""
    always = replace(rule, from_on=None, until_on=None)
    return replace(pack, rules=tuple(always if one is rule else one for one in pack.rules))


def _words(decision: Decision) -> Decision:
    """What it says; that a rule was asked and found nothing is no difference."""
    return replace(decision, clear=())


def _facts(tried: Tried, today: date) -> Facts:
    text = normal(tried.text)
    video = tried.media.video
    media = [tried.media, *[replace(tried.media, video=False)] * (len(tried.pictures) - 1)]
    return Facts(
        category=tried.category or None,
        text=text,
        today=today,
        answers=tried.answers,
        remaining=None if tried.reposts else weigh(text).remaining,
        send_on=tried.send_on,
        send_until=tried.send_until,
        unit_kind=tried.unit_kind,
        account=tried.account,
        author_role=tried.writer,
        pictures=len(tried.pictures),
        alt_texts=tuple(normal(words) for words in tried.pictures),
        picture_words=tuple(normal(words) for words in tried.picture_words),
        media=tuple(media[: len(tried.pictures)]),
        moving=(1,) if video else (),
        captions=((1, ""),) if video else (),
        crowded=(1,) if video and len(tried.pictures) > 1 else (),
        reposts=tried.reposts,
        reposts_statement=tried.reposts and tried.statement,
        reposts_alert=tried.reposts and tried.alert,
        permissions=tried.permissions,
        language=LANGUAGES[tried.language].name if tried.language else "",
        meaning=normal(tried.meaning),
        recognised=tried.recognised,
        inquirers=tried.press & inquirers.handles_in(text=text),
    )


def answered(*, tried: Tried, decision: Decision) -> list[tuple[Question, str]]:
    """Each question that the rules ask, with what was answered."""
    return [(question, tried.answers.get(question.key, "")) for question in decision.questions]
