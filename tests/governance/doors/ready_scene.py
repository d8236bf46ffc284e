"""What stands behind the doors of ready drafts: in each unit one that is offered to it alone."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from posts.coordination import ready
from posts.coordination.ready import Offered

if TYPE_CHECKING:
    from tests.governance.doors.scene import Scene


def build(scene: "Scene", unit: str, *, text: str, guide: str, at: datetime) -> None:
    """One for a unit; `nowhere` comes with the other things."""
    engaged = scene.cast_of(unit)
    offered = Offered(
        kind="draft",
        title=f"Ready for {unit}",
        category="safety_tip",
        text=text,
        unit_ids=[engaged.units[unit].pk],
        valid_until=at + timedelta(days=3),
    )
    made = ready.offer(offered=offered, actor=engaged.people[guide], at=at)
    scene.keep("ready", unit, made, ready_id=made.pk)
