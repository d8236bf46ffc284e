"""The table: the calendar, moving a post inside its window, and the search."""

from datetime import timedelta
from typing import Any

from tests.governance.doors.answers import NOTHING, Ask, Door, everyone, page, split, to, told, unseen
from tests.governance.doors.people import ANONYMOUS, INSIDERS, MEMBER, STRANGER
from tests.governance.doors.scene import PLANNED, Scene, Thing

MOVERS = "author usmr sergeant commander communications"


def _later(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"to": (PLANNED + timedelta(minutes=10)).isoformat()}


def _kept(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"words": "garage", "name": "Garages"}


def _nothing(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {}


_ITS_OWNERS = dict.fromkeys((*INSIDERS, MEMBER, STRANGER), NOTHING) | {
    ANONYMOUS: everyone(NOTHING)[ANONYMOUS],
    "owner": to("search", "Deleted the search"),
}
"""A search is its owner's alone: to everybody else there is none."""

DOORS = (
    Door(name="search", asks=(Ask(answers=everyone(page("Search"))),)),
    Door(
        name="keep_search",
        asks=(Ask(method="POST", form=_kept, answers=everyone(to("search", "Kept as Garages"))),),
    ),
    Door(
        name="delete_search",
        asks=(Ask(method="POST", about="search", form=_nothing, answers=_ITS_OWNERS),),
    ),
    Door(name="calendar", asks=(Ask(answers=everyone(page("Calendar"))),)),
    Door(
        name="move_post",
        asks=(
            Ask(
                method="POST",
                about="approved",
                form=_later,
                answers=unseen(
                    split(
                        MOVERS,
                        to("post", "Moved."),
                        told("post", "not_authorised", "Its authors and their sergeants move a post."),
                    ),
                    "not_your_unit",
                ),
                off_duty=told("post", "off_duty", "You are off duty."),
            ),
        ),
    ),
)
