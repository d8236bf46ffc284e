"""The table: stops, which everybody reads, leads place and lift, and the offices place on the whole department."""

from tests.governance.doors.answers import Answer, Ask, Door, everyone, forbidden, page, split, to, told
from tests.governance.doors.scene import Scene, Thing

_ALL_OR_NOTHING = "Communications and administrators stop the whole department."
_SWITCH = everyone(forbidden("not_authorised", _ALL_OR_NOTHING), communications=page(), administrator=page())
_LEADS = {
    role: page("Write the reason in a sentence.") for role in ("sergeant", "commander", "communications")
}
_PLACE = everyone(
    forbidden("not_authorised", "Sergeants, commanders and Communications stop publishing."), **_LEADS
)
_LIFTERS = "sergeant commander communications"


def _reason(scene: Scene, thing: Thing) -> dict[str, str]:
    return {"reason": "It is over."}


DOORS = (
    Door(name="stops", asks=(Ask(answers=everyone(page())),)),
    Door(name="held_posts", asks=(Ask(answers=everyone(page())),)),
    Door(name="stop_strip", asks=(Ask(answers=everyone(Answer(status=204))),)),
    Door(name="stop_publishing", asks=(Ask(answers=_SWITCH), Ask(method="POST", answers=_SWITCH))),
    Door(name="place_stop", asks=(Ask(method="POST", answers=_PLACE),)),
    Door(
        name="lift_stop",
        asks=(
            Ask(about="wide_stop", answers=split("", page(), page())),
            Ask(
                method="POST",
                about="wide_stop",
                form=_reason,
                answers=split(
                    _LIFTERS,
                    to("held_posts", "is lifted"),
                    told("stops", "not_authorised", "leads and Communications lift it."),
                ),
                off_duty=told("stops", "off_duty", "You are off duty."),
            ),
        ),
    ),
)
