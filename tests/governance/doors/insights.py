"""The table: insights, which serve those who lead."""

from tests.governance.doors.answers import NOTHING, Ask, Door, everyone, page

_LEADERS = ("sergeant", "commander", "communications", "community_policing", "administrator")
_READ = everyone(NOTHING, **dict.fromkeys(_LEADERS, page()))

DOORS = (
    Door(name="insights", asks=(Ask(answers=_READ),)),
    Door(name="cadence", asks=(Ask(answers=_READ | {"author": page(), "usmr": page()}),)),
    Door(name="cadence_file", asks=(Ask(answers=_READ | {"author": page(), "usmr": page()}),)),
    Door(name="insights_file", kwargs={"name": "posts-by-unit"}, asks=(Ask(answers=_READ),)),
)
