"""A thread before those who decide about it: each part is compared, worded anew and found by itself."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from accounts import authority as authorities
from accounts.models import Message
from governance.cast import Cast
from posts import drafting, pictures, reviewing, searching, submission
from posts.models import Draft, Post, Remark
from posts.pictured import Pictured
from tests import people
from tests.posts import picturing
from tests.posts.desks import at, binding, decide, read, signed_in
from tests.posts.test_thread_parts import FURTHER, THREAD

__all__ = ["at"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(chicago: Cast, at: datetime) -> Post:
    """A thread of three parts with a picture in its second, which a sergeant is to decide about."""
    post = people.drafted(engaged=chicago, written=THREAD, at=at)
    coats = picturing.made(post=post, by=chicago.reyes, at=at)
    return _sent(post, chicago, FURTHER, Pictured(picture_id=coats.pk, alt_text="Six coats", part=1), at)


def _sent(post: Post, cast: Cast, further: tuple[str, ...], picture: Pictured, at: datetime) -> Post:
    written = replace(THREAD, further=further, pictures=(picture,))
    version = Draft.objects.get(post=post).version
    saved = drafting.save(post_id=post.pk, actor=cast.reyes, written=written, seen_version=version, at=at)
    return submission.submit(post_id=post.pk, actor=cast.reyes, seen_version=saved.version, at=at)


def test_the_desk_compares_every_part_with_its_pictures_and_their_words(
    chicago: Cast, waiting: Post, at: datetime, django_assert_max_num_queries: Any
) -> None:
    reviewing.return_(
        post_id=waiting.pk, binding=binding(waiting), actor=chicago.whitfield, reason="Who?", at=at
    )
    (shown,) = pictures.of_draft(post_id=waiting.pk)
    described = Pictured(picture_id=shown.picture.pk, alt_text="Seven coats", part=1)
    _sent(waiting, chicago, ("A new second part.", FURTHER[0] + " Now."), described, at)
    client = signed_in(chicago.whitfield)
    with django_assert_max_num_queries(20):
        page = read(client.get(f"/review/{waiting.pk}/"))
    compared = page.partition("Changed since you returned it")[2].partition("History")[0]
    told = [
        "Part 2 is new",
        "Part 3 was part 2, and changed",
        "Part 3 was removed",
        "The other part is the same.",
    ]
    assert [compared.count(sentence) for sentence in told] == [1, 1, 1, 1]
    assert "Picture 1 was in part 2, and has other words" in compared.replace("in part 3", "in part 2")
    assert "[removed: </span>Six" in compared and "[added: </span>Seven" in compared
    assert f"[removed: </span>{FURTHER[1]}" in compared


def test_the_search_shows_the_part_in_which_the_words_stand(
    chicago: Cast, waiting: Post, at: datetime
) -> None:
    reader = authorities.load(member=chicago.whitfield, at=at)
    (found,) = searching.posts(authority=reader, unit_ids=None, words="somebody").rows
    assert (found.part, ("somebody", True) in found.pieces) == (3, True)
    (found,) = searching.posts(authority=reader, unit_ids=None, words="garage").rows
    assert found.part == 1  # it stands in the second, too
    assert "Part 3 of a thread" in read(signed_in(chicago.whitfield).get("/search/?q=somebody"))


def test_other_words_are_proposed_for_each_part_by_itself(chicago: Cast, waiting: Post, at: datetime) -> None:
    sergeant, author = signed_in(chicago.whitfield), signed_in(chicago.reyes)
    desk = read(sergeant.get(f"/review/{waiting.pk}/"))
    assert "Wording of part 3 of 3" in desk
    same = {"wording": people.TIP.text, "wording-2": FURTHER[0], "wording-3": FURTHER[1]}
    assert "These are the words of the thread." in read(decide(sergeant, waiting, "propose", **same))
    long = decide(sergeant, waiting, "propose", **{**same, "wording-2": "x" * 290})
    assert "10 characters too long" in read(long) and not Remark.objects.exists()
    said = {**same, "wording-2": "Second: lock the shed, too.", "wording-3": FURTHER[1].replace("911", "311")}
    decide(sergeant, waiting, "propose", **said)
    assert list(Remark.objects.order_by("pk").values_list("part", flat=True)) == [1, 2]
    told = Message.objects.filter(about_post_id=waiting.pk, to=chicago.reyes, body__contains="proposed")
    assert told.count() == 1
    for client, address in ((sergeant, f"/review/{waiting.pk}/"), (author, f"/post/{waiting.pk}/")):
        proposed = read(client.get(address)).partition("Proposed wording</h2>")[2].partition("</section>")[0]
        assert "Part 2</h3>" in proposed and "Part 1</h3>" not in proposed
        assert "[removed: </span>garage" in proposed and "[added: </span>shed" in proposed
        assert "[added: </span>311" in proposed.partition("Part 3</h3>")[2]
    assert "proposed a wording for part 3" in read(author.get(f"/post/{waiting.pk}/"))
