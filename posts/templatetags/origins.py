"""Where a draft came from, on every page that shows it."""

from typing import Any

from django import template
from django.template import Context

from posts.coordination import origins
from posts.models import Post

register = template.Library()


@register.inclusion_tag("posts/together/origin.html", takes_context=True)
def origin_of(context: Context, post: Post) -> dict[str, Any]:
    """The story, the idea or the ready draft that it was begun from; nothing for any other post.

    One query, and none where there is nothing and the post came through a door.
    """
    origin = origins.of(post_id=post.pk) if hasattr(post, "origin") else None
    ready = origin.ready if origin else None
    return {
        "origin": origin,
        "as_offered": ready is not None and ready.text == post.draft.text,
        "agency_zone": context.get("agency_zone"),
    }
