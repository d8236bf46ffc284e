"""Training: courses, the times they are held, who passed, and until when that holds (CPD-TW.V.C.1, APD-1021.8)."""

from calendar import monthrange
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, time

from django.db import transaction
from django.db.models import TextChoices

from accounts.models import Agency, AgencyPolicy, Course, Member, TrainingResult, TrainingSession
from accounts.policies import PackHasChanged, pack_of
from audit import trail
from directives.model import NO_TRAINING, TrainingDemand

ALL_TOPICS = "Posting for the department"
"""The course by which people were trained before there was a list."""


class Outcome(TextChoices):
    """What came of a course for somebody who was on its list."""

    PASSED = "passed", "Passed"
    ATTENDED = "attended", "Attended, not passed"
    ABSENT = "absent", "Absent"


class NamedAlready(Exception):
    """The agency has a course of that name."""


class NotHeldYet(Exception):
    """The session is still to come: nobody can have passed it."""


def demand(*, agency: Agency, at: datetime) -> TrainingDemand:
    """In what the policy in force at a moment wants members trained; nothing where there is none to be read."""
    try:
        policy = agency.policy_at(at=at)
        return pack_of(policy_pack=policy.pack, digest=policy.digest).training
    except (AgencyPolicy.DoesNotExist, PackHasChanged):
        return NO_TRAINING


def lapses_at(*, passed_at: datetime, months: int | None, agency: Agency) -> datetime | None:
    """The midnight in the agency's zone with which the day so many months later begins; None: never.

    What was passed on 31 August lapses in the shorter February on its last day.
    """
    if months is None:
        return None
    day = passed_at.astimezone(agency.tzinfo).date()
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    last = monthrange(year, month)[1]
    return datetime.combine(
        day.replace(year=year, month=month, day=min(day.day, last)), time(), agency.tzinfo
    )


@transaction.atomic
def make_course(
    *,
    agency: Agency,
    name: str,
    topics: Sequence[str],
    valid_months: int | None,
    actor: Member | None,
    at: datetime,
) -> Course:
    """A course with the topics it covers; who may make one is asked by the door. Raises NamedAlready."""
    made, new = Course.objects.get_or_create(
        agency=agency,
        name=name,
        defaults={"topics": list(topics), "valid_months": valid_months, "made_by": actor, "made_at": at},
    )
    if not new:
        raise NamedAlready(f"There is a course “{name}” already. Choose another name.")
    _note("course.made", made, actor, at, course_id=made.pk)
    return made


@transaction.atomic
def retire(*, course_id: int, actor: Member, at: datetime) -> bool:
    """The course is held no more; what was passed holds as long as it would. False where it was retired already."""
    course = Course.objects.select_for_update().get(pk=course_id)
    if course.retired_at is not None:
        return False
    course.retired_at = at
    course.save(update_fields=["retired_at"])
    _note("course.retired", course, actor, at, course_id=course.pk)
    return True


@transaction.atomic
def hold(
    *,
    course: Course,
    held_at: datetime,
    place: str,
    trainer: Member | None,
    actor: Member | None,
    at: datetime,
) -> TrainingSession:
    """A time at which a course was, or will be, held."""
    made = TrainingSession.objects.create(
        course=course, held_at=held_at, place=place, trainer=trainer, made_by=actor, made_at=at
    )
    _note("training_session.held", course, actor, at, session_id=made.pk, course_id=course.pk)
    return made


