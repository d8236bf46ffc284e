"""Correcting a post that is out, on the pages: begin it, see both ends, read what changed."""

from dataclasses import replace
from datetime import datetime

from django.test import Client
from django.urls import reverse

from governance.cast import Cast
from posts import drafting, submission
from posts.models import Post, Status
from records import keeping
from tests.posts.desks import at, read, signed_in
from tests.posts.statuses import in_status

__all__ = ["at"]

REASON = "The number was missing."


def _ask(client: Client, post: Post, how: str = "replace", reason: str = REASON) -> str:
    answer = client.post(reverse("correct_post", args=[post.pk]), {"how": how, "reason": reason}, follow=True)
    return read(answer)


def test_a_correction_is_begun_on_the_post_page_and_opens_in_the_composer_on_its_account(
    chicago: Cast, at: datetime
) -> None:
    live = in_status(Status.PUBLISHED, engaged=chicago, at=at)
    client = signed_in(chicago.reyes)
    assert "Correct this post" in read(client.get(reverse("post", args=[live.pk])))

    page = _ask(client, live)

    made = Post.objects.get(corrects=live)
    assert "This is the correction." in page
    assert "Once it is approved and due, that one is deleted first." in page
    accounts = page.partition('id="id_account"')[2].partition("</select>")[0]
    assert accounts.count("<option") == 1
    back = read(client.get(reverse("post", args=[live.pk])))
    assert "Another post is to replace it: the new one is a draft." in back
    assert reverse("post", args=[made.pk]) in back
    assert "began a correction of this post" in _ask(client, live)
    own = read(client.get(reverse("own_posts")))
    assert "began a correction" in own and REASON in own


def test_what_is_left_out_is_asked_for_and_nothing_typed_is_lost(chicago: Cast, at: datetime) -> None:
    live = in_status(Status.PUBLISHED, engaged=chicago, at=at)
    client = signed_in(chicago.reyes)

    page = _ask(client, live, how="")

    assert "Choose whether the correction replaces it or replies to it." in page
    assert REASON in page
    assert not Post.objects.filter(corrects=live).exists()


def test_the_desk_says_what_it_corrects_and_shows_what_changed(chicago: Cast, at: datetime) -> None:
    live = in_status(Status.PUBLISHED, engaged=chicago, at=at)
    client = signed_in(chicago.reyes)
    _ask(client, live)
    made = Post.objects.get(corrects=live)
    written = drafting.written_in(draft=made.draft, category=made.category)
    other = replace(written, text=f"{written.text} Call 911.")
    drafting.save(post_id=made.pk, actor=chicago.reyes, written=other, seen_version=1, at=at)
    submission.submit(post_id=made.pk, actor=chicago.reyes, seen_version=2, at=at)
    client = signed_in(chicago.whitfield)

    page = read(client.get(reverse("desk", args=[made.pk])))

    assert "Changed against the post that is out" in page
    assert "Call 911." in page.split("[added: ")[1][:60]
    assert "This post replaces one that is out." in page


def test_the_record_of_a_post_that_is_out_leads_to_its_correction(chicago: Cast, at: datetime) -> None:
    live = in_status(Status.PUBLISHED, engaged=chicago, at=at)
    record = keeping.record_of(agency_id=live.agency_id, post_id=live.pk)
    assert record is not None
    address = reverse("record", args=[record.number])
    client = signed_in(chicago.reyes)
    assert f"{reverse('post', args=[live.pk])}#correct" in read(client.get(address))
    client = signed_in(chicago.whitfield)
    assert "Correct this post" not in read(client.get(address))
