"""The pages of training and of the rules that members confirm."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import acknowledging, authority, training
from accounts.models import Acknowledgement, Condition, Course, Member, TrainingResult
from audit import vault
from governance.cast import Cast
from posts import submission
from posts.workflow import Refused
from tests import people, rules

MOST_QUERIES = 20


@pytest.fixture(autouse=True)
def clock(at: datetime) -> Iterator[None]:
    with time_machine.travel(at, tick=False):
        yield


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def words(answer: object) -> str:
    """The page as it is read."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.content.decode()))  # type: ignore[attr-defined]


def test_the_coordinator_makes_a_course_holds_it_and_says_who_passed(chicago: Cast, at: datetime) -> None:
    TrainingResult.objects.filter(agency=chicago.agency).delete()
    people.enforce(engaged=chicago, condition=Condition.TRAINING, at=at)
    coordinator = signed_in(chicago.washington)
    typed = {"name": "Posting for a unit", "topics": ["portal"], "valid_months": "12"}
    made = coordinator.post(reverse("make_course"), typed, follow=True)
    assert "Say when it is held" in words(made)
    course = Course.objects.get(name="Posting for a unit")
    begins = at.astimezone(chicago.agency.tzinfo) - timedelta(hours=3)
    held = coordinator.post(
        reverse("hold_session", args=[course.pk]),
        {"held_at": f"{begins:%Y-%m-%dT%H:%M}", "place": "Academy", "trainer": chicago.washington.pk},
        follow=True,
    )
    assert "Ofc." in words(held) or "Academy" in words(held)

    unit, session = chicago.units["014"], course.sessions.get()
    said = {f"result-{chicago.reyes.pk}": "passed", f"result-{chicago.ortega.pk}": "attended"}
    answer = coordinator.post(
        reverse("record_results", args=[session.pk]), {"unit": unit.pk, **said}, follow=True
    )

    assert "Recorded 2 results." in words(answer)
    assert "1 of 2 passed" in words(answer)
    assert authority.load(member=chicago.reyes, at=at).closed() is None
    assert authority.load(member=chicago.ortega, at=at).closed() is not None
    assert "Trained until Sun 21 Nov 2027" in words(signed_in(chicago.reyes).get(reverse("training")))
    own = words(signed_in(chicago.ortega).get(reverse("training")))
    assert "Missing posting for a unit" in own
    assert "Posting for a unit Not passed" in own


def test_what_is_missing_in_the_form_is_said_and_what_was_typed_is_kept(chicago: Cast) -> None:
    coordinator = signed_in(chicago.washington)
    answer = coordinator.post(reverse("make_course"), {"name": "Spring", "valid_months": "0"})
    assert "Choose at least one topic." in words(answer)
    assert 'value="Spring"' in answer.content.decode()
    again = coordinator.post(reverse("make_course"), {"name": training.ALL_TOPICS, "topics": ["portal"]})
    assert "Choose another name." in words(again)


def test_results_of_what_is_still_to_come_are_refused_with_a_sentence(chicago: Cast, at: datetime) -> None:
    course = Course.objects.get(agency=chicago.agency)
    session = training.hold(
        course=course, held_at=at + timedelta(days=1), place="", trainer=None, actor=None, at=at
    )
    answer = signed_in(chicago.washington).post(
        reverse("record_results", args=[session.pk]),
        {"unit": chicago.units["014"].pk, f"result-{chicago.reyes.pk}": "passed"},
    )
    assert "has not been held yet" in words(answer)
    assert not session.results.exists()


def test_a_commander_sees_the_own_unit_and_everybody_else_only_themselves(
    chicago: Cast, alsip: Cast, at: datetime
) -> None:
    TrainingResult.objects.filter(member=chicago.reyes).delete()
    lines = words(signed_in(chicago.okafor).get(reverse("training")))
    assert "Ofc. Dana Reyes Missing posting for a unit" in lines
    own = words(signed_in(chicago.whitfield).get(reverse("training")))
    assert "Dana Reyes" not in own
    everything = words(signed_in(chicago.washington).get(reverse("training")))
    assert "014th District, Shakespeare" in everything
    assert (
        signed_in(alsip.petrov).get(reverse("training"), {"unit": chicago.units["014"].pk}).status_code == 404
    )


