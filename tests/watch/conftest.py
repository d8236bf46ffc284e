"""Everything on the floor happens at the usual moment."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine


@pytest.fixture
def now(at: datetime) -> Iterator[datetime]:
    """The clock stands still."""
    with time_machine.travel(at, tick=False):
        yield at
