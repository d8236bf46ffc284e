"""Who may open the addresses of conditions and their rules."""

from tests.governance.doors.answers import Door
from tests.governance.doors.trying import Field

DOORS: tuple[Door, ...] = ()
FIELDS: tuple[Field, ...] = ()
