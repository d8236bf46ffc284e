"""Who may open the addresses of the second factor and the sessions."""

from tests.governance.doors.answers import Door
from tests.governance.doors.trying import Field

DOORS: tuple[Door, ...] = ()
FIELDS: tuple[Field, ...] = ()
