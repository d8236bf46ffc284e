"""What a post corrects and what corrects it, on every page that shows it."""

import re
from collections.abc import Sequence
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from accounts.signin import authority_of
from posts import correcting, permissions, standing
from posts.actions import STEPS, Action
from posts.models import Post
from posts.pictured import ShownPicture

register = template.Library()


_RECORD = re.compile(r"(record )([0-9]{4}-[0-9A-Za-z]{1,10}-[0-9]{5,9})")
"""As corrections name one in the story of another."""


@register.filter
def with_records(sentence: str) -> SafeString:
    """A sentence of a record's story in which each record that it names is a way there."""
    return SafeString(_RECORD.sub(_way, escape(sentence)))


def _way(named: re.Match[str]) -> str:
    word, number = named.groups()
    return format_html('{}<a class="nowrap" href="{}">{}</a>', word, reverse("record", args=[number]), number)


@register.inclusion_tag("posts/correcting/links.html")
def corrections_of(post: Post) -> dict[str, Any]:
    """The other ends of a post's corrections: at most two queries, none where there can be no correction."""
    return {"links": correcting.links(post=post)}


@register.inclusion_tag("posts/correcting/difference.html")
def correction_differs(post: Post, texts: Sequence[str], shots: Sequence[ShownPicture]) -> dict[str, Any]:
    """What a correction changes against the post that is out."""
    return {"difference": correcting.difference(post=post, texts=texts, shots=shots), "post": post}


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
