"""Whom it tells that work was passed on: a waiting step to those above, a draft to the others of its unit."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from django.urls import reverse

from accounts import outbox
from accounts.models import Member
from posts.models import Post, RouteStep
from posts.notices import reminder

_BECAUSE: Mapping[str, str] = MappingProxyType(
    {
        "nobody_can": "Nobody who was asked before you can decide about it.",
        "nobody_on_duty": "Nobody who was asked before you is on duty.",
        "not_decided": "Nobody who was asked before you has decided, and its time is short.",
    }
)


def handed_on(*, post: Post, step: RouteStep, role: str, why: str, to: list[Member], at: datetime) -> None:
    """Ask those whose turn it is now, and remind them before it is due; nobody who was asked before is told again."""
    unit, link = post.unit.short_name, reverse("desk", args=[post.pk])
    letters = [
        outbox.Letter(
            to=to,
            kind="handed_on",
            subject=f"A post of the {unit} was handed on to you",
            body=f"A post of the {unit} waits for your decision. {_BECAUSE[why]} "
            "They can still decide. If nobody does, it is not approved.",
            link=link,
            about_post_id=post.pk,
        ),
        *reminder(post=post, step=step, to=to, at=at),
    ]
    outbox.write_all(letters=letters, at=at)


def offered(*, post: Post, to: Iterable[Member], at: datetime) -> None:
    """Tell the others of the unit that a draft has nobody who may go on with it."""
    unit = post.unit.short_name
    outbox.write(
        to=to,
        kind="draft_offered",
        subject=f"A draft of the {unit} is offered to you",
        body=f"{post.author.titled_name} began it and may not write for the {unit} any more. Somebody who writes for "
        "the unit can take it over.",
        link=reverse("offered_drafts"),
        at=at,
        about_post_id=post.pk,
    )
