"""Rules with days in the hands of the cast: the present ones, by which one rule counts from a day on, or until one."""

from datetime import date, datetime, timedelta
from typing import Any

from accounts import duty
from directives.editing import Spot, changed, index_of
from governance.cast import Cast
from posts.models import Post
from tests import people, rules

DAY = timedelta(days=1)
FIRST, LAST = date(2026, 11, 25), date(2026, 11, 26)
"""Wednesday and Thursday after the Saturday on which these tests play."""
ASKS = "garage side door"
"""Words of the tip that the reading of evidence asks about once they are among its own."""


def in_force(chicago: Cast, at: datetime, *, first: date, last: date | None = None) -> None:
    """The present rules, by which a tip about that door is asked about from a day on."""
    adopted(chicago, at, "evidence-suspected", terms=(ASKS,), from_on=first, until_on=last)


def adopted(chicago: Cast, at: datetime, rule: str, **values: Any) -> None:
    """The present rules, with one of them changed."""
    source = rules.called(rules.text("chicago"), rules.NEXT)
    row = index_of(source=source, table="rule", name="id", called=rule)
    for key, value in values.items():
        source = changed(source=source, spot=Spot(table="rule", index=row, key=key), value=value)
    rules.adopt(agency=chicago.agency, source=source, effective_at=at, at=at)


def approved(chicago: Cast, post: Post, at: datetime) -> None:
    """By its sergeant, on the tour of that day."""
    duty.start(member=chicago.whitfield, at=at)
    people.approve(post=post, by=chicago.whitfield, at=at)
