"""What only looks: posts, timelines and accounts, with X's copies no further apart than was planned."""

import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sandbox import consistency, credit, people, posts, standing
from sandbox.answers import PROBLEMS, Answer, as_json, invalid, missing
from sandbox.call import (
    HIGHEST_ID,
    SHOWING,
    Call,
    PostFields,
    checked_id,
    names,
    page_size,
    post_fields,
    user_fields,
)
from sandbox.clock import moment, stamp
from sandbox.post_json import as_x_shows, newer_names, private_metrics

METRICS_DAYS = 30
"""So long an author may ask for the metrics that nobody else sees."""
_PRIVATE = "non_public_metrics"
STRETCH = ("since_id", "until_id", "start_time", "end_time", "max_results", "pagination_token")


def lookup(call: Call) -> Answer:
    """Missing posts are no failure: 200, with an errors list beside the data."""
    query = call.request.parameters("ids", *SHOWING)
    fields = post_fields(query)
    found: list[Mapping[str, Any]] = []
    errors: list[Mapping[str, Any]] = []
    for post_id in names(query, "ids"):
        row = _seen(call, post_id)
        if row is None:
            errors.append(missing("tweet", "ids", post_id))
        else:
            found.append(_shown(call, row, fields))
            errors += _withheld(call, row, fields)
    return as_json(({"data": found} if found else {}) | ({"errors": errors} if errors else {}))


def one_post(call: Call) -> Answer:
    fields = post_fields(call.request.parameters(*SHOWING))
    row = _seen(call, call.argument)
    if row is None:
        return as_json({"errors": [missing("tweet", "id", call.argument)]})
    errors = _withheld(call, row, fields)
    return as_json({"data": _shown(call, row, fields)} | ({"errors": errors} if errors else {}))


def _seen(call: Call, post_id: str) -> sqlite3.Row | None:
    row = posts.ever(db=call.db, post_id=checked_id(post_id))
    if row is None:
        return None
    _charge(call, row["user_id"])
    sight = consistency.lookup(db=call.db, user_id=row["user_id"], at=call.at)
    author = people.the(db=call.db, user_id=row["user_id"])
    closed = standing.hidden_from(db=call.db, row=author, reader=call.account["user_id"])
    return row if closed is None and sight.shows(row) else None


def timeline(call: Call) -> Answer:
    query = call.request.parameters("exclude", *STRETCH, *SHOWING)
    _charge(call, call.argument)
    owner = people.by_id(db=call.db, user_id=call.argument)
    if owner is None:
        return as_json({"errors": [missing("user", "id", call.argument)]})
    if closed := standing.hidden_from(db=call.db, row=owner, reader=call.account["user_id"]):
        return as_json({"errors": [closed]})
    sight = consistency.timeline(db=call.db, user_id=call.argument, at=call.at)
    stretch = replace(_stretch(query), until=sight.until, gone_since=sight.gone_since)
    size, fields = page_size(query), post_fields(query)
    rows = posts.page(db=call.db, user_id=call.argument, stretch=stretch, limit=size + 1)
    return _paged(call, rows, size, fields)


def mentions(call: Call) -> Answer:
    """Posts of others that name the account."""
    query = call.request.parameters(*STRETCH, *SHOWING)
    _charge(call, call.argument)
    account = people.by_id(db=call.db, user_id=call.argument)
    if account is None:
        return as_json({"errors": [missing("user", "id", call.argument)]})
    size, fields = page_size(query), post_fields(query)
    rows = posts.mentioning(db=call.db, account=account, stretch=_stretch(query), limit=size + 1)
    return _paged(call, rows, size, fields)


def _charge(call: Call, user_id: str) -> None:
    """Reading of oneself is cheaper."""
    price = credit.READ_OWN if user_id == call.account["user_id"] else credit.READ
    credit.charge(db=call.db, consumer_key=call.consumer_key, micros=price)


