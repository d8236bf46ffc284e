"""Where a draft came from, on every page that shows it."""

from typing import Any

from django import template

from posts.coordination import origins
from posts.models import Post

register = template.Library()


@register.inclusion_tag("posts/together/origin.html")
def origin_of(post: Post) -> dict[str, Any]:
    """The story or the idea that it was begun from; nothing for any other post. One query."""
    return {"origin": origins.of(post_id=post.pk)}
