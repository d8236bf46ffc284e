"""Lists of posts by keyset: what waits for a member, an author's own posts, the posts of units."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.authority import Authority
from accounts.keyset import Page as Page
from accounts.keyset import begins as begins
from accounts.keyset import cut as cut
from accounts.models import Role
from accounts.models.authority import COMMANDERS
from accounts.offices import NAMES
from audit import vault
from posts.models import Post, Turn
from posts.turns import LADDER

PAGE = 50
_SHOWN = ("account", "unit", "author", "revision", "draft")


def waiting_for(*, authority: Authority) -> QuerySet[Turn]:
    """The turns that are the member's, soonest due first, one a post: of their units as sergeant, of all as an office.

    Of an office in whose place they may decide, too, and of the units they lead what was handed on to them. Their own
    posts are among them: the desk says that somebody else decides.
    """
    mine = Q(pk__in=())
    reviewed = authority.units(Role.SERGEANT, Role.ACTING_SERGEANT)
    if reviewed:
        # What was handed on is still theirs.
        mine |= Q(unit_id__in=reviewed, role__in=LADDER)
    if led := authority.units(*COMMANDERS) - reviewed:
        mine |= Q(unit_id__in=led, role__in=LADDER[1:])
    offices = {role for role in NAMES if authority.holds(role)} | authority.stands_in_for
    if offices:
        mine |= Q(agency_id=authority.agency_id, role__in=offices)
    turns = Turn.objects.filter(mine, agency_id=authority.agency_id).order_by("due_at", "post_id")
    if len(offices) > 1:
        beside = Turn.objects.filter(post=OuterRef("post"), role__in=offices, pk__lt=OuterRef("pk"))
        turns = turns.filter(~Exists(beside))
    return turns


def own(*, authority: Authority, after: str | None = None, size: int = PAGE) -> Page[Post]:
    """The posts a member began in units they may still see, last changed first."""
    posts = Post.objects.filter(author_id=authority.member_id)
    if not authority.department_wide:
        posts = posts.filter(unit_id__in={unit for _, unit in authority.roles})
    return newest(posts, after=after, size=size)


def newest(posts: QuerySet[Post], *, after: str | None = None, size: int = PAGE) -> Page[Post]:
    """One page of posts, last changed first, with what a line of a list shows of each."""
    posts = posts.select_related(*_SHOWN).order_by("-changed_at", "-pk")
    begun = begins(after)
    if begun is not None:
        changed_at, pk = begun
        posts = posts.filter(Q(changed_at__lt=changed_at) | Q(changed_at=changed_at, pk__lt=pk))
    return cut(posts, size=size, by=lambda post: post.changed_at)


def soonest(posts: QuerySet[Post], *, after: str | None = None, size: int = PAGE) -> Page[Post]:
    """One page of posts that have a due time, soonest first, with what a line of a list shows of each."""
    posts = posts.select_related(*_SHOWN).order_by("due_at", "pk")
    begun = begins(after)
    if begun is not None:
        due_at, pk = begun
        posts = posts.filter(Q(due_at__gt=due_at) | Q(due_at=due_at, pk__gt=pk))
    return cut(posts, size=size, by=lambda post: post.due_at)


def texts_of(posts: Iterable[Post]) -> dict[int, str]:
    """The text of each post by its id: the frozen one, else the draft's. One query; all of one agency."""
    rows = list(posts)
    frozen = {post.pk: post.revision.text_digest for post in rows if post.revision is not None}
    kept = vault.texts(digests=frozen.values(), agency_id=rows[0].agency_id) if frozen else {}
    return {post.pk: kept.get(frozen[post.pk], "") if post.pk in frozen else post.draft.text for post in rows}
