"""The calm line on the pages that a stop concerns."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context

from accounts.signin import authority_of
from posts import coverage
from posts import stops as said
from posts.models import WIDE, Post, Status, Stop

register = template.Library()
_CAN_STILL_GO_OUT = frozenset(
    {Status.DRAFT, Status.RETURNED, Status.IN_REVIEW, Status.APPROVED, Status.STOPPED, Status.MISSED}
)


@register.inclusion_tag("posts/stops/lines.html", takes_context=True)
def stops_over(context: Context, post: Post) -> dict[str, Any]:
    """The wide stops that cover a post, and what happens to it when it is approved: one query.

    What is out or ended asks nothing: no stop changes it.
    """
    if post.status not in _CAN_STILL_GO_OUT:
        return _lines(context, [])
    covering = coverage.over(post=post).filter(scope__in=WIDE).select_related(*said.NAMED)
    return _lines(context, covering.order_by("placed_at", "pk"))


@register.inclusion_tag("posts/stops/lines.html", takes_context=True)
def stops_here(context: Context) -> dict[str, Any]:
    """The wide stops in force where the reader works: one query."""
    concerning = said.concerning(authority=authority_of(context["request"]))
    return _lines(context, concerning.filter(released_at__isnull=True).order_by("placed_at", "pk"))


def _lines(context: Context, found: Iterable[Stop]) -> dict[str, Any]:
    lines = [(stop, said.in_words(stop), said.by(stop)) for stop in found]
    return {"lines": lines, "agency_zone": context.get("agency_zone")}
