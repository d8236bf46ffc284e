"""The table: the directive at work, and the page to try its rules."""

from tests.governance.doors.answers import NOTHING, Ask, Door, everyone, page

_ANSWERABLE = ("commander", "communications", "community_policing", "administrator")
_READ = everyone(NOTHING, **dict.fromkeys(_ANSWERABLE, page()))


def _typed(scene: object, thing: object) -> dict[str, str]:
    return {"text": "Lock your garage side door tonight.", "category": "safety_tip"}


DOORS = (
    Door(name="directive", asks=(Ask(answers=_READ),)),
    Door(
        name="try_directive",
        asks=(Ask(answers=everyone(page())), Ask(method="POST", answers=everyone(page()), form=_typed)),
    ),
)
