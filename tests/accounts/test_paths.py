"""What came with a request is a moment, or it is none."""

from datetime import UTC, datetime

import pytest

from accounts.paths import moment


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-11-21T14:05:00-06:00", datetime(2026, 11, 21, 20, 5, tzinfo=UTC)),
        ("2026-11-21T14:05:00", None),
        ("0001-01-01T00:00:00+23:59", None),
        ("9999-12-31T23:59:59-23:59", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_moment_has_its_offset_and_lies_in_the_calendar(typed: str, meant: datetime | None) -> None:
    assert moment(typed) == meant
