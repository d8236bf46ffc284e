"""Who what the desk shows is for: findings below whoever decides, advice as told to the author, what is permitted."""

from dataclasses import replace
from datetime import datetime
from html import unescape

import pytest
from django.urls import reverse

from accounts.models import Member, WrittenPermission
from governance.cast import Cast
from posts.models import Post
from tests import people
from tests.posts.desks import at, read, signed_in
from tests.posts.test_written_permissions import drill, given

__all__ = ["at"]
pytestmark = pytest.mark.django_db


def _desk(who: Member, post: Post) -> str:
    return unescape(read(signed_in(who).get(f"/review/{post.pk}/")))


def test_what_communications_decides_is_headed_so_at_the_sergeants_desk(chicago: Cast, at: datetime) -> None:
    tip = people.with_answers(people.TIP, open_case="yes")
    written = replace(tip, text="The fire on Oak is under investigation. Call us if you saw it.")
    post = people.submitted(engaged=chicago, written=written, at=at)
    desk = _desk(chicago.whitfield, post)
    assert "Communications decides · 1" in desk
    assert "Needs you" not in desk

    people.approve(post=post, by=chicago.whitfield, at=at)
    desk = _desk(chicago.natarajan, post)
    assert "Needs you · 1" in desk
    assert "Communications decides · 1" not in desk


def test_advice_is_headed_as_told_to_the_author(chicago: Cast, at: datetime) -> None:
    loud = replace(people.TIP, text="Please exit your vehicle on the curb side. The R/O says thanks.")
    post = people.submitted(engaged=chicago, written=loud, at=at)
    desk = _desk(chicago.whitfield, post)
    assert "Told to the author · 1" in desk and "Think about it" not in desk


def test_a_post_that_a_permission_covers_says_so_and_not_that_nothing_was_found(
    chicago: Cast, at: datetime
) -> None:
    permission = given(chicago, at, kind="marks")
    named = {"lends_marks": "yes", "marks_permission": str(permission.pk)}
    text = "The ball club wears our patch on Sunday. Come and watch."
    lent = replace(people.with_answers(people.TIP, **named), text=text)
    post = people.submitted(engaged=chicago, written=lent, at=at)
    desk = _desk(chicago.whitfield, post)
    assert "A permission is named" in desk and "Nothing found" not in desk
    assert f"Permission {permission.pk}</a>: {permission.get_kind_display()}, through" in desk
    assert "Nothing found" in _desk(chicago.whitfield, people.submitted(engaged=chicago, at=at))


def test_asking_for_a_permission_begins_with_the_kind_that_a_draft_lacks_and_leads_back(
    chicago: Cast, at: datetime
) -> None:
    post = people.drafted(engaged=chicago, written=drill(), at=at)
    client, draft = signed_in(chicago.reyes), reverse("composer", args=[post.pk])
    link = f"{reverse('permissions_asked')}?kind=confidential&next={draft}#ask"
    assert link in unescape(read(client.get(draft)))

    page = read(client.get(link.partition("#")[0]))
    assert '<option value="confidential" selected>' in page
    assert f'<a href="{draft}">Back to the draft</a>' in page
    wrong = read(client.post(reverse("ask_permission"), {"kind": "confidential", "next": draft}))
    assert f'<a href="{draft}">Back to the draft</a>' in wrong
    typed = {"kind": "confidential", "covers": "The drill.", "next": draft}
    done = read(client.post(reverse("ask_permission"), typed, follow=True))
    assert WrittenPermission.objects.get().kind == "confidential"
    assert f'<a href="{draft}">Back to the draft</a>' in done


@pytest.mark.parametrize(
    "wrong", ["https://elsewhere.invalid/", "//elsewhere.invalid", "javascript:alert(1)"]
)
def test_the_way_back_leads_nowhere_else(chicago: Cast, wrong: str) -> None:
    page = read(signed_in(chicago.reyes).get(reverse("permissions_asked"), {"next": wrong, "kind": "none"}))
    assert "Back to the draft" not in page
