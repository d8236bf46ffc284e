"""Pictures of a unit, as tests add them: sent whole, looked at at once."""

from datetime import datetime

import pytest

from accounts.models import Member
from governance.cast import Cast
from posts import looking, pictures, rights, uploads
from posts.models import Picture, Post, Upload
from tests import drawn


def sent(
    *, post: Post, by: Member, content: bytes | None = None, name: str = "coats.jpg", at: datetime
) -> Upload:
    """A file that has arrived and waits to be looked at."""
    octets = drawn.png() if content is None else content
    begun = uploads.begin(post_id=post.pk, actor=by, name=name, size_bytes=len(octets), at=at)
    return uploads.add(upload_id=begun.pk, actor=by, offset=0, content=octets, at=at)


def made(*, post: Post, by: Member, content: bytes | None = None, at: datetime) -> Picture:
    """A picture of the unit that stands in no post yet; the department made it, and nobody is in it."""
    arrived = sent(post=post, by=by, content=content, at=at)
    assert looking.look(upload_id=arrived.pk, at=at) == "ready"
    arrived.refresh_from_db()
    assert arrived.picture is not None
    rights.own(picture=arrived.picture, actor=by, at=at)
    return arrived.picture


def placed(
    *, post: Post, by: Member, words: str = "Six winter coats on a rack", colour: str = "green", at: datetime
) -> Picture:
    """A picture in a draft, described."""
    picture = made(post=post, by=by, content=drawn.png(colour=colour), at=at)
    pictures.attach(post_id=post.pk, picture_id=picture.pk, alt_text=words, actor=by, at=at)
    uploads.forget_placed(post_id=post.pk, actor=by, picture_ids=[picture.pk])
    return picture


@pytest.fixture
def coats(chicago: Cast, draft: Post, at: datetime) -> Picture:
    return placed(post=draft, by=chicago.people["reyes"], at=at)


def words_of(post: Post) -> list[str]:
    return [shot.alt_text for shot in pictures.of_draft(post_id=post.pk)]
