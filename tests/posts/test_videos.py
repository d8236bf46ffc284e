"""A video: read by its boxes, said by its captions, alone in its post, and nowhere playing by itself."""

import hashlib
import struct
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit import blobs, serving
from governance.cast import Cast
from posts import captions, looking, pictures, sending, submission
from posts.captions import Caption, NotCaptions
from posts.digest import Media, received
from posts.forms import drafts
from posts.looking import Unusable, made_from
from posts.models import Draft, NetworkUpload, Post, Publication
from posts.pictured import Pictured
from records import faults
from records import pictures as kept
from records.evidence import gathered
from records.models import Record
from tests import drawn, filmed, people
from tests.filmed import CAPTIONS, box, mp4, track
from tests.posts.illustrating import hold, picture
from tests.posts.writing import at, form, signed_in

__all__ = ["at"]
AS_WEBVTT = (
    "WEBVTT\n\nNOTE by nobody\n\n00:00.500 --> 00:02.000 align:start\n<b>Coats</b> are here.\n\n"
    "last\n00:02.000 --> 00:03.000\n[Music]\n"
)


def looked(content: bytes, folder: Path) -> looking.Made:
    path = folder / "upload"
    path.write_bytes(content)
    return made_from(path=path, folder=folder)


def test_a_video_stays_as_it_is_but_for_what_it_tells_of_place_and_phone(tmp_path: Path) -> None:
    sent = mp4(
        notes=box(b"udta", filmed.PLACE), tracks=(track(b"vide", b"avc1", notes=box(b"meta", b"Phone 9")),)
    )
    made = looked(sent, tmp_path)
    assert (made.media_type, made.width, made.height, made.lasts_ms) == ("video/mp4", 640, 360, 3_200)
    assert len(made.network.read_bytes()) == len(sent)
    assert b"+41.9210" in sent
    assert b"+41.9210" not in made.network.read_bytes()
    assert b"Phone 9" not in made.network.read_bytes()
    bare = made.network.read_bytes()
    assert looked(bare, tmp_path).network.read_bytes() == bare
    assert drawn.opened(made.preview).size == (640, 360)


BAD: dict[str, tuple[bytes, str]] = {
    "too short": (mp4(lasts_ms=499), "video_too_long"),
    "too long": (mp4(lasts_ms=140_001), "video_too_long"),
    "another codec": (mp4(tracks=(track(b"vide", b"hvc1"),)), "wrong_codec"),
    "another sound": (mp4(tracks=(filmed.PICTURE, track(b"soun", b"ac-3"))), "wrong_codec"),
    "a track of places": (mp4(tracks=(filmed.PICTURE, track(b"meta", b"mebx"))), "wrong_codec"),
    "two pictures": (mp4(tracks=(filmed.PICTURE, filmed.PICTURE)), "wrong_codec"),
    "sound alone": (mp4(tracks=(filmed.SOUND,)), "wrong_codec"),
    "too large a picture": (
        mp4(tracks=(track(b"vide", b"avc1", width=3840, height=2160),)),
        "video_too_wide",
    ),
    "no width": (mp4(tracks=(track(b"vide", b"avc1", width=0),)), "video_too_wide"),
    "QuickTime": (mp4(brand=b"qt  "), "wrong_video"),
    "in fragments": (mp4(behind=box(b"moof")), "wrong_video"),
    "a head alone": (box(b"ftyp", b"isom"), "wrong_video"),
    "cut short": (mp4()[:-1], "unreadable"),
    "a page behind it": (mp4() + b"<html><script>alert(1)</script>", "unreadable"),
    "a box longer than the file": (mp4() + struct.pack(">I", 900) + b"free", "unreadable"),
    "a box shorter than its head": (mp4() + struct.pack(">I", 4) + b"free", "unreadable"),
    "ten thousand boxes": (mp4() + box(b"free") * 10_000, "unreadable"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_the_network_would_not_take_is_refused_with_a_sentence(tmp_path: Path, name: str) -> None:
    content, word = BAD[name]
    with pytest.raises(Unusable) as refused:
        looked(content, tmp_path)
    assert str(refused.value) == looking._SENTENCES[word]


def test_captions_of_either_form_are_the_same_and_go_out_as_subrip() -> None:
    told = captions.read(text=CAPTIONS)
    assert told == captions.read(text=AS_WEBVTT)
    assert told[0] == Caption(begins_ms=500, ends_ms=2_000, words="Coats are here.")
    assert captions.read(text=captions.as_subrip(captions=told)) == told


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Add captions"),
        ("WEBVTT\n\nNOTE nothing", "Add captions"),
        ("Coats are here.", "Caption 1 has no line such as"),
        ("1\n00:00:02,000 --> 00:00:01,000\nA", "ends before it begins"),
        ("1\n00:00:01,000 --> 00:00:02,000\n<i></i>", "has no words"),
        ("00:05.000 --> 00:06.000\nA\n\n00:01.000 --> 00:02.000\nB", "Caption 2 begins before"),
        ("00:61.000 --> 00:62.000\nA", "Caption 1 has no line"),
    ],
)
def test_what_is_no_captions_says_what_to_do(text: str, says: str) -> None:
    with pytest.raises(NotCaptions, match=says):
        captions.read(text=text)
    assert says in captions.fault(text=text)


