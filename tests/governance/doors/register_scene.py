"""Behind the doors of the register: in each unit an account that its commander has proposed."""

from datetime import datetime
from typing import TYPE_CHECKING

from accounts import registry

if TYPE_CHECKING:
    from tests.governance.doors.scene import Scene

COMMANDERS = {"014": "okafor", "018": "salazar", "PAT": "keane"}


def build(scene: "Scene", unit: str, at: datetime) -> None:
    """One that waits for its approval."""
    engaged = scene.cast_of(unit)
    made = registry.propose(
        unit=engaged.units[unit],
        network="x",
        handle=f"proposed_{unit}",
        display_name="Proposed",
        practice=False,
        reason="For the parks",
        actor=engaged.people[COMMANDERS[unit]],
        at=at,
    )
    scene.keep("proposed", unit, made, account_id=made.pk)
