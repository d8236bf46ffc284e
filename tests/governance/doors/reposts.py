"""The table: beginning a repost."""

from typing import Any

from tests.governance.doors.answers import OFF_DUTY, Ask, Door, forbidden, page, split, told, unseen
from tests.governance.doors.posts import NOT_A_WRITER, WRITERS
from tests.governance.doors.scene import Scene, Thing


def _nowhere(scene: Scene, thing: Thing) -> dict[str, Any]:
    """No address, so that no network is asked."""
    return {"account": thing.id, "address": "yesterday's"}


DOORS = (
    Door(
        name="begin_repost",
        asks=(
            Ask(
                method="POST",
                about="account",
                form=_nowhere,
                answers=unseen(
                    split(
                        f"{WRITERS} communications",
                        page("Paste the address"),
                        forbidden("not_authorised", NOT_A_WRITER),
                    ),
                    "not_your_account",
                ),
                off_duty=told("own_posts", "off_duty", OFF_DUTY),
            ),
        ),
    ),
)
