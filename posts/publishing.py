"""Claiming and settling: the two short transactions around one call of the network.

The intent is committed before the call and the call is outside any transaction. Nothing is ever sent twice:
what may have been accepted is 'unknown', and only a person or a reading of the timeline settles it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from accounts import order
from accounts.prepared import ByKey, Statement
from accounts.reach import keys_in
from audit import home, trail, vault
from outlets.credential import Credential as Keys
from outlets.intent import Intent
from posts import (
    alive,
    chain,
    charges,
    clock,
    corrections,
    following,
    gate,
    going_back,
    health,
    holding,
    lasting,
    late_notices,
    lateness,
    outcome_notices,
    parts,
    plans,
    publications,
    spacing,
)
from posts.models import Attempt, AttemptKind, Post, Publication, PublicationState, Status
from posts.reasons import Held

HELD_PAUSE = timedelta(minutes=1)
"""How long a post that waits for its account rests before the gate is asked again."""
SOON = timedelta(seconds=5)
"""The same where what it waits for is being read on its account."""
PICTURES_MISSING = Held(
    slug="pictures_missing", sentence="Its pictures are not on the network yet.", status=Status.APPROVED
)
"""They are uploaded before the claim; the claim only looks whether they are there and last."""


_FOUND = Statement("""
SELECT post.agency_id, publication.state FROM posts_publication publication
JOIN posts_post post ON post.id = publication.post_id
WHERE publication.id = $1 AND publication.state IN ('due', 'deleting')
""")
_LEDGER = Statement("""
SELECT count(*), COALESCE(bool_or(outcome = ''), FALSE), COALESCE((
    SELECT max(external_id) FROM posts_publication WHERE account_id = $2 AND external_id <> ''
), '')
FROM posts_attempt WHERE publication_id = $1
""")
_LOCKED = ByKey(
    lambda publication_id: (
        # In this order: whoever writes both locks the post first.
        Publication.objects.select_for_update(of=("post", "self"))
        .select_related("post", "account", "revision")
        .filter(pk=publication_id)
    )
)


@dataclass(frozen=True)
class _Ledger:
    """What is written of a publication and its account as it is claimed."""

    attempts: int
    in_flight: bool
    newest_number: str
    """The bookmark of the account: a number below which nothing new appears; empty where none is known. The greatest
    as text, which an index answers: where numbers differ in length it may be an older one, never a newer one than any
    that is known."""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What a worker holds after the claim: all that the call needs, and no row."""

    attempt_id: int
    kind: str
    network: str
    credential: Keys
    intent: Intent
    external_id: str
    claimed_at: datetime


@transaction.atomic
def claim(*, publication_id: int, now_by: Callable[[], datetime] = clock.now) -> Claim | None:
    """Take a due publication for one call, or None when it is not to be called now.

    Two workers, a doubled message and a late one find nothing to do, nor does any in a database that was restored or
    copied, before publishing is stopped there. Held back posts say why. `now_by` is the
    database's clock except where a past is told again.
    """
    agency_id = _to_be_claimed(publication_id)
    if agency_id is None:
        return None
    order.claiming(agency_id=agency_id)
    (publication,) = _LOCKED.all(publication_id)
    post = publication.post
    if post.account_id == publication.account_id:
        post.account = publication.account
    # The clock is read after the locks: a stop may have been waited for.
    now = now_by()
    ledger = _ledger(publication)
    if publication.due_at > now or ledger.in_flight:
        return None
    if publication.state == PublicationState.DUE and post.status in chain.GOES_ON:
        return _claim_publish(post, publication, ledger, now)
    if publication.state == PublicationState.DELETING:
        return _claim_delete(post, publication, ledger, now)
    return None


def _to_be_claimed(publication_id: int) -> int | None:
    """The agency of what a claim may be for: in a database that was restored or copied only deletions are."""
    for agency_id, state in _FOUND.rows(publication_id):
        if state != PublicationState.DUE or home.is_home():
            return int(agency_id)
    return None


def _ledger(publication: Publication) -> _Ledger:
    (told,) = _LEDGER.rows(publication.pk, publication.account_id)
    return _Ledger(*told)


