"""What the floor shows of each post, read for all lanes at once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from posts import labels, lapsing, pictures, queues, turns
from posts.models import Lapse, Post, Publication, PublicationState, Status
from posts.pictures import Cover
from watch.scope import Scope

SOON = timedelta(minutes=15)
HALF_A_DAY = timedelta(hours=12)
UNKEPT = "Somebody's authority for it ends before it goes out. Waits to be kept or withdrawn."


@dataclass(frozen=True, kw_only=True)
class FloorCard:
    """One post: its words, and the one time that matters where it is now."""

    post: Post
    words: str
    kind: str
    at: datetime
    at_word: str
    """What the time is: 'due', 'goes out', 'since'; empty for when it was published."""
    why: str
    """What stands in the way, in the words of the network or the portal."""
    waits_for: str
    """Whose turn it is, while it is in review: 'Your approval', 'Waits for the sergeant of the 014th District'."""
    ours: bool
    """Whether it is the turn of the reader's office."""
    late: bool
    """Its time has come or is near, and nothing has happened."""
    sensitive: bool
    cover: Cover | None
    """Its first picture."""
    near: bool
    """Within half a day: the hour alone says enough."""


def of(posts: Iterable[Post], *, scope: Scope) -> dict[int, FloorCard]:
    """A card for each post by its id: five queries, and two more where somebody was asked to keep a post."""
    rows = {post.pk: post for post in posts}
    if not rows:
        return {}
    texts = queues.texts_of(rows.values())
    publications = _publications(rows)
    covered = pictures.covers(posts=list(rows.values()))
    roles = turns.roles_of(posts=[post for post in rows.values() if post.status == Status.IN_REVIEW])
    known = labels.of(post.revision for post in rows.values() if post.revision is not None)
    unkept = _unkept(publications, scope)
    return {
        pk: _card(
            post,
            texts[pk],
            publications.get(pk),
            covered.get(pk),
            roles.get(pk, []),
            known,
            UNKEPT if pk in unkept else "",
            scope,
        )
        for pk, post in rows.items()
    }


def _unkept(publications: Mapping[int, Publication], scope: Scope) -> Collection[int]:
    """The posts about which somebody was asked whether to keep them, and nobody has answered."""
    asked = [pk for pk, publication in publications.items() if publication.asked]  # type: ignore[attr-defined]
    posts = Post.objects.filter(pk__in=asked)
    return lapsing.asking(posts=posts, agency_id=scope.agency_id, at=scope.at) if asked else ()


def _publications(post_ids: Iterable[int]) -> Mapping[int, Publication]:
    """The newest publication of each post, and whether somebody was 'asked' to keep it.

    Of a thread not a part that never went out, which has nothing to say.
    """
    found = Publication.objects.filter(post_id__in=list(post_ids))
    found = found.exclude(part__gt=0, state=PublicationState.CANCELLED).order_by("pk")
    asked = Lapse.objects.filter(revision=OuterRef("revision"), kept_at__isnull=True)
    found = found.annotate(asked=Exists(asked))
    return {publication.post_id: publication for publication in found}


def _card(
    post: Post,
    text: str,
    publication: Publication | None,
    cover: Cover | None,
    roles: Sequence[str],
    known: labels.Labels,
    unkept: str,
    scope: Scope,
) -> FloorCard:
    moment, word = _moment(post, publication)
    at, ours = scope.at, scope.office in roles
    return FloorCard(
        post=post,
        words=text.strip(),
        kind=known.category(post.revision) if post.revision else "",
        at=moment,
        at_word=word,
        why=(labels.why(words=publication.waiting_for, state=publication.state) if publication else "")
        or unkept,
        waits_for=_waits_for(post, roles, ours=ours and scope.decides),
        ours=ours,
        late=post.status == Status.IN_REVIEW and post.due_at is not None and post.due_at - at <= SOON,
        sensitive=bool(post.revision and post.revision.sensitive),
        cover=cover,
        near=abs(moment - at) < HALF_A_DAY,
    )


def _moment(post: Post, publication: Publication | None) -> tuple[datetime, str]:
    if post.status == Status.IN_REVIEW and post.due_at is not None:
        return post.due_at, "due"
    if post.status == Status.APPROVED and post.due_at is not None:
        late = publication is not None and publication.state == PublicationState.DUE
        return (max(post.due_at, publication.due_at) if publication and late else post.due_at), "goes out"
    if post.status == Status.PUBLISHED and publication is not None and publication.published_at is not None:
        return publication.published_at, ""
    return post.changed_at, "since"


def _waits_for(post: Post, roles: Sequence[str], *, ours: bool) -> str:
    if not roles:
        return ""
    return "Your approval" if ours else f"Waits for {turns.in_words(roles=roles, unit=post.unit)}"
