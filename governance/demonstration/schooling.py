"""That the invented people have read the rules and are trained, and the one whose training is over."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta

from accounts import acknowledging, training
from accounts.models import Member, TrainingResult
from accounts.policies import pack_of
from governance.cast import Cast
from governance.demonstration.stage import Stage

LAPSED = "bell"
"""A representative whose training ended yesterday: the composer says so."""
KEEPERS = {"chicago": "washington", "alsip": "petrov"}
"""Who sees to the training of each agency."""
CAME = ("ortega", "kowalczyk", "whitfield", "reyes", "murphy", "vance", "ibarra")
"""Who took the lesson that was held."""


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
    _let_lapse(stage)


def _morning(stage: Stage, days: int) -> datetime:
    there = (stage.now + timedelta(days=days)).astimezone(stage.cast.agency.tzinfo)
    return there.replace(hour=9, minute=0, second=0, microsecond=0)


def _let_lapse(stage: Stage) -> None:
    if LAPSED in stage.cast.people:
        today = stage.now.astimezone(stage.cast.agency.tzinfo).date()
        ended_at = datetime.combine(today - timedelta(days=1), time(), stage.cast.agency.tzinfo)
        TrainingResult.objects.filter(member=stage.cast.people[LAPSED]).update(expires_at=ended_at)
