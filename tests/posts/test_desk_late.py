"""The desk once a post's slot has come: what an approval does then, until when, and what comes after."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from governance.cast import CHICAGO
from posts import stopping, undecided
from posts.drafting import Written
from posts.models import Scope
from posts.stops import Target
from tests import people
from tests.posts.desks import binding, read, signed_in

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
NOW = "Approving this post now sends it at once."
LAST = "The last approval of this post sends it at once."
OVER = "It is too late to approve this post."
BUTTON = "Approve and send now"


@pytest.fixture
def at() -> datetime:
    """Eight minutes ago: a slot that was ahead then has come by now, when the page is asked."""
    return timezone.now() - 8 * MINUTE


@pytest.mark.parametrize(
    ("kind", "slot", "until", "held", "says", "button"),
    [
        (people.TIP, 60, None, False, "", "Approve post"),
        (people.TIP, None, None, False, "", "Approve post"),
        (people.TIP, 3, None, False, NOW, BUTTON),
        (people.TIP, 3, None, True, "", "Approve post"),
        (people.TIP, 3, 5, False, OVER, ""),
        (people.TIP, None, 5, False, OVER, ""),
        (people.EVIDENCE, 3, None, False, LAST, "Approve post"),
    ],
    ids=["ahead", "when approved", "in its margin", "held", "too late", "past its latest", "another decides"],
)
def test_the_desk_says_what_an_approval_does_once_the_slot_has_come(
    kind: Written, slot: int | None, until: int | None, says: str, button: str, at: datetime, *, held: bool
) -> None:
    engaged = people.engage_on_duty(house=CHICAGO, at=at)
    begins, ends = (at + minutes * MINUTE if minutes else None for minutes in (slot, until))
    written = replace(kind, send_at=begins, send_until=ends)
    post = people.submitted(engaged=engaged, written=written, at=at)
    if held:
        stopping.place(
            target=Target(scope=Scope.UNIT, unit=post.unit), reason="A doubt.", actor=engaged.whitfield, at=at
        )
    client = signed_in(engaged.whitfield)
    page = read(client.get(f"/review/{post.pk}/"))
    asked = read(client.post(f"/review/{post.pk}/open/", {"binding": binding(post), "approves": "yes"}))

    assert [each for each in (NOW, LAST, OVER) if each in page] == ([says] if says else [])
    assert [each for each in (NOW, LAST, OVER) if each in asked] == ([says] if says else [])
    assert [each for each in (BUTTON, "Approve post") if f"{each}</span> <kbd" in page] == (
        [button] if button else []
    )
    assert (f'id="approve-words" hx-swap-oob="true">{BUTTON}' in asked) is (button == BUTTON)
    assert ("It can be approved until" in page) is (says in (NOW, LAST) and bool(says))


def test_whoever_approves_too_late_is_shown_where_the_post_is_and_why(at: datetime) -> None:
    engaged = people.engage_on_duty(house=CHICAGO, at=at)
    written = replace(people.TIP, send_at=at + 3 * MINUTE, send_until=at + 5 * MINUTE)
    post = people.submitted(engaged=engaged, written=written, at=at)
    people.submitted(engaged=engaged, at=at)
    seen = {"binding": binding(post)}
    undecided.sweep(at=timezone.now())
    client = signed_in(engaged.whitfield)

    asked = read(client.post(f"/review/{post.pk}/open/", seen))
    answer = client.post(f"/review/{post.pk}/approve/", seen, follow=True)

    assert "Nobody approved this post by its time, so it went back to its author." in asked
    assert answer.redirect_chain == [(f"/post/{post.pk}/", 302)]
    assert "Nobody decided by its time, so it went back to its author." in read(answer)
