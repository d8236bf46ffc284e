"""The table: replies of others to a post of ours."""

from typing import Any

from tests.governance.doors.answers import OFF_DUTY, Answer, Ask, Door, page, shown, told
from tests.governance.doors.posts import ALL, LEADS, NOT_A_LEAD, about_post, seen
from tests.governance.doors.scene import Scene, Thing
from tests.governance.doors.together import NO_SENDER, SENDERS

SILENT = "does not answer now"
"""Nobody answers at the training network's address here, and nothing is hidden that was not read before."""


def _hiding(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {**seen(scene, thing), "ground": "spam", "reason": "It sells watches."}


def _showing(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"reason": "It was a mistake."}


def _no(name: str) -> Any:
    return told(name, "not_authorised", NOT_A_LEAD)


DOORS = (
    Door(
        name="replies",
        asks=(
            Ask(about="published", answers=about_post(ALL, page("Before you hide"), page())),
            Ask(
                method="POST",
                about="published",
                form=seen,
                answers=about_post(LEADS, page(SILENT), shown("not_authorised", NOT_A_LEAD)),
                off_duty=shown("off_duty", OFF_DUTY),
            ),
        ),
    ),
    Door(
        name="hide_reply",
        asks=(
            Ask(
                method="POST",
                about="published",
                form=_hiding,
                answers=about_post(LEADS, page(SILENT), _no("replies")),
                off_duty=told("replies", "off_duty", OFF_DUTY),
            ),
        ),
    ),
    Door(
        name="send_on_reply",
        asks=(
            Ask(
                method="POST",
                about="published",
                form=seen,
                answers=about_post(SENDERS, page(SILENT), shown("not_authorised", NO_SENDER)),
            ),
        ),
    ),
    Door(
        name="show_reply",
        kwargs={"reply_id": 1},
        asks=(
            Ask(
                method="POST",
                about="published",
                form=_showing,
                answers=about_post(LEADS, Answer(status=404, refused="no_such_reply"), _no("replies")),
            ),
        ),
    ),
)
