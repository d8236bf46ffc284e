"""What tests of the queue and the desk share: somebody signed in, a decision sent, and what the page said."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Member
from governance.cast import Cast
from posts import drafting, reviewing, submission
from posts.models import Post
from tests import people

ACTS = ("approve", "return", "reject", "comment", "propose")


@pytest.fixture
def at() -> datetime:
    """Pages are asked now, so the cast plays now."""
    return timezone.now()


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def read(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def binding(post: Post) -> str:
    post.refresh_from_db()
    assert post.revision is not None
    return post.revision.binding


def checklist(post: Post) -> list[str]:
    """The boxes of the checklist of the training, as the desk's form names them."""
    assert post.revision is not None
    decision = reviewing.read_decision(revision=post.revision, agency_id=post.agency_id)
    boxes = reviewing.boxes_of(decision=decision, step_key="sergeant")
    return [box["key"] for box in boxes if "version" in box]


def decide(client: Client, post: Post, act: str, *, attested: Sequence[str] = (), **typed: Any) -> Any:
    """A decision sent from the desk; what the training has looked at is ticked, and what else is said to be."""
    seen = binding(post)
    boxes = {"attested": [*attested, *checklist(post)]}
    return client.post(f"/review/{post.pk}/{act}/", {"binding": seen, "ground": "facts", **boxes, **typed})


def said(client: Client, answer: Any) -> str:
    """The messages on the page that the answer leads to."""
    return read(client.get(answer.url.partition("#")[0]))


def edited(post: Post, cast: Cast, at: datetime, *, words: str = " Call 911.") -> None:
    """The author takes the post back, changes it and sends it again."""
    drafting.reopen(post_id=post.pk, actor=cast.reyes, at=at)
    written = drafting.Written(**{**people.TIP.__dict__, "text": people.TIP.text + words})
    drafting.save(post_id=post.pk, actor=cast.reyes, written=written, seen_version=1, at=at)
    submission.submit(post_id=post.pk, actor=cast.reyes, seen_version=2, at=at)
