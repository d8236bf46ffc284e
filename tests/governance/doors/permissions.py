"""Who may open the addresses of written permissions."""

from typing import Any

from tests.governance.doors.answers import Ask, Door, everyone, forbidden, page, split, to
from tests.governance.doors.scene import Scene, Thing
from tests.governance.doors.trying import Field

_NO_DECIDER = forbidden("not_authorised", "Communications decides about written permissions")
_NO_READER = forbidden("not_authorised", "The file is for whoever asked")


def _asking(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"kind": "marks", "covers": "The logo on a flyer."}


def _giving(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"give": "1", "last_on": "2026-12-31", "reason": "Residents should know."}


def _ending(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"end_reason": "The drill is off."}


DOORS: tuple[Door, ...] = (
    Door(name="permissions_asked", asks=(Ask(answers=everyone(page("Ask for a permission"))),)),
    Door(
        name="ask_permission",
        asks=(
            Ask(method="POST", form=_asking, answers=everyone(to("permission", "Asked for."))),
            Ask(method="POST", answers=everyone(page("Say what exactly you ask for."))),
        ),
    ),
    Door(
        name="permission",
        asks=(
            Ask(
                about="permission",
                answers=split("", page(), page("The drill."), member=page("The drill.")),
            ),
        ),
    ),
    Door(
        name="decide_permission",
        asks=(
            Ask(
                method="POST",
                about="permission_asked",
                form=_giving,
                answers=split("communications", to("permission", "Permitted."), _NO_DECIDER),
            ),
        ),
    ),
    Door(
        name="end_permission",
        asks=(
            Ask(
                method="POST",
                about="permission",
                form=_ending,
                answers=split("communications", to("permission", "Ended."), _NO_DECIDER),
            ),
        ),
    ),
    Door(
        name="permission_paper",
        asks=(
            Ask(
                about="permission_asked",
                answers=split("author sergeant commander communications records", page(), _NO_READER),
                writes=frozenset({"audit_event", "audit_pending"}),
            ),
        ),
    ),
)


def _page_from(scene: Scene, thing: Thing) -> str:
    """A cursor made of a foreign id."""
    return f"2026-11-21T20:00:00+00:00_{thing.id}"


def _nothing(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {}


FIELDS: tuple[Field, ...] = (
    Field(
        door="permissions_asked",
        name="after",
        by="reyes",
        carries="permission",
        value=_page_from,
        status=200,
    ),
    Field(door="ask_permission", name="after", by="reyes", carries="", form=_nothing, status=200),
)
