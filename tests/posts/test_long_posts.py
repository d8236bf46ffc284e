"""Long posts: as long as the account's plan allows, and no longer when the plan has lost them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Capability, Message, OutletAccount
from audit.models import Event
from governance.cast import Cast
from outlets.weighted import LONG_LIMIT, shown_first, weigh
from posts import plans, sending
from posts.models import Post, Publication, Status
from tests import people
from tests.posts.writing import at, form, signed_in

__all__ = ["at"]
LONG = "Coats are given out at the station. " * 20


def allow(*, long: bool) -> None:
    plan = [Capability.VIDEO, Capability.LONG_POSTS] if long else [Capability.VIDEO]
    OutletAccount.objects.update(capabilities=plan)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("a" * 280, "a" * 280),
        ("a" * 281, "a" * 280),
        ("word " * 56 + "word", "word " * 55 + "word"),
        ("a" * 270 + " chicago.gov/police and more", "a" * 270),
        ("a" * 279 + "\U0001f46e and more", "a" * 279),
        ("a" * 257 + " " + "https://chicago.gov/" + "p" * 90, "a" * 257),
    ],
)
def test_no_word_link_or_emoji_is_cut_where_residents_open_the_rest(text: str, first: str) -> None:
    shown = text[: shown_first(text)]
    assert shown == first
    assert weigh(shown).remaining >= 0


def submitted(engaged: Cast, at: datetime) -> Post:
    text = f"{LONG}{people.a_word()}"
    return people.submitted(engaged=engaged, written=replace(people.TIP, text=text), at=at)


@pytest.fixture
def on_a_larger_plan(out: tuple[Cast, Any]) -> Iterator[str]:
    """The account of the 014th District, for one test on a plan with long posts; others use it after."""
    engaged, ground = out
    account = engaged.accounts["014"].external_id
    ground.control("POST", "standing", {"account": account, "may": ["hide", "long", "repost"]})
    yield account
    ground.control("POST", "standing", {"account": account})


def test_what_the_plan_takes_goes_out_whole(
    out: tuple[Cast, Any], on_a_larger_plan: str, early: datetime
) -> None:
    engaged, ground = out
    allow(long=True)
    post = submitted(engaged, early)
    people.approve(post=post, by=engaged.whitfield, at=early)
    publication = Publication.objects.get(post=post)
    assert sending.send(publication_id=publication.pk) == "published"
    told = ground.control("GET", "accepted", account=on_a_larger_plan)["accepted"]
    assert LONG in told[-1]["text"]


def test_a_plan_that_loses_long_posts_is_said_at_the_approval_and_the_post_stays(
    chicago: Cast, at: datetime
) -> None:
    allow(long=True)
    post = submitted(chicago, at)
    allow(long=False)
    with pytest.raises(plans.TooLong, match="allows no more than 280 characters"):
        people.approve(post=post, by=chicago.whitfield, at=at)
    post.refresh_from_db()
    assert post.status == Status.IN_REVIEW


def test_a_plan_that_loses_long_posts_is_said_to_who_stands_in_for_an_office_too(
    chicago: Cast, at: datetime
) -> None:
    allow(long=True)
    post = people.submitted(engaged=chicago, written=replace(people.EVIDENCE, text=LONG), at=at)
    people.approve(post=post, by=chicago.whitfield, at=at)
    allow(long=False)
    with pytest.raises(plans.TooLong, match="allows no more than 280 characters"):
        people.stand_in(post=post, by=chicago.natarajan, at=at)


def test_a_plan_that_loses_long_posts_after_the_approval_sends_nothing_and_says_why(
    out: tuple[Cast, Any], early: datetime
) -> None:
    engaged, ground = out
    allow(long=True)
    post = submitted(engaged, early)
    people.approve(post=post, by=engaged.whitfield, at=early)
    allow(long=False)
    before = len(ground.control("GET", "accepted")["accepted"])
    publication = Publication.objects.get(post=post)
    assert sending.send(publication_id=publication.pk) == "nothing to do"
    post.refresh_from_db()
    publication.refresh_from_db()
    assert post.status == Status.RETURNED
    assert "allows no more than 280 characters" in publication.waiting_for
    assert len(ground.control("GET", "accepted")["accepted"]) == before
    assert Event.objects.filter(verb="post.held_back", subject_id=post.pk).exists()
    assert Message.objects.filter(body__contains="no more than 280 characters").exists()


@pytest.mark.django_db
def test_the_composer_counts_to_the_plan_s_limit_and_shows_where_residents_open_the_rest(
    chicago: Cast, at: datetime
) -> None:
    post = people.drafted(engaged=chicago, at=at)
    reyes = signed_in(chicago, "reyes")
    address = reverse("check_draft", args=[post.pk])
    allow(long=False)
    short = reyes.post(address, form(post, text=LONG), follow=True).content.decode()
    assert "characters too long for" in short
    allow(long=True)
    page = reyes.post(address, form(post, text=LONG), follow=True).content.decode()
    assert "too long for" not in page
    assert f"of {LONG_LIMIT:,}" in page
    assert "<summary>Show more</summary>" in page
    assert "residents see the first 280" in page
    over = reyes.post(address, form(post, text="a" * (LONG_LIMIT + 7)), follow=True).content.decode()
    assert "7 characters too long for" in over
