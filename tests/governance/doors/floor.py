"""The table: the floor, which is there only for the offices that watch it."""

from tests.governance.doors.answers import NOTHING, Ask, Door, everyone, page

_READERS = {name: page() for name in ("communications", "community_policing", "administrator")}

DOORS = (
    Door(name="floor", asks=(Ask(answers=everyone(NOTHING, **_READERS)),)),
    Door(name="floor_changes", asks=(Ask(answers=everyone(NOTHING, **_READERS)),)),
)
