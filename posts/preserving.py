"""Handing what was published to the records room, as plain values."""

from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.prepared import ByKey, Statement
from audit import vault
from outlets.networks import NETWORKS
from posts import digest as digests
from posts import history, parts, reposts
from posts.models import AttemptKind, Correction, Kept, Post, Publication, PublicationState
from records import keeping
from records.keeping import (
    Addition,
    ChainEntry,
    DisposedOf,
    Material,
    NothingKept,
    WrongFingerprint,
    keep,
    note,
)

_ENDED_BY = frozenset({"takedown_asked", "stopped", "correction_begun"})
"""What a takedown in a record rests on: who asked for it, and why."""
CANNOT_KEEP = (vault.NotInVault, WrongFingerprint, NothingKept)
"""What can stand in the way of one record without being in the way of the others."""
_IS_OWED = (Q(kept=Kept.NOTHING) & ~Q(external_id="")) | Q(
    kept=Kept.PUBLISHED, state=PublicationState.DELETED
)

_LOCKED = ByKey(
    lambda publication_id: (
        Publication.objects.select_for_update(of=("self",))
        .select_related("revision")
        .filter(_IS_OWED, pk=publication_id)
    )
)
_LAST_EXCHANGE = Statement("""
SELECT exchange_digest FROM posts_attempt WHERE publication_id = $1 AND kind = 'publish' ORDER BY number DESC LIMIT 1
""")
_TOLD = ByKey(
    lambda post_id: Post.objects.select_related("account__agency", "unit", "author").filter(pk=post_id)
)


def owed(*, limit: int = 200) -> list[int]:
    """Publications whose record, or whose takedown in the record, is still to be written."""
    return list(Publication.objects.filter(_IS_OWED).order_by("pk").values_list("pk", flat=True)[:limit])


@transaction.atomic
def keep_what_is_owed(*, publication_id: int, at: datetime) -> None:
    """Give the records room what it has not been given yet; harmless when nothing is owed.

    To a record that was disposed of nothing is added: the trail tells of what happened since.
    """
    publication = _LOCKED.first(publication_id)
    if publication is None:
        return
    (post,) = _TOLD.all(publication.post_id)
    if publication.kept == Kept.NOTHING:
        _preserve(post, publication, at)
        with suppress(DisposedOf):
            _note_correction(post, at)
        publication.kept = Kept.PUBLISHED
    if publication.state == PublicationState.DELETED:
        with suppress(DisposedOf):
            _note_takedown(post, publication, at)
        publication.kept = Kept.DELETED
    publication.save(update_fields=["kept"])


def _preserve(post: Post, publication: Publication, at: datetime) -> None:
    """The record: what was sent, what was answered, and the chain of decisions."""
    revision = publication.revision
    whole = parts.frozen_received(post=post, revision=revision)
    if parts.fingerprint(received=whole) != revision.digest:
        raise WrongFingerprint(revision.digest)
    received = whole[publication.part]
    material = Material(
        agency_id=post.agency_id,
        zone=post.account.agency.tzinfo,
        unit_id=post.unit_id,
        unit_number=post.unit.number,
        unit_name=post.unit.full_name,
        network=post.account.network,
        account_handle=post.account.handle,
        account_name=post.account.display_name,
        external_id=reposts.number_in_records(post=post, publication=publication),
        url=publication.url,
        post_id=post.pk,
        text_digest=parts.text_digest(publication=publication),
        language=revision.language,
        meaning_digest=revision.meaning_digest,
        fingerprint=digests.of(received),
        received=received,
        exchange_digest=next((digest for (digest,) in _LAST_EXCHANGE.rows(publication.pk)), ""),
        category_label=revision.category_label,
        record_class=revision.record_class,
        published_at=publication.published_at or at,
        chain=chain_of(post),
    )
    keep(material=material, at=at)


def chain_of(post: Post) -> tuple[ChainEntry, ...]:
    """The history of a post as the chain of its record."""
    return tuple(
        ChainEntry(
            at=entry.at,
            act=entry.act,
            actor=entry.actor,
            role=entry.role,
            sentence=entry.sentence,
            detail=" ".join(filter(None, (f"“{entry.words}”" if entry.words else "", entry.detail))),
            clause=entry.clause or None,
            digest=entry.digests[0] if entry.digests else None,
            further=entry.digests[1:],
        )
        for entry in history.of(post)
    )


def _note_correction(post: Post, at: datetime) -> None:
    """Add to the record of what a post corrects which record corrects it; that one names it in its story."""
    if post.corrects_id is None:
        return
    kept = keeping.record_of(agency_id=post.agency_id, post_id=post.pk)
    if kept is None:
        return
    replaced = post.correction == Correction.REPLACE
    note(
        entry=Addition(
            kind="corrected",
            actor="",
            sentence=f"{'Replaced by the post' if replaced else 'Corrected by the reply'} of record {kept.number}",
        ),
        at=at,
        agency_id=post.agency_id,
        post_id=post.corrects_id,
    )


def _note_takedown(post: Post, publication: Publication, at: datetime) -> None:
    """Add to the record that the post is gone from the network; who asked stands in the detail."""
    attempt = publication.attempts.filter(kind=AttemptKind.DELETE).latest("number")
    asked = next((e for e in reversed(history.of(post)) if e.act in _ENDED_BY), None)
    note(
        entry=Addition(
            kind="taken_down",
            actor=asked.actor if asked else "",
            actor_id=asked.actor_id if asked else None,
            sentence=f"Taken down from {NETWORKS[post.account.network].display_name}",
            detail=f"“{asked.words}”" if asked and asked.words else "",
            exchange_digest=attempt.exchange_digest or None,
        ),
        at=at,
        agency_id=post.agency_id,
        post_id=post.pk,
        external_id=reposts.number_in_records(post=post, publication=publication),
    )
