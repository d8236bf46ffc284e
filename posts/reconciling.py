"""Reading the account's own timeline for a post of which nobody knows whether it went out.

At growing gaps until the settled period is over (posts.lookout); then a person decides, who may also be faster.
Nothing here sends; where an account says so, what it does not show after all that goes through the gate once more.
Absence from one reading proves nothing: networks show a post later than they take it. Where the account cannot be read
when the period is over, people are told so, and it is read once it can be.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from accounts import order
from accounts.models import OutletAccount
from audit import trail, vault
from outlets.canonical import comparable
from outlets.exchange import Exchange
from outlets.outcomes import NotAnswered, SeenPost, Timeline
from outlets.x import X
from posts import (
    chain,
    clock,
    dispatching,
    doubt,
    health,
    lookout,
    outcome_notices,
    parts,
    preserving,
    publications,
    settling,
)
from posts.models import AttemptKind, Post, Publication, PublicationState, Status

SKEW = timedelta(minutes=2)
"""How far the network's clock may be behind the database's."""

Reach = Callable[[OutletAccount], X]


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What a reader looks for, and no row."""

    publication_id: int
    account: OutletAccount
    words: str
    media: int
    repost_of: str
    text_digest: str
    since_id: str
    claimed_at: datetime
    unknown_at: datetime
    look_at: datetime


def look(*, publication_id: int, reach: Reach, now_by: Callable[[], datetime] = clock.now) -> str:
    """Read the account once, if it is time: 'found', 'not seen', 'sent again', 'left to people' or 'nothing to do'.

    What is found is published as if the answer had come, or taken down where that was asked meanwhile. Doubled
    messages, a second reader and a person who was faster find nothing to do.
    """
    now = now_by()
    sought = _sought(publication_id, now)
    if sought is None:
        return "nothing to do"
    try:
        shown = _timeline(sought, reach, now)
    except _Unread as why:
        return _in_vain(sought, absent=False, unread=str(why), at=now_by())
    seen = _ours(sought, shown)
    if seen and _found(sought, seen, shown.exchanges[-1], now_by()):
        preserving.keep_what_is_owed(publication_id=publication_id, at=now_by())
        return "found"
    return _in_vain(sought, absent=shown.complete and seen is None, unread="", at=now_by())


def _sought(publication_id: int, now: datetime) -> Sought | None:
    publication = (
        Publication.objects.filter(pk=publication_id, state=PublicationState.UNKNOWN, look_at__lte=now)
        .select_related("account__agency", "revision", "post")
        .first()
    )
    if publication is None or publication.look_at is None:
        return None
    last = publication.attempts.filter(kind=AttemptKind.PUBLISH).latest("number")
    first = doubt.calls(publication=publication, at=last.claimed_at).first() or last
    words, agency_id = parts.text_digest(publication=publication), publication.account.agency_id
    return Sought(
        publication_id=publication.pk,
        account=publication.account,
        words=comparable(vault.text(digest=words, agency_id=agency_id)),
        media=publication.revision.pictured.filter(part=publication.part).count(),
        repost_of=publication.post.repost_of,
        text_digest=words,
        since_id=first.since_id,
        claimed_at=first.claimed_at,
        unknown_at=last.settled_at or last.claimed_at,
        look_at=publication.look_at,
    )


class _Unread(Exception):
    """The account could not be read; says why, in a sentence."""


def _timeline(sought: Sought, reach: Reach, now: datetime) -> Timeline:
    """What the account shows since the claim, asked outside any transaction. Raises _Unread."""
    if (held := health.out_of_reach(account=sought.account)) is not None:
        raise _Unread(held.sentence)
    try:
        return reach(sought.account).timeline(
            user_id=sought.account.external_id,
            since_id=sought.since_id or None,
            start_at=sought.claimed_at - SKEW,
            now=now,
        )
    except NotAnswered:
        raise _Unread(health.why_silent(account=sought.account)) from None


def _ours(sought: Sought, shown: Timeline) -> SeenPost | None:
    """The oldest post with exactly its words and as many pictures, made since the claim and bound to no other.

    A repost is the one of the same post.
    """
    since = sought.claimed_at - SKEW
    alike = [
        seen for seen in shown.posts if seen.created_at and seen.created_at >= since and _alike(sought, seen)
    ]
    numbers = [seen.number for seen in alike]
    bound = publications.known(account_id=sought.account.pk, numbers=numbers)
    free = [seen for seen in alike if seen.number not in bound]
    return min(free, key=lambda seen: int(seen.external_id), default=None)


