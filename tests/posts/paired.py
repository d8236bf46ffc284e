"""Pairs of posts in the hands of the cast."""

from dataclasses import replace
from datetime import datetime

from django.db import connection

from accounts.models import Member
from governance.cast import Cast
from posts import drafting, pairs, translating
from posts.drafting import Written
from posts.models import Post
from posts.reviewing import Attested
from tests import people

TEXTO = "Cierre hoy la puerta lateral de su garaje."


def begun(
    *, engaged: Cast, by: str = "reyes", other_by: str = "", written: Written = people.TIP, at: datetime
) -> tuple[Post, Post]:
    """A draft and its translation, ready to be submitted; somebody else may have written that."""
    first = people.drafted(engaged=engaged, by=by, written=written, at=at)
    second = translating.begin(post_id=first.pk, language="es", actor=engaged.people[by], at=at)
    kept = drafting.written_in(draft=second.draft, category=second.category)
    writer = engaged.people[other_by or by]
    drafting.save(post_id=second.pk, actor=writer, written=replace(kept, text=TEXTO), seen_version=1, at=at)
    return first, Post.objects.get(pk=second.pk)


def submitted(
    *, engaged: Cast, by: str = "reyes", written: Written = people.TIP, at: datetime
) -> tuple[Post, Post]:
    """A pair in review."""
    first, _ = begun(engaged=engaged, by=by, written=written, at=at)
    pairs.submit(post_id=first.pk, actor=engaged.people[by], seen_version=1, at=at)
    return pair_of(first)


def pair_of(post: Post) -> tuple[Post, Post]:
    """Both as they are now."""
    return Post.objects.get(pk=post.pk), Post.objects.get(translates=post.pk)


def said(pair: tuple[Post, Post]) -> dict[int, Attested]:
    """What is attested to of each."""
    return {post.pk: people.attested(post=post) for post in pair}


def approve(
    *,
    pair: tuple[Post, Post],
    by: Member,
    opened: int = 0,
    attested: dict[int, Attested] | None = None,
    at: datetime,
) -> Post:
    """The one act, from the desk of either; `attested` where the desk was read before."""
    bindings = {post.pk: post.revision.binding for post in pair if post.revision is not None}
    attested = attested or said(pair)
    given = pairs.approve(
        post_id=pair[opened].pk,
        bindings=bindings,
        actor=by,
        attested=attested,
        guidance=people.guidance(post=pair[opened]),
        at=at,
    )
    with connection.cursor() as cursor:
        # What a test takes back at its end is asked here, as it would be at a commit.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return given
