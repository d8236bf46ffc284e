"""The card of a text's link, where a page shows the post as residents will see it."""

from typing import Any

from django import template
from django.template import Context

from accounts.signin import at_of
from posts import link_cards
from posts.models import Post

register = template.Library()


@register.inclusion_tag("posts/link_card/place.html", takes_context=True)
def link_card(context: Context, post: Post, text: str, shots: object = ()) -> dict[str, Any]:
    """The card of the first link; a network leaves it out where there are pictures. One query, none without a link."""
    linked = link_cards.first_of(text=text, agency_id=post.agency_id, at=at_of(context["request"]))
    return {
        "linked": linked,
        "post_id": post.pk,
        "pictures": bool(shots),
        "looked": 0,
        "agency_zone": context.get("agency_zone"),
    }
