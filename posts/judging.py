"""Asking the pack in force about a draft."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from accounts import policies
from accounts.models import Agency, AgencyPolicy, OutletAccount, Role, WrittenPermission
from accounts.policies import PackHasChanged as PackHasChanged
from directives.date_rules import PastDate
from directives.decision import Decision
from directives.engine import judge
from directives.facts import PART_BREAK, Facts, MediaFacts, Part
from directives.pack import Pack
from directives.texts import Reading
from directives.texts.stale import STALE
from directives.word_rules import Advice
from outlets.weighted import Weighed, weigh
from posts import alerts, captions, frozen, inquirers, languages, permitting, plans, repeating
from posts.digest import normal
from posts.frozen import Frozen
from posts.models import VIDEO, Post, Revision

Reader = Callable[[Facts], tuple[Reading, ...]]
"""What the checks of texts notice in a draft, as `Facts.readings` has it."""


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A decision with what it was reached from."""

    decision: Decision
    weighed: Weighed
    """Of the first part."""
    pack: Pack
    facts: Facts
    """What was judged."""
    further: tuple[Weighed, ...] = ()
    """Of a thread's further parts."""
    permitted: Sequence[WrittenPermission] = ()
    """What the answers name and is in force when it goes out."""


def over(*, judged: Judged) -> list[str]:
    """What is found of a day that is over: while the post was written it may have been to come."""
    about = {
        rule.id
        for rule in judged.pack.rules
        if isinstance(rule, PastDate) or (isinstance(rule, Advice) and rule.check == STALE.slug)
    }
    return [one.sentence for one in judged.decision.at(level="think") if one.rule in about]


def pack_in_force(*, agency: Agency, at: datetime) -> Pack:
    """The pack an agency works under at a moment.

    Raises AgencyPolicy.DoesNotExist before the first adoption and PackHasChanged when the file was replaced.
    """
    return pack_of(policy=agency.policy_at(at=at))


def pack_of(*, policy: AgencyPolicy) -> Pack:
    """The pack of an adopted policy version."""
    return policies.pack_of(policy_pack=policy.pack, digest=policy.digest)


def judge_draft(
    *,
    account: OutletAccount,
    category: str,
    text: str,
    answers: dict[str, str],
    send_at: datetime | None,
    at: datetime,
    send_until: datetime | None = None,
    alt_texts: Sequence[str] = (),
    picture_words: Sequence[str] = (),
    pictures_waiting: int = 0,
    pack: Pack | None = None,
    further: Sequence[str] = (),
    shown_in: Sequence[int] = (),
    moving: Mapping[int, str] = MappingProxyType({}),
    post: Post | None = None,
    language: str = "",
    meaning: str = "",
    media: Sequence[MediaFacts] = (),
    reader: Reader | None = None,
    beside_recent: bool = True,
    judged_at: datetime | None = None,
) -> Judged:
    """What the rules in force at a moment, or those of a pack, say of a draft; the same for composer and submit.

    `alt_texts` has one entry a picture, empty where its words are missing, and so has `picture_words`, for the words
    that stand in it; `pictures_waiting` are not ready yet.
    Of a thread `further` are the other parts, and `shown_in` says of each picture which part shows it.
    `media` says whose each picture is and who is in it.
    `moving` are the types of what plays, by its number from 1. Of a `post` it counts whether Communications writes it,
    and whose words it reposts. Written permissions that the answers name count if they are in force when it goes out.
    `language` is that of the text, empty for the department's own, and `meaning` what it says in that one.
    `reader` says what the checks of texts notice in it; without one they read it. `beside_recent` has rules lay it
    beside what the account said lately, and beside the questions of the press that wait. Rules with days count as they
    do from `judged_at` on, where that is later.
    """
    zone, reposts = account.agency.tzinfo, post is not None and bool(post.repost_of)
    texts = tuple(normal(one) for one in (text, *further))
    weighed, *others = (weigh(one, limit=plans.longest(account=account)) for one in texts)
    thread = tuple(
        Part(text=one, remaining=count.remaining, pictures=list(shown_in).count(number))
        for number, (one, count) in enumerate(zip(texts, (weighed, *others), strict=True))
    )
    pack = pack or pack_in_force(agency=account.agency, at=at)
    goes_at = max(at, send_at or at)
    by_office = post is not None and post.by_office
    permitted = permitting.named(pack=pack, answers=answers, account=account, by_office=by_office, at=goes_at)
    facts = Facts(
        category=category or None,
        text=whole(texts=texts),
        today=at.astimezone(zone).date(),
        answers=answers,
        remaining=None if further or reposts else weighed.remaining,
        send_on=send_at.astimezone(zone).date() if send_at else None,
        send_until=send_until.astimezone(zone).date() if send_until else None,
        judged_on=judged_at.astimezone(zone).date() if judged_at else None,
        unit_kind=account.unit.kind,
        account=account.handle,
        author_role=author_role(account=account, post=post),
        network=account.get_network_display(),
        pictures=len(alt_texts),
        alt_texts=tuple(normal(words) for words in alt_texts),
        picture_words=tuple(normal(words) for words in picture_words),
        pictures_waiting=pictures_waiting,
        moving=tuple(moving),
        captions=_captioned(moving, alt_texts),
        crowded=_crowded(moving, shown_in or [0] * len(alt_texts)),
        cannot=plans.cannot(account=account),
        media=tuple(media),
        reposts=reposts,
        reposts_statement=post is not None and post.repost_official,
        reposts_alert=alerts.is_one(post=post, words=texts[0], at=goes_at),
        permissions=frozenset(one.kind for one in permitted),
        parts=thread if further else (),
        language=languages.named(code=language, agency=account.agency),
        meaning=normal(meaning),
        recognised=languages.unlike(text=whole(texts=texts), code=language, agency=account.agency),
        recent=repeating.recent(pack=pack, account=account, post=post, at=at) if beside_recent else None,
        inquirers=inquirers.named(
            pack=pack,
            account=account,
            role=author_role(account=account, post=post),
            text=whole(texts=texts),
        )
        if beside_recent
        else None,
    )
    if reader is not None:
        facts = replace(facts, readings=reader(facts))
    decision = judge(pack=pack, facts=facts)
    return Judged(
        decision=decision,
        weighed=weighed,
        pack=pack,
        further=tuple(others),
        permitted=permitted,
        facts=facts,
    )


