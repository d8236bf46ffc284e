"""What only looks: posts, timelines and accounts, with X's copies no further apart than was planned."""

import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sandbox import consistency, people, posts
from sandbox.answers import Answer, as_json, invalid, missing
from sandbox.call import SHOWING, Call, checked_id, names, page_size, post_fields, user_fields
from sandbox.clock import moment, stamp


def lookup(call: Call) -> Answer:
    """Missing posts are no failure: 200, with an errors list beside the data."""
    query = call.request.parameters("ids", *SHOWING)
    fields = post_fields(query)
    found, errors = [], []
    for post_id in names(query, "ids"):
        row = _seen(call, post_id)
        if row is None:
            errors.append(missing("tweet", "ids", post_id))
        else:
            found.append(posts.as_x_shows(row, fields))
    return as_json(({"data": found} if found else {}) | ({"errors": errors} if errors else {}))


def one_post(call: Call) -> Answer:
    fields = post_fields(call.request.parameters(*SHOWING))
    row = _seen(call, call.argument)
    if row is None:
        return as_json({"errors": [missing("tweet", "id", call.argument)]})
    return as_json({"data": posts.as_x_shows(row, fields)})


def _seen(call: Call, post_id: str) -> sqlite3.Row | None:
    row = posts.ever(db=call.db, post_id=checked_id(post_id))
    if row is None:
        return None
    sight = consistency.lookup(db=call.db, user_id=row["user_id"], at=call.at)
    return row if sight.shows(row) else None


def timeline(call: Call) -> Answer:
    query = call.request.parameters(
        "since_id",
        "until_id",
        "start_time",
        "end_time",
        "max_results",
        "pagination_token",
        "exclude",
        *SHOWING,
    )
    if people.by_id(db=call.db, user_id=call.argument) is None:
        return as_json({"errors": [missing("user", "id", call.argument)]})
    size, fields = page_size(query), post_fields(query)
    sight = consistency.timeline(db=call.db, user_id=call.argument, at=call.at)
    stretch = replace(_stretch(query), until=sight.until, gone_since=sight.gone_since)
    rows = posts.page(db=call.db, user_id=call.argument, stretch=stretch, limit=size + 1)
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
    return as_json({"data": [posts.as_x_shows(row, fields) for row in rows], "meta": meta})


def me(call: Call) -> Answer:
    fields = user_fields(call.request.parameters(*SHOWING))
    return as_json({"data": people.as_x_shows(call.account, fields)})


def users(call: Call) -> Answer:
    """By ids or by usernames, whichever the path asks for."""
    parameter = "usernames" if call.request.path == "/2/users/by" else "ids"
    query = call.request.parameters(parameter, *SHOWING)
    found = people.listing(
        db=call.db, names=names(query, parameter), parameter=parameter, fields=user_fields(query)
    )
    return as_json(found)


def one_user(call: Call) -> Answer:
    parameter = "username" if "/by/" in call.request.path else "id"
    fields = user_fields(call.request.parameters(*SHOWING))
    body = people.listing(db=call.db, names=[call.argument], parameter=parameter, fields=fields)
    return as_json(body | ({"data": body["data"][0]} if "data" in body else {}))


def _stretch(query: Mapping[str, str]) -> posts.Stretch:
    until = int(checked_id(query.get("until_id", str(posts.HIGHEST_ID))))
    if token := query.get("pagination_token"):
        until = min(until, int(checked_id(token.removeprefix("before"))))
    try:
        start = stamp(moment(query["start_time"])) if "start_time" in query else ""
        end = stamp(moment(query["end_time"])) if "end_time" in query else "~"
    except ValueError as error:
        raise invalid({"start_time": [], "end_time": []}, str(error)) from None
    return posts.Stretch(
        since_id=int(checked_id(query.get("since_id", "0"))),
        until_id=until,
        start=start,
        end=end,
        replies="replies" not in query.get("exclude", "").split(","),
    )
