"""The table: the directive at work, and the page to try its rules."""

from typing import Any

from tests.governance.doors.answers import NOTHING, Ask, Door, everyone, page
from tests.governance.doors.scene import Scene, Thing
from tests.governance.doors.trying import Field

_ANSWERABLE = ("commander", "communications", "community_policing", "administrator")
_READ = everyone(NOTHING, **dict.fromkeys(_ANSWERABLE, page()))


def _typed(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"text": "Lock your garage side door tonight.", "category": "safety_tip"}


DOORS = (
    Door(name="directive", asks=(Ask(answers=_READ),)),
    Door(name="asides_file", asks=(Ask(answers=_READ),)),
    Door(
        name="try_directive",
        asks=(Ask(answers=everyone(page())), Ask(method="POST", answers=everyone(page()), form=_typed)),
    ),
)

FIELDS = (
    # A place in the list; the list itself is the reader's own.
    Field(door="directive", name="before", by="natarajan", carries=""),
    Field(door="directive", name="kept_by", by="natarajan", carries=""),
    Field(door="directive", name="of", by="natarajan", carries=""),
    Field(door="asides_file", name="of", by="natarajan", carries=""),
    # One of the versions that the page itself lists; any other is the one in force.
    Field(door="try_directive", name="version", by="reyes", carries="", form=_typed),
    Field(door="try_directive", name="permitted", by="reyes", carries="", form=_typed),
)
