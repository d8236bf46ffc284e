"""What an account shows that a restored database does not have as published: settled where it is ours, else listed."""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from accounts import order
from audit import trail, vault
from outlets.canonical import comparable
from outlets.exchange import Exchange
from outlets.outcomes import SeenPost
from posts import holding, parts, preserving, publications, settling, situation
from posts.models import (
    Meaning,
    Post,
    Publication,
    PublicationState,
    RevisionPart,
    ShownPost,
    Status,
    TimelineReading,
)

_AWAITED = (PublicationState.DUE, PublicationState.UNKNOWN)
_HELD_BACK = (PublicationState.CANCELLED, PublicationState.REFUSED)
"""Of a thread that had begun to go out: after the backup somebody, or the portal, may have sent these, too."""
_BEGUN = (Status.SENDING, Status.UNKNOWN, Status.PARTLY_OUT)
_UNDECIDED = (
    Status.IN_REVIEW,
    Status.RETURNED,
    Status.REJECTED,
    Status.WITHDRAWN,
    Status.STOPPED,
    Status.MISSED,
    Status.REFUSED,
)
_MOST_UNDECIDED = 500

Waiting = Mapping[str, deque[int]]
"""Ids by the words that the network would show, oldest first."""


def settle(
    *, reading: TimelineReading, shown: Sequence[SeenPost], evidence: Iterable[Exchange], at: datetime
) -> None:
    """Mark as published what this database believes is still to go out; list what it cannot explain.

    Each post of the network is bound once, the oldest to the one that was due first. Done again, it changes nothing.
    """
    agency_id = reading.account.agency_id
    kept = [settling.keep_exchange(exchange, agency_id) for exchange in evidence]
    known = _known(reading, [number for seen in shown for number in (seen.external_id, seen.number)])
    awaited, undecided = _awaited(reading), _undecided(reading)
    for seen in sorted(shown, key=lambda seen: int(seen.external_id)):
        if seen.external_id in known or seen.number in known:
            continue
        words = _key(seen.text, seen.repeats)
        while awaited[words]:
            if _settle(reading, awaited[words][0], seen, kept, at):
                break
            awaited[words].popleft()
        else:
            _list(reading, seen, undecided[words][0] if undecided[words] else None)


def _known(reading: TimelineReading, numbers: Sequence[str]) -> set[str]:
    bound = publications.known(account_id=reading.account_id, numbers=numbers)
    listed = reading.shown_posts.filter(external_id__in=numbers)
    return {*bound, *listed.values_list("external_id", flat=True)}


def _awaited(reading: TimelineReading) -> Waiting:
    unbound = Publication.objects.filter(account=reading.account, external_id="")
    later = unbound.filter(revision=OuterRef("revision"), part=OuterRef("part"), pk__gt=OuterRef("pk"))
    held_back = Q(state__in=_HELD_BACK, revision=F("post__revision"), post__status__in=_BEGUN) & ~Exists(
        later
    )
    in_order = unbound.filter(Q(state__in=_AWAITED) | (Q(revision__parts__gt=1) & held_back))
    in_order = in_order.annotate(words=parts.WORDS).order_by("due_at", "part", "pk")
    return _by_words(reading, in_order.values_list("pk", "words", "post__repost_of"))


def _undecided(reading: TimelineReading) -> Waiting:
    """Posts that nobody may send now, but whose words somebody may have sent after the backup."""
    posts = Post.objects.filter(
        account=reading.account, status__in=_UNDECIDED, revision__isnull=False
    ).exclude(publications__state__in=_AWAITED)
    newest = posts.order_by("-changed_at", "-pk")[:_MOST_UNDECIDED]
    rows = list(newest.values_list("pk", "revision__text_digest", "repost_of", "revision_id"))
    further = RevisionPart.objects.filter(revision_id__in=[revision_id for *_, revision_id in rows])
    words = [(pk, digest, repost_of) for pk, digest, repost_of, _ in rows]
    return _by_words(
        reading,
        [
            *words,
            *further.order_by("pk").values_list(
                "revision__post_id", "text_digest", "revision__post__repost_of"
            ),
        ],
    )


def _by_words(reading: TimelineReading, rows: Iterable[tuple[int, str, str]]) -> Waiting:
    pairs = list(rows)
    texts = vault.texts(digests={digest for _, digest, _ in pairs}, agency_id=reading.account.agency_id)
    sorted_by_words: defaultdict[str, deque[int]] = defaultdict(deque)
    for key, digest, repost_of in pairs:
        sorted_by_words[_key(texts[digest], repost_of)].append(key)
    return sorted_by_words


def _key(words: str, repost_of: str) -> str:
    """By what a post is known again: its words, or the number of the post that it reposts."""
    return f"repost {repost_of}" if repost_of else comparable(words)


def _settle(
    reading: TimelineReading, publication_id: int, seen: SeenPost, evidence: Sequence[str], at: datetime
) -> bool:
    bound = _bind(reading, publication_id, seen, evidence, at)
    preserving.keep_what_is_owed(publication_id=publication_id, at=at)
    return bound


@transaction.atomic
def _bind(
    reading: TimelineReading, publication_id: int, seen: SeenPost, evidence: Sequence[str], at: datetime
) -> bool:
    """As when a person finds a post of which nobody knew (posts.resolving), but by the portal.

    Whether the number is bound now, by the portal or by a person meanwhile; what a person settled is left alone.
    """
    order.taking_away(agency_id=reading.account.agency_id)
    post = (
        Post.objects.select_for_update(of=("self",))
        .select_related("account", "unit", "revision", "author")
        .get(publications__pk=publication_id)
    )
    publication = Publication.objects.select_for_update().get(pk=publication_id)
    if Publication.objects.filter(account=reading.account, external_id=seen.number).exists():
        return True
    if publication.external_id or not _may_have_gone_out(publication):
        return False
    settling.shown(post=post, publication=publication, seen=seen, at=at)
    holding.hold_threads(post_ids=[post.pk], at=at)
    ShownPost.objects.create(
        reading=reading,
        external_id=seen.external_id,
        url=publication.url,
        shown_at=seen.created_at,
        meaning=Meaning.SETTLED,
        post=post,
    )
    trail.record(
        verb="post.found_again",
        agency_id=post.agency_id,
        actor_id=None,
        subject_id=post.pk,
        at=at,
        publication_id=publication.pk,
        restoration_id=reading.restoration_id,
        seen_sealed=vault.sealed_digest(digest=evidence[-1], agency_id=post.agency_id),
    )
    return True


def _may_have_gone_out(publication: Publication) -> bool:
    if publication.state in _AWAITED:
        return True
    return publication.state in _HELD_BACK and publication.revision.parts > 1


def _list(reading: TimelineReading, seen: SeenPost, post_id: int | None) -> None:
    ShownPost.objects.create(
        reading=reading,
        external_id=seen.external_id,
        url=situation.post_url(Post(account=reading.account), seen.external_id),
        shown_at=seen.created_at,
        meaning=Meaning.UNDECIDED if post_id else Meaning.STRANGE,
        post_id=post_id,
    )
