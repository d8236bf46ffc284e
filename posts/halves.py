"""A post and the other of its pair: which one it is, where it is by now, and what a page says of it."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q

from posts import languages
from posts.models import NEVER_OUT, Post, Status

BOUND = frozenset({Status.DRAFT, Status.IN_REVIEW, Status.RETURNED, Status.APPROVED, Status.STOPPED})
"""Where a post is bound to the other of its pair; the trigger 'approved_together' has the same."""
_OVER = frozenset({Status.WITHDRAWN, Status.REJECTED, Status.STOPPED, Status.TAKING_DOWN, Status.TAKEN_DOWN})

TRANSLATED = Exists(Post.objects.filter(translates=OuterRef("pk")))
"""Whether a post has a translation: as `translated` on a post that is loaded for a page, it spares a question."""


def other_of(*, post: Post) -> Post | None:
    """The other post of a pair, wherever it is by now, with what a page shows of it; None for a post alone.

    Asked once of a post as it was loaded.
    """
    found = Post.objects.select_related(
        "revision", "draft__saved_by", "account__agency", "account__unit", "unit", "author"
    )
    if post.translates_id is not None:
        return found.get(pk=post.translates_id)
    if not getattr(post, "translated", True):
        return None
    return max(
        found.filter(translates=post), key=lambda one: (one.status not in NEVER_OUT, one.pk), default=None
    )


def bound_to(*, post: Post) -> Post | None:
    """The other post of a pair while the two are decided about together."""
    other = other_of(post=post)
    return other if other is not None and other.status in BOUND and post.status in BOUND else None


def locked(*, post_ids: Sequence[int], agency_id: int) -> list[Post]:
    """Posts and the others of their pairs, locked in the order in which they were begun."""
    originals = Post.objects.filter(pk__in=post_ids, translates__isnull=False).values("translates")
    first = Q(pk__in=post_ids) | Q(pk__in=originals)
    pairs = Post.objects.select_for_update(of=("self",)).filter(first | Q(translates__in=post_ids))
    return list(pairs.filter(agency_id=agency_id).order_by("pk"))


def waits_with(*, post: Post) -> bool:
    """Whether a translation is reviewed on the desk of what it translates: while both wait for a verdict."""
    other = bound_to(post=post)
    return post.status == Status.IN_REVIEW and other is not None and other.status == Status.IN_REVIEW


def name_of(*, post: Post) -> str:
    """The language of a post of a pair: 'Spanish'."""
    code = post.revision.language if post.revision is not None else post.draft.language
    return languages.name_of(code=code or post.account.agency.language)


def waits_for(*, other: Post) -> str:
    """Why a post of a pair cannot be approved while the other does not wait for the same."""
    status = other.get_status_display().lower()
    return (
        f"The post in {name_of(post=other)}, its pair, is {status}. A pair is approved together, so this one waits. "
        "It can be returned."
    )


def told_of_other(*, post: Post) -> str:
    """After an act on one post of a pair: what became of the other; empty where that ended or stopped, too."""
    other = other_of(post=post)
    if other is None:
        return ""
    if other.status == Status.STOPPED and post.status in BOUND - {Status.STOPPED}:
        return f"Its pair, the post in {name_of(post=other)}, is stopped. This one waits until that is released, too."
    if other.changed_at == post.changed_at and other.status == post.status:
        return f"The same was done to its pair, the post in {name_of(post=other)}."
    if other.changed_at == post.changed_at and other.status == Status.RETURNED:
        return f"Its pair, the post in {name_of(post=other)}, went back: the two had been approved together."
    if other.status in _OVER:
        return ""
    return (
        f"Its pair, the post in {name_of(post=other)}, is not changed: {other.get_status_display().lower()}. "
        "Open it below to do the same."
    )
