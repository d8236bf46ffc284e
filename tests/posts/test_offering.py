"""Drafts whose author lost the authority are offered to the unit's others (CPD-TW.V.D.3)."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import grants
from accounts.models import Authorisation, Member, Message, Role
from audit.models import Event
from governance.cast import Cast
from posts import drafting, history, offering, submission
from posts.models import Post, RevisionAuthor
from posts.workflow import Refused
from tests import people

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def at() -> datetime:
    return timezone.now()


def ends(member: Member, at: datetime) -> None:
    for held in Authorisation.objects.in_force(at=at).filter(member=member, role=Role.USMR):
        grants.end(authorisation_id=held.pk, ended_by=member, at=at, reason="Transferred.")


def sweep(at: datetime) -> None:
    offering.end_where_authority_came_back(at=at)
    for post_id in offering.owed(at=at):
        offering.offer(post_id=post_id, at=at)


def told() -> list[str]:
    found = Message.objects.filter(kind="draft_offered").order_by("to__log_on_id")
    return list(found.values_list("to__log_on_id", flat=True))


def browser(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def test_at_ten_reyes_is_transferred_at_one_past_the_draft_is_offered_and_ortega_goes_on_with_it_cpd_tw_v_d_3(
    chicago: Cast, at: datetime
) -> None:
    """CPD-TW.IV.C"""
    post = people.drafted(engaged=chicago, at=at)
    sweep(at)
    assert told() == []
    ends(chicago.reyes, at)
    with pytest.raises(Refused):
        submission.submit(post_id=post.pk, actor=chicago.reyes, seen_version=1, at=at + MINUTE)
    sweep(at + MINUTE)
    sweep(at + 2 * MINUTE)
    assert told() == ["ortega"]

    post = offering.take_over(post_id=post.pk, actor=chicago.ortega, at=at + 2 * MINUTE)
    assert (post.author, post.offered_at) == (chicago.ortega, None)
    post = submission.submit(post_id=post.pk, actor=chicago.ortega, seen_version=1, at=at + 3 * MINUTE)
    wrote = set(
        RevisionAuthor.objects.filter(revision=post.revision).values_list("member__log_on_id", flat=True)
    )
    assert wrote == {"reyes", "ortega"}
    sweep(at + 4 * MINUTE)
    verbs = Event.objects.filter(
        subject="post", subject_id=post.pk, verb__in=["post.offered", "post.taken_over"]
    )
    assert [(event.verb, event.keys) for event in verbs.order_by("pk")] == [
        ("post.offered", {"author_id": chicago.reyes.pk}),
        ("post.taken_over", {"from_id": chicago.reyes.pk}),
    ]


def test_its_history_still_says_who_began_it(chicago: Cast, at: datetime) -> None:
    post = people.drafted(engaged=chicago, at=at)
    ends(chicago.reyes, at)
    sweep(at)
    offering.take_over(post_id=post.pk, actor=chicago.ortega, at=at + MINUTE)
    fresh = Post.objects.select_related("draft", "unit", "author", "account__agency").get(pk=post.pk)
    told = {entry.act: entry for entry in history.of(fresh)}
    assert "Reyes began a draft" in told["begun"].sentence
    assert "Ortega took the draft over" in told["taken_over"].sentence
    assert "Reyes" in told["taken_over"].detail


def test_where_nobody_else_writes_the_sergeants_are_told(chicago: Cast, at: datetime) -> None:
    people.drafted(engaged=chicago, at=at)
    ends(chicago.ortega, at)
    ends(chicago.reyes, at)
    sweep(at)
    assert told() == ["brody", "whitfield"]


@pytest.mark.parametrize("what", ["nothing_written", "in_review", "long_ago"])
def test_what_is_not_offered(chicago: Cast, at: datetime, what: str) -> None:
    if what == "nothing_written":
        drafting.begin_post(account_id=chicago.accounts["014"].pk, actor=chicago.reyes, at=at)
    elif what == "in_review":
        people.submitted(engaged=chicago, at=at)
    else:
        people.drafted(engaged=chicago, at=at)
    ends(chicago.reyes, at)
    sweep(at + (offering.LOOKED_BACK if what == "long_ago" else MINUTE))
    assert told() == [] and not Post.objects.filter(offered_at__isnull=False).exists()


def test_authority_that_is_given_back_ends_the_offer(chicago: Cast, at: datetime) -> None:
    post = people.drafted(engaged=chicago, at=at)
    ends(chicago.reyes, at)
    sweep(at)
    with pytest.raises(Refused) as stranger_to_it:
        offering.take_over(post_id=post.pk, actor=chicago.reyes, at=at)
    assert stranger_to_it.value.ruling.slug == "not_authorised"
    grants.authorise(
        member=chicago.reyes, unit=chicago.units["014"], role="usmr", given_by=chicago.okafor, at=at + DAY
    )
    sweep(at + DAY)
    with pytest.raises(Refused) as taken:
        offering.take_over(post_id=post.pk, actor=chicago.ortega, at=at + DAY)
    assert taken.value.ruling.slug == "nothing_offered"


def test_the_page_lists_them_to_the_unit_and_one_press_takes_one_over(chicago: Cast, at: datetime) -> None:
    post = people.drafted(engaged=chicago, at=at)
    ends(chicago.reyes, at)
    sweep(at)
    seen = {
        key: browser(chicago.people[key]).get(reverse("offered_drafts")).content.decode()
        for key in ("ortega", "whitfield", "kowalczyk")
    }
    assert {key: "Lock your garage" in page for key, page in seen.items()} == {
        "ortega": True,
        "whitfield": True,
        "kowalczyk": False,
    }
    assert "Take over draft" in seen["ortega"] and "Take over draft" not in seen["whitfield"]

    address = reverse("take_over_draft", args=[post.pk])
    assert browser(chicago.kowalczyk).post(address).status_code == 404
    assert browser(chicago.whitfield).post(address).headers["Location"] == reverse("offered_drafts")
    answer = browser(chicago.ortega).post(address)
    assert answer.headers["Location"] == reverse("composer", args=[post.pk])
    post.refresh_from_db()
    assert post.author == chicago.ortega
