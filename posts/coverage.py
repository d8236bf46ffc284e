"""Which stops cover which posts: said once, asked from either side. The trigger sound_attempt says the same in SQL."""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from posts.models import WIDE, Post, RevisionAuthor, Scope, Stop


def over(*, post: Post) -> QuerySet[Stop]:
    """The stops in force that cover a post, its own among them."""
    return in_force(agency_id=post.agency_id).filter(
        _reaches(lambda name: getattr(post, name), lambda name: getattr(post, name))
    )


def under(*, stop: Stop) -> QuerySet[Post]:
    """The posts a stop in force covers, wherever they are on their way."""
    this = in_force(agency_id=stop.agency_id).filter(pk=stop.pk)
    reaching = this.filter(_reaches(OuterRef, lambda name: OuterRef(OuterRef(name))))
    return Post.objects.filter(Exists(reaching), agency_id=stop.agency_id)


def any_wide() -> Exists:
    """Whether a wide stop in force covers the post of the query around it."""
    wide = Stop.objects.filter(agency_id=OuterRef("agency_id"), released_at__isnull=True, scope__in=WIDE)
    return Exists(wide.filter(_reaches(OuterRef, lambda name: OuterRef(OuterRef(name)))))


def in_force(*, agency_id: int) -> QuerySet[Stop]:
    """The stops of an agency that nobody has lifted."""
    return Stop.objects.filter(agency_id=agency_id, released_at__isnull=True)


def _reaches(of: Callable[[str], Any], of_the_post_beyond: Callable[[str], Any]) -> Q:
    """Whether a stop reaches the post that `of` reads; the other reads the same from one query further in.

    A member's stop reaches what they began and every version they wrote in, whoever submitted it.
    """
    wrote = RevisionAuthor.objects.filter(revision_id=of_the_post_beyond("revision_id")).values("member_id")
    its_own = (
        Q(scope=Scope.DEPARTMENT)
        | Q(post_id=of("pk"))
        | Q(unit_id=of("unit_id"))
        | Q(account_id=of("account_id"))
        | Q(scope=Scope.CATEGORY, category=of("category"))
        | Q(member_id=of("author_id"))
        | Q(member_id__in=wrote)
    )
    return its_own & (Q(within__isnull=True) | Q(within_id=of("unit_id")))
