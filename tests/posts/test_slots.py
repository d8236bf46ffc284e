"""When a post goes out, on ordinary days and on the two on which clocks change; and how the form says it."""

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from governance.cast import Cast
from posts import slots
from posts.models import Draft, Post
from posts.slots import ComesTwice, NoSuchTime
from tests.posts.writing import at, check, draft, form, reyes, submit

__all__ = ["at", "draft", "reyes"]
CHICAGO = ZoneInfo("America/Chicago")
FORWARD, BACK = "2027-03-14", "2027-11-07"


def test_an_ordinary_time_is_the_one_on_the_wall() -> None:
    send_at = slots.moment(on=date(2026, 11, 23), clock=time(9), zone=CHICAGO)
    assert send_at == datetime(2026, 11, 23, 15, tzinfo=UTC)


@pytest.mark.parametrize("clock", [time(2), time(2, 1), time(2, 30), time(2, 59)])
def test_a_time_that_clocks_skip_names_the_nearest(clock: time) -> None:
    with pytest.raises(NoSuchTime) as skipped:
        slots.moment(on=date(2027, 3, 14), clock=clock, zone=CHICAGO)
    assert skipped.value.nearest == datetime(2027, 3, 14, 8, tzinfo=UTC)


@pytest.mark.parametrize("clock", [time(1, 59), time(3)])
def test_the_minutes_beside_the_skip_exist(clock: time) -> None:
    assert slots.moment(on=date(2027, 3, 14), clock=clock, zone=CHICAGO).minute in {59, 0}


def test_a_time_that_comes_twice_asks_which() -> None:
    with pytest.raises(ComesTwice) as both:
        slots.moment(on=date(2027, 11, 7), clock=time(1, 30), zone=CHICAGO)
    assert both.value.earlier == datetime(2027, 11, 7, 6, 30, tzinfo=UTC)
    assert both.value.later == datetime(2027, 11, 7, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize(("which", "hour"), [("earlier", 6), ("later", 7)])
def test_which_of_the_two_is_taken_as_said(which: slots.Which, hour: int) -> None:
    send_at = slots.moment(on=date(2027, 11, 7), clock=time(1, 30), zone=CHICAGO, which=which)
    assert send_at == datetime(2027, 11, 7, hour, 30, tzinfo=UTC)


def chosen(client: Client, post: Post, on: str, clock: str, **more: str) -> str:
    """The answer to a day and a time."""
    answer = check(client, post, when="chosen", send_on=on, send_clock=clock, htmx=True, **more)
    content: str = answer.content.decode()
    return content


def send_at_of(post: Post) -> datetime | None:
    """What is kept."""
    return Draft.objects.get(post=post).send_at


@pytest.mark.django_db
def test_the_form_refuses_a_skipped_time_with_the_nearest(reyes: Client, draft: Post) -> None:
    content = chosen(reyes, draft, FORWARD, "02:30")
    assert "Clocks go forward that night and skip 02:30. The nearest time is 03:00 CDT." in content
    assert "1 thing to fix first" in content
    assert send_at_of(draft) is None


@pytest.mark.django_db
def test_the_form_asks_which_of_two_and_keeps_the_answer(chicago: Cast, reyes: Client, draft: Post) -> None:
    content = chosen(reyes, draft, BACK, "01:30")
    assert "The earlier, <time" in content
    assert send_at_of(draft) is None
    chosen(reyes, draft, BACK, "01:30", which="later")
    assert send_at_of(draft) == datetime(2027, 11, 7, 7, 30, tzinfo=UTC)
    page = reyes.get(reverse("composer", args=[draft.pk])).content.decode()
    assert 'name="which" value="later" checked' in page
    assert 'value="01:30"' in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("on", "clock", "sentence"),
    [
        ("", "", "Choose a day and a time"),
        ("2027-02-30", "10:00", "Choose a day and a time"),
        ("2027-02-03", "25:00", "Choose a day and a time"),
        ("0001-01-01", "00:00", "This time has passed"),
        ("9999-12-31", "23:59", "Choose a day and a time"),
        ("2020-01-01", "09:00", "This time has passed"),
        ("9998-01-01", "09:00", "This is more than two years away"),
    ],
)
def test_any_other_fault_of_a_time_is_told_and_the_rest_is_saved(
    reyes: Client, draft: Post, on: str, clock: str, sentence: str
) -> None:
    assert sentence in chosen(reyes, draft, on, clock, text="Saved all the same")
    assert Draft.objects.get(post=draft).text == "Saved all the same"
    assert send_at_of(draft) is None


@pytest.mark.django_db
def test_a_post_with_an_impossible_time_is_not_submitted(reyes: Client, draft: Post) -> None:
    answer: Any = submit(reyes, draft, when="chosen", send_on=FORWARD, send_clock="02:30")
    assert 'data-first="when"' in answer.content.decode()
    draft.refresh_from_db()
    assert draft.status == "draft"


@pytest.mark.django_db
def test_without_script_a_typed_time_that_cannot_be_stays_in_the_form(reyes: Client, draft: Post) -> None:
    sent = form(draft, when="chosen", send_on=FORWARD, send_clock="02:30")
    page = reyes.post(reverse("check_draft", args=[draft.pk]), sent).content.decode()
    assert f'value="{FORWARD}"' in page
    assert 'value="02:30"' in page
