"""Training: what a course covers, when it lapses, and what becomes of acts that need it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import authority, conditions, duty, training
from accounts.models import Condition, Course, Member, TrainingResult
from accounts.training import Outcome
from audit.models import Event
from governance.cast import Cast
from posts import submission
from posts.workflow import Refused
from tests import people


def course(engaged: Cast, *, topics: list[str], months: int | None = 12, at: datetime) -> Course:
    return training.make_course(
        agency=engaged.agency, name="Autumn", topics=topics, valid_months=months, actor=None, at=at
    )


def untrained(engaged: Cast) -> None:
    """Nobody has passed anything, and the agency insists."""
    TrainingResult.objects.filter(agency=engaged.agency).delete()


def lack(member: Member, at: datetime) -> conditions.Lack | None:
    return authority.load(member=member, at=at).closed()


@pytest.mark.parametrize(
    ("passed", "months", "lapses"),
    [
        ((2026, 11, 21, 20), 12, (2027, 11, 21, 6)),
        ((2026, 11, 21, 3), 1, (2026, 12, 20, 6)),  # still the 20th in Chicago
        ((2026, 8, 31, 20), 6, (2027, 2, 28, 6)),
        ((2027, 8, 31, 20), 6, (2028, 2, 29, 6)),
        ((2026, 10, 8, 20), 6, (2027, 4, 8, 5)),  # daylight time by then
        ((2026, 12, 31, 20), 24, (2028, 12, 31, 6)),
    ],
)
def test_what_is_passed_lapses_at_midnight_so_many_months_later(
    chicago: Cast, passed: tuple[int, ...], months: int, lapses: tuple[int, ...]
) -> None:
    found = training.lapses_at(
        passed_at=datetime(*passed, tzinfo=UTC),  # type: ignore[arg-type]
        months=months,
        agency=chicago.agency,
    )
    assert found == datetime(*lapses, tzinfo=UTC)  # type: ignore[arg-type]


def test_training_lapses_at_midnight_and_the_next_submit_is_refused_cpd_tw_v_c_1(
    chicago: Cast, at: datetime
) -> None:
    untrained(chicago)
    people.enforce(engaged=chicago, condition=Condition.TRAINING, at=at - timedelta(days=400))
    lasting = course(chicago, topics=["portal"], months=None, at=at)
    training.record(member=chicago.whitfield, course=lasting, passed_at=at, actor=None, at=at)
    passed_at = datetime(2025, 11, 22, 15, tzinfo=UTC)
    yearly = training.make_course(
        agency=chicago.agency, name="Yearly", topics=["portal"], valid_months=12, actor=None, at=at
    )
    training.record(member=chicago.reyes, course=yearly, passed_at=passed_at, actor=chicago.washington, at=at)
    midnight = datetime(2026, 11, 22, 6, tzinfo=UTC)
    duty.start(member=chicago.reyes, at=midnight - timedelta(hours=1))

    post = people.drafted(engaged=chicago, at=midnight - timedelta(minutes=1))
    with pytest.raises(Refused, match=r"Your training in posting for a unit ended on 22 November 2026") as no:
        submission.submit(post_id=post.pk, actor=chicago.reyes, seen_version=1, at=midnight)
    assert (no.value.ruling.slug, no.value.ruling.clause) == ("untrained", "CPD-TW.V.C.1")
    submission.submit(
        post_id=post.pk, actor=chicago.reyes, seen_version=1, at=midnight - timedelta(seconds=1)
    )


def test_a_sergeant_without_training_cannot_approve_cpd_tw_v_b_2(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, at=at)
    TrainingResult.objects.filter(member=chicago.whitfield).delete()
    people.enforce(engaged=chicago, condition=Condition.TRAINING, at=at)
    with pytest.raises(Refused, match="Ask the coordinator for a course, then you can decide"):
        people.approve(post=post, by=chicago.whitfield, at=at)

    held = course(chicago, topics=["portal"], at=at)
    training.record(member=chicago.whitfield, course=held, passed_at=at, actor=chicago.washington, at=at)
    assert people.approve(post=post, by=chicago.whitfield, at=at).status == "approved"


def test_who_lacks_one_of_five_topics_is_refused_apd_1021_8(alsip: Cast, at: datetime) -> None:
    untrained(alsip)
    people.enforce(engaged=alsip, condition=Condition.TRAINING, at=at)
    four = course(alsip, topics=["legal", "privacy", "civil_rights", "dissemination"], at=at)
    training.record(member=alsip.vance, course=four, passed_at=at, actor=alsip.petrov, at=at)

    with pytest.raises(Refused, match="Your training in keeping records is missing") as no:
        people.drafted(engaged=alsip, by="vance", unit="PAT", at=at)
    assert no.value.ruling.clause == "APD-1021.8"

    fifth = training.make_course(
        agency=alsip.agency, name="Fifth", topics=["retention"], valid_months=12, actor=None, at=at
    )
    training.record(member=alsip.vance, course=fifth, passed_at=at, actor=alsip.petrov, at=at)
    assert lack(alsip.vance, at) is None


def test_what_was_only_attended_covers_nothing_and_a_slip_is_corrected(chicago: Cast, at: datetime) -> None:
    untrained(chicago)
    people.enforce(engaged=chicago, condition=Condition.TRAINING, at=at)
    held = training.hold(
        course=course(chicago, topics=["portal"], at=at),
        held_at=at,
        place="Academy, room 214",
        trainer=chicago.washington,
        actor=chicago.washington,
        at=at,
    )

    def say(**said: Outcome) -> int:
        outcomes = {chicago.people[key]: outcome for key, outcome in said.items()}
        return len(
            training.record_session(session_id=held.pk, outcomes=outcomes, actor=chicago.washington, at=at)
        )

    assert say(reyes=Outcome.ATTENDED, ortega=Outcome.PASSED, tran=Outcome.ABSENT) == 3
    assert (lack(chicago.reyes, at) is None, lack(chicago.ortega, at) is None) == (False, True)
    assert say(reyes=Outcome.PASSED, ortega=Outcome.ABSENT, tran=Outcome.ABSENT) == 2
    assert (lack(chicago.reyes, at) is None, lack(chicago.ortega, at) is None) == (True, False)
    assert TrainingResult.objects.filter(session=held).count() == 3
    said = Event.objects.filter(verb="training.recorded", subject_id=chicago.ortega.pk).order_by("pk")
    assert [one.keys["passed"] for one in said][-2:] == ["yes", "no"]


def test_nobody_has_passed_what_is_still_to_come(chicago: Cast, at: datetime) -> None:
    held = training.hold(
        course=course(chicago, topics=["portal"], at=at),
        held_at=at + timedelta(days=1),
        place="",
        trainer=None,
        actor=chicago.washington,
        at=at,
    )
    with pytest.raises(training.NotHeldYet):
        training.record_session(
            session_id=held.pk, outcomes={chicago.reyes: Outcome.PASSED}, actor=chicago.washington, at=at
        )


def test_a_name_is_used_once_and_what_is_retired_still_covers(chicago: Cast, at: datetime) -> None:
    untrained(chicago)
    people.enforce(engaged=chicago, condition=Condition.TRAINING, at=at)
    held = course(chicago, topics=["portal"], at=at)
    with pytest.raises(training.NamedAlready, match="Choose another name"):
        course(chicago, topics=["portal"], at=at)
    training.record(member=chicago.reyes, course=held, passed_at=at, actor=None, at=at)
    assert training.retire(course_id=held.pk, actor=chicago.washington, at=at)
    assert not training.retire(course_id=held.pk, actor=chicago.washington, at=at)
    assert lack(chicago.reyes, at) is None


def test_results_of_many_cost_as_many_statements_as_of_one(chicago: Cast, at: datetime) -> None:
    held = course(chicago, topics=["portal"], at=at)

    def cost(members: list[Member]) -> int:
        with CaptureQueriesContext(connection) as asked:
            training.record_all(
                course=held, outcomes=dict.fromkeys(members, "passed"), passed_at=at, actor=None, at=at
            )
        return len(asked)

    assert cost([chicago.reyes]) == cost(list(chicago.people.values()))


def test_nobody_is_trained_by_another_agency(chicago: Cast, alsip: Cast, at: datetime) -> None:
    held = course(chicago, topics=["portal"], at=at)
    with pytest.raises(ValueError, match="within their own agency"):
        training.record(member=alsip.vance, course=held, passed_at=at, actor=None, at=at)
