"""Pictures go to the network before the post does, once while they last, and what it refuses people are told."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from audit import blobs
from governance.cast import Cast
from outlets.canonical import comparable
from posts import clock, media, pictured, publishing, sending, submission
from posts.models import (
    Attempt,
    Draft,
    NetworkMedia,
    Picture,
    Post,
    Publication,
    RevisionPicture,
    Status,
)
from records import faults
from records import pictures as kept_pictures
from records.evidence import gathered
from records.models import Record
from tests import people
from tests.posts.illustrating import ALT, illustrated
from tests.posts.reading import look

ALTS = (ALT, "The same lake at night")


def due(engaged: Cast, early: datetime, text: str, alts: tuple[str, ...] = ALTS) -> Publication:
    post = illustrated(engaged=engaged, at=early, text=text, alts=alts)
    version = Draft.objects.get(post=post).version
    post = submission.submit(post_id=post.pk, actor=engaged.reyes, seen_version=version, at=early)
    people.approve(post=post, by=engaged.whitfield, at=early)
    return Publication.objects.get(post=post)


def accepted(ground: Any, publication: Publication, text: str) -> list[dict[str, Any]]:
    told = ground.control("GET", "accepted", account=publication.account.external_id)["accepted"]
    return [post for post in told if post["text"] == text]


def sent_later(publication: Publication) -> str:
    """Send what waits for another moment as if that moment, and no later one, had been its time."""
    publication.refresh_from_db()
    moment = publication.due_at + timedelta(seconds=1)
    Post.objects.filter(pk=publication.post_id).update(due_at=publication.due_at)
    return sending.send(publication_id=publication.pk, now_by=lambda: moment)


def test_what_was_approved_is_what_residents_see_bytes_words_and_order(
    out: tuple[Cast, Any], early: datetime
) -> None:
    engaged, ground = out
    text = "Two views of one lake."
    publication = due(engaged, early, text)

    assert sending.send(publication_id=publication.pk) == "published"

    (post,) = accepted(ground, publication, text)
    frozen = list(publication.revision.pictured.select_related("picture").order_by("position"))
    assert [(each["sha256"], each["media_type"], each["alt_text"]) for each in post["media"]] == [
        (row.digest, "image/png", alt) for row, alt in zip(frozen, ALTS, strict=True)
    ]
    for row in frozen:
        content = blobs.content(digest=row.digest, agency_id=engaged.agency.pk)
        assert hashlib.sha256(content).hexdigest() == row.digest


def test_the_record_of_a_published_post_holds_its_pictures(out: tuple[Cast, Any], early: datetime) -> None:
    engaged, _ = out
    publication = due(engaged, early, "Two views for the record.")
    assert sending.send(publication_id=publication.pk) == "published"

    record = Record.objects.get(post_id=publication.post_id)

    kept = [kept_pictures.content(record=record, position=place) for place in (1, 2)]
    frozen = publication.revision.pictured.order_by("position")
    assert [shown.alt_text for shown, _ in kept] == list(ALTS)
    digests = []
    for _, file in kept:
        with file:
            digests.append(hashlib.sha256(file.read()).hexdigest())
    assert digests == [row.digest for row in frozen]
    assert not faults.found(evidence=gathered(record=record))


def test_a_picture_with_the_same_words_is_uploaded_once_and_again_when_it_has_expired(
    out: tuple[Cast, Any], early: datetime
) -> None:
    engaged, ground = out
    texts = [f"The lake, number {number}." for number in range(3)]
    names = []
    for number, text in enumerate(texts):
        publication = due(engaged, early, text, alts=(ALT,))
        if number == 2:
            NetworkMedia.objects.update(expires_at=early)
        assert sending.send(publication_id=publication.pk) == "published"
        names.append(accepted(ground, publication, text)[0]["media"][0]["id"])
    assert names[0] == names[1] != names[2]


def test_what_the_network_forgot_too_early_is_brought_once_more(
    out: tuple[Cast, Any], early: datetime
) -> None:
    engaged, ground = out
    text = "Forgotten and brought again."
    publication = due(engaged, early, text)
    media.bring(publication_id=publication.pk, reach=sending.reach, now_by=lambda: early)
    ground.control("POST", "expired-media", {"account": publication.account.external_id})

    assert sending.send(publication_id=publication.pk) == "rejected"
    publication.refresh_from_db()
    assert (publication.state, publication.post.status) == ("due", Status.APPROVED)
    assert sent_later(publication) == "published"
    assert len(accepted(ground, publication, text)) == 1


def test_a_network_that_always_forgets_ends_with_people(out: tuple[Cast, Any], early: datetime) -> None:
    engaged, ground = out
    publication = due(engaged, early, "Never remembered.")
    refusal = {
        "name": "reject_before",
        "status": 400,
        "body": {"errors": [{"message": "Your media IDs are invalid."}], "title": "Invalid Request"},
    }
    ground.control(
        "POST",
        "faults",
        {"match": {"text": "Never remembered"}, "times": 9, "effect": refusal},
    )
    assert [sending.send(publication_id=publication.pk), sent_later(publication)] == ["rejected"] * 2
    assert Post.objects.get(pk=publication.post_id).status == Status.REFUSED


@pytest.mark.parametrize(
    ("effect", "words"),
    [
        ({"name": "rate_limited", "reset_in": 60}, "The network asks to wait before it takes the pictures."),
        ({"name": "reject_before", "status": 503}, "Its pictures could not be brought to the network yet."),
        ({"name": "reset_before"}, "Its pictures could not be brought to the network yet."),
        ({"name": "credits_depleted"}, "Its pictures could not be brought to the network yet."),
    ],
    ids=str,
)
def test_an_upload_that_fails_leaves_the_post_waiting_and_is_tried_again(
    out: tuple[Cast, Any], early: datetime, effect: dict[str, Any], words: str
) -> None:
    engaged, ground = out
    text = f"Waits for its pictures {effect}."
    publication = due(engaged, early, text)
    ground.control("POST", "faults", {"match": {"path": "/2/media/*"}, "times": 1, "effect": effect})

    assert sending.send(publication_id=publication.pk) == "nothing to do"

    publication.refresh_from_db()
    assert (publication.state, publication.post.status) == ("due", Status.APPROVED)
    assert publication.waiting_for.startswith(words)
    assert not Attempt.objects.filter(publication=publication).exists()
    assert accepted(ground, publication, text) == []
    assert sent_later(publication) == "published"


def test_a_refused_picture_goes_to_the_people_with_the_networks_words(
    out: tuple[Cast, Any], early: datetime
) -> None:
    engaged, ground = out
    publication = due(engaged, early, "A picture it does not like.")
    body = {"errors": [{"message": "media type unrecognized."}], "title": "Invalid Request"}
    effect = {"name": "reject_before", "status": 400, "body": body}
    ground.control("POST", "faults", {"match": {"path": "/2/media/upload"}, "times": 1, "effect": effect})

    assert sending.send(publication_id=publication.pk) == "nothing to do"

    publication.refresh_from_db()
    assert (publication.state, publication.post.status) == ("refused", Status.REFUSED)
    assert publication.waiting_for == "media type unrecognized."


def test_the_claim_does_not_go_on_without_the_pictures(out: tuple[Cast, Any], early: datetime) -> None:
    engaged, _ = out
    publication = due(engaged, early, "Claimed without its pictures.")
    assert publishing.claim(publication_id=publication.pk) is None
    publication.refresh_from_db()
    assert publication.waiting_for == "Its pictures are not on the network yet."


def test_nothing_is_uploaded_for_a_post_that_the_gate_holds_back(
    out: tuple[Cast, Any], early: datetime
) -> None:
    engaged, _ = out
    publication = due(engaged, early, "Held back.")
    engaged.accounts["014"].credential.delete()
    sending.send(publication_id=publication.pk)
    assert not NetworkMedia.objects.exists()


def test_a_picture_that_changed_on_disk_is_never_sent(out: tuple[Cast, Any], early: datetime) -> None:
    engaged, ground = out
    publication = due(engaged, early, "A changed byte.", alts=(ALT,))
    (row,) = publication.revision.pictured.all()
    path = blobs.path(digest=row.digest, agency_id=engaged.agency.pk)
    whole = path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(whole[:-1] + b"X")

    assert sending.send(publication_id=publication.pk) == "nothing to do"

    publication.refresh_from_db()
    assert publication.waiting_for == media.UNREADABLE
    assert accepted(ground, publication, "A changed byte.") == []
    path.write_bytes(whole)


def test_a_post_with_pictures_is_found_on_the_timeline_by_its_words(
    out: tuple[Cast, Any], early: datetime
) -> None:
    engaged, _ = out
    text = "Find me at police.example.gov with a picture."
    publication = due(engaged, early, text)
    sending.send(publication_id=publication.pk)
    publication.refresh_from_db()

    reached = sending.reach(publication.account)
    seen = reached.timeline(user_id=publication.account.external_id, since_id=None, now=early).posts

    (same,) = [post for post in seen if post.external_id == publication.external_id]
    assert "t.co" not in same.text
    assert comparable(same.text) == comparable(text)


@pytest.mark.parametrize("change", ["alt text", "order", "type", "one fewer"])
def test_the_fingerprint_binds_bytes_words_and_order(db: None, early: datetime, change: str) -> None:
    first, second = (
        pictured.digests.Media(digest=mark * 64, media_type="image/png", alt_text=ALT) for mark in "ab"
    )
    changed = {
        "alt text": (first, pictured.digests.Media(digest="b" * 64, media_type="image/png", alt_text="No")),
        "order": (second, first),
        "type": (first, pictured.digests.Media(digest="b" * 64, media_type="image/jpeg", alt_text=ALT)),
        "one fewer": (first,),
    }[change]

    def fingerprint(shown: Any) -> str:
        return pictured.digests.of(
            pictured.digests.received(
                network="x", external_user_id="1", text="t", reply_settings="", media=shown
            )
        )

    assert fingerprint((first, second)) != fingerprint(changed)


def test_the_database_keeps_frozen_pictures_as_they_are(chicago: Cast, at: datetime) -> None:
    post = illustrated(engaged=chicago, at=at)
    version = Draft.objects.get(post=post).version
    submission.submit(post_id=post.pk, actor=chicago.reyes, seen_version=version, at=at)
    for change in (
        lambda: RevisionPicture.objects.update(position=3),
        lambda: RevisionPicture.objects.all().delete(),
        lambda: Picture.objects.update(digest="0" * 64),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert RevisionPicture.objects.count() == 1


def test_a_picture_added_behind_an_approval_sends_the_post_back(
    out: tuple[Cast, Any], early: datetime
) -> None:
    engaged, _ = out
    publication = due(engaged, early, "One more was slipped in.", alts=(ALT,))
    (row,) = publication.revision.pictured.all()
    RevisionPicture.objects.create(
        revision=publication.revision,
        picture=row.picture,
        position=2,
        digest=row.digest,
        media_type=row.media_type,
        alt_digest=row.alt_digest,
    )
    assert sending.send(publication_id=publication.pk) == "nothing to do"
    assert Post.objects.get(pk=publication.post_id).status == Status.RETURNED


def test_a_post_with_pictures_is_found_after_a_lost_answer(out: tuple[Cast, Any], early: datetime) -> None:
    engaged, ground = out
    text = "Two views of the lake, and no answer."
    publication = due(engaged, early, text)
    effect = {"name": "accept_then_reset"}
    ground.control(
        "POST", "faults", {"match": {"method": "POST", "path": "/2/tweets"}, "times": 1, "effect": effect}
    )
    assert sending.send(publication_id=publication.pk) == "unknown"

    assert look(publication) == "found"

    (post,) = accepted(ground, publication, text)
    assert publication.external_id == post["id"]


def test_the_same_words_without_the_pictures_are_another_post(out: tuple[Cast, Any], early: datetime) -> None:
    engaged, ground = out
    text = "The lake, which somebody also posted by hand without a picture."
    publication = due(engaged, early, text)
    effect = {"name": "reset_before"}
    ground.control(
        "POST", "faults", {"match": {"method": "POST", "path": "/2/tweets"}, "times": 1, "effect": effect}
    )
    assert sending.send(publication_id=publication.pk) == "unknown"
    now = clock.now().isoformat()
    by_hand = {"account": publication.account.handle, "text": text, "created_at": now}
    ground.control("POST", "posts", by_hand)

    assert look(publication) == "not seen"


def test_a_copied_database_brings_no_picture_to_the_network(
    out: tuple[Cast, Any], early: datetime, settings: Any
) -> None:
    publication = due(out[0], early, "A lake that was copied.")
    settings.INSTALLATION_ID = "another"
    assert sending.send(publication_id=publication.pk) == "nothing to do"
    assert not NetworkMedia.objects.exists()
