"""Pictures on the network before the post: uploaded, remembered while they last, uploaded again when they do not.

Uploading shows nothing to anybody and is harmless to repeat; so it happens before the claim, and the claim refuses to
go on without it.
"""

import os
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.db import transaction

from accounts.models import OutletAccount
from audit import blobs, home, trail, vault
from outlets.languages import DEFAULT
from outlets.media import Begun, MediaOutcome, PictureFile, Processing, Uploaded
from outlets.outcomes import NotSent, RateLimited, Rejected
from outlets.x import X
from posts import captions, chain, gate, health, lasting, lateness, outcome_notices, settling
from posts.lasting import missing, worked_on
from posts.models import (
    VIDEO,
    NetworkMedia,
    Post,
    Publication,
    PublicationState,
    RevisionPicture,
    Status,
)

log = structlog.get_logger(__name__)

UNREADABLE_PAUSE = timedelta(minutes=5)
UNREADABLE = "A picture cannot be read from the vault. Whoever runs the portal must look at its storage."
UNDER_WAY = "Its video is on its way to the network. The post goes out by itself as soon as it is there."
PREPARED = "The network prepares its GIF or video. The post goes out by itself as soon as that is ready."
_TRANSIENT = "Its pictures could not be brought to the network yet. It is tried again by itself."


def bring(
    *, publication_id: int, reach: Callable[[OutletAccount], X], now_by: Callable[[], datetime]
) -> None:
    """Give the network what it lacks of a due post's pictures; what stands in the way is told, and tried again.

    A picture that the network refuses ends the sending: its words go to the people. Nothing is done for a post that
    the gate holds back, nor in a database that was restored or copied.
    """
    publication = (
        Publication.objects.select_related("post__account__agency", "post__account__unit", "post__unit")
        .select_related("post__revision", "revision__post")
        .filter(pk=publication_id, state=PublicationState.DUE, post__status__in=chain.GOES_ON)
        .first()
    )
    now = now_by()
    if publication is None or publication.due_at > now or not home.is_home():
        return
    post = publication.post
    lacking = missing(publication=publication, now=now)
    if not lacking or gate.holds_back(post=post, publication=publication, now=now) is not None:
        return
    reached = reach(post.account)
    for row in lacking:
        outcome = _brought(reached, publication, row, now_by)
        _remember(post.account_id, row, outcome)
        if isinstance(outcome, Begun):
            _wait(publication_id, until=now_by(), words=UNDER_WAY)
            return
        if isinstance(outcome, Processing):
            _wait(publication_id, until=outcome.ask_at, words=PREPARED)
            return
        if not isinstance(outcome, Uploaded):
            _end(publication_id=publication_id, outcome=outcome, at=now_by())
            return


def _words(row: RevisionPicture, text: str) -> str:
    """Alt text as it was approved; captions in the one form that networks take."""
    return captions.as_subrip(captions=captions.read(text=text)) if row.media_type == VIDEO else text


def _brought(
    reached: X, publication: Publication, row: RevisionPicture, now_by: Callable[[], datetime]
) -> MediaOutcome:
    """What comes of one picture: uploaded, or asked for when the network has it already and works on it."""
    now = now_by()
    known = worked_on(publication=publication, row=row, now=now)
    if known is None:
        return _upload(reached, publication, row, now_by)
    return known if known.ask_at > now else reached.ask(known, now=now)


def _wait(publication_id: int, *, until: datetime, words: str) -> None:
    """Tell that a video is on its way or the network at work; somebody may have stopped the post meanwhile."""
    waiting = Publication.objects.filter(pk=publication_id, state=PublicationState.DUE)
    waiting.update(due_at=until, waiting_for=words, dispatched_at=None)


def _remember(account_id: int, row: RevisionPicture, outcome: MediaOutcome) -> None:
    """What the network has and is ready; what it has and works on; what it refused is forgotten."""
    held = NetworkMedia.objects.filter(
        account_id=account_id, digest=row.digest, alt_digest=lasting.words_digest(row)
    )
    match outcome:
        case Uploaded():
            ask_at, asks = None, 0
        case Processing():
            ask_at, asks = outcome.ask_at, outcome.asks
        case Rejected():
            held.delete()
            return
        case _:
            return
    NetworkMedia.objects.update_or_create(
        account_id=account_id,
        digest=row.digest,
        alt_digest=lasting.words_digest(row),
        defaults={
            "media_id": outcome.media_id,
            "expires_at": outcome.expires_at,
            "ask_at": ask_at,
            "asks": asks,
        },
    )


