"""Pictures over HTTP: how they arrive with and without script, and what the form does with them."""

import json
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from governance.cast import Cast
from posts import looking, pictures
from posts.models import Picture, Post, Upload, UploadState
from tests import drawn, people
from tests.posts import picturing
from tests.posts.picturing import coats, words_of
from tests.posts.writing import at, check, draft, form, refusals, reyes, submit, text_of

__all__ = ["at", "coats", "draft", "reyes"]
pytestmark = pytest.mark.django_db


def begin(client: Client, post: Post, *, size: int, name: str = "coats.jpg") -> Any:
    return client.post(reverse("begin_upload", args=[post.pk]), {"name": name, "size": size})


def piece(client: Client, address: str, *, offset: object, content: bytes) -> Any:
    return client.generic(
        "PATCH",
        address,
        content,
        content_type="application/offset+octet-stream",
        headers={"Upload-Offset": str(offset)},
    )


def ids_of(post: Post) -> list[int]:
    return [shot.picture.pk for shot in pictures.of_draft(post_id=post.pk)]


def test_a_file_arrives_in_pieces_and_becomes_a_picture(reyes: Client, draft: Post, at: datetime) -> None:
    content = drawn.png()
    address = json.loads(begin(reyes, draft, size=len(content)).content)["address"]
    half = len(content) // 2
    assert json.loads(piece(reyes, address, offset=0, content=content[:half]).content)["received"] == half
    assert json.loads(reyes.get(address).content)["received"] == half
    told = json.loads(piece(reyes, address, offset=half, content=content[half:]).content)
    assert told["state"] == UploadState.CHECKING
    looking.look(upload_id=Upload.objects.get().pk, at=at)
    assert json.loads(reyes.get(address).content)["picture"] == Picture.objects.get().pk


@pytest.mark.parametrize(
    ("offset", "length", "status"),
    [(0, 4, 409), (9, 4, 409), ("x", 4, 409), ("", 4, 409), (5, 6, 422), (5, 0, 413), (5, 2**20 + 1, 413)],
)
def test_a_piece_that_does_not_fit_changes_nothing(
    reyes: Client, draft: Post, offset: object, length: int, status: int
) -> None:
    address = json.loads(begin(reyes, draft, size=10).content)["address"]
    piece(reyes, address, offset=0, content=b"12345")
    answer = piece(reyes, address, offset=offset, content=b"x" * length)
    assert answer.status_code == status
    assert Upload.objects.get().received_bytes == 5
    if status == 409:
        assert json.loads(answer.content)["received"] == 5


@pytest.mark.parametrize(
    ("size", "sentence"),
    [
        (0, "The file is empty."),
        ("x", "The file is empty."),
        (-1, "The file is empty."),
        (26 * 2**20, "The file is larger than 25 MB."),
    ],
)
def test_a_file_of_no_fit_size_is_refused_with_a_sentence(
    reyes: Client, draft: Post, size: Any, sentence: str
) -> None:
    answer = begin(reyes, draft, size=size)
    assert answer.status_code == 422
    assert sentence in json.loads(answer.content)["sentence"]
    assert not Upload.objects.exists()


def test_a_post_makes_room_for_four(reyes: Client, draft: Post) -> None:
    for _ in range(4):
        assert begin(reyes, draft, size=10).status_code == 201
    assert "Remove one first." in json.loads(begin(reyes, draft, size=10).content)["sentence"]
    reyes.delete(reverse("upload", args=[Upload.objects.latest("begun_at").pk]))
    assert begin(reyes, draft, size=10).status_code == 201


def test_without_script_the_form_brings_the_file_and_keeps_what_was_typed(
    reyes: Client, draft: Post, at: datetime
) -> None:
    file = SimpleUploadedFile("coats.png", drawn.png(), content_type="image/png")
    address = reverse("check_draft", args=[draft.pk])
    page = reyes.post(
        address, form(draft, text="Typed beside it") | {"files": file, "add_pictures": "1"}, follow=True
    )
    assert page.redirect_chain[-1][0] == reverse("composer", args=[draft.pk]) + "#pictures"
    assert "Your picture has arrived." in page.content.decode()
    assert "is being checked" in page.content.decode()
    assert text_of(draft) == "Typed beside it"
    looking.look(upload_id=Upload.objects.get().pk, at=at)
    (picture,) = Picture.objects.all()
    page = reyes.get(reverse("composer", args=[draft.pk])).content.decode()
    assert f'name="alt-{picture.pk}"' in page
    assert "Describe picture 1" in page
    check(reyes, draft, pictures=str(picture.pk), **{f"alt-{picture.pk}": "Coats"})
    assert words_of(draft) == ["Coats"]
    assert not Upload.objects.exists()