def test_the_page_costs_the_same_for_any_number_of_units(chicago: Cast) -> None:
    coordinator = signed_in(chicago.washington)
    with CaptureQueriesContext(connection) as asked:
        coordinator.get(reverse("training"))
    assert len(asked) <= MOST_QUERIES


def test_a_new_version_closes_acts_until_it_is_confirmed_cpd_tw_iv_b(chicago: Cast, at: datetime) -> None:
    people.enforce(engaged=chicago, condition=Condition.ACKNOWLEDGEMENT, at=at)
    reyes, first = signed_in(chicago.reyes), chicago.agency.policy_at(at=at)
    confirm = reverse("acknowledge", args=[first.pk])
    assert "Tick the box" in words(reyes.post(confirm, follow=True))
    assert "You have confirmed these rules." in words(reyes.post(confirm, {"read": "1"}, follow=True))
    post = people.drafted(engaged=chicago, at=at)

    soon = at + timedelta(minutes=1)
    second = rules.noted(agency=chicago.agency, version="9", digest=first.digest, effective_at=soon, at=at)
    later = at + timedelta(minutes=2)
    with pytest.raises(Refused, match="You have not read the rules of 21 November 2026 yet"):
        submission.submit(post_id=post.pk, actor=chicago.reyes, seen_version=1, at=later)
    with time_machine.travel(later, tick=False):
        assert "no longer in force" in words(reyes.post(confirm, {"read": "1"}, follow=True))
        reyes.post(reverse("acknowledge", args=[second.pk]), {"read": "1"})
    submission.submit(post_id=post.pk, actor=chicago.reyes, seen_version=1, at=later)


def test_what_is_confirmed_is_kept_word_for_word_and_once(chicago: Cast, at: datetime) -> None:
    client, policy = signed_in(chicago.reyes), chicago.agency.policy_at(at=at)
    for _ in range(2):
        client.post(reverse("acknowledge", args=[policy.pk]), {"read": "1"})
    said = Acknowledgement.objects.get(member=chicago.reyes)
    kept = vault.text(digest=said.said_digest, agency_id=chicago.agency.pk)
    assert kept == acknowledging.words(policy=policy, title="Social media of the Chicago Police Department")
    assert "You confirmed these rules on Sat 21 Nov" in words(client.get(reverse("policy")))


def test_rules_that_are_still_to_come_can_be_confirmed_ahead(chicago: Cast, at: datetime) -> None:
    now = chicago.agency.policy_at(at=at)
    coming = rules.noted(
        agency=chicago.agency, version="9", digest=now.digest, effective_at=at + timedelta(days=9), at=at
    )
    client = signed_in(chicago.reyes)
    assert f"?version={coming.pk}" in client.get(reverse("policy")).content.decode()
    client.post(reverse("acknowledge", args=[coming.pk]), {"read": "1"})
    assert authority.load(member=chicago.reyes, at=at + timedelta(days=9)).facts.policy.acknowledged  # type: ignore[union-attr]


def test_the_composer_closes_with_a_way_to_what_is_missing(chicago: Cast, at: datetime) -> None:
    post, client = people.drafted(engaged=chicago, at=at), signed_in(chicago.reyes)
    people.enforce(engaged=chicago, condition=Condition.TRAINING, at=at)
    TrainingResult.objects.filter(member=chicago.reyes).update(expires_at=at)
    closed = client.get(reverse("composer", args=[post.pk])).content.decode()
    assert "Your training in posting for a unit ended on 21 November 2026." in closed
    assert "See your training" in closed
    people.enforce(engaged=chicago, condition=Condition.ACKNOWLEDGEMENT, at=at)
    assert "Read the rules" in client.get(reverse("composer", args=[post.pk])).content.decode()
