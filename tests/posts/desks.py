"""What tests of the queue and the desk share: somebody signed in, a decision sent, and what the page said."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Member
from governance.cast import Cast
from posts import drafting, submission
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


def decide(client: Client, post: Post, act: str, **typed: Any) -> Any:
    return client.post(f"/review/{post.pk}/{act}/", {"binding": binding(post), "ground": "facts", **typed})


def said(client: Client, answer: Any) -> str:
    """The messages on the page that the answer leads to."""
    return read(client.get(answer.url.partition("#")[0]))


def edited(post: Post, cast: Cast, at: datetime, *, words: str = " Call 911.") -> None:
    """The author takes the post back, changes it and sends it again."""
    drafting.reopen(post_id=post.pk, actor=cast.reyes, at=at)
    written = drafting.Written(**{**people.TIP.__dict__, "text": people.TIP.text + words})
    drafting.save(post_id=post.pk, actor=cast.reyes, written=written, seen_version=1, at=at)
    submission.submit(post_id=post.pk, actor=cast.reyes, seen_version=2, at=at)
