"""Who may open the addresses of training and the policy."""

from tests.governance.doors.answers import Door
from tests.governance.doors.trying import Field

DOORS: tuple[Door, ...] = ()
FIELDS: tuple[Field, ...] = ()
