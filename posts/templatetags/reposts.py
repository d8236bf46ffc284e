"""What a repost reposts, on every page that shows it."""

from typing import Any

from django import template

from posts import reposts
from posts.models import Post

register = template.Library()


@register.inclusion_tag("posts/reposts/what.html")
def repost_of(post: Post) -> dict[str, Any]:
    """Whose post it is and where it stands; nothing for a post of our own words. No query."""
    return {"post": post, "url": reposts.url(post=post) if post.repost_of else ""}