def whole(*, texts: Sequence[str]) -> str:
    """The parts of a post as one text, as rules and checks read it."""
    return PART_BREAK.join(texts)


def author_role(*, account: OutletAccount, post: Post | None) -> Role:
    """As whom a post is written: Communications for its own accounts, and from a unit's where it speaks itself."""
    by_office = account.corporate or (post is not None and post.by_office)
    return Role.COMMUNICATIONS if by_office else Role.USMR


def judge_frozen(
    *,
    revision: Revision,
    post: Post,
    pack: Pack,
    described: Sequence[MediaFacts] | None = None,
    judged_at: datetime | None = None,
) -> Decision:
    """What a pack says of a version as it was frozen: words, answers, window and the day are those of then.

    `described` is what is said of its pictures, where that is to be other than what was said then. With `judged_at` it
    is what it says from then on: a rule that has ended by then does not count, one that has begun does.
    """
    kept = frozen.of(revision=revision, agency_id=post.agency_id)
    return judge_as(
        kept=kept, revision=revision, post=post, pack=pack, described=described, judged_at=judged_at
    )


def judge_as(
    *,
    kept: Frozen,
    revision: Revision,
    post: Post,
    pack: Pack,
    described: Sequence[MediaFacts] | None = None,
    reader: Reader | None = None,
    judged_at: datetime | None = None,
) -> Decision:
    """The same of what was `kept` of it: no query, but for written permissions that the answers name and for alerts.

    What the account had said lately then, and who waited for Communications, is not known any more: no version is
    found to repeat the one or to answer the other.
    """
    return judge_draft(
        account=post.account,
        category=revision.category,
        text=kept.texts[0],
        further=kept.texts[1:],
        answers=dict(kept.answers),
        send_at=revision.not_before,
        send_until=revision.not_after,
        at=revision.submitted_at,
        alt_texts=kept.alt_texts,
        picture_words=kept.picture_words,
        shown_in=kept.shown_in,
        moving=kept.moving,
        media=kept.media if described is None else described,
        pack=pack,
        post=post,
        language=revision.language,
        meaning=kept.meaning,
        reader=reader,
        beside_recent=False,
        judged_at=judged_at,
    ).decision


def _captioned(moving: Mapping[int, str], words: Sequence[str]) -> tuple[tuple[int, str], ...]:
    """The numbers of videos with what is wrong with their captions."""
    videos = [number for number, media_type in moving.items() if media_type == VIDEO]
    return tuple((number, captions.fault(text=normal(words[number - 1]))) for number in videos)


def _crowded(moving: Iterable[int], shown_in: Sequence[int]) -> tuple[int, ...]:
    """The numbers of what plays and does not stand alone in its post or part."""
    return tuple(number for number in moving if list(shown_in).count(shown_in[number - 1]) > 1)
