"""What is asked besides a role, that the invented people have it, and the few of them who lack one thing each."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta

from accounts import acknowledging, enforcing, training
from accounts.models import Condition, Force, Member, TrainingResult
from accounts.policies import pack_of
from governance.cast import Cast
from governance.demonstration.stage import Stage

LAPSED = "bell"
"""A representative whose training ended last midnight: the composer says so."""
UNREAD = "wieczorek"
"""A representative who has not confirmed the rules."""
IN_TRAINING = "vasquez"
"""A representative who has passed nothing yet, and posts for practice."""
PRACTISE = "014"
"""The unit that has an account for practice."""
KEEPERS = {"chicago": "washington", "alsip": "petrov"}
"""Who sees to the training of each agency."""
ADMINISTRATORS = {"chicago": "admin", "alsip": "petrov"}
CAME = ("ortega", "kowalczyk", "whitfield", "reyes", "murphy", "vance", "ibarra")
"""Who took the lesson that was held."""


def enforce(*, engaged: Cast, at: datetime) -> None:
    """Everything is asked from the first day on. Whoever tries the portal does so from the department's network."""
    for condition in Condition:
        enforcing.change(
            agency=engaged.agency,
            unit=None,
            condition=condition,
            force=Force.ENFORCED,
            starts_at=at,
            reason="The portal opens: everything is asked from the first day on.",
            actor=engaged.people[ADMINISTRATORS[engaged.agency.slug]],
            at=at,
        )


def confirm(*, engaged: Cast, members: Iterable[Member], at: datetime) -> None:
    """Each of them has read the rules in force and says so."""
    policy = engaged.agency.policy_at(at=at)
    title = pack_of(policy_pack=policy.pack, digest=policy.digest).title
    said = acknowledging.words(policy=policy, title=title)
    for member in members:
        acknowledging.acknowledge(policy=policy, member=member, said=said, at=at)


def story(stage: Stage) -> Iterator[datetime]:
    """A yearly course, a lesson that was held and one to come; and somebody who did not go in time."""
    agency, coordinator = stage.cast.agency, stage.cast.people[KEEPERS[stage.house.slug]]
    held_at = _morning(stage, -12)
    at = held_at - timedelta(days=9)
    yield at
    course = training.make_course(
        agency=agency,
        name="Posting for the department, yearly",
        topics=[topic.key for topic in training.demand(agency=agency, at=at).topics],
        valid_months=12,
        actor=coordinator,
        at=at,
    )
    held = training.hold(
        course=course, held_at=held_at, place="Room 214", trainer=coordinator, actor=coordinator, at=at
    )
    at = held_at + timedelta(hours=3)
    yield at
    there = {stage.cast.people[key]: training.Outcome.PASSED for key in CAME if key in stage.cast.people}
    training.record_session(session_id=held.pk, outcomes=there, actor=coordinator, at=at)
    at = stage.now - timedelta(hours=20)
    yield at
    training.hold(
        course=course,
        held_at=_morning(stage, 9),
        place="Room 214",
        trainer=coordinator,
        actor=coordinator,
        at=at,
    )
    midnight = _midnight(stage)
    yield max(at, midnight)
    _let_lapse(stage, midnight)


def _midnight(stage: Stage) -> datetime:
    today = stage.now.astimezone(stage.cast.agency.tzinfo).date()
    return datetime.combine(today, time(), stage.cast.agency.tzinfo)


def _morning(stage: Stage, days: int) -> datetime:
    there = (stage.now + timedelta(days=days)).astimezone(stage.cast.agency.tzinfo)
    return there.replace(hour=9, minute=0, second=0, microsecond=0)


def _let_lapse(stage: Stage, at: datetime) -> None:
    if LAPSED in stage.cast.people:
        TrainingResult.objects.filter(member=stage.cast.people[LAPSED]).update(expires_at=at)