def _upload(
    reached: X, publication: Publication, row: RevisionPicture, now_by: Callable[[], datetime]
) -> MediaOutcome:
    revision = publication.revision
    agency_id = revision.post.agency_id
    try:
        words = _words(row, vault.text(digest=row.alt_digest, agency_id=agency_id))
        with blobs.opened(digest=row.digest, agency_id=agency_id) as content:
            picture = PictureFile(
                content=content,
                size_bytes=os.fstat(content.fileno()).st_size,
                media_type=row.media_type,
                alt_text=words,
                language=row.language or DEFAULT,
            )
            return _carried(reached, publication, row, picture, now_by)
    except (vault.NotInVault, blobs.Changed, OSError) as fault:
        log.error("picture_unreadable", revision_id=revision.pk, fault=type(fault).__name__)
        return NotSent(reason=UNREADABLE, retry_at=now_by() + UNREADABLE_PAUSE)


def _carried(
    reached: X,
    publication: Publication,
    row: RevisionPicture,
    picture: PictureFile,
    now_by: Callable[[], datetime],
) -> MediaOutcome:
    """What comes of one file. A video goes on where it was; if the network refuses that, once more from its start."""
    now, account_id = now_by(), publication.account_id
    if row.media_type != VIDEO:
        return reached.upload(picture, now=now)

    def remember(so_far: Begun) -> None:
        lasting.keep_begun(account_id=account_id, row=row, so_far=so_far)

    begun = lasting.begun(publication=publication, row=row, now=now)
    outcome = reached.upload(picture, now=now, begun=begun, remember=remember)
    if isinstance(outcome, (Uploaded, Processing, Rejected)):
        lasting.forget_begun(account_id=account_id, row=row)
    if begun is not None and isinstance(outcome, Rejected) and outcome.scope == "post":
        return reached.upload(picture, now=now_by(), remember=remember)
    return outcome


@transaction.atomic
def _end(*, publication_id: int, outcome: Rejected | RateLimited | NotSent, at: datetime) -> None:
    """Under the locks of the post: somebody may have stopped or withdrawn it during the upload."""
    post_id = Publication.objects.values_list("post_id", flat=True).get(pk=publication_id)
    post = (
        Post.objects.select_for_update(of=("self",))
        .select_related("account__agency", "unit", "revision", "author")
        .get(pk=post_id)
    )
    publication = Publication.objects.select_for_update(of=("self",)).get(pk=publication_id)
    if publication.state != PublicationState.DUE or post.status not in chain.GOES_ON:
        return
    health.note(account=post.account, outcome=outcome, used_at=at, at=at)
    match outcome:
        case Rejected() if health.refuses_the_account(outcome):
            publication.due_at, publication.waiting_for = at + health.REST, outcome.text[:200]
        case Rejected():
            _refused(post, publication, outcome, at)
        case RateLimited(until=until):
            publication.due_at = lateness.soonest(post=post, publication=publication, wanted=until)
            publication.waiting_for = "The network asks to wait before it takes the pictures."
        case NotSent(retry_at=until):
            publication.due_at = lateness.soonest(post=post, publication=publication, wanted=until)
            publication.waiting_for = outcome.reason if outcome.reason == UNREADABLE else _TRANSIENT
    publication.dispatched_at = None
    publication.save()


def _refused(post: Post, publication: Publication, outcome: Rejected, at: datetime) -> None:
    """The same as when the network refuses the post: nothing is tried again before people have looked."""
    publication.state, publication.waiting_for = PublicationState.REFUSED, outcome.text[:200]
    publication.save()
    post.status, post.changed_at = Status.REFUSED, at
    chain.follow(post=post, publication=publication)
    post.save(update_fields=["status", "changed_at"])
    kept = settling.keep_exchange(outcome.exchange, post.agency_id)
    trail.record(
        verb="post.pictures_refused",
        agency_id=post.agency_id,
        actor_id=None,
        subject_id=post.pk,
        at=at,
        publication_id=publication.pk,
        exchange_sealed=vault.sealed_digest(digest=kept, agency_id=post.agency_id),
    )
    outcome_notices.refused(post=post, part=publication.part, sentence=outcome.text, at=at)