def test_a_file_that_comes_with_submit_is_taken_first_and_nothing_is_submitted(
    reyes: Client, draft: Post
) -> None:
    file = SimpleUploadedFile("coats.png", drawn.png(), content_type="image/png")
    reyes.post(reverse("submit_post", args=[draft.pk]), form(draft) | {"files": file})
    draft.refresh_from_db()
    assert draft.status == "draft"
    assert Upload.objects.get().state == UploadState.CHECKING


def test_what_cannot_be_used_says_why_and_can_be_removed(
    chicago: Cast, reyes: Client, draft: Post, at: datetime
) -> None:
    bad = picturing.sent(post=draft, by=chicago.people["reyes"], content=drawn.bomb(), name="b.png", at=at)
    looking.look(upload_id=bad.pk, at=at)
    page = reyes.get(reverse("composer", args=[draft.pk])).content.decode()
    assert "more than 50 million pixels" in page
    check(reyes, draft, give_up=str(bad.pk))
    assert not Upload.objects.exists()


def test_pictures_are_moved_removed_and_put_back_by_plain_buttons(
    chicago: Cast, reyes: Client, draft: Post, coats: Picture, at: datetime
) -> None:
    hats = picturing.placed(post=draft, by=chicago.people["reyes"], words="Hats", colour="red", at=at)
    check(reyes, draft, move_earlier=hats.pk)
    assert ids_of(draft) == [hats.pk, coats.pk]
    check(reyes, draft, move_earlier=hats.pk)
    check(reyes, draft, move_later=hats.pk)
    assert ids_of(draft) == [coats.pk, hats.pk]
    page = check(reyes, draft, remove_picture=coats.pk).content.decode()
    assert ids_of(draft) == [hats.pk]
    assert f'name="put_back" value="{coats.pk}"' in page
    words = {f"alt-{coats.pk}": "Six winter coats on a rack"}
    check(reyes, draft, put_back=coats.pk, **words)
    assert words_of(draft) == ["Hats", "Six winter coats on a rack"]


def test_a_picture_without_words_is_not_submitted_and_the_first_takes_the_focus(
    reyes: Client, draft: Post, coats: Picture
) -> None:
    page = submit(reyes, draft, **{f"alt-{coats.pk}": " "}).content.decode()
    assert 'data-first="picture-1"' in page
    assert "Describe picture 1 for people who cannot see it." in page
    page = submit(reyes, draft, **{f"alt-{coats.pk}": "a" * 1001}).content.decode()
    assert "1 character too long" in page


def test_a_forged_picture_is_none_and_changes_nothing(
    chicago: Cast, reyes: Client, draft: Post, at: datetime
) -> None:
    theirs = people.drafted(engaged=chicago, by="kowalczyk", unit="018", at=at)
    foreign = picturing.made(post=theirs, by=chicago.people["kowalczyk"], at=at)
    for forged in (str(foreign.pk), "999999"):
        assert check(reyes, draft, pictures=forged, text="Forged").status_code == 404
    attach = reverse("attach_picture", args=[draft.pk])
    assert reyes.post(attach, {"picture": foreign.pk}).status_code == 404
    assert reyes.get(reverse("picture", args=[foreign.pk, "preview"])).status_code == 404
    assert text_of(draft) != "Forged"
    assert {reason for _, reason in refusals(chicago)} == {"not_your_picture"}


def test_two_versions_of_the_pictures_are_shown_side_by_side(
    reyes: Client, draft: Post, coats: Picture
) -> None:
    seen = form(draft)
    check(reyes, draft, **{f"alt-{coats.pk}": "Coats and hats"})
    page = reyes.post(reverse("check_draft", args=[draft.pk]), seen | {f"alt-{coats.pk}": "Coats, scarves"})
    assert "<del>Coats and hats</del>" in page.content.decode()
    assert "<ins>Coats, scarves</ins>" in page.content.decode()
