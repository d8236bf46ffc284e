"""Who may open the addresses of devices and approvals of access."""

from typing import Any

from tests.governance.doors.answers import Ask, Door, everyone, forbidden, page, split, to
from tests.governance.doors.scene import Scene, Thing
from tests.governance.doors.trying import Field

_NO_LEADER = forbidden("not_authorised", "Whoever leads the member's unit, or an administrator")


def _laptop(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"name": "Laptop 2", "kind": "department"}


_NO_GIVER = forbidden("not_authorised", "The commander of a unit and the administrators")


def _reading(scene: Scene, thing: Thing) -> dict[str, Any]:
    """Everybody who could be approved at these doors is the one who comes, so nobody is chosen."""
    return {"last_on": "2026-12-31", "reason": "Reads replies."}


DOORS: tuple[Door, ...] = (
    Door(name="devices", asks=(Ask(answers=everyone(page("a network of the department"))),)),
    Door(
        name="enrol_device",
        asks=(
            # None of those who come to the doors has a security key.
            Ask(method="POST", form=_laptop, answers=everyone(page("Choose a key."))),
        ),
    ),
    Door(
        name="approve_device",
        asks=(
            Ask(
                method="POST",
                about="device",
                answers=split(
                    "commander administrator", to("devices", "counts now."), _NO_LEADER, member=_NO_LEADER
                ),
            ),
        ),
    ),
    Door(
        name="end_device",
        asks=(
            Ask(
                method="POST",
                about="device",
                answers=split(
                    "author commander administrator",
                    to("devices", "does not count any more."),
                    _NO_LEADER,
                    member=_NO_LEADER,
                ),
            ),
        ),
    ),
    Door(
        name="access",
        asks=(
            Ask(
                answers=everyone(
                    _NO_GIVER, commander=page("Approve access"), administrator=page("Approve access")
                )
            ),
        ),
    ),
    Door(
        name="give_access",
        asks=(
            Ask(
                method="POST",
                about="unit",
                form=_reading,
                answers=split(
                    "commander administrator", page("Choose a member."), _NO_GIVER, member=_NO_GIVER
                ),
            ),
        ),
    ),
    Door(
        name="end_access",
        asks=(
            Ask(
                method="POST",
                about="approval",
                answers=split(
                    "commander administrator", to("access", "has ended."), _NO_GIVER, member=_NO_GIVER
                ),
            ),
        ),
    ),
)
FIELDS: tuple[Field, ...] = (
    Field(door="access", name="unit", by="okafor", carries="unit"),
    Field(
        door="give_access",
        name="member",
        by="okafor",
        carries="member",
        about="unit",
        form=_reading,
        status=200,
    ),
    Field(door="enrol_device", name="key", by="reyes", carries="key", form=_laptop, status=200),
    # A permission of somebody else is none of the form's choices.
    Field(door="enrol_device", name="permission", by="reyes", carries="device", form=_laptop, status=200),
)
