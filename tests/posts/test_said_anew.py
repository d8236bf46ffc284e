"""CPD-SM.III.C.4.d: what is said anew of a picture holds what was approved with it, at once and at the claim."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Delivery, Message
from audit.models import Event
from governance.cast import Cast
from posts import blurring, gate, history, pictures, rights, said, submission
from posts.models import Draft, EndedRightsTold, MediaRights, Picture, Post, Publication, Status
from posts.said import Rights
from tests import drawn, people
from tests.posts import picturing
from tests.posts.writing import at, draft, signed_in

__all__ = ["at", "draft"]
pytestmark = pytest.mark.django_db
AGREED = Rights(
    owner="department",
    shown=("other",),
    consent="given",
    agreed="Both signed the form.",
    under_cover="no",
    asked="Cmdr. Castellanos",
)
"""Of people who agreed to be shown."""


def say(engaged: Cast, picture: Picture, now: Rights, at: datetime) -> MediaRights:
    seen = said.of_pictures(pictures=[picture])[picture.pk].row.pk
    return rights.say(picture=picture, rights=now, seen=seen, actor=engaged.ortega, at=at)


@pytest.fixture
def couple(chicago: Cast, draft: Post, at: datetime) -> Picture:
    """A picture of two people who agreed, in a draft of Reyes."""
    picture = picturing.placed(post=draft, by=chicago.reyes, at=at)
    say(chicago, picture, AGREED, at)
    return picture


def approved(engaged: Cast, post: Post, at: datetime) -> Publication:
    version = Draft.objects.get(post=post).version
    submission.submit(post_id=post.pk, actor=engaged.reyes, seen_version=version, at=at)
    people.approve(post=post, by=engaged.whitfield, at=at)
    post.refresh_from_db()
    return Publication.objects.get(post=post)


CHANGES = [
    ("consent that was taken back", replace(AGREED, consent="not_given", agreed="")),
    ("somebody who may work under cover", replace(AGREED, under_cover="may", asked="")),
    ("a child nobody told the sergeant of", replace(AGREED, shown=("juvenile", "other"))),
    ("a licence that is no longer there", replace(AGREED, owner="somebody_else")),
    ("a last day that is over", replace(AGREED, ends_on=date(2020, 1, 1))),
]


@pytest.mark.parametrize("now", [one for _, one in CHANGES], ids=[name for name, _ in CHANGES])
def test_cpd_sm_iii_c_4_d_what_was_approved_goes_back_as_soon_as_it_is_said(
    chicago: Cast, draft: Post, couple: Picture, now: Rights, at: datetime
) -> None:
    publication = approved(chicago, draft, at)
    say(chicago, couple, now, at)
    draft.refresh_from_db()
    publication.refresh_from_db()
    assert (draft.status, publication.state) == (Status.RETURNED, "cancelled")
    assert Event.objects.get(verb="post.picture_said_anew").keys == {"picture_id": couple.pk}
    assert [one.sentence for one in history.of(draft) if one.act == "returned"] == [
        f"By what {chicago.ortega.titled_name} said anew of a picture in it more is asked, so it went back"
    ]
    told = Message.objects.filter(kind="picture_said_anew")
    assert set(told.values_list("to__log_on_id", flat=True)) == {"reyes", "whitfield"}
    assert "under cover" not in told[0].body and "child" not in told[0].body


def test_cpd_sm_iii_c_4_d_what_waits_for_a_decision_goes_back_and_who_was_asked_hears_of_it(
    chicago: Cast, draft: Post, couple: Picture, at: datetime
) -> None:
    version = Draft.objects.get(post=draft).version
    submission.submit(post_id=draft.pk, actor=chicago.reyes, seen_version=version, at=at)
    say(chicago, couple, replace(AGREED, consent="not_given", agreed=""), at)
    draft.refresh_from_db()
    assert draft.status == Status.RETURNED and not draft.turns.exists()
    assert Message.objects.filter(kind="picture_said_anew", to=chicago.whitfield).count() == 1
    assert not Delivery.objects.filter(message__kind__startswith="review_reminder", state="due").exists()


def test_what_asks_for_nothing_more_leaves_what_waits_as_it_is(
    chicago: Cast, draft: Post, couple: Picture, at: datetime
) -> None:
    publication = approved(chicago, draft, at)
    say(chicago, couple, replace(AGREED, agreed="Both signed; the forms are in the desk."), at)
    draft.refresh_from_db()
    assert draft.status == Status.APPROVED
    assert gate.ask(post=draft, publication=publication, now=at) not in (gate.SAID_ANEW, gate.RIGHTS_ENDED)
    assert not Message.objects.filter(kind="picture_said_anew").exists()


def test_cpd_sm_iii_c_4_d_the_claim_asks_again_whatever_way_it_was_said(
    chicago: Cast, draft: Post, couple: Picture, at: datetime
) -> None:
    publication = approved(chicago, draft, at)
    say(chicago, couple, replace(AGREED, consent="not_given", agreed=""), at)
    # As though it had been said in the instant of the approval: the post waits, and the statement is there.
    Post.objects.filter(pk=draft.pk).update(status=Status.APPROVED)
    draft.refresh_from_db()
    assert gate.ask(post=draft, publication=publication, now=at) == gate.SAID_ANEW


def test_cpd_sm_iii_c_4_d_what_residents_see_is_told_and_listed_until_it_is_said_anew(
    chicago: Cast, draft: Post, couple: Picture, at: datetime
) -> None:
    approved(chicago, draft, at)
    Publication.objects.filter(post=draft).update(state="published")
    Post.objects.filter(pk=draft.pk).update(status=Status.PUBLISHED)
    natarajan = signed_in(chicago, "natarajan")
    assert "No post shows a picture" in listed(natarajan)
    row = say(chicago, couple, replace(AGREED, under_cover="may", asked=""), at)
    draft.refresh_from_db()
    assert draft.status == Status.PUBLISHED, "the portal takes nothing down by itself"
    assert EndedRightsTold.objects.get().rights == row
    letters = Message.objects.filter(kind="rights_ended")
    assert {"natarajan", "reyes", "whitfield"} <= set(letters.values_list("to__log_on_id", flat=True))
    assert "Taken back" in listed(natarajan)
    say(chicago, couple, AGREED, at)
    assert "No post shows a picture" in listed(natarajan)


def test_cpd_sm_iii_c_4_d_what_waits_with_a_picture_that_is_blurred_elsewhere_goes_back_at_once(
    chicago: Cast, draft: Post, couple: Picture, at: datetime
) -> None:
    approved(chicago, draft, at)
    blur_elsewhere(chicago, couple, at)
    draft.refresh_from_db()
    assert draft.status == Status.RETURNED


def test_cpd_sm_iii_c_4_d_what_is_out_with_a_picture_that_is_blurred_since_is_listed(
    chicago: Cast, draft: Post, couple: Picture, at: datetime
) -> None:
    approved(chicago, draft, at)
    Publication.objects.filter(post=draft).update(state="published")
    Post.objects.filter(pk=draft.pk).update(status=Status.PUBLISHED)
    blur_elsewhere(chicago, couple, at + timedelta(hours=1))
    assert "it was blurred" in listed(signed_in(chicago, "natarajan"))


def blur_elsewhere(engaged: Cast, picture: Picture, at: datetime) -> None:
    other = people.drafted(engaged=engaged, at=at)
    pictures.attach(
        post_id=other.pk, picture_id=picture.pk, alt_text="Two people", actor=engaged.reyes, at=at
    )
    grey = [drawn.png(colour="grey")]
    blurring.blur(post_id=other.pk, picture=picture, pieces=grey, actor=engaged.reyes, at=at)


def listed(client: Client) -> str:
    return client.get(reverse("expired_rights")).content.decode()
