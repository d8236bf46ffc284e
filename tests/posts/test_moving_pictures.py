"""A GIF that moves: its frames as they were, nothing beside them, within what the network takes."""

import hashlib
import io
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from PIL import Image, ImageSequence

from accounts.models import OutletAccount
from audit import blobs
from governance.cast import Cast
from posts import looking, media, sending, submission
from posts.looking import Unusable, made_from
from posts.models import Draft, NetworkMedia, Post, Publication
from posts.pictured import Pictured
from tests import drawn, people
from tests.posts.illustrating import hold, picture
from tests.posts.writing import at, signed_in, submit

__all__ = ["at"]

SECRET = b"Beat 1411, 2700 West Belmont"
XMP = b"!\xff\x0bXMP DataXMP" + bytes([len(SECRET)]) + SECRET + b"\0"


def looked(content: bytes, folder: Path) -> looking.Made:
    path = folder / "upload"
    path.write_bytes(content)
    return made_from(path=path, folder=folder)


def frames(content: bytes) -> list[tuple[bytes, int]]:
    image = Image.open(io.BytesIO(content))
    return [(each.convert("RGBA").tobytes(), each.info["duration"]) for each in ImageSequence.Iterator(image)]


def test_the_frames_stay_and_every_note_beside_them_goes(tmp_path: Path) -> None:
    sent = drawn.moving(frames=5, comment=SECRET)
    sent = sent[:-1] + XMP + b";" + SECRET
    made = looked(sent, tmp_path)
    assert (made.media_type, made.width, made.height, made.lasts_ms) == ("image/gif", 64, 48, 600)
    assert SECRET in sent
    assert SECRET not in made.network.read_bytes()
    assert frames(made.network.read_bytes()) == frames(sent)
    assert Image.open(io.BytesIO(made.network.read_bytes())).info["loop"] == 0
    assert Image.open(io.BytesIO(made.preview)).format == "JPEG"


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (drawn.moving(frames=351, size=(4, 4)), "gif_too_long"),
        (drawn.moving(size=(1281, 4)), "gif_too_wide"),
        (drawn.moving(size=(4, 1081)), "gif_too_wide"),
        (drawn.moving(frames=4)[:-40], "unreadable"),
        (drawn.moving(frames=4)[:-1], "unreadable"),
        (drawn.moving() + b"<script>alert(1)</script>", "two_in_one"),
    ],
    ids=["images", "width", "height", "cut short", "without an end", "a page behind it"],
)
def test_what_the_network_would_not_take_is_refused_with_a_sentence(
    tmp_path: Path, content: bytes, word: str
) -> None:
    with pytest.raises(Unusable) as refused:
        looked(content, tmp_path)
    assert str(refused.value) == looking._SENTENCES[word]


def with_gif(engaged: Cast, text: str, at: datetime) -> Post:
    """A draft of Ofc. Reyes that holds a GIF."""
    post = people.drafted(engaged=engaged, written=replace(people.TIP, text=text), at=at)
    gif = picture(post=post, by=engaged.reyes, at=at, content=drawn.moving(frames=3))
    hold(post=post, by=engaged.reyes, pictures=(Pictured(picture_id=gif.pk, alt_text="A wave"),), at=at)
    return post


def due(engaged: Cast, text: str, at: datetime) -> Publication:
    post = with_gif(engaged, text, at)
    version = Draft.objects.get(post=post).version
    post = submission.submit(post_id=post.pk, actor=engaged.reyes, seen_version=version, at=at)
    people.approve(post=post, by=engaged.whitfield, at=at)
    return Publication.objects.get(post=post)


def sent_at(publication: Publication) -> str:
    """Try to send at the moment for which it waits."""
    publication.refresh_from_db()
    moment = publication.due_at + timedelta(seconds=1)
    return sending.send(publication_id=publication.pk, now_by=lambda: moment)


