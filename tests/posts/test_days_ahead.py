"""What a rule with days will ask of a post that waits is said before the claim finds it (CPD-TW.I, CPD-TW.VI)."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import duty
from governance.cast import Cast
from posts import by_days
from posts.models import Post, Status
from tests import people
from tests.posts import desks, paired
from tests.posts.dated import DAY, FIRST, LAST, adopted, approved, in_force
from tests.posts.writing import check

pytestmark = pytest.mark.django_db
BEGINS = "“Words about evidence” counts from Wed 25 Nov"
ASKED = "can tell about evidence of a crime. Say whether it does."
PAGE_QUERIES = 20


def page(cast: Cast, who: str, name: str, post: Post, at: datetime, most: int = PAGE_QUERIES) -> str:
    """As somebody reads it then, within the queries that a page may take."""
    with time_machine.travel(at, tick=False):
        client = desks.signed_in(cast.people[who])
        with CaptureQueriesContext(connection) as asked:
            read = desks.read(client.get(reverse(name, args=[post.pk])))
    assert len(asked) <= most
    return read


def test_the_desk_and_the_posts_page_say_from_which_day_a_rule_asks_more_and_what_to_do(
    chicago: Cast, at: datetime
) -> None:
    """CPD-TW.I: nobody learns at the claim what could have been decided or answered before."""
    in_force(chicago, at, first=FIRST, last=LAST)
    post = people.submitted(engaged=chicago, at=at)
    desk = page(chicago, "whitfield", "desk", post, at)
    assert "From Wed 25 Nov it needs more." in desk and BEGINS in desk and ASKED in desk
    assert "Decide and send it before Wed 25 Nov: later it goes back to its author. Or return it now." in desk
    own = page(chicago, "reyes", "post", post, at)
    assert BEGINS in own and ASKED in own
    assert "What is not out by then goes back to its author. Or edit it now: once its time is" in own
    assert "Or its author edits it now" in page(chicago, "lindqvist", "post", post, at)


def test_on_the_day_the_desk_says_that_it_does_not_go_out_as_it_is(chicago: Cast, at: datetime) -> None:
    in_force(chicago, at, first=FIRST, last=LAST)
    post = people.submitted(engaged=chicago, at=at)
    duty.start(member=chicago.whitfield, at=at + 4 * DAY)
    desk = page(chicago, "whitfield", "desk", post, at + 4 * DAY)
    assert "It needs more than it has, and does not go out as it is." in desk and BEGINS in desk
    assert "Return it now: its author can answer at once." in desk
    assert "It needs more" not in page(chicago, "whitfield", "desk", post, at + 6 * DAY), "it has ended"


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2026, 12, 24), None, people.TIP.text),
        (date(2026, 11, 2), date(2026, 11, 20), people.TIP.text),
        (FIRST, None, "Lock your door tonight."),
    ],
    ids=["too far ahead", "over", "other words"],
)
def test_nothing_is_said_of_a_rule_that_asks_nothing_of_it(
    chicago: Cast, at: datetime, first: date, last: date | None, text: str
) -> None:
    in_force(chicago, at, first=first, last=last)
    post = people.submitted(engaged=chicago, written=replace(people.TIP, text=text), at=at)
    assert by_days.of_each(post=post, at=at) == []


def test_nothing_is_said_where_it_was_judged_for_the_day_on_which_it_goes_out(
    chicago: Cast, at: datetime
) -> None:
    in_force(chicago, at, first=FIRST)
    before = replace(people.TIP, send_at=at + 2 * DAY)
    asked = people.with_answers(
        replace(people.TIP, send_at=at + 5 * DAY),
        shows_evidence="no",
        evidence_reason="It tells of break-ins.",
    )
    for written in (before, asked):
        post = people.submitted(engaged=chicago, written=written, at=at)
        assert by_days.of_each(post=post, at=at) == []


def test_an_approved_post_that_goes_out_in_a_moment_is_told_nothing_of_next_week(
    chicago: Cast, at: datetime
) -> None:
    in_force(chicago, at, first=FIRST)
    post = people.submitted(engaged=chicago, at=at)
    approved(chicago, post, at)
    post.refresh_from_db()
    assert (post.status, by_days.of_each(post=post, at=at)) == (Status.APPROVED, [])


def test_a_permission_of_the_rules_that_ends_is_named_with_its_last_day(chicago: Cast, at: datetime) -> None:
    adopted(chicago, at, "arrest-told", until_on=FIRST - DAY)
    post = people.submitted(engaged=chicago, written=people.ARREST, at=at)
    desk = page(chicago, "whitfield", "desk", post, at)
    assert "From Wed 25 Nov it needs more." in desk
    assert "“An arrest is told after the charges” ends with Tue 24 Nov" in desk


def test_of_a_pair_the_desk_says_it_of_the_post_that_lacks_it(chicago: Cast, at: datetime) -> None:
    """One that is held back holds both."""
    in_force(chicago, at, first=FIRST)
    pair = paired.submitted(engaged=chicago, written=replace(people.TIP, text="Lock it."), at=at)
    assert by_days.of_each(post=pair[0], at=at) == []
    pair = paired.submitted(engaged=chicago, at=at)
    own, theirs = by_days.of_each(post=pair[1], at=at)
    assert (own.language, theirs.language) == ("", "English")
    desk = page(chicago, "whitfield", "desk", pair[0], at, most=PAGE_QUERIES + 1)
    assert "In Spanish: From Wed 25 Nov it needs more." in desk
    assert "In Spanish: From Wed 25 Nov it needs more." in page(chicago, "reyes", "post", pair[0], at)


def test_the_composer_says_it_of_what_goes_out_once_approved_and_asks_for_what_has_a_time(
    chicago: Cast, at: datetime
) -> None:
    in_force(chicago, at, first=FIRST, last=LAST)
    post = people.drafted(engaged=chicago, at=at)
    with time_machine.travel(at, tick=False):
        reyes = desks.signed_in(chicago.reyes)
        soon = desks.read(check(reyes, post, htmx=True))
        assert "From Wed 25 Nov it needs more." in soon and BEGINS in soon and ASKED in soon
        assert "choose a time</a> on that day or later" in soon and "It is ready for the sergeant." in soon
        later = desks.read(_timed(reyes, post, "2026-11-25"))
        before = desks.read(_timed(reyes, post, "2026-11-24"))
    assert ASKED in later and "it needs more" not in later
    assert ASKED not in before and "it needs more" not in before


def _timed(client: Client, post: Post, day: str) -> Any:
    return check(client, post, htmx=True, when="chosen", send_on=day, send_clock="10:00")
