"""The table: the duty lists of the offices."""

from typing import Any

from tests.governance.doors.answers import Ask, Door, forbidden, page, split, to
from tests.governance.doors.scene import AT, Scene, Thing

KEEPERS = "communications administrator"
_NO_KEEPER = forbidden(
    "not_authorised", "The members of an office and the administrators keep its duty list."
)


def stretch(scene: Scene, thing: Thing) -> dict[str, Any]:
    """Somebody of Communications for this evening."""
    return {
        "member": scene.casts["chicago"].foster.pk,
        "starts_at": f"{AT:%Y-%m-%d}T20:00",
        "ends_at": f"{AT:%Y-%m-%d}T23:00",
    }


DOORS = (
    Door(
        name="duty_list",
        asks=(Ask(about="office", answers=split(KEEPERS, page("Duty list of Communications"), _NO_KEEPER)),),
    ),
    Door(
        name="put_on_call",
        asks=(
            Ask(
                method="POST",
                about="office",
                form=stretch,
                answers=split(KEEPERS, to("duty_list", "is on the duty list."), _NO_KEEPER),
            ),
        ),
    ),
    Door(
        name="take_off_call",
        asks=(
            Ask(
                method="POST",
                about="on_call",
                answers=split(KEEPERS, to("duty_list", "Taken off the duty list."), _NO_KEEPER),
            ),
        ),
    ),
)
