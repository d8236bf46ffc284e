"""Who may open the addresses of conditions and their rules."""

from typing import Any

from accounts.views.conditions import NOT_YOURS
from tests.governance.doors.answers import Ask, Door, everyone, forbidden, page, to
from tests.governance.doors.scene import Scene, Thing
from tests.governance.doors.trying import Field


def _rule(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"condition": "training", "force": "observed", "reason": "Order 26-115"}


def _asking(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"needed": "yes"}


DOORS: tuple[Door, ...] = (
    Door(
        name="conditions",
        asks=(
            Ask(
                answers=everyone(
                    forbidden("not_authorised", NOT_YOURS),
                    commander=page("Conditions of"),
                    administrator=page("Conditions of"),
                )
            ),
        ),
    ),
    Door(
        name="ask_for_reader",
        asks=(
            Ask(
                method="POST",
                form=_asking,
                answers=everyone(
                    forbidden("not_authorised", NOT_YOURS),
                    commander=to("conditions", "in another language are approved"),
                    administrator=to("conditions", "Choose a unit first"),
                ),
            ),
        ),
    ),
    Door(
        name="set_condition",
        asks=(
            Ask(
                method="POST",
                form=_rule,
                answers=everyone(
                    forbidden("not_authorised", NOT_YOURS),
                    commander=to("conditions", "is set for"),
                    administrator=to("conditions", "is set for"),
                ),
                all_enforced={"commander": page("A commander can only make it stricter")},
            ),
        ),
    ),
)
FIELDS: tuple[Field, ...] = (
    Field(door="conditions", name="unit", by="okafor", carries="unit"),
    Field(door="conditions", name="unit", by="petrov", carries="unit"),
    Field(door="ask_for_reader", name="unit", by="okafor", carries="unit", form=_asking),
    Field(door="set_condition", name="unit", by="admin", carries="unit", form=_rule),
    Field(door="set_condition", name="unit", by="okafor", carries="unit", form=_rule),
)