def _alike(sought: Sought, seen: SeenPost) -> bool:
    if sought.repost_of or seen.repeats:
        return seen.repeats == sought.repost_of
    return comparable(seen.text) == sought.words and seen.media == sought.media


@transaction.atomic
def _found(sought: Sought, seen: SeenPost, exchange: Exchange, at: datetime) -> bool:
    """Bind it, unless somebody was faster or it may be the post of another call that is still under way."""
    order.taking_away(agency_id=sought.account.agency_id)
    post, publication = _locked(sought)
    same_words = Publication.objects.alias(words=parts.WORDS).filter(
        account=sought.account,
        words=sought.text_digest,
        state=PublicationState.SENDING,
    )
    if publication.state != PublicationState.UNKNOWN or same_words.exists():
        return False
    if Publication.objects.filter(account=sought.account, external_id=seen.number).exists():
        return False
    settling.shown(post=post, publication=publication, seen=seen, at=at)
    evidence = settling.keep_exchange(exchange, post.agency_id)
    trail.record(
        verb="post.found_by_portal",
        agency_id=post.agency_id,
        actor_id=None,
        subject_id=post.pk,
        at=at,
        publication_id=publication.pk,
        seen_sealed=vault.sealed_digest(digest=evidence, agency_id=post.agency_id),
    )
    return True


@transaction.atomic
def _in_vain(sought: Sought, *, absent: bool, unread: str, at: datetime) -> str:
    """Say when it is looked for next, or that a person decides now. The second of two readers changes nothing.

    Where the account lets the portal send once more, the last reading must have been answered in full, and nobody told
    to look. People are told when the settled period is over, and again when an account could be read only after that.
    """
    post, publication = _locked(sought)
    if publication.state != PublicationState.UNKNOWN or publication.look_at != sought.look_at:
        return "nothing to do"
    lookout.go_on(post=post, publication=publication, since=sought.unknown_at, unread=unread, at=at)
    publication.dispatched_at = None
    ended, told = publication.look_at is None, publication.left_at is not None
    if ended and absent and not told and doubt.may_be_sent_again(publication=publication):
        return _absent(post, publication, at)
    over = lookout.is_over(since=sought.unknown_at, at=at)
    publication.left_at = publication.left_at or (at if over else None)
    publication.save()
    if not over or (told and not ended):
        return "not seen"
    trail.record(
        verb="post.left_to_people",
        agency_id=post.agency_id,
        actor_id=None,
        subject_id=post.pk,
        at=at,
        publication_id=publication.pk,
        looked=publication.looked,
    )
    outcome_notices.unknown(post=post, seen=publication.waiting_for, at=at)
    return "left to people"


def _absent(post: Post, publication: Publication, at: datetime) -> str:
    """Through the gate once more, as soon as no worker can be calling any longer; until then it is read again."""
    ended_at = doubt.call_has_ended_at(publication=publication)
    if at < ended_at:
        publication.look_at = ended_at
        publication.save()
        return "not seen"
    publication.state, publication.due_at, publication.look_at = PublicationState.DUE, at, None
    publication.waiting_for = "The account did not show it. It is sent once more."
    publication.save()
    post.status, post.changed_at = Status.APPROVED, at
    chain.follow(post=post, publication=publication)
    post.save(update_fields=["status", "changed_at"])
    dispatching.nudge(post_id=post.pk)
    trail.record(
        verb="post.sent_again",
        agency_id=post.agency_id,
        actor_id=None,
        subject_id=post.pk,
        at=at,
        publication_id=publication.pk,
        looked=publication.looked,
    )
    return "sent again"


def _locked(sought: Sought) -> tuple[Post, Publication]:
    post = (
        Post.objects.select_for_update(of=("self",))
        .select_related("account__agency", "unit", "revision", "author")
        .get(publications__pk=sought.publication_id)
    )
    return post, Publication.objects.select_for_update(of=("self",)).select_related("account").get(
        pk=sought.publication_id
    )
