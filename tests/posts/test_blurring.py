"""CPD-SM.III.C.4.d: faces and plates are made unreadable, and what was under them goes into no post."""

from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from audit import blobs
from audit.models import Event
from governance.cast import Cast
from posts import blurring, drafting, pictures, rights, submission
from posts.models import Picture, Post, Restriction, RevisionPicture
from posts.pictured import Restricted
from posts.workflow import Refused
from tests import drawn, people, rules
from tests.posts import picturing
from tests.posts.writing import at, draft, reyes, signed_in, submit

__all__ = ["at", "draft", "reyes"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def clear(chicago: Cast, draft: Post, at: datetime) -> Picture:
    """A picture with a face, standing in the draft."""
    return picturing.placed(post=draft, by=chicago.reyes, at=at)


def blurred(client: Client, post: Post, picture: Picture, content: bytes) -> Any:
    file = SimpleUploadedFile("blurred", content, content_type="image/png")
    address = reverse("blur_picture", args=[post.pk, picture.pk])
    return client.post(address, {"file": file}, headers={"Accept": "application/json"})


def standing_in(post: Post) -> Picture:
    [shot] = pictures.of_draft(post_id=post.pk)
    return shot.picture


def test_cpd_sm_iii_c_4_d_the_blurred_picture_is_what_is_approved_and_the_other_is_shut_away(
    chicago: Cast, reyes: Client, draft: Post, clear: Picture, at: datetime
) -> None:
    content = drawn.png(colour="grey")
    answer = blurred(reyes, draft, clear, content)
    made = standing_in(draft)
    assert answer.json()["go"] == reverse("media_rights", args=[made.pk]) + f"?post={draft.pk}"
    assert made.blurred_from == clear
    assert blobs.content(digest=made.original_digest, agency_id=draft.agency_id) == content
    assert [shot.alt_text for shot in pictures.of_draft(post_id=draft.pk)] == ["Six winter coats on a rack"]

    rights.own(picture=made, actor=chicago.reyes, at=at)
    revision = submission.submit(post_id=draft.pk, actor=chicago.reyes, seen_version=3, at=at).revision
    frozen = RevisionPicture.objects.get(revision=revision)
    assert (frozen.picture, frozen.digest) == (made, made.digest)

    # The unit's pictures, a colleague's eyes and a forged number lead to the other no more.
    assert [one.picture for one in pictures.reusable(unit_id=draft.unit_id).rows] == [made]
    assert signed_in(chicago, "ortega").get(reverse("picture", args=[clear.pk, "network"])).status_code == 404
    other = people.drafted(engaged=chicago, at=at)
    with pytest.raises(Restricted):
        pictures.attach(post_id=other.pk, picture_id=clear.pk, alt_text="x", actor=chicago.reyes, at=at)


def test_cpd_sm_iii_c_4_d_who_opens_the_unblurred_picture_leaves_a_trail(
    chicago: Cast, reyes: Client, draft: Post, clear: Picture
) -> None:
    blurred(reyes, draft, clear, drawn.png(colour="grey"))
    assert reyes.get(reverse("picture", args=[clear.pk, "preview"])).status_code == 200
    assert (
        signed_in(chicago, "natarajan").get(reverse("picture", args=[clear.pk, "network"])).status_code == 200
    )
    opened = Event.objects.filter(verb="unit.unblurred_opened", keys__picture_id=clear.pk)
    assert list(opened.order_by("pk").values_list("actor_id", flat=True)) == [
        chicago.reyes.pk,
        chicago.natarajan.pk,
    ]


def test_cpd_sm_iii_c_4_d_a_version_that_went_back_to_be_blurred_shows_the_other_to_few(
    chicago: Cast, reyes: Client, draft: Post, clear: Picture, at: datetime
) -> None:
    rights.own(picture=clear, actor=chicago.reyes, at=at)
    version = draft.draft.version + 1
    submission.submit(post_id=draft.pk, actor=chicago.reyes, seen_version=version, at=at)
    drafting.reopen(post_id=draft.pk, actor=chicago.reyes, at=at)
    blurred(reyes, draft, clear, drawn.png(colour="grey"))
    address = reverse("picture", args=[clear.pk, "network"])
    assert signed_in(chicago, "ortega").get(address).status_code == 404
    assert signed_in(chicago, "natarajan").get(address).status_code == 200


def test_cpd_sm_iii_c_4_d_a_version_that_would_show_it_unblurred_is_refused_by_the_page_and_the_database(
    chicago: Cast, reyes: Client, draft: Post, clear: Picture, at: datetime
) -> None:
    other = people.drafted(engaged=chicago, at=at)
    pictures.attach(post_id=other.pk, picture_id=clear.pk, alt_text="Coats", actor=chicago.reyes, at=at)
    sent = people.drafted(engaged=chicago, at=at)
    revision = submission.submit(post_id=sent.pk, actor=chicago.reyes, seen_version=1, at=at).revision
    blurred(reyes, draft, clear, drawn.png(colour="grey"))

    with pytest.raises(submission.NotReady) as left:
        submission.submit(post_id=other.pk, actor=chicago.reyes, seen_version=2, at=at)
    [finding] = left.value.judged.decision.at(level="must_fix")
    assert finding.sentence == "Picture 1 was blurred. Remove it and use the blurred one."
    with pytest.raises(IntegrityError, match="used as it was blurred"), transaction.atomic():
        RevisionPicture.objects.create(
            revision=revision,
            picture=clear,
            position=1,
            digest=clear.digest,
            media_type=clear.media_type,
            alt_digest=clear.digest,
        )


def test_under_rules_that_say_nothing_of_pictures_a_sentence_says_that_it_was_blurred(
    chicago: Cast, reyes: Client, draft: Post, clear: Picture, at: datetime
) -> None:
    other = people.drafted(engaged=chicago, at=at)
    pictures.attach(post_id=other.pk, picture_id=clear.pk, alt_text="Coats", actor=chicago.reyes, at=at)
    blurred(reyes, draft, clear, drawn.png(colour="grey"))
    source = rules.text("chicago-2020-12-01.4")
    rules.adopt(agency=chicago.agency, source=source, effective_at=at, at=at)
    answer = submit(reyes, other)
    assert "This picture was blurred. Use the blurred one." in answer.content.decode()
    other.refresh_from_db()
    assert (answer.status_code, other.status) == (200, "draft")


def test_cpd_sm_iii_c_4_d_somebody_else_allows_it_as_it_was_with_a_reason(
    chicago: Cast, reyes: Client, draft: Post, clear: Picture, at: datetime
) -> None:
    blurred(reyes, draft, clear, drawn.png(colour="grey"))
    for who in ("reyes", "ortega"):
        with pytest.raises(Refused):
            blurring.allow(picture=clear, reason="Agreed.", actor=chicago.people[who], at=at)
    client, allow = signed_in(chicago, "natarajan"), reverse("allow_unblurred", args=[clear.pk])
    too_long = "The driver agreed. " * 40
    assert too_long.strip() in client.post(allow, {"reason": too_long}).content.decode()
    client.post(allow, {"reason": "The driver agreed in writing."})
    assert not Event.objects.filter(verb="unit.unblurred_opened").exists()
    held = Restriction.objects.get()
    assert (held.lifted_by, bool(held.reason_digest)) == (chicago.natarajan, True)
    other = people.drafted(engaged=chicago, at=at)
    pictures.attach(post_id=other.pk, picture_id=clear.pk, alt_text="x", actor=chicago.reyes, at=at)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Choose the blurred picture"),
        (b"no picture", "This file is no JPEG"),
        (drawn.png(), "This is the same picture."),
        (drawn.moving(), "Only a picture that stands still can be blurred here."),
    ],
)
def test_what_is_no_blurred_picture_changes_nothing(
    reyes: Client, draft: Post, clear: Picture, content: bytes, sentence: str
) -> None:
    answer = blurred(reyes, draft, clear, content)
    assert answer.status_code == 422
    page = reyes.get(answer.json()["go"]).content.decode()
    assert sentence in page
    assert standing_in(draft) == clear
    assert not Restriction.objects.exists()


def test_a_copy_of_a_draft_that_was_blurred_shows_the_blurred_picture(
    chicago: Cast, reyes: Client, draft: Post, clear: Picture, at: datetime
) -> None:
    blurred(reyes, draft, clear, drawn.png(colour="grey"))
    copied = drafting.copy(post_id=draft.pk, actor=chicago.ortega, at=at)
    assert standing_in(copied).blurred_from == clear
