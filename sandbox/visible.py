"""A post as whoever asks may see it: whether at all by now, which of its metrics, and what the look costs."""

import sqlite3
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sandbox import consistency, credit, people, posts, standing
from sandbox.answers import PROBLEMS
from sandbox.call import Call, PostFields, checked_id
from sandbox.clock import moment
from sandbox.post_json import as_x_shows, newer_names, private_metrics

METRICS_DAYS = 30
"""So long an author may ask for the metrics that nobody else sees."""
_PRIVATE = "non_public_metrics"


def seen(*, call: Call, post_id: str) -> sqlite3.Row | None:
    """A post, paid for; None where it is gone, not here yet, or not for this reader."""
    row = posts.ever(db=call.db, post_id=checked_id(post_id))
    if row is None:
        return None
    charge(call=call, user_id=row["user_id"])
    sight = consistency.lookup(db=call.db, user_id=row["user_id"], at=call.at)
    author = people.the(db=call.db, user_id=row["user_id"])
    closed = standing.hidden_from(db=call.db, row=author, reader=call.reader)
    return row if closed is None and sight.shows(row) else None


def charge(*, call: Call, user_id: str) -> None:
    """Reading of oneself is cheaper."""
    price = credit.READ_OWN if user_id == call.reader else credit.READ
    credit.charge(db=call.db, consumer_key=call.consumer_key, micros=price)


def shown(*, call: Call, row: sqlite3.Row, fields: PostFields) -> Mapping[str, Any]:
    """The fields that were asked for, under the names they were asked by."""
    data = as_x_shows(row, fields.names)
    if _PRIVATE in fields.names and _may_see_metrics(call, row):
        data[_PRIVATE] = private_metrics()
    return newer_names(data) if fields.newer else data


def withheld(*, call: Call, row: sqlite3.Row, fields: PostFields) -> list[dict[str, object]]:
    """Metrics that are an author's alone, and for 30 days, are no failure either: the rest is answered."""
    if _PRIVATE not in fields.names or _may_see_metrics(call, row):
        return []
    kind = "post" if fields.newer else "tweet"
    field = f"{kind}.{_PRIVATE}"
    return [
        {
            "resource_type": "tweet",
            "resource_id": str(row["id"]),
            "field": field,
            "parameter": f"{kind}.fields",
            "section": "data",
            "title": "Field Authorization Error",
            "detail": f"Sorry, you are not authorized to access '{field}' on the Tweet with id [{row['id']}].",
            "type": f"{PROBLEMS}not-authorized-for-field",
        }
    ]


def _may_see_metrics(call: Call, row: sqlite3.Row) -> bool:
    young = moment(row["created_at"]) > call.at - timedelta(days=METRICS_DAYS)
    return bool(row["user_id"] == call.reader and young)
