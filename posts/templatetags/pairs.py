"""The other post of a pair, on the page of each."""

from typing import Any

from django import template
from django.template import Context

from posts import halves
from posts.models import Post

register = template.Library()


@register.inclusion_tag("posts/pairs/other.html", takes_context=True)
def pair_of(context: Context, post: Post) -> dict[str, Any]:
    """Which post is its pair, and where that is by now; nothing for a post alone."""
    other = halves.other_of(post=post)
    return {
        "other": other,
        "language": halves.name_of(post=other) if other else "",
        "bound": other is not None and post.status in halves.BOUND and other.status in halves.BOUND,
        "stopped_alone": other is not None and (post.status == "stopped") != (other.status == "stopped"),
        "post": post,
        "agency_zone": context.get("agency_zone"),
    }
