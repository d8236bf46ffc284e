"""What several tests of the whole project begin with."""

from tests.governance.doors.house import house

__all__ = ["house"]
