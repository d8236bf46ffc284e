"""Everything on the floor happens at the usual moment."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from django.core.cache.backends.locmem import LocMemCache


@pytest.fixture
def now(at: datetime) -> Iterator[datetime]:
    """The clock stands still."""
    with time_machine.travel(at, tick=False):
        yield at


@pytest.fixture(autouse=True)
def nothing_drawn_yet() -> None:
    """Followers of another test saw an agency with the same number: their drawings are gone."""
    LocMemCache("floor", {}).clear()
