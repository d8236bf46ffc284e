"""Who may open the addresses of a member's authority."""

from typing import Any

from tests.governance.doors.answers import Ask, Door, forbidden, split, to
from tests.governance.doors.scene import Scene, Thing
from tests.governance.doors.trying import Field

_NO_COMMANDER = forbidden(
    "not_authorised", "The commander of a unit and the administrators give and end roles."
)


def _resumed(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {f"resume{thing.kwargs['authorisation_id']}-reason": "Cleared."}


DOORS: tuple[Door, ...] = (
    Door(
        name="resume",
        asks=(
            Ask(
                method="POST",
                about="authorisation",
                form=_resumed,
                answers=split(
                    "commander administrator",
                    to("people", "is not suspended any more"),
                    _NO_COMMANDER,
                    member=_NO_COMMANDER,
                ),
            ),
        ),
    ),
)
FIELDS: tuple[Field, ...] = ()
