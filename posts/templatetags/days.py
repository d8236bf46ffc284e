"""What rules with days will ask of a post that waits, on the pages where somebody can still do something about it."""

from typing import Any

from django import template
from django.template import Context

from accounts.signin import authority_of
from posts import by_days
from posts.models import Post

register = template.Library()


@register.inclusion_tag("posts/review/ahead.html", takes_context=True)
def days_ahead(context: Context, post: Post, other: Post | None = None) -> dict[str, Any]:
    """From which day more is asked of it, or of the other of its pair: no query where no rule has days."""
    authority = authority_of(context["request"])
    policy = authority.facts.policy
    return {
        "found": by_days.of_each(
            post=post, other=other, digest=policy.digest if policy else "", at=authority.at
        ),
        "decides": "desk" in context,
        "reopens": "reopen" in (context.get("allowed") or ()),
    }
