"""Whom a wide stop tells, and its lifting: one letter to everybody concerned, however much is held."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from accounts import outbox
from accounts.authority import holders
from accounts.models import Member, Role
from posts import stops
from posts.models import Draft, Post, Stop
from posts.permissions import LEADS


def placed(*, stop: Stop, held: Sequence[int], at: datetime) -> None:
    """Tell the leads, the authors of what is held, and the member whose posts are stopped."""
    outbox.write(
        to=[member for member in _concerned(stop, held, at) if member.pk != stop.placed_by_id],
        kind="publishing_stopped",
        subject=f"Publishing is stopped for {stops.in_words(stop)}",
        body=f"{stops.by(stop)} stopped it. Reason: {stop.reason} {_count(held)} until the stop is lifted.",
        link=reverse("stops"),
        at=at,
    )


def lifted(*, stop: Stop, left: Sequence[int], at: datetime) -> None:
    """Tell the same people; what was held still waits for a person."""
    outbox.write(
        to=[member for member in _concerned(stop, left, at) if member.pk != stop.released_by_id],
        kind="publishing_allowed",
        subject=f"The stop for {stops.in_words(stop)} is lifted",
        body=f"{_count(left)} until somebody releases it." if left else "Nothing is held any more.",
        link=reverse("held_posts"),
        at=at,
    )


def _count(post_ids: Sequence[int]) -> str:
    match len(post_ids):
        case 0:
            return "Nothing was due. What is approved now is held"
        case 1:
            return "1 post is held"
        case many:
            return f"{many} posts are held"


def _concerned(stop: Stop, post_ids: Sequence[int], at: datetime) -> list[Member]:
    home = stops.home_of(stop)
    leads = holders(role=LEADS, unit_id=home, agency_id=stop.agency_id, at=at)
    if home is not None:
        leads += holders(role=Role.COMMUNICATIONS, unit_id=None, agency_id=stop.agency_id, at=at)
    wrote = Draft.writers.through.objects.filter(draft__post_id__in=post_ids).values("member_id")
    began = Post.objects.filter(pk__in=post_ids).values("author_id")
    authors = Member.objects.filter(Q(pk__in=wrote) | Q(pk__in=began) | Q(pk=stop.member_id))
    return leads + list(authors)