def test_a_gif_goes_out_once_the_network_has_prepared_it_and_the_page_says_so_meanwhile(
    out: tuple[Cast, Any], early: datetime
) -> None:
    engaged, ground = out
    text = "A wave for everybody."
    publication = due(engaged, text, early)

    assert sending.send(publication_id=publication.pk) != "published"
    publication.refresh_from_db()
    assert (publication.state, publication.waiting_for) == ("due", media.PREPARED)
    page = signed_in(engaged, "reyes").get(reverse("post", args=[publication.post_id]))
    assert media.PREPARED in page.content.decode()
    first = NetworkMedia.objects.get(account=publication.account)
    assert sent_at(publication) != "published"
    again = NetworkMedia.objects.get(account=publication.account)
    assert (again.media_id, again.asks) == (first.media_id, 1)
    assert sent_at(publication) == "published"

    told = ground.control("GET", "accepted", account=publication.account.external_id)["accepted"]
    (post,) = [each for each in told if each["text"] == text]
    (row,) = publication.revision.pictured.all()
    content = blobs.content(digest=row.digest, agency_id=engaged.agency.pk)
    assert [(one["sha256"], one["media_type"], one["alt_text"]) for one in post["media"]] == [
        (hashlib.sha256(content).hexdigest(), "image/gif", "A wave")
    ]
    assert NetworkMedia.objects.get(account=publication.account).ask_at is None


def test_a_gif_that_the_network_cannot_prepare_goes_to_people(out: tuple[Cast, Any], early: datetime) -> None:
    engaged, ground = out
    publication = due(engaged, "A wave that cannot be prepared.", early)
    effect = {"match": {"path": "*/finalize"}, "times": 1, "effect": {"name": "media_failed"}}
    ground.control("POST", "faults", effect)
    sending.send(publication_id=publication.pk)
    publication.refresh_from_db()
    assert publication.state == "refused"
    assert not NetworkMedia.objects.filter(account=publication.account).exists()


def test_nothing_plays_by_itself_on_a_page_of_the_portal(chicago: Cast, at: datetime) -> None:
    post = with_gif(chicago, "A wave for everybody.", at)
    gif = post.draft.pictured.get().picture
    still, whole = (f'src="{reverse("picture", args=[gif.pk, size])}"' for size in ("preview", "network"))
    reyes = signed_in(chicago, "reyes")
    submission.submit(post_id=post.pk, actor=chicago.reyes, seen_version=2, at=at)
    pages = [reyes.get(reverse("post", args=[post.pk]))]
    pages.append(signed_in(chicago, "whitfield").get(reverse("desk", args=[post.pk])))
    for page in pages:
        said = page.content.decode()
        assert still in said
        assert whole not in said
        assert "Play it, 0.4 seconds" in said
    listed = reyes.get(reverse("own_posts")).content.decode()
    assert '<span class="usa-sr-only">GIF</span>' in listed
    assert "1 picture" not in listed
    small = reyes.get(reverse("picture", args=[gif.pk, "preview"]))
    large = reyes.get(reverse("picture", args=[gif.pk, "network"]))
    assert (small["Content-Type"], large["Content-Type"]) == ("image/jpeg", "image/gif")


def test_a_gif_stands_alone_and_only_where_the_plan_allows_it(chicago: Cast, at: datetime) -> None:
    post = with_gif(chicago, "A wave for everybody.", at)
    reyes = signed_in(chicago, "reyes")
    gif = post.draft.pictured.get().picture
    still = picture(post=post, by=chicago.reyes, at=at, content=drawn.png())
    both = {"pictures": f"{gif.pk},{still.pk}", f"alt-{still.pk}": "A coat", f"alt-{gif.pk}": "A wave"}
    assert "A GIF or a video stands alone." in submit(reyes, post, **both).content.decode()
    OutletAccount.objects.filter(pk=post.account_id).update(capabilities=[])
    alone = {"pictures": str(gif.pk), f"alt-{gif.pk}": "A wave"}
    assert (
        "The plan of this account allows no GIFs or videos." in submit(reyes, post, **alone).content.decode()
    )
    OutletAccount.objects.filter(pk=post.account_id).update(capabilities=["video"])
    assert submit(reyes, post, **alone).status_code == 302