def _claim_publish(post: Post, publication: Publication, ledger: _Ledger, now: datetime) -> Claim | None:
    if following.held_by(publication=publication) is not None:
        return None
    asked = gate.ask(post=post, publication=publication, now=now)
    if isinstance(asked, parts.Part) and not post.repost_of:
        asked = plans.held_by_length(account=post.account, text=asked.text) or asked
    if isinstance(asked, Held) and asked != corrections.STILL_OUT:
        _hold_back(post, publication, asked, now)
        return None
    bare = isinstance(asked, parts.Part) and not asked.media
    media_ids = () if bare else lasting.media_ids(publication=publication, now=now)
    if media_ids is None:
        _hold_back(post, publication, PICTURES_MISSING, now)
        return None
    late = spacing.waits(post=post, publication=publication, now=now)
    if (waits := late or health.taken(account=post.account, now=now)) is not None:
        _hold_back(post, publication, waits, now)
        return None
    if isinstance(asked, Held):
        corrections.make_way(publication=publication, post=post, at=now)
        return None
    publication.state, publication.waiting_for = PublicationState.SENDING, ""
    publication.save(update_fields=["state", "waiting_for"])
    post.status, post.changed_at = Status.SENDING, now
    post.save(update_fields=["status", "changed_at"])
    text = "" if post.repost_of else asked.text
    return _attempt(post, publication, AttemptKind.PUBLISH, ledger, now, text, media_ids)


def _claim_delete(post: Post, publication: Publication, ledger: _Ledger, now: datetime) -> Claim | None:
    """Deleting asks nothing of authority or rules, only whether the account can be reached at all."""
    held = gate.cannot_reach(post=post)
    if held is None:
        return _attempt(post, publication, AttemptKind.DELETE, ledger, now)
    publication.due_at, publication.dispatched_at = now + HELD_PAUSE, None
    publication.waiting_for = held.sentence
    publication.save()
    return None


def _attempt(
    post: Post,
    publication: Publication,
    kind: AttemptKind,
    ledger: _Ledger,
    now: datetime,
    text: str = "",
    media_ids: tuple[str, ...] = (),
) -> Claim:
    revision, account = publication.revision, post.account
    words = parts.text_digest(publication=publication)
    attempt = Attempt.objects.create(
        publication=publication,
        number=ledger.attempts + 1,
        kind=kind,
        digest=revision.digest,
        claimed_at=now,
        since_id=ledger.newest_number,
        cost_micros=charges.micros(kind=kind, text=text),
    )
    alive.claims(attempt_id=attempt.pk)
    trail.record(
        verb="post.claimed",
        agency_id=post.agency_id,
        actor_id=None,
        subject_id=post.pk,
        at=now,
        publication_id=publication.pk,
        attempt_id=attempt.pk,
        kind=kind.value,
        digest_sealed=vault.sealed_or_gone(digest=words, agency_id=post.agency_id),
    )
    return Claim(
        attempt_id=attempt.pk,
        kind=kind.value,
        network=account.network,
        credential=keys_in(secret=account.credential),
        intent=Intent(
            publication_id=str(publication.pk),
            attempt=attempt.number,
            handle=account.handle,
            external_user_id=account.external_id,
            text=text,
            reply_settings=None if post.repost_of or publication.part else revision.reply_settings or None,
            reply_to=following.reply_to(publication=publication) or None,
            media_ids=media_ids,
            repost_of=post.repost_of or None,
        ),
        external_id=publication.external_id,
        claimed_at=now,
    )


def _hold_back(post: Post, publication: Publication, held: Held, now: datetime) -> None:
    """Leave the post where the gate says; what only waits is asked about again in a minute, and told once."""
    told_before = held.status == Status.APPROVED and publication.waiting_for == held.sentence
    publication.waiting_for = held.sentence
    if held.status == Status.APPROVED:
        pause = SOON if held.slug == "same_words_unknown" else HELD_PAUSE
        # Never later: an account may be connected anew, or work again while this is written.
        wanted = min(held.ask_again_at or now + pause, now + pause)
        publication.due_at = lateness.soonest(post=post, publication=publication, wanted=wanted)
        publication.dispatched_at = None
    else:
        publication.state = PublicationState.CANCELLED
        publications.cancel(post=post)
    publication.save()
    if told_before:
        return
    if publication.part:
        chain.follow(post=post, publication=publication)
        post.save()
    elif held.status == Status.RETURNED:
        going_back.take(posts=[post], at=now, wait=False)
    elif held.status != post.status:
        post.status, post.changed_at = held.status, now
        # What a stop holds goes out at its time when it is released; of what missed it people read when it was.
        post.due_at = post.due_at if held.status in (Status.STOPPED, Status.MISSED) else None
        post.save()
    if held.status == Status.STOPPED and not publication.part:
        holding.keep_under_stop(post=post, at=now)
    trail.record(
        verb="post.missed" if held.status == Status.MISSED else "post.held_back",
        agency_id=post.agency_id,
        actor_id=None,
        subject_id=post.pk,
        at=now,
        publication_id=publication.pk,
        **({} if held.status == Status.MISSED else {"why": held.slug}),
    )
    if held.status == Status.MISSED:
        late_notices.missed(post=post, at=now)
    elif not held.told_otherwise:
        outcome_notices.held_back(post=post, sentence=held.sentence, at=now)
