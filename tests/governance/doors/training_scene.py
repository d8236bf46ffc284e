"""What stands behind the doors of training: in each agency a course, a session that is over, and its rules."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from accounts import training

if TYPE_CHECKING:
    from tests.governance.doors.scene import Scene

AGENCIES = {"chicago": ("014", "washington"), "alsip": ("PAT", "petrov")}
"""Under which unit an agency's things are noted, and who sees to its training."""


def build(scene: "Scene", at: datetime) -> None:
    """One of each in both agencies; `nowhere` comes with the other things."""
    for slug, (unit, keeper) in AGENCIES.items():
        engaged = scene.casts[slug]
        topics = [topic.key for topic in training.demand(agency=engaged.agency, at=at).topics]
        course = training.make_course(
            agency=engaged.agency,
            name=f"Autumn course of {slug}",
            topics=topics,
            valid_months=12,
            actor=engaged.people[keeper],
            at=at,
        )
        session = training.hold(
            course=course,
            held_at=at - timedelta(hours=3),
            place="Academy",
            trainer=None,
            actor=engaged.people[keeper],
            at=at,
        )
        things: dict[str, tuple[str, Any]] = {
            "course": ("course_id", course),
            "training_session": ("session_id", session),
            "policy": ("policy_id", engaged.agency.policy_at(at=at)),
        }
        for kind, (name, row) in things.items():
            scene.keep(kind, unit, row, of_agency=slug, **{name: row.pk})
