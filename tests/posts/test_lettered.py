"""Words inside pictures are read by the worker where it can, and by the checks as they read descriptions."""

import io
import os
import select
import time
import unicodedata
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageDraw, ImageFont

from audit import vault
from directives.facts import Facts
from governance.cast import Cast
from posts import kept_readings, lettered, looking, pictures, submission
from posts.models import Picture, Post
from tests import drawn, filmed, tesseract
from tests.posts.picturing import made, placed
from tests.posts.test_statement_counts import statements
from tests.posts.writing import at, draft, reyes

__all__ = ["at", "draft", "reyes"]
pytestmark = pytest.mark.django_db
reads = pytest.mark.skipif(not tesseract.reads(), reason=tesseract.NONE)
SIGN = "COMMUNITY MEETING\nThe burglar was arrested\nEl detenido vive cerca"


def sign(words: str = SIGN) -> bytes:
    """A poster with these lines."""
    image = Image.new("RGB", (1600, 900), "#1e3c78")
    pen = ImageDraw.Draw(image)
    for number, line in enumerate(words.split("\n")):
        pen.text((80, 80 + 220 * number), line, font=ImageFont.load_default(size=110), fill="white")
    held = io.BytesIO()
    image.save(held, "PNG")
    return held.getvalue()


def with_words(post: Post, cast: Cast, at: datetime, words: str) -> Picture:
    """A picture in a draft in which these words were read: as a worker with the program leaves it."""
    stands = placed(post=post, by=cast.reyes, at=at)
    digest = vault.keep(content=words, agency_id=cast.agency.pk)
    found = Picture.objects.filter(pk=stands.pk).values().get()
    del found["id"]
    other = {"original_digest": "1" * 64, "digest": "2" * 64, "preview_digest": "3" * 64}
    picture = Picture.objects.create(**{**found, **other, "words_read": True, "words_digest": digest})
    post.draft.pictured.update(picture=picture)
    return picture


def sentences(post: Post, at: datetime) -> list[str]:
    post = Post.objects.select_related("account__agency", "account__unit", "draft").get(pk=post.pk)
    return [one.sentence for one in submission.judged_of(post=post, at=at).decision.findings]


def test_without_the_program_nothing_is_read_and_whoever_adds_it_is_asked(
    chicago: Cast, reyes: Client, draft: Post, at: datetime
) -> None:
    picture = placed(post=draft, by=chicago.reyes, at=at)
    assert (picture.words_read, picture.words_digest) == (False, "")
    page = reyes.get(reverse("composer", args=[draft.pk])).content.decode()
    assert "Do words stand in the picture? Write them in the description" in page


@pytest.mark.parametrize(
    ("content", "asked"),
    [
        (
            drawn.moving(),
            "Do words stand in the GIF? Write them in the description: nothing else reads them.",
        ),
        (filmed.mp4(), "Do words stand in the video? Write them in the captions: nothing else reads them."),
    ],
    ids=["GIF", "video"],
)
def test_of_what_moves_nothing_is_read_and_its_author_is_asked(
    chicago: Cast, reyes: Client, draft: Post, at: datetime, settings: Any, content: bytes, asked: str
) -> None:
    settings.PICTURE_READER = "tesseract"
    picture = made(post=draft, by=chicago.reyes, content=content, at=at)
    pictures.attach(post_id=draft.pk, picture_id=picture.pk, alt_text="A sign", actor=chicago.reyes, at=at)
    assert not picture.words_read
    assert asked in reyes.get(reverse("composer", args=[draft.pk])).content.decode()
    guide = reyes.get(reverse("guide_chapter", args=["write"])).content.decode()
    assert "Nothing reads words that stand in a GIF or a video" in guide


@pytest.mark.parametrize("program", ["", "no-such-program", "true", "false"])
def test_a_program_that_is_not_there_or_cannot_read_leaves_the_picture_as_it_is(
    settings: Any, tmp_path: Path, program: str
) -> None:
    settings.PICTURE_READER = program
    path = tmp_path / "reading"
    path.write_bytes(sign())
    assert lettered.read(path=path) is None


TABLE = "block_num\tpar_num\tline_num\tconf\ttext\n1\t1\t1\t96.2\t{word}\n"


def reader_in(folder: Path, body: str) -> str:
    """A reader of our own, in the shell, that is asked for its languages first."""
    path = folder / "reader"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return str(path)