@transaction.atomic
def record_session(
    *, session_id: int, outcomes: Mapping[Member, str], actor: Member, at: datetime
) -> list[TrainingResult]:
    """What came of a session for members of its agency; a later word on one of them corrects the earlier.

    Returns what changed. Raises NotHeldYet. As many queries for many as for one.
    """
    # The session's row orders two people who record at once.
    locked = TrainingSession.objects.select_for_update(of=("self",)).select_related("course__agency")
    session = locked.get(pk=session_id)
    if session.held_at > at:
        raise NotHeldYet("This session has not been held yet. Record results once it is over.")
    before = {one.member_id: one for one in session.results.all()}
    corrected = []
    for member, outcome in outcomes.items():
        said = before.get(member.pk)
        if said is not None and outcome_of(said) != outcome:
            said.attended, said.passed = _facts(outcome)
            said.recorded_by, said.recorded_at = actor, at
            corrected.append(said)
    TrainingResult.objects.bulk_update(corrected, ["attended", "passed", "recorded_by", "recorded_at"])
    _note_results(session.course, corrected, actor, at)
    made = record_all(
        course=session.course,
        outcomes={member: outcome for member, outcome in outcomes.items() if member.pk not in before},
        passed_at=session.held_at,
        actor=actor,
        at=at,
        session=session,
    )
    return [*corrected, *made]


def outcome_of(result: TrainingResult) -> Outcome:
    """A result as one word."""
    if result.passed:
        return Outcome.PASSED
    return Outcome.ATTENDED if result.attended else Outcome.ABSENT


@transaction.atomic
def record_all(
    *,
    course: Course,
    outcomes: Mapping[Member, str],
    passed_at: datetime,
    actor: Member | None,
    at: datetime,
    session: TrainingSession | None = None,
) -> list[TrainingResult]:
    """Results of several members of the course's agency; as many queries for many as for one.

    Raises ValueError when somebody is of another agency.
    """
    if any(member.agency_id != course.agency_id for member in outcomes):
        raise ValueError("A member can be trained only within their own agency.")
    expires_at = lapses_at(passed_at=passed_at, months=course.valid_months, agency=course.agency)
    made = TrainingResult.objects.bulk_create(
        TrainingResult(
            agency_id=course.agency_id,
            member=member,
            course=course,
            session=session,
            attended=attended,
            passed=passed,
            topics=course.topics,
            passed_at=passed_at,
            expires_at=expires_at,
            recorded_by=actor,
            recorded_at=at,
        )
        for member, outcome in outcomes.items()
        for attended, passed in [_facts(outcome)]
    )
    _note_results(course, made, actor, at)
    return made


def _facts(outcome: str) -> tuple[bool, bool]:
    """Whether somebody attended, and whether they passed."""
    return outcome != Outcome.ABSENT, outcome == Outcome.PASSED


def _note_results(
    course: Course, results: Sequence[TrainingResult], actor: Member | None, at: datetime
) -> None:
    trail.record_all(
        verb="training.recorded",
        agency_id=course.agency_id,
        actor_id=actor.pk if actor else None,
        each=[
            (one.member_id, {"course_id": course.pk, "passed": "yes" if one.passed else "no"})
            for one in results
        ],
        at=at,
    )


def record(
    *,
    member: Member,
    course: Course,
    passed_at: datetime,
    actor: Member | None,
    at: datetime,
    outcome: str = Outcome.PASSED,
) -> TrainingResult:
    """The result of one member, passed at a moment, apart from any session."""
    (made,) = record_all(course=course, outcomes={member: outcome}, passed_at=passed_at, actor=actor, at=at)
    return made


def cover(*, agency: Agency, members: Collection[Member], at: datetime) -> Course | None:
    """These members have passed, for ever, a course of every topic the policy asks for; None where it asks for none.

    For an agency whose people were trained before it had the portal.
    """
    topics = [topic.key for topic in demand(agency=agency, at=at).topics]
    if not topics:
        return None
    course = Course.objects.filter(agency=agency, name=ALL_TOPICS).first() or make_course(
        agency=agency, name=ALL_TOPICS, topics=topics, valid_months=None, actor=None, at=at
    )
    record_all(
        course=course, outcomes=dict.fromkeys(members, Outcome.PASSED), passed_at=at, actor=None, at=at
    )
    return course


def _note(verb: str, course: Course, actor: Member | None, at: datetime, **keys: int) -> None:
    trail.record(
        verb=verb,
        agency_id=course.agency_id,
        actor_id=actor.pk if actor else None,
        subject_id=course.agency_id,
        at=at,
        **keys,
    )
