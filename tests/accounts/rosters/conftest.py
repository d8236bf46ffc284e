"""Chicago with a calendar and two recipients."""

from datetime import datetime

import pytest

from governance.cast import Cast
from tests.accounts.rosters import house


@pytest.fixture
def chicago(chicago: Cast, at: datetime) -> Cast:
    """The Chicago cast, the day before period 13 begins."""
    house.set_up(engaged=chicago, at=at)
    return chicago