def test_a_program_that_failed_once_is_asked_again_for_its_languages(settings: Any, tmp_path: Path) -> None:
    ready, table = tmp_path / "ready", tmp_path / "table"
    table.write_text(TABLE.format(word=unicodedata.normalize("NFD", "Jos\u00e9")))
    asked = f'[ "$1" = --list-langs ] && echo eng && exit 0\n/bin/cat {table}'
    settings.PICTURE_READER = reader_in(tmp_path, f"[ -e {ready} ] || exit 1\n{asked}")
    (tmp_path / "reading").write_bytes(b"A picture")
    assert lettered.read(path=tmp_path / "reading") is None
    ready.touch()
    assert lettered.read(path=tmp_path / "reading") == "Jos\u00e9", "in the letters that texts are kept in"


def test_what_a_program_began_does_not_stay_behind_and_nobody_waits_for_it(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lettered, "SECONDS", 0.5)
    pid = tmp_path / "pid"
    settings.PICTURE_READER = reader_in(tmp_path, f"/bin/sleep 30 &\necho $! >{pid}\nwait")
    (tmp_path / "reading").write_bytes(b"A picture")
    begun = time.monotonic()
    assert lettered.read(path=tmp_path / "reading") is None
    assert time.monotonic() - begun < 10
    assert _over(int(pid.read_text()))


def _over(pid: int) -> bool:
    """Whether a process has ended, or does so in the next seconds: the kernel says when."""
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([process], [], [], 5)[0])
    finally:
        os.close(process)


def test_an_answer_without_end_is_no_answer(settings: Any, tmp_path: Path) -> None:
    endless = "exec /bin/cat /dev/zero"
    listed = '[ "$1" = --list-langs ] && echo eng && exit 0'
    settings.PICTURE_READER = reader_in(tmp_path, f"{listed}\n{endless}")
    (tmp_path / "reading").write_bytes(b"A picture")
    assert lettered.read(path=tmp_path / "reading") is None


def test_the_checks_read_the_words_and_say_in_which_picture_they_stand(
    chicago: Cast, reyes: Client, draft: Post, at: datetime
) -> None:
    with_words(draft, chicago, at, "Ask the CAPS office")
    assert "Words in picture 1: Residents may not know “CAPS office”." in " ".join(sentences(draft, at))
    page = reyes.get(reverse("composer", args=[draft.pk])).content.decode()
    assert "<q>Ask the CAPS office</q>" in page
    assert "Words in picture 1: " in page and "Do words stand in the picture?" not in page


def test_a_check_of_texts_reads_them_and_they_are_kept(chicago: Cast, at: datetime) -> None:
    facts = Facts(
        category=None,
        text="Hello",
        today=at.date(),
        pictures=2,
        alt_texts=("A poster", "A dog"),
        picture_words=("", "The burglar was arrested near 1200 W. Example St."),
    )
    readings = kept_readings.Readings(agency_id=chicago.agency.pk)
    read = readings.of(facts)
    assert len(read) == 4 and readings.keep() == 4
    assert any(one.check == "guilt" for one in read[3].sightings)


def test_they_cost_one_statement_where_there_are_any(chicago: Cast, draft: Post, at: datetime) -> None:
    plain = placed(post=draft, by=chicago.reyes, at=at)
    assert statements(lambda: lettered.of(pictures=[plain])) == []
    picture = with_words(draft, chicago, at, "Ask the CAPS office")
    assert len(statements(lambda: lettered.of(pictures=[picture, plain]))) == 1
    assert lettered.of(pictures=[plain, picture]) == ("", "Ask the CAPS office")


@reads
def test_the_worker_reads_english_and_spanish_words_and_keeps_them(
    chicago: Cast, draft: Post, at: datetime, settings: Any
) -> None:
    settings.PICTURE_READER = "tesseract"
    picture = made(post=draft, by=chicago.reyes, content=sign(), at=at)
    assert picture.words_read
    (words,) = lettered.of(pictures=[picture])
    assert words == SIGN


@reads
@pytest.mark.parametrize("content", [drawn.png(), drawn.jpeg()])
def test_a_picture_without_words_has_none(
    chicago: Cast, draft: Post, at: datetime, settings: Any, content: bytes
) -> None:
    settings.PICTURE_READER = "tesseract"
    picture = made(post=draft, by=chicago.reyes, content=content, at=at)
    assert (picture.words_read, picture.words_digest) == (True, "")


@reads
def test_noise_is_no_word(settings: Any, tmp_path: Path) -> None:
    settings.PICTURE_READER = "tesseract"
    drawn.noise(900, 700).convert("L").save(tmp_path / "reading", "JPEG")
    assert lettered.read(path=tmp_path / "reading") == ""


@reads
def test_a_program_that_takes_too_long_is_ended(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.PICTURE_READER = "tesseract"
    path = tmp_path / "reading"
    path.write_bytes(sign())
    assert lettered.read(path=path)
    assert looking.LOST_AFTER.total_seconds() > looking.SECONDS + lettered.SECONDS
    monkeypatch.setattr(lettered, "SECONDS", 0.01)
    assert lettered.read(path=path) is None
