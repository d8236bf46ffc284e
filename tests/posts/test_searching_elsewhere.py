"""The search looks under pictures, into them and into kept replies, and says where it found the words."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import authority as authorities
from governance.cast import Cast
from posts import elsewhere, hiding, searching, sending
from posts.models import DraftPicture, HideGround, PictureWords, Post, ReplyWords, Restriction
from records.models import Record
from tests import people
from tests.posts.desks import at, read, signed_in
from tests.posts.illustrating import illustrated
from tests.posts.picturing import made
from tests.posts.test_hiding import _said
from tests.posts.test_lettered import reads
from tests.posts.test_lettered import sign as sign_with_words
from tests.posts.test_picture_publishing import ALTS, due
from tests.posts.test_thread_export import _export, _verify
from tests.records.conftest import sign

__all__ = ["at"]


def _with_words_in_its_second_picture(post: Post, words: str) -> DraftPicture:
    """As a worker with the program leaves it."""
    shot = DraftPicture.objects.get(draft__post=post, position=2)
    PictureWords.objects.create(picture=shot.picture, text=words)
    return shot


def _search(client: Client, words: str) -> str:
    return read(client.get(reverse("search"), {"q": words}))


def test_cpd_sm_iii_c_3_c_each_thing_that_was_kept_finds_the_post_its_decisions_and_a_file_that_proves_itself(
    out: tuple[Cast, Any], early: datetime, tmp_path: Path
) -> None:
    engaged, ground = out
    publication = due(engaged, early, "Two views of Palmer Square.")
    _with_words_in_its_second_picture(publication.post, "COMMUNITY MEETING\nFieldhouse")
    assert sending.send(publication_id=publication.pk) == "published"
    publication.refresh_from_db()
    number = _said(ground, publication.external_id, f"Cheap wristwatches {people.a_word()}")
    reply = hiding.hide(
        post_id=publication.post_id,
        actor=engaged.whitfield,
        typed=f"https://x.com/somebody/status/{number}",
        ground=HideGround.SPAM,
        reason="It sells watches.",
        at=timezone.now(),
    )
    assert hiding.carry_out(reply_id=reply.pk) in {"done", "nothing to do"}
    sign(at=early)
    officer = signed_in(engaged.marsh)
    record = Record.objects.get(post_id=publication.post_id)

    for words, where in (
        ("palmer", "<mark>Palmer</mark> Square"),
        ("lake night", "In the alt text of picture 2:"),
        ("fieldhouse meetings", "In the words inside picture 2:"),
        ("wristwatch", "In a reply of somebody else:"),
    ):
        page = _search(officer, words)
        assert where in page, words
        assert reverse("post", args=[publication.post_id]) in page
        assert reverse("record", args=[record.number]) in page
    assert "Cheap <mark>wristwatches</mark>" in page

    shown = read(officer.get(reverse("record", args=[record.number])))
    for kept in (
        "Two views of Palmer Square.",
        *ALTS,
        "Sgt. Marcus Whitfield approved",
        "A reply was hidden",
    ):
        assert kept in shown
    assert "Cheap wristwatches" in shown
    folder = _export(engaged, publication.post_id, tmp_path)
    code, said = _verify(folder)
    assert code == 0, said
    everything = "".join(path.read_text() for path in folder.rglob("*.json"))
    assert "Cheap wristwatches" in everything and ALTS[1] in everything and "approved" in everything


@pytest.mark.parametrize(("key", "hit"), [("reyes", True), ("marsh", True), ("tran", False)])
def test_what_stands_elsewhere_is_found_by_those_who_may_see_the_post(
    key: str, hit: bool, chicago: Cast, at: datetime
) -> None:
    post = illustrated(engaged=chicago, at=at, alts=ALTS)
    _with_words_in_its_second_picture(post, "Fieldhouse")
    for words in ("lake", "fieldhouse"):
        page = _search(signed_in(chicago.people[key]), words)
        assert (reverse("post", args=[post.pk]) in page) is hit


def test_another_agency_finds_nothing_in_pictures(chicago: Cast, alsip: Cast, at: datetime) -> None:
    illustrated(engaged=chicago, at=at, alts=ALTS)
    assert "Nothing was found" in _search(signed_in(alsip.people["petrov"]), "lake")


def test_a_picture_that_was_blurred_since_is_not_looked_into(chicago: Cast, at: datetime) -> None:
    post = illustrated(engaged=chicago, at=at, alts=ALTS)
    shot = _with_words_in_its_second_picture(post, "Plate XK4711")
    assert "In the words inside picture 2" in _search(signed_in(chicago.marsh), "XK4711")
    Restriction.objects.create(
        agency=chicago.agency, picture=shot.picture, placed_by=chicago.reyes, placed_at=at
    )
    assert "Nothing was found" in _search(signed_in(chicago.marsh), "XK4711")


@reads
def test_what_a_worker_reads_in_a_picture_is_found(chicago: Cast, at: datetime, settings: Any) -> None:
    settings.PICTURE_READER = "tesseract"
    post = illustrated(engaged=chicago, at=at)
    picture = made(post=post, by=chicago.reyes, content=sign_with_words("FIELDHOUSE"), at=at)
    DraftPicture.objects.filter(draft__post=post).update(picture=picture)
    assert "<mark>FIELDHOUSE</mark>" in _search(signed_in(chicago.reyes), "fieldhouse")


def test_looking_elsewhere_costs_the_same_however_much_is_found(chicago: Cast, at: datetime) -> None:
    held = authorities.load(member=chicago.marsh, at=at)

    def asked() -> int:
        with CaptureQueriesContext(connection) as counted:
            searching.posts(authority=held, unit_ids=None, words="lake")
        return len(counted)

    illustrated(engaged=chicago, at=at, alts=ALTS)
    once = asked()
    illustrated(engaged=chicago, at=at, alts=ALTS)
    assert asked() == once == 5


@pytest.mark.parametrize(
    ("words_of", "column", "index"),
    [
        (DraftPicture, "alt_text", "words_of_alt_texts"),
        (PictureWords, "text", "words_in_pictures"),
        (ReplyWords, "text", "words_of_replies"),
    ],
)
def test_an_index_answers_each_question(words_of: type[Model], column: str, index: str, db: None) -> None:
    query = SearchQuery("garage", config=elsewhere.LANGUAGE, search_type="websearch")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert index in elsewhere.holding(words_of, query, column).explain()
