"""What the links of a text answer, where a page shows the post as residents will see it."""

from typing import Any

from django import template
from django.template import Context

from accounts.signin import at_of
from posts import link_cards
from posts.models import Post

register = template.Library()


@register.inclusion_tag("posts/link_card/place.html", takes_context=True)
def link_card(context: Context, post: Post, text: str, shots: object = ()) -> dict[str, Any]:
    """The card of the first link, and which of them do not answer. One query, none without a link.

    A network leaves the card out where there are pictures.
    """
    found = link_cards.all_of(text=text, agency_id=post.agency_id, at=at_of(context["request"]))
    return {
        "linked": found[0] if found else None,
        "others": found if shots else found[1:],
        "post_id": post.pk,
        "pictures": bool(shots),
        "looked": 0,
        "agency_zone": context.get("agency_zone"),
    }
