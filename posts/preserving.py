"""Handing what was published to the records room, as plain values."""

from datetime import datetime

from audit import vault
from outlets.networks import NETWORKS
from posts import history, judging
from posts.models import Attempt, Post, Publication
from posts.reviewing import read_decision
from posts.submission import received
from records.keeping import Addition, ChainEntry, Material, keep, note


def preserve(*, post: Post, publication: Publication, attempt: Attempt, at: datetime) -> None:
    """Keep the record of a publication: what was sent, what was answered, and the chain of decisions."""
    revision = publication.revision
    text = vault.text(digest=revision.text_digest, agency_id=post.agency_id)
    decision = read_decision(revision=revision, agency_id=post.agency_id)
    pack = judging.pack_of(policy=post.agency.policies.get(pack=revision.pack, version=revision.pack_version))
    category = pack.category(key=revision.category)
    material = Material(
        agency_id=post.agency_id,
        unit_id=post.unit_id,
        unit_number=post.unit.number,
        unit_name=post.unit.full_name,
        network=post.account.network,
        account_handle=post.account.handle,
        account_name=post.account.display_name,
        external_id=publication.external_id,
        url=publication.url,
        post_id=post.pk,
        text_digest=revision.text_digest,
        fingerprint=revision.digest,
        received=received(post=post, text=text, reply_settings=revision.reply_settings),
        exchange_digest=attempt.exchange_digest,
        category_label=category.label if category else revision.category,
        record_class=decision["record_class"],
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
            detail=f"“{entry.words}”" if entry.words else entry.detail,
            clause=entry.clause or None,
            digest=entry.digests[0] if entry.digests else None,
        )
        for entry in history.of(post)
    )


def note_takedown(*, post: Post, publication: Publication, attempt: Attempt, at: datetime) -> None:
    """Add to the record that the post is gone from the network; who asked stands in the detail."""
    asked = next((e for e in reversed(history.of(post)) if e.act in {"takedown_asked", "stopped"}), None)
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
    )
