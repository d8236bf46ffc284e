"""What a post corrects and what corrects it, on every page that shows it."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.template import Context

from accounts.signin import authority_of
from posts import correcting, permissions, standing
from posts.actions import STEPS, Action
from posts.models import Post
from posts.pictured import ShownPicture

register = template.Library()


@register.inclusion_tag("posts/correcting/links.html")
def corrections_of(post: Post) -> dict[str, Any]:
    """The other ends of a post's corrections: at most two queries, none where there can be no correction."""
    return {"links": correcting.links(post=post)}


@register.inclusion_tag("posts/correcting/difference.html")
def correction_differs(post: Post, text: str, shots: Sequence[ShownPicture]) -> dict[str, Any]:
    """What a correction changes against the post that is out."""
    return {"difference": correcting.difference(post=post, text=text, shots=shots), "post": post}


@register.simple_tag(takes_context=True)
def may_correct(context: Context, post_id: int) -> bool:
    """Whether the reader of a record may begin a correction of its post now."""
    authority = authority_of(context["request"])
    posts = Post.objects.select_related("account").filter(agency_id=authority.agency_id)
    post = posts.filter(pk=post_id, status__in=STEPS[Action.CORRECT].sources).first()
    if post is None:
        return False
    stands = standing.of(post)
    return permissions.ruling(authority=authority, action=Action.CORRECT, standing=stands).allowed
