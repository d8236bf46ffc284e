"""The table: whose a picture is and who is in it, blurring, and rights that ended."""

from typing import Any

from posts.models import MediaRights
from tests.governance.doors.answers import (
    NOTHING,
    OFF_DUTY,
    Answer,
    Ask,
    Door,
    everyone,
    forbidden,
    page,
    split,
    to,
    unseen,
)
from tests.governance.doors.posts import ALL, about_post
from tests.governance.doors.scene import Scene, Thing
from tests.governance.doors.trying import Field

SPEAKING = "author usmr sergeant commander communications"
NOT_YOURS = "Only who writes for this unit or leads it says whose its pictures are."
NO_SUCH = "999999999"
"""The pictures behind these doors stand in no draft, and no document came with them: tests/posts asks for some."""


def _described(scene: Scene, thing: Thing) -> dict[str, Any]:
    last = MediaRights.objects.filter(picture_id=thing.id).order_by("-pk").first()
    return {"owner": "department", "shown": ["nobody"], "seen": last.pk if last else 0}


def _allowed(scene: Scene, thing: Thing) -> dict[str, Any]:
    return {"reason": "The driver agreed in writing."}


_NOT_THERE = Answer(status=404, refused="not_your_picture")
_BLURRING = about_post(ALL, _NOT_THERE, _NOT_THERE)

DOORS = (
    Door(
        name="expired_rights",
        asks=(Ask(answers=everyone(page("No post shows a picture whose rights ended"))),),
    ),
    Door(
        name="media_rights",
        asks=(
            Ask(
                about="picture",
                answers=unseen(split(ALL, page("Whose it is"), page("Whose it is")), "not_your_picture"),
            ),
            Ask(
                method="POST",
                about="picture",
                form=_described,
                answers=unseen(
                    split(SPEAKING, to("media_rights", "Saved."), forbidden("not_authorised", NOT_YOURS)),
                    "not_your_picture",
                ),
                off_duty=forbidden("off_duty", OFF_DUTY),
            ),
        ),
    ),
    Door(
        name="allow_unblurred",
        asks=(
            Ask(
                method="POST",
                about="picture",
                form=_allowed,
                answers=unseen(split(ALL, to("media_rights"), to("media_rights")), "not_your_picture"),
            ),
        ),
    ),
    Door(
        name="rights_document",
        kwargs={"rights_id": NO_SUCH},
        asks=(Ask(answers=everyone(NOTHING)),),
    ),
    Door(
        name="blur_picture",
        kwargs={"picture_id": NO_SUCH},
        asks=(
            Ask(about="draft", answers=_BLURRING),
            Ask(method="POST", about="draft", answers=_BLURRING),
        ),
    ),
)
FIELDS: tuple[Field, ...] = (Field(door="expired_rights", name="after", by="natarajan", carries=""),)
