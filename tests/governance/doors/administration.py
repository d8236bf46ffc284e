"""Who may open the addresses of members, units and the agency."""

from tests.governance.doors.answers import Door
from tests.governance.doors.trying import Field

DOORS: tuple[Door, ...] = ()
FIELDS: tuple[Field, ...] = ()
