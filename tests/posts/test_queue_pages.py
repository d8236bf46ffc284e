"""The queue, through the client: what waits, in which order, narrowed, counted and gone on with."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from governance.cast import Cast
from posts import openings, reviewing, submission
from posts.models import Post, Turn
from tests import people
from tests.posts.desks import at, binding, read, signed_in

__all__ = ["at"]
pytestmark = pytest.mark.django_db
QUEUE_QUERIES = 13


def test_the_queue_counts_in_its_title_and_lists_what_is_due_first(chicago: Cast, at: datetime) -> None:
    later = people.submitted(engaged=chicago, at=at)
    sooner = people.submitted(engaged=chicago, by="ortega", at=at - timedelta(minutes=30))

    page = read(signed_in(chicago.whitfield).get("/review/"))

    assert "2 posts wait for you" in page
    assert page.index(f"/review/{sooner.pk}/") < page.index(f"/review/{later.pk}/")
    assert "Step 1 of 1" in page
    assert "Ofc. Luis Ortega" in page


def test_an_empty_queue_says_what_will_appear_and_what_was_decided_today(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, at=at)
    people.approve(post=post, by=chicago.whitfield, at=at)

    page = read(signed_in(chicago.whitfield).get("/review/"))

    assert "No post waits for you" in page
    assert "Today you decided 1 post" in page


def test_whoever_reviews_nothing_is_told_for_whom_the_queue_is(chicago: Cast) -> None:
    assert "A commander can designate you" in read(signed_in(chicago.reyes).get("/review/"))


def test_the_queue_holds_no_post_of_another_unit_or_agency(chicago: Cast, alsip: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, at=at)

    for member in (chicago.hale, chicago.natarajan, alsip.ibarra, alsip.petrov):
        assert f"/review/{post.pk}/" not in read(signed_in(member).get("/review/"))


def test_the_second_step_waits_in_the_queue_of_communications(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, written=people.ARREST, at=at)
    assert "Communications next" in read(signed_in(chicago.whitfield).get("/review/"))
    people.approve(post=post, by=chicago.whitfield, at=at)

    page = read(signed_in(chicago.natarajan).get("/review/"))

    assert "1 post waits for you" in page
    assert "Step 2 of 2" in page


@pytest.mark.parametrize(
    ("chosen", "shown"),
    [
        ("all", {"tip", "returned", "arrest", "tomorrow"}),
        ("today", {"tip", "returned", "arrest"}),
        ("returned", {"returned"}),
        ("communications", {"arrest"}),
        ("forged", {"tip", "returned", "arrest", "tomorrow"}),
    ],
)
def test_filters_are_links_that_narrow_the_queue(
    chicago: Cast, at: datetime, chosen: str, shown: set[str]
) -> None:
    posts = {
        "tip": people.submitted(engaged=chicago, at=at),
        "arrest": people.submitted(engaged=chicago, written=people.ARREST, at=at),
        "returned": people.submitted(engaged=chicago, at=at),
        "tomorrow": people.submitted(engaged=chicago, at=at),
    }
    back = posts["returned"]
    reviewing.return_(post_id=back.pk, binding=binding(back), actor=chicago.brody, reason="Where?", at=at)
    submission.submit(post_id=back.pk, actor=chicago.reyes, seen_version=1, at=at)
    Post.objects.update(due_at=at)
    Turn.objects.update(due_at=at)
    Turn.objects.filter(post=posts["tomorrow"]).update(due_at=at + timedelta(days=1, hours=1))

    page = read(signed_in(chicago.whitfield).get("/review/", {"filter": chosen}))

    assert {name for name, post in posts.items() if f'"/review/{post.pk}/"' in page} == shown


@pytest.mark.parametrize(
    ("by", "words"), [("whitfield", "Changed since you returned it"), ("brody", "Returned before")]
)
def test_a_card_says_that_the_post_came_back(chicago: Cast, at: datetime, by: str, words: str) -> None:
    post = people.submitted(engaged=chicago, at=at)
    reviewing.return_(post_id=post.pk, binding=binding(post), actor=chicago.whitfield, reason="Which?", at=at)
    submission.submit(post_id=post.pk, actor=chicago.reyes, seen_version=1, at=at)

    assert words in read(signed_in(chicago.people[by]).get("/review/"))


def test_a_card_and_a_desk_say_who_has_the_post_open_for_a_minute(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, at=at)
    signed_in(chicago.brody).get(f"/review/{post.pk}/")
    client = signed_in(chicago.whitfield)

    assert "Sgt. Aileen Brody has it open" in read(client.get("/review/"))
    assert "<b>Sgt. Aileen Brody</b> has it open, too" in read(client.get(f"/review/{post.pk}/"))

    openings.seen(post_id=post.pk, member=chicago.brody, at=at - timedelta(minutes=2))
    assert "has it open" not in read(client.get("/review/"))


def test_the_queue_goes_on_by_keyset_and_a_forged_cursor_is_its_beginning(
    chicago: Cast, at: datetime
) -> None:
    posts = [people.submitted(engaged=chicago, at=at + timedelta(seconds=n)) for n in range(51)]
    client = signed_in(chicago.whitfield)

    first = read(client.get("/review/"))
    assert first.count("data-card") == 50
    onward = first.partition('class="usa-button usa-button--outline push" href="')[2].partition('"')[0]
    second = read(client.get(onward.replace("&amp;", "&").replace("+", "%2B")))

    assert second.count("data-card") == 1
    assert f'"/review/{posts[-1].pk}/"' in second
    for forged in ("x", "9999999999999999999999_1", "2026-01-01T00:00:00_1", f"{at.isoformat()}_{10**30}"):
        assert client.get("/review/", {"after": forged}).status_code == 200


def test_the_queue_asks_twelve_queries_at_most_with_fifty_posts(
    chicago: Cast, at: datetime, django_assert_max_num_queries: Any
) -> None:
    for n in range(50):
        people.submitted(engaged=chicago, written=people.ARREST if n % 5 else people.TIP, at=at)
    client = signed_in(chicago.whitfield)

    with django_assert_max_num_queries(QUEUE_QUERIES):
        assert read(client.get("/review/")).count("data-card") == 50


def test_what_arrives_waits_behind_a_count_and_nothing_new_is_no_answer(chicago: Cast, at: datetime) -> None:
    people.submitted(engaged=chicago, at=at - timedelta(minutes=5))
    client = signed_in(chicago.whitfield)
    asked = {"since": (at - timedelta(minutes=1)).isoformat()}
    assert client.get("/review/arrivals/", asked).status_code == 204

    people.submitted(engaged=chicago, at=at)

    assert "1 new" in read(client.get("/review/arrivals/", asked))
    for forged in ("", "x", "2026-01-01"):
        assert client.get("/review/arrivals/", {"since": forged}).status_code == 204