def _paged(call: Call, rows: list[sqlite3.Row], size: int, fields: PostFields) -> Answer:
    """No data at all when there is none; a token when more are to come."""
    more, rows = len(rows) > size, rows[:size]
    if not rows:
        return as_json({"meta": {"result_count": 0}})
    meta: dict[str, Any] = {
        "result_count": len(rows),
        "newest_id": str(rows[0]["id"]),
        "oldest_id": str(rows[-1]["id"]),
    }
    if more:
        meta["next_token"] = f"before{rows[-1]['id']}"
    errors = [error for row in rows for error in _withheld(call, row, fields)]
    body = {"data": [_shown(call, row, fields) for row in rows], "meta": meta}
    return as_json(body | ({"errors": errors} if errors else {}))


def _shown(call: Call, row: sqlite3.Row, fields: PostFields) -> Mapping[str, Any]:
    data = as_x_shows(row, fields.names)
    if _PRIVATE in fields.names and _may_see_metrics(call, row):
        data[_PRIVATE] = private_metrics()
    return newer_names(data) if fields.newer else data


def _withheld(call: Call, row: sqlite3.Row, fields: PostFields) -> list[dict[str, object]]:
    """Metrics that are an author's alone, and for 30 days, are no failure either: the rest is answered."""
    if _PRIVATE not in fields.names or _may_see_metrics(call, row):
        return []
    field = f"{'post' if fields.newer else 'tweet'}.{_PRIVATE}"
    return [
        {
            "resource_type": "tweet",
            "resource_id": str(row["id"]),
            "field": field,
            "parameter": f"{'post' if fields.newer else 'tweet'}.fields",
            "section": "data",
            "title": "Field Authorization Error",
            "detail": f"Sorry, you are not authorized to access '{field}' on the Tweet with id [{row['id']}].",
            "type": f"{PROBLEMS}not-authorized-for-field",
        }
    ]


def _may_see_metrics(call: Call, row: sqlite3.Row) -> bool:
    young = moment(row["created_at"]) > call.at - timedelta(days=METRICS_DAYS)
    return bool(row["user_id"] == call.account["user_id"] and young)


def me(call: Call) -> Answer:
    fields = user_fields(call.request.parameters(*SHOWING))
    return as_json({"data": people.as_x_shows(call.account, fields, db=call.db)})


def users(call: Call) -> Answer:
    """By ids or by usernames, whichever the path asks for."""
    parameter = "usernames" if call.request.path == "/2/users/by" else "ids"
    query = call.request.parameters(parameter, *SHOWING)
    found = people.listing(
        db=call.db,
        names=names(query, parameter),
        parameter=parameter,
        fields=user_fields(query),
        reader=call.account["user_id"],
    )
    return as_json(found)


def one_user(call: Call) -> Answer:
    parameter = "username" if "/by/" in call.request.path else "id"
    fields = user_fields(call.request.parameters(*SHOWING))
    reader = call.account["user_id"]
    body = people.listing(
        db=call.db, names=[call.argument], parameter=parameter, fields=fields, reader=reader
    )
    return as_json(body | ({"data": body["data"][0]} if "data" in body else {}))


def _stretch(query: Mapping[str, str]) -> posts.Stretch:
    until = int(checked_id(query.get("until_id", str(HIGHEST_ID))))
    if token := query.get("pagination_token"):
        until = min(until, int(checked_id(token.removeprefix("before"))))
    try:
        start = stamp(moment(query["start_time"])) if "start_time" in query else ""
        end = stamp(moment(query["end_time"])) if "end_time" in query else "~"
    except ValueError as error:
        raise invalid({"start_time": [], "end_time": []}, str(error)) from None
    excluded = query.get("exclude", "").split(",")
    return posts.Stretch(
        since_id=int(checked_id(query.get("since_id", "0"))),
        until_id=until,
        start=start,
        end=end,
        replies="replies" not in excluded,
        repeats="retweets" not in excluded,
    )
