"""CPD-SM.III.C.4.c: rights that end are told once, listed with what residents still see, and asked at the gate."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Message
from governance.cast import Cast
from posts import ended_rights, gate, rights, said, submission
from posts.models import Draft, EndedRightsTold, Picture, Post, Publication, PublicationState
from posts.said import Rights
from tests import people
from tests.posts import picturing
from tests.posts.writing import at, draft, signed_in

__all__ = ["at", "draft"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def lent(chicago: Cast, draft: Post, at: datetime) -> Picture:
    """A picture that somebody lent until tomorrow, in a draft."""
    picture = picturing.placed(post=draft, by=chicago.reyes, at=at)
    ends = at.astimezone(chicago.agency.tzinfo).date() + timedelta(days=1)
    said_of(chicago, picture, Rights(owner="somebody_else", licence="x", reference="y", ends_on=ends), at)
    return picture


def said_of(engaged: Cast, picture: Picture, now: Rights, at: datetime) -> None:
    seen = said.of_pictures(pictures=[picture])[picture.pk].row.pk
    rights.say(picture=picture, rights=now, seen=seen, actor=engaged.reyes, at=at)


def approved(engaged: Cast, post: Post, at: datetime) -> Publication:
    version = Draft.objects.get(post=post).version
    submission.submit(post_id=post.pk, actor=engaged.reyes, seen_version=version, at=at)
    people.approve(post=post, by=engaged.whitfield, at=at)
    return Publication.objects.get(post=post)


def out(publication: Publication) -> None:
    Publication.objects.filter(pk=publication.pk).update(state=PublicationState.PUBLISHED)


def page(client: Client) -> str:
    return client.get(reverse("expired_rights")).content.decode()


def test_cpd_sm_iii_c_4_c_communications_and_the_unit_are_told_once_and_see_the_post_on_a_list(
    chicago: Cast, draft: Post, lent: Picture, at: datetime
) -> None:
    out(approved(chicago, draft, at))
    assert ended_rights.tell(agency=chicago.agency, at=at) == 0
    later = at + timedelta(days=3)
    assert ended_rights.tell(agency=chicago.agency, at=later) == 1
    assert ended_rights.tell(agency=chicago.agency, at=later) == 0
    assert EndedRightsTold.objects.count() == 1
    letters = Message.objects.filter(kind="rights_ended")
    told = set(letters.values_list("to__log_on_id", flat=True))
    assert {"natarajan", "reyes", "whitfield"} <= told and "tran" not in told

    assert "Ends soon" in page(signed_in(chicago, "natarajan"))
    assert "No post shows a picture" in page(signed_in(chicago, "tran"))
    sergeant, writer = page(signed_in(chicago, "whitfield")), page(signed_in(chicago, "reyes"))
    assert f"Post {draft.pk} of the" in sergeant and "#take-down" in sergeant
    assert f"Post {draft.pk} of the" in writer and "#take-down" not in writer
    assert "Its sergeant or commander can take it down." in writer
    # Said anew without an end, it is on the list no more.
    now = said.of_pictures(pictures=[lent])[lent.pk].rights
    said_of(chicago, lent, replace(now, ends_on=None), at)
    assert "No post shows a picture" in page(signed_in(chicago, "natarajan"))


def test_cpd_sm_iii_c_4_c_what_waits_with_a_picture_whose_rights_ended_goes_back_at_the_gate(
    chicago: Cast, draft: Post, lent: Picture, at: datetime
) -> None:
    publication = approved(chicago, draft, at)
    draft.refresh_from_db()
    held = gate.ask(post=draft, publication=publication, now=at)
    assert held != gate.RIGHTS_ENDED
    now = said.of_pictures(pictures=[lent])[lent.pk].rights
    yesterday = at.astimezone(chicago.agency.tzinfo).date() - timedelta(days=1)
    said_of(chicago, lent, replace(now, ends_on=yesterday), at)
    assert gate.ask(post=draft, publication=publication, now=at) == gate.RIGHTS_ENDED
