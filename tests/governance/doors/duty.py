"""Who may open the addresses of tours of duty and of what was refused."""

from tests.governance.doors.answers import Door
from tests.governance.doors.trying import Field

DOORS: tuple[Door, ...] = ()
FIELDS: tuple[Field, ...] = ()
