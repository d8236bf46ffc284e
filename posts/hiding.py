"""Hiding a reply to a post of ours, and showing it again: asked by a lead with a ground and a reason.

What residents say is protected by law. The portal hides only for a ground of a closed list, keeps what was said before
it asks, and leaves an event and an entry in the record of our post for every hiding and every showing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import Capability, Member
from audit import vault
from outlets.outcomes import Lookup
from posts import alive, clock, hidden, replied, resolving, sending, settling, workflow
from posts import digest as digests
from posts.actions import Action
from posts.models import HiddenReply, HideGround, Post, Publication, ReplyState, ReplyWords
from records import keeping


class CannotHide(Exception):
    """Replies to this post cannot be hidden now; the sentence says why."""


@dataclass(frozen=True, kw_only=True)
class Captured:
    """A reply as the network shows it now."""

    external_id: str
    words: str
    publication: Publication
    """Our post that it answers."""
    lookup: Lookup


def look(*, post_id: int, actor: Member, typed: str, at: datetime) -> Captured:
    """Ask the network what a reply to a post of ours says, outside any transaction.

    Raises resolving.NoSuchNumber, CannotHide, replied.NotShown and what workflow.begin raises.
    """
    number = resolving.number_in(typed)
    with transaction.atomic():
        post = workflow.begin(post_id=post_id, action=Action.HIDE, actor=actor, at=at).post
    if Capability.HIDE not in post.account.capabilities:
        raise CannotHide(f"The plan of @{post.account.handle} does not include hiding replies.")
    if keeping.record_of(agency_id=post.agency_id, post_id=post.pk) is None:
        raise CannotHide("The record of this post is being written. Try again in a minute.")
    seen, shown = replied.lookup(post=post, number=number, at=at)
    publication = replied.published(post=post).get(seen.conversation)
    if publication is None:
        raise replied.NotShown(replied.NO_REPLY)
    return Captured(external_id=number, words=seen.text, publication=publication, lookup=shown)


def hide(
    *, post_id: int, actor: Member, typed: str, ground: HideGround, reason: str, at: datetime
) -> HiddenReply:
    """Keep what a reply says now, and ask for it to be hidden; asked twice it is one asking.

    Raises as `look`.
    """
    captured = look(post_id=post_id, actor=actor, typed=typed, at=at)
    return _ask(post_id=post_id, actor=actor, captured=captured, ground=ground, reason=reason, at=at)


@transaction.atomic
def _ask(
    *, post_id: int, actor: Member, captured: Captured, ground: HideGround, reason: str, at: datetime
) -> HiddenReply:
    taken = workflow.begin(post_id=post_id, action=Action.HIDE, actor=actor, at=at)
    agency_id = taken.post.agency_id
    exchange = digests.canonical(captured.lookup.exchange.as_json())
    words, capture, why = vault.keep_all(contents=[captured.words, exchange, reason], agency_id=agency_id)
    named = {"account_id": taken.post.account_id, "external_id": captured.external_id}
    before = HiddenReply.objects.select_for_update().filter(**named).first()
    if before is not None and before.state in {ReplyState.HIDING, ReplyState.HIDDEN}:
        return before
    reply = before or HiddenReply(agency_id=agency_id, publication=captured.publication, **named)
    reply.words_digest, reply.capture_digest, reply.reason_digest = words, capture, why
    reply.ground, reply.asked_by, reply.asked_at = ground.value, actor, at
    _set_going(reply, ReplyState.HIDING, at)
    ReplyWords.objects.update_or_create(reply=reply, defaults={"text": captured.words})
    sealed = vault.sealed_digests(digests=[words, why], agency_id=agency_id)
    workflow.finish(
        taken,
        verb="post.reply_hide_asked",
        reply_id=reply.pk,
        ground=ground.value,
        words_sealed=sealed[words],
        reason_sealed=sealed[why],
    )
    return reply


@transaction.atomic
def show(*, post_id: int, reply_id: int, actor: Member, reason: str, at: datetime) -> HiddenReply:
    """Ask for a hidden reply to be shown again, on duty or not; asked twice it is one asking.

    Raises HiddenReply.DoesNotExist and what workflow.begin raises.
    """
    taken = workflow.begin(post_id=post_id, action=Action.SHOW, actor=actor, at=at)
    replies = HiddenReply.objects.select_for_update().filter(publication__post=taken.post)
    reply = replies.get(pk=reply_id)
    if reply.state in {ReplyState.SHOWING, ReplyState.SHOWN}:
        return reply
    why = vault.keep(content=reason, agency_id=taken.post.agency_id)
    reply.reason_digest, reply.asked_by, reply.asked_at = why, actor, at
    _set_going(reply, ReplyState.SHOWING, at)
    workflow.finish(
        taken,
        verb="post.reply_show_asked",
        reply_id=reply.pk,
        on_duty=taken.on_duty,
        reason_sealed=vault.sealed_digest(digest=why, agency_id=taken.post.agency_id),
    )
    return reply


def _set_going(reply: HiddenReply, state: ReplyState, at: datetime) -> None:
    reply.state, reply.due_at = state, at
    reply.dispatched_at, reply.waiting_for, reply.settled_at = None, "", None
    reply.save()


def carry_out(*, reply_id: int, now_by: Callable[[], datetime] = clock.now) -> str:
    """Claim, call, settle; returns the outcome in a word, or 'nothing to do'.

    A worker that dies during the call leaves its attempt in flight: the sweeper settles it, and it is asked again.
    """
    with alive.while_calling():
        claim = hidden.claim(reply_id=reply_id, now_by=now_by)
        if claim is None:
            return "nothing to do"
        reached = sending.reach(claim.account)
        outcome = reached.hide(claim.external_id, hidden=claim.hidden, now=claim.claimed_at)
        return settling.settle(attempt_id=claim.attempt_id, outcome=outcome, at=now_by())


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A reply that was hidden once, as the page of our post shows it."""

    reply: HiddenReply
    words: str
    reason: str


def listed(*, post: Post) -> list[Listed]:
    """The replies to a post that were hidden once, the newest asking first: two queries."""
    rows = HiddenReply.objects.filter(publication__post=post).select_related("asked_by")
    replies = list(rows.order_by("-asked_at", "-pk"))
    digests_of = [digest for one in replies for digest in (one.words_digest, one.reason_digest)]
    texts = vault.texts(digests=digests_of, agency_id=post.agency_id)
    return [
        Listed(reply=one, words=texts.get(one.words_digest, ""), reason=texts.get(one.reason_digest, ""))
        for one in replies
    ]
