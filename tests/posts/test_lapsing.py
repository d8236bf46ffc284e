"""Authority that ends in the ordinary way while a post waits: told a day ahead, kept or withdrawn in one tap."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import duty, grants
from accounts.models import Authorisation, Condition, Ending, Member, Message, TrainingResult
from audit.models import Event
from governance.cast import Cast
from posts import gate, lapsing, publishing, tasks
from posts.models import Lapse, Post, Publication, Status
from tests import people

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def at() -> datetime:
    return timezone.now()


def planned(engaged: Cast, at: datetime, goes: timedelta = 3 * DAY, until: timedelta | None = None) -> Post:
    """A post of Officer Reyes that Sgt. Whitfield approved, to go out in three days."""
    late = at + until if until else None
    written = replace(people.TIP, send_at=at + goes, send_until=late)
    post = people.submitted(engaged=engaged, written=written, at=at)
    return people.approve(post=post, by=engaged.whitfield, at=at)


def ends(member: Member, when: datetime, role: str = "usmr") -> None:
    """The roster, or whoever gave it, ends the authority in the ordinary way."""
    Authorisation.objects.filter(member=member, role=role).update(ends_at=when)


def sweep(at: datetime) -> None:
    for post_id in lapsing.untold(at=at):
        lapsing.tell(post_id=post_id, at=at)


def asked() -> list[str]:
    told = Message.objects.filter(kind=lapsing.KIND).order_by("to__log_on_id")
    return list(told.values_list("to__log_on_id", flat=True))


def held(post: Post, at: datetime) -> str:
    publication = Publication.objects.select_related("revision").get(post=post)
    fresh = Post.objects.select_related("account__agency", "unit", "revision").get(pk=post.pk)
    found = gate.holds_back(post=fresh, publication=publication, now=at)
    return found.slug if found else ""


def test_the_sergeants_are_told_a_day_before_a_known_end(chicago: Cast, at: datetime) -> None:
    post = planned(chicago, at)
    ends(chicago.reyes, at + 2 * DAY)
    sweep(at + DAY - HOUR)
    assert asked() == []
    sweep(at + DAY)
    sweep(at + DAY)
    assert asked() == ["brody", "whitfield"]
    lapse = Lapse.objects.get()
    assert (lapse.member, lapse.wrote, lapse.ends_at) == (chicago.reyes, True, at + 2 * DAY)
    assert Event.objects.filter(verb="post.authority_ends", subject_id=post.pk).count() == 1


def test_authority_that_ends_after_it_went_out_asks_nothing(chicago: Cast, at: datetime) -> None:
    planned(chicago, at, goes=DAY + HOUR)
    ends(chicago.reyes, at + 2 * DAY)
    sweep(at + DAY)
    assert asked() == []


def test_a_roster_that_names_them_again_without_a_gap_asks_nothing(chicago: Cast, at: datetime) -> None:
    post = planned(chicago, at)
    ends(chicago.reyes, at + 2 * DAY)
    grants.authorise(
        member=chicago.reyes,
        unit=chicago.units["014"],
        role="usmr",
        given_by=None,
        at=at,
        starts_at=at + 2 * DAY,
    )
    sweep(at + DAY)
    sweep(at + 2 * DAY)
    assert asked() == []
    assert held(post, at + 3 * DAY) == ""


def test_another_role_of_the_same_step_is_no_end(chicago: Cast, at: datetime) -> None:
    planned(chicago, at)
    ends(chicago.whitfield, at + DAY, role="sergeant")
    grants.authorise(
        member=chicago.whitfield,
        unit=chicago.units["014"],
        role="acting_sergeant",
        given_by=None,
        at=at,
        starts_at=at + DAY,
    )
    sweep(at + DAY)
    assert asked() == []


def test_who_is_asked_is_never_whose_authority_ends_nor_who_wrote_it(chicago: Cast, at: datetime) -> None:
    planned(chicago, at)
    ends(chicago.whitfield, at + DAY, role="sergeant")
    sweep(at + DAY)
    assert asked() == ["brody"]
    assert not Lapse.objects.get().wrote


@pytest.mark.parametrize(
    ("gone", "told"), [(["sergeant"], ["okafor"]), (["sergeant", "commander"], ["foster", "natarajan"])]
)
def test_without_a_sergeant_the_commander_is_asked_then_communications(
    chicago: Cast, at: datetime, gone: list[str], told: list[str]
) -> None:
    planned(chicago, at, goes=2 * DAY)
    ends(chicago.reyes, at + HOUR)
    Authorisation.objects.filter(unit=chicago.units["014"], role__in=gone).update(ends_at=at + HOUR)
    sweep(at + 2 * HOUR)
    assert set(asked()) <= set(told) and asked()


def test_unanswered_it_waits_and_its_late_limit_counts(chicago: Cast, at: datetime) -> None:
    post = planned(chicago, at, goes=DAY, until=DAY + HOUR)
    ends(chicago.reyes, at + HOUR)
    publication = Publication.objects.get(post=post)
    assert publishing.claim(publication_id=publication.pk, now_by=lambda: at + DAY) is None
    post.refresh_from_db()
    assert (post.status, held(post, at + DAY)) == (Status.APPROVED, "authority_lapsed")
    assert held(post, at + DAY + 2 * HOUR) == "missed"


def test_kept_in_one_tap_from_the_message_it_goes_out(chicago: Cast, at: datetime, client: Client) -> None:
    post = planned(chicago, at)
    ends(chicago.reyes, at + HOUR)
    sweep(at)
    client.force_login(chicago.brody)
    keep = reverse("keep_post", args=[post.pk])
    assert keep in client.get(reverse("messages")).content.decode()
    page = client.get(reverse("post", args=[post.pk])).content.decode()
    assert "Keep this post, or withdraw it" in page
    assert keep in page
    assert "no authority for it from" in page

    duty.start(member=chicago.brody, at=timezone.now())
    answer = client.post(keep, {"next": reverse("messages")}, follow=True).content.decode()

    assert "Kept. It goes out at its time." in answer
    assert keep not in answer
    lapse = Lapse.objects.get()
    assert (lapse.kept_by, lapse.kept_role) == (chicago.brody, "sergeant")
    assert held(post, at + 3 * DAY) == ""
    assert Event.objects.filter(verb="post.kept", actor_id=chicago.brody.pk).count() == 1
    assert "kept it, though the authority of" in client.get(reverse("post", args=[post.pk])).content.decode()
    assert not Message.objects.filter(kind=lapsing.KIND, read_at__isnull=True).exists()


def test_withdrawn_in_one_tap_off_duty(chicago: Cast, at: datetime, client: Client) -> None:
    post = planned(chicago, at)
    ends(chicago.reyes, at + HOUR)
    sweep(at)
    duty.end(member=chicago.brody, at=timezone.now())
    client.force_login(chicago.brody)
    client.post(reverse("withdraw_post", args=[post.pk]))
    assert Post.objects.get(pk=post.pk).status == Status.WITHDRAWN


@pytest.mark.parametrize(
    ("who", "slug"),
    [
        ("reyes", "own_authority"),
        ("ortega", "not_authorised"),
        ("marsh", "not_authorised"),
    ],
)
def test_others_do_not_keep_it(chicago: Cast, at: datetime, who: str, slug: str) -> None:
    post = planned(chicago, at)
    ends(chicago.reyes, at + HOUR)
    sweep(at)
    with pytest.raises(PermissionDenied) as refused, transaction.atomic():
        lapsing.keep(post_id=post.pk, actor=chicago.people[who], at=at)
    assert refused.value.ruling.slug == slug  # type: ignore[attr-defined]


def test_kept_is_kept(chicago: Cast, at: datetime) -> None:
    post = planned(chicago, at)
    ends(chicago.reyes, at + HOUR)
    sweep(at)
    lapsing.keep(post_id=post.pk, actor=chicago.brody, at=at)
    for change in ({"kept_by": None, "kept_at": None, "kept_role": ""}, {"member": chicago.ortega}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Lapse.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Lapse.objects.all().delete()


def test_authority_given_again_asks_nothing_any_more(chicago: Cast, at: datetime, client: Client) -> None:
    post = planned(chicago, at)
    ends(chicago.reyes, at + HOUR)
    sweep(at)
    ends(chicago.reyes, at + 30 * DAY)
    client.force_login(chicago.brody)
    assert "lapse-title" not in client.get(reverse("post", args=[post.pk])).content.decode()
    assert held(post, at + 3 * DAY) == ""


def test_what_ended_for_cause_is_not_kept_but_goes_back(chicago: Cast, at: datetime) -> None:
    post = planned(chicago, at)
    given = Authorisation.objects.get(member=chicago.reyes, role="usmr")
    grants.end(
        authorisation_id=given.pk,
        ended_by=chicago.okafor,
        at=at + HOUR,
        reason="Under review.",
        how=Ending.REVOKED,
    )
    sweep(at + 2 * HOUR)
    assert asked() == []
    assert held(post, at + 3 * DAY) == "authority_ended"


def test_who_may_not_sign_in_any_more_stands_behind_nothing(chicago: Cast, at: datetime) -> None:
    post = planned(chicago, at)
    Member.objects.filter(pk=chicago.reyes.pk).update(is_active=False)
    sweep(at)
    assert asked() == ["brody", "whitfield"]
    assert Lapse.objects.get().ends_at == at
    assert held(post, at + 3 * DAY) == "authority_lapsed"


def test_the_beat_asks(chicago: Cast, at: datetime) -> None:
    planned(chicago, at)
    ends(chicago.reyes, at + HOUR)
    tasks.tell_of_lapses()
    assert asked() == ["brody", "whitfield"]


def test_training_that_lapses_before_the_slot_is_told_ahead_and_kept_or_it_waits_cpd_tw_v_c_1(
    chicago: Cast, at: datetime
) -> None:
    post = planned(chicago, at)
    TrainingResult.objects.filter(member=chicago.reyes).update(expires_at=at + 2 * DAY)
    slot = at + 3 * DAY
    assert held(post, slot) == "", "no rule asks for it"

    people.enforce(engaged=chicago, condition=Condition.TRAINING, force="observed", at=at)
    people.enforce(engaged=chicago, condition=Condition.TRAINING, unit="014", at=at)
    sweep(at + DAY - HOUR)
    assert asked() == []
    sweep(at + DAY)
    assert asked() == ["brody", "whitfield"]
    assert held(post, at + 2 * DAY - HOUR) == ""
    assert held(post, slot) == "authority_lapsed"

    lapsing.keep(post_id=post.pk, actor=chicago.brody, at=at + HOUR)
    assert held(post, slot) == ""


def test_training_got_again_before_the_slot_holds_nothing(chicago: Cast, at: datetime) -> None:
    post = planned(chicago, at)
    people.enforce(engaged=chicago, condition=Condition.TRAINING, at=at)
    TrainingResult.objects.filter(member=chicago.reyes).update(expires_at=at + 2 * DAY)
    assert held(post, at + 3 * DAY) == "authority_lapsed"

    result = TrainingResult.objects.get(member=chicago.reyes)
    result.pk, result.expires_at, result.passed_at = None, at + 400 * DAY, at + DAY
    result.save()
    assert held(post, at + 3 * DAY) == ""
