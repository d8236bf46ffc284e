"""A pair on its pages: begun in the composer, submitted from either, decided on one desk by one button."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import languages
from governance.cast import Cast
from posts.models import Approval, Post, Status
from tests import people
from tests.posts import paired
from tests.posts.desks import read, signed_in


def test_a_second_post_is_begun_in_the_composer_and_both_are_submitted_from_either(
    chicago_lately: Cast, early: datetime
) -> None:
    post, client = people.drafted(engaged=chicago_lately, at=early), signed_in(chicago_lately.reyes)
    kept = {"version": "1", "text": people.TIP.text, "category": "safety_tip", "answer-source": "Beat 1413"}
    begun = client.post(
        f"/write/{post.pk}/check/", {**kept, "translate": "1", "translate_into": "es"}, follow=True
    )
    second = Post.objects.get(translates=post)
    assert begun.redirect_chain[-1][0] == f"/write/{second.pk}/#text"
    assert "The same in English" in read(begun)
    sent = {**kept, "text": paired.TEXTO, "spoken": "es", "meaning": people.TIP.text, "send": "1"}
    client.post(f"/write/{second.pk}/submit/", sent)
    assert set(Post.objects.values_list("status", flat=True)) == {Status.IN_REVIEW}


def test_one_desk_shows_both_and_one_button_approves_both(chicago_lately: Cast, early: datetime) -> None:
    first, second = paired.submitted(engaged=chicago_lately, at=early)
    client = signed_in(chicago_lately.whitfield)
    assert client.get(f"/review/{second.pk}/")["Location"] == f"/review/{first.pk}/#other-half"
    with CaptureQueriesContext(
        connection,
    ) as asked:
        desk = read(client.get(f"/review/{first.pk}/"))
    assert len(asked) <= 40
    assert "Approve both posts" in desk
    assert all(
        words in desk for words in (paired.TEXTO, "Written in Spanish (Español)", "Its pair, in Spanish")
    )
    assert first.revision is not None
    assert second.revision is not None
    form = {"binding": first.revision.binding, "binding_beside": second.revision.binding}
    done = read(client.post(f"/review/{first.pk}/approve/", form, follow=True))
    assert "Approved." in done
    assert Approval.objects.count() == 2
    assert "The same in Spanish" in read(client.get(f"/post/{first.pk}/"))


def test_who_may_not_decide_about_one_is_told_on_the_desk_of_both(
    chicago_lately: Cast, early: datetime
) -> None:
    unit = chicago_lately.units["014"]
    languages.ask_for_reader(unit=unit, needed=True, actor=chicago_lately.okafor, at=early)
    first, _ = paired.submitted(engaged=chicago_lately, at=early)
    desk = read(signed_in(chicago_lately.whitfield).get(f"/review/{first.pk}/"))
    assert "asks for a reviewer who reads it" in desk
    assert "Approve both posts" not in desk


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("stop", "The same was done to its pair, the post in Spanish."),
        ("withdraw", "the post in Spanish, is not changed: waiting for approval"),
    ],
)
def test_what_ends_one_tells_about_the_other(
    act: str, said: str, chicago_lately: Cast, early: datetime
) -> None:
    first, _ = paired.submitted(engaged=chicago_lately, at=early)
    client = signed_in(chicago_lately.whitfield)
    done = read(client.post(f"/post/{first.pk}/{act}/", {"reason": "Not now."}, follow=True))
    assert said in done
