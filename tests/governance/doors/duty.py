"""Who may open the addresses of tours of duty and of what was refused."""

from typing import Any

from tests.governance.doors.answers import Ask, Door, everyone, forbidden, page, split
from tests.governance.doors.scene import Scene, Thing
from tests.governance.doors.trying import Field

_NO_SUPERVISOR = forbidden(
    "not_authorised", "Sergeants and commanders put the members of their unit on duty."
)


def _parade(scene: Scene, thing: Thing) -> dict[str, Any]:
    """Everybody of the scene is on duty already."""
    unit = thing.unit or "014"
    who = {"014": "lindqvist", "018": "grant", "PAT": "vance"}[unit]
    return {"member": scene.cast_of(unit).people[who].pk, "hours": "2", "reason": "Called in for the parade."}


def _hours(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"hours": "2", "reason": "Called in for the parade."}


DOORS: tuple[Door, ...] = (
    Door(name="tours", asks=(Ask(answers=everyone(page("Tours of duty"))),)),
    Door(name="attempts", asks=(Ask(answers=everyone(page("What was missing for you"))),)),
    Door(
        name="put_on_duty",
        asks=(
            Ask(
                method="POST",
                about="unit",
                form=_parade,
                answers=split(
                    "sergeant commander", page("is on duty until"), _NO_SUPERVISOR, member=_NO_SUPERVISOR
                ),
            ),
        ),
    ),
)
FIELDS: tuple[Field, ...] = (
    Field(door="tours", name="unit", by="whitfield", carries="unit"),
    Field(door="tours", name="unit", by="reyes", carries="unit"),
    Field(
        door="put_on_duty",
        name="member",
        by="whitfield",
        carries="member",
        about="unit",
        form=_hours,
        status=200,
    ),
)