def with_video(
    engaged: Cast, text: str, at: datetime, words: str = CAPTIONS, *, played_bytes: int = 5_000
) -> Post:
    post = people.drafted(engaged=engaged, written=replace(people.TIP, text=text), at=at)
    video = picture(post=post, by=engaged.reyes, at=at, content=mp4(played_bytes=played_bytes))
    hold(post=post, by=engaged.reyes, pictures=(Pictured(picture_id=video.pk, alt_text=words),), at=at)
    return post


def sent_at(publication: Publication) -> str:
    """Try to send at the moment for which it waits."""
    publication.refresh_from_db()
    moment = publication.due_at + timedelta(seconds=1)
    return sending.send(publication_id=publication.pk, now_by=lambda: moment)


@pytest.mark.django_db
def test_a_video_goes_out_with_the_captions_that_were_approved(
    out: tuple[Cast, Any], early: datetime
) -> None:
    engaged, ground = out
    text = "Coats, as a film."
    post = with_video(engaged, text, early, words=AS_WEBVTT)
    version = Draft.objects.get(post=post).version
    post = submission.submit(post_id=post.pk, actor=engaged.reyes, seen_version=version, at=early)
    people.approve(post=post, by=engaged.whitfield, at=early)
    publication = Publication.objects.get(post=post)
    assert [sent_at(publication) for _ in range(3)][-1] == "published"

    told = ground.control("GET", "accepted", account=publication.account.external_id)["accepted"]
    (media,) = next(each for each in told if each["text"] == text)["media"]
    (row,) = publication.revision.pictured.all()
    assert (media["sha256"], media["media_type"]) == (row.digest, "video/mp4")
    written = captions.as_subrip(captions=captions.read(text=AS_WEBVTT)).encode()
    assert media["captions"] == {"EN": hashlib.sha256(written).hexdigest()}
    assert row.language == "en", "the department's, where nobody chose another one"
    record = Record.objects.get(post_id=publication.post_id)
    assert not faults.found(evidence=gathered(record=record))


@pytest.mark.django_db
def test_a_video_without_sound_captions_is_not_submitted(chicago: Cast, at: datetime) -> None:
    post = with_video(chicago, "Coats, as a film.", at, words="Coats are here.")
    reyes = signed_in(chicago, "reyes")
    address = reverse("submit_post", args=[post.pk])
    said = reyes.post(address, form(post)).content.decode()
    assert "Caption 1 has no line such as" in said
    assert "Describe picture 1" not in said
    video = pictures.of_draft(post_id=post.pk)[0].picture
    file = SimpleUploadedFile("captions.vtt", b"\xef\xbb\xbf" + AS_WEBVTT.encode())
    assert reyes.post(address, form(post) | {f"captions-{video.pk}": file}).status_code == 302


@pytest.mark.django_db
def test_a_video_is_watched_in_parts_and_only_when_somebody_plays_it(chicago: Cast, at: datetime) -> None:
    post = with_video(chicago, "Coats, as a film.", at)
    reyes = signed_in(chicago, "reyes")
    video = pictures.of_draft(post_id=post.pk)[0].picture
    whole = reverse("picture", args=[video.pk, "network"])
    said = reyes.get(reverse("post", args=[post.pk])).content.decode()
    assert f'controls preload="none" src="{whole}"' in said
    assert "autoplay" not in said
    assert "Coats are here." in said
    octets = blobs.content(digest=video.digest, agency_id=chicago.agency.pk)
    part = reyes.get(whole, headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, octets[100:200])
    assert part["Content-Range"] == f"bytes 100-199/{len(octets)}"
    assert reyes.get(whole, headers={"Range": "bytes=5000-"}).content == octets[5000:]
    assert reyes.get(whole, headers={"Range": f"bytes={len(octets)}-"}).status_code == 416
    assert reyes.get(whole, headers={"Range": "bytes=-5"}).content == octets


@pytest.mark.django_db
def test_a_player_shows_the_captions_of_the_version_that_is_looked_at(chicago: Cast, at: datetime) -> None:
    words = CAPTIONS.replace("Coats are here.", "Coats & 2 < 3.")
    post = with_video(chicago, "Coats, as a film.", at, words)
    version = Draft.objects.get(post=post).version
    post = submission.submit(post_id=post.pk, actor=chicago.reyes, seen_version=version, at=at)
    [video] = pictures.of_revision(revision_id=post.revision_id)
    address = reverse("captions", args=[video.picture.pk, video.words_digest])

    page = signed_in(chicago, "whitfield").get(reverse("desk", args=[post.pk])).content.decode()
    told = signed_in(chicago, "whitfield").get(address)

    assert f'<track kind="captions" default src="{address}" srclang="en" label="English">' in page
    assert told["Content-Type"] == "text/vtt; charset=utf-8"
    assert told.content.decode().startswith(
        "WEBVTT\n\n00:00:00.500 --> 00:00:02.000\nCoats &amp; 2 &lt; 3.\n\n"
    )
    assert (
        signed_in(chicago, "whitfield").get(address.replace(video.words_digest, "0" * 64)).status_code == 404
    )


