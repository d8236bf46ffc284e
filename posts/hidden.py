"""What the ledger knows of a reply that is to be hidden or shown again: the claim before the call, and its answer.

Asking the network again is harmless, so what is not known is asked again.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import Capability, OutletAccount
from audit import home, trail, vault
from outlets.outcomes import Hidden, HideOutcome, NotSent, RateLimited, Rejected, Unknown
from posts import alive, clock, gate, outcome_notices
from posts import digest as digests
from posts.models import Attempt, AttemptKind, HiddenReply, HideGround, Post, Publication, ReplyState
from posts.publishing import HELD_PAUSE
from records.keeping import Addition, DisposedOf, note

ASKED_AGAIN_AFTER = timedelta(seconds=30)
UNDER_WAY = {ReplyState.HIDING: AttemptKind.HIDE, ReplyState.SHOWING: AttemptKind.SHOW}
_SAYS_NO = "The account's plan does not include hiding replies."


@dataclass(frozen=True, kw_only=True)
class Claim:
    """All that the call needs."""

    attempt_id: int
    account: OutletAccount
    external_id: str
    hidden: bool
    claimed_at: datetime


@transaction.atomic
def claim(*, reply_id: int, now_by: Callable[[], datetime] = clock.now) -> Claim | None:
    """Take a reply for one call, or None when nothing is to be asked of the network now."""
    found = HiddenReply.objects.filter(pk=reply_id).values("publication_id", "publication__post_id").first()
    if found is None or not home.is_home():
        return None
    posts = Post.objects.select_for_update(of=("self",)).select_related("account", "revision")
    post = posts.get(pk=found["publication__post_id"])
    publication = Publication.objects.select_for_update().get(pk=found["publication_id"])
    reply = HiddenReply.objects.select_for_update().get(pk=reply_id)
    now = now_by()
    if reply.state not in UNDER_WAY or reply.due_at > now:
        return None
    if Attempt.objects.filter(publication=publication, outcome="").exists():
        _later(reply, now + timedelta(seconds=2), reply.waiting_for)
        return None
    why_not = _why_not(post)
    if why_not:
        _later(reply, now + HELD_PAUSE, why_not)
        return None
    return _attempt(reply, post, now)


def _why_not(post: Post) -> str:
    """Why nothing can be asked of the account now; no stop and no tour is asked about, since nothing is published."""
    held = gate.cannot_reach(post=post)
    if held is not None:
        return held.sentence
    return "" if Capability.HIDE in post.account.capabilities else _SAYS_NO


def _later(reply: HiddenReply, due_at: datetime, why: str) -> None:
    reply.due_at, reply.dispatched_at, reply.waiting_for = due_at, None, why[:200]
    reply.save(update_fields=["due_at", "dispatched_at", "waiting_for"])


def _attempt(reply: HiddenReply, post: Post, now: datetime) -> Claim:
    kind = UNDER_WAY[ReplyState(reply.state)]
    hides = kind == AttemptKind.HIDE
    asked = digests.canonical({"hidden": hides, "reply": reply.external_id})
    attempt = Attempt.objects.create(
        publication_id=reply.publication_id,
        reply=reply,
        number=Attempt.objects.filter(publication_id=reply.publication_id).count() + 1,
        kind=kind,
        digest=digests.of(asked),
        claimed_at=now,
    )
    alive.claims(attempt_id=attempt.pk)
    trail.record(
        verb="post.claimed",
        agency_id=post.agency_id,
        actor_id=None,
        subject_id=post.pk,
        at=now,
        publication_id=reply.publication_id,
        attempt_id=attempt.pk,
        kind=kind.value,
        digest_sealed=vault.sealed_or_gone(digest=reply.words_digest, agency_id=post.agency_id),
    )
    return Claim(
        attempt_id=attempt.pk,
        account=post.account,
        external_id=reply.external_id,
        hidden=hides,
        claimed_at=now,
    )


def answered(*, reply_id: int, attempt: Attempt, post: Post, outcome: HideOutcome, at: datetime) -> None:
    """Write what an answer means for the reply; the caller settles the attempt and holds the lock of the post.

    What was asked meanwhile stands: an answer to something else does not end it.
    """
    reply = HiddenReply.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=reply_id)
    reply.dispatched_at = None
    if UNDER_WAY.get(ReplyState(reply.state)) == attempt.kind:
        _ends(reply, attempt, post, outcome, at)
    reply.save()


def _ends(reply: HiddenReply, attempt: Attempt, post: Post, outcome: HideOutcome, at: datetime) -> None:
    match outcome:
        case Hidden(hidden=is_hidden):
            reply.state = ReplyState.HIDDEN if is_hidden else ReplyState.SHOWN
            reply.settled_at, reply.waiting_for = at, ""
            _tell_the_trail(reply, post, "post.reply_hidden" if is_hidden else "post.reply_shown", at)
            with suppress(DisposedOf):
                _note(reply, attempt, post, at)
        case Rejected(text=text):
            reply.state, reply.settled_at, reply.waiting_for = ReplyState.REFUSED, at, text[:200]
            _tell_the_trail(reply, post, "post.reply_refused", at)
            outcome_notices.reply_refused(post=post, sentence=text, at=at)
        case RateLimited(until=until) | NotSent(retry_at=until):
            reply.due_at, reply.waiting_for = until, attempt.reason[:200]
        case Unknown():
            reply.due_at = at + ASKED_AGAIN_AFTER


def _tell_the_trail(reply: HiddenReply, post: Post, verb: str, at: datetime) -> None:
    trail.record(
        verb=verb, agency_id=post.agency_id, actor_id=None, subject_id=post.pk, at=at, reply_id=reply.pk
    )


def _note(reply: HiddenReply, attempt: Attempt, post: Post, at: datetime) -> None:
    """Add to the record of our post what was hidden or shown again, for what, and what it said."""
    texts = vault.texts(digests=[reply.words_digest, reply.reason_digest], agency_id=post.agency_id)
    hides = attempt.kind == AttemptKind.HIDE
    ground = HideGround(reply.ground).label
    note(
        entry=Addition(
            kind="moderated",
            actor=reply.asked_by.titled_name,
            actor_id=reply.asked_by_id,
            sentence=f"A reply was hidden: {ground.lower()}" if hides else "A hidden reply is shown again",
            detail=f"Number {reply.external_id}, which said “{texts[reply.words_digest]}”. "
            f"{reply.asked_by.titled_name}: “{texts[reply.reason_digest]}”",
            exchange_digest=attempt.exchange_digest or None,
        ),
        at=at,
        agency_id=post.agency_id,
        post_id=post.pk,
    )
