"""Pictures over HTTP: who looks at them, how they are used again, and how they are reviewed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from audit import blobs
from audit.models import Event
from governance.cast import Cast
from posts import pictures, reviewing, submission
from posts.models import Picture, Post
from tests import drawn, people
from tests.posts import picturing
from tests.posts.picturing import coats, words_of
from tests.posts.writing import at, draft, reyes, signed_in, submit

__all__ = ["at", "coats", "draft", "reyes"]
pytestmark = pytest.mark.django_db


def test_a_picture_is_answered_with_its_bytes_shut_in_and_travels_once(reyes: Client, coats: Picture) -> None:
    address = reverse("picture", args=[coats.pk, "network"])
    answer = reyes.get(address)
    assert answer.content == blobs.content(digest=coats.digest, agency_id=coats.agency_id)
    assert answer["Content-Type"] == coats.media_type
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("inline; filename=")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-cache"
    again = reyes.get(address, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_who_lost_the_unit_is_not_even_told_that_nothing_changed(
    chicago: Cast, reyes: Client, coats: Picture
) -> None:
    address = reverse("picture", args=[coats.pk, "preview"])
    etag = reyes.get(address)["ETag"]
    stranger = signed_in(chicago, "kowalczyk")
    assert stranger.get(address, headers={"If-None-Match": etag}).status_code == 404


def test_the_original_is_for_its_author_and_the_records_office_and_each_look_is_told(
    chicago: Cast, reyes: Client, coats: Picture
) -> None:
    """CPD-SM.III.C.4.d"""
    address = reverse("picture", args=[coats.pk, "original"])
    answer = reyes.get(address)
    sent = b"".join(answer.streaming_content)
    assert sent == blobs.content(digest=coats.original_digest, agency_id=coats.agency_id)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"] == "private, no-store"
    assert signed_in(chicago, "lindqvist").get(address).status_code == 404
    assert Event.objects.filter(verb="unit.original_opened").count() == 1


def test_a_size_that_is_none_is_nothing(reyes: Client, coats: Picture) -> None:
    assert reyes.get(f"/pictures/{coats.pk}/huge/").status_code == 404


def test_a_picture_of_the_unit_is_used_again_with_its_words(
    chicago: Cast, reyes: Client, coats: Picture, at: datetime
) -> None:
    other = people.drafted(engaged=chicago, at=at)
    page = reyes.get(reverse("reuse_pictures", args=[other.pk])).content.decode()
    assert "Six winter coats on a rack" in page
    reyes.post(
        reverse("attach_picture", args=[other.pk]), {"picture": coats.pk, f"alt-{coats.pk}": "Six coats"}
    )
    assert words_of(other) == ["Six coats"]
    part = reyes.get(reverse("reuse_pictures", args=[other.pk]), headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "In the post" in part.content.decode()


def test_the_pictures_of_a_unit_turn_by_pages(
    chicago: Cast, reyes: Client, draft: Post, coats: Picture, at: datetime
) -> None:
    same = {key: getattr(coats, key) for key in ("digest", "preview_digest", "media_type", "width", "height")}
    Picture.objects.bulk_create(
        Picture(
            agency_id=coats.agency_id,
            unit_id=coats.unit_id,
            original_digest=f"{number:064d}",
            size_bytes=1,
            made_by=chicago.people["reyes"],
            made_at=at,
            **same,
        )
        for number in range(pictures.PAGE)
    )
    here = reverse("reuse_pictures", args=[draft.pk])
    assert "Six winter coats" not in reyes.get(here).content.decode()
    older = reyes.get(here).context["older"]
    assert "Six winter coats" in reyes.get(older).content.decode()
    assert "Show the newest" in reyes.get(f"{here}?after=1").content.decode()


def test_a_reviewer_sees_pictures_words_and_what_became_of_them(
    chicago: Cast, reyes: Client, draft: Post, coats: Picture, at: datetime
) -> None:
    author, sergeant = chicago.people["reyes"], signed_in(chicago, "whitfield")
    hats = picturing.placed(post=draft, by=author, words="Hats", colour="red", at=at)
    sent = submission.submit(post_id=draft.pk, actor=author, seen_version=3, at=at)
    assert sent.revision is not None
    page = sergeant.get(reverse("desk", args=[draft.pk])).content.decode()
    assert reverse("picture", args=[coats.pk, "network"]) in page
    assert page.count("Six winter coats on a rack") == 2  # as words under it, and for who cannot see it
    assert reverse("picture", args=[coats.pk, "preview"]) in sergeant.get("/review/").content.decode()
    reviewing.return_(
        post_id=draft.pk,
        binding=sent.revision.binding,
        actor=chicago.people["whitfield"],
        reason="Say how many hats.",
        at=at,
    )
    gloves = picturing.made(post=draft, by=author, content=drawn.png(colour="blue"), at=at)
    changed = {
        "pictures": f"{hats.pk},{gloves.pk}",
        f"alt-{hats.pk}": "Nine hats",
        f"alt-{gloves.pk}": "Gloves",
    }
    submit(reyes, draft, **changed)
    page = " ".join(sergeant.get(reverse("desk", args=[draft.pk])).content.decode().split())
    assert "Picture 1 was picture 2, and has other words" in page
    assert "Picture 2 is new" in page
    assert "Picture 1 was removed" in page
    other = people.drafted(engaged=chicago, at=at)
    again = reyes.get(reverse("reuse_pictures", args=[other.pk])).content.decode()
    assert "Six winter coats on a rack" in again  # as it was frozen: no draft has it any more


def test_lists_ask_the_same_number_of_questions_however_many_pictures_there_are(
    chicago: Cast, reyes: Client, at: datetime, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for colour in ("green", "red", "blue", "white"):
        post = people.drafted(engaged=chicago, at=at)
        picturing.placed(post=post, by=chicago.people["reyes"], colour=colour, at=at)
        submission.submit(post_id=post.pk, actor=chicago.people["reyes"], seen_version=2, at=at)
        people.drafted(engaged=chicago, at=at)
    with django_assert_max_num_queries(17):
        page = reyes.get("/write/").content.decode()
    assert page.count("/preview/") == 4