@pytest.mark.django_db
def test_a_large_video_reaches_its_viewer_piece_by_piece(chicago: Cast, at: datetime) -> None:
    post = with_video(chicago, "Coats, as a film.", at, played_bytes=serving.AT_ONCE_BYTES)
    video = pictures.of_draft(post_id=post.pk)[0].picture
    octets = blobs.content(digest=video.digest, agency_id=chicago.agency.pk)
    reyes, whole = signed_in(chicago, "reyes"), reverse("picture", args=[video.pk, "network"])
    for asked, status, sent in (("bytes=100-", 206, octets[100:]), ("", 200, octets)):
        answer = reyes.get(whole, headers={"Range": asked})
        assert (answer.status_code, answer.streaming) == (status, True)
        assert b"".join(answer.streaming_content) == sent
        assert int(answer["Content-Length"]) == len(sent)


@pytest.mark.django_db
def test_a_video_of_which_the_network_forgot_the_beginning_is_sent_once_more_from_there(
    out: tuple[Cast, Any], early: datetime
) -> None:
    engaged, _ = out
    post = with_video(engaged, "Coats, in pieces.", early)
    version = Draft.objects.get(post=post).version
    post = submission.submit(post_id=post.pk, actor=engaged.reyes, seen_version=version, at=early)
    people.approve(post=post, by=engaged.whitfield, at=early)
    publication = Publication.objects.get(post=post)
    row = publication.revision.pictured.get()
    begun = NetworkUpload.objects.create(
        account=publication.account,
        digest=row.digest,
        media_id="1",
        sent_bytes=1_000,
        expires_at=early + timedelta(days=1),
    )
    assert [sent_at(publication) for _ in range(3)][-1] == "published"
    assert not NetworkUpload.objects.filter(pk=begun.pk).exists()


@pytest.mark.django_db
def test_captions_go_out_in_the_language_that_was_chosen_and_approved(
    out: tuple[Cast, Any], early: datetime
) -> None:
    engaged, ground = out
    text = "Abrigos, en película."
    post = with_video(engaged, text, early)
    video = pictures.of_draft(post_id=post.pk)[0].picture
    reyes = signed_in(engaged, "reyes")
    composer = reyes.get(reverse("composer", args=[post.pk])).content.decode()
    assert '<option value="en" selected>English</option>' in composer
    page = reyes.post(
        reverse("check_draft", args=[post.pk]), form(post) | {f"language-{video.pk}": "es"}, follow=True
    ).content.decode()
    assert '<option value="es" selected>Spanish (Español)</option>' in page

    version = Draft.objects.get(post=post).version
    post = submission.submit(post_id=post.pk, actor=engaged.reyes, seen_version=version, at=early)
    people.approve(post=post, by=engaged.whitfield, at=early)
    publication = Publication.objects.get(post=post)
    assert [sent_at(publication) for _ in range(3)][-1] == "published"

    told = ground.control("GET", "accepted", account=publication.account.external_id)["accepted"]
    (media,) = next(each for each in told if each["text"] == text)["media"]
    assert list(media["captions"]) == ["ES"]
    record = Record.objects.get(post_id=post.pk)
    assert [one.spoken for one in kept.of(record=record)] == ["Spanish (Español)"]
    assert not faults.found(evidence=gathered(record=record))

    draft = people.drafted(engaged=engaged, at=early)
    shown = reyes.get(reverse("reuse_pictures", args=[draft.pk])).content.decode()
    assert f'name="language-{video.pk}" value="es"' in shown
    again = {"picture": video.pk, f"alt-{video.pk}": CAPTIONS, f"language-{video.pk}": "es"}
    reyes.post(reverse("attach_picture", args=[draft.pk]), again)
    assert [one.language for one in pictures.of_draft(post_id=draft.pk)] == ["es"]


def test_the_language_is_part_of_the_fingerprint_and_what_has_none_keeps_its_own() -> None:
    def fingerprint(**language: str) -> str:
        media = Media(digest="d", media_type="video/mp4", alt_text="[Music]", **language)
        return received(network="x", external_user_id="1", text="A", reply_settings="", media=[media])

    assert fingerprint(language="en") != fingerprint(language="es")
    assert "language" not in fingerprint()


@pytest.mark.parametrize("sent", ["", "xx", "EN", "../"])
def test_what_is_no_language_is_none(sent: str) -> None:
    assert drafts.language(sent={"language-1": sent}, picture_id=1) == ""
