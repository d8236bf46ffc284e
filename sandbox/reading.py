"""What only looks: posts, timelines and accounts, with X's copies no further apart than was planned."""

import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sandbox import consistency, including, people, posts, standing, visible
from sandbox.answers import Answer, as_json, invalid, missing
from sandbox.call import (
    HIGHEST_ID,
    SHOWING,
    Call,
    checked_id,
    names,
    page_size,
    post_fields,
    recent_post_fields,
    user_fields,
)
from sandbox.clock import moment, stamp

STRETCH = ("since_id", "until_id", "start_time", "end_time", "max_results", "pagination_token")


def lookup(call: Call) -> Answer:
    """Missing posts are no failure: 200, with an errors list beside the data."""
    query = call.request.parameters("ids", *SHOWING)
    fields, found, errors = post_fields(query), [], []
    for post_id in names(query, "ids"):
        row = visible.seen(call=call, post_id=post_id)
        if row is None:
            errors.append(missing("tweet", "ids", post_id))
        else:
            found.append(row)
    body = including.posts_answer(call=call, rows=found, fields=fields, query=query)
    return as_json(body | ({"errors": [*errors, *body.get("errors", [])]} if errors else {}))


def one_post(call: Call) -> Answer:
    query = call.request.parameters(*SHOWING)
    fields = post_fields(query)
    row = visible.seen(call=call, post_id=call.argument)
    if row is None:
        return as_json({"errors": [missing("tweet", "id", call.argument)]})
    body = including.posts_answer(call=call, rows=[row], fields=fields, query=query)
    return as_json(body | {"data": body["data"][0]})


def timeline(call: Call) -> Answer:
    query = call.request.parameters("exclude", *STRETCH, *SHOWING)
    visible.charge(call=call, user_id=call.argument)
    owner = people.by_id(db=call.db, user_id=call.argument)
    if owner is None:
        return as_json({"errors": [missing("user", "id", call.argument)]})
    if closed := standing.hidden_from(db=call.db, row=owner, reader=call.reader):
        return as_json({"errors": [closed]})
    sight = consistency.timeline(db=call.db, user_id=call.argument, at=call.at)
    stretch = replace(_stretch(query), until=sight.until, gone_since=sight.gone_since)
    size = page_size(query)
    rows = posts.page(db=call.db, user_id=call.argument, stretch=stretch, limit=size + 1)
    return _paged(call, rows, size, query)


def mentions(call: Call) -> Answer:
    """Posts of others that name the account."""
    query = call.request.parameters(*STRETCH, *SHOWING)
    visible.charge(call=call, user_id=call.argument)
    account = people.by_id(db=call.db, user_id=call.argument)
    if account is None:
        return as_json({"errors": [missing("user", "id", call.argument)]})
    size = page_size(query)
    rows = posts.mentioning(db=call.db, account=account, stretch=_stretch(query), limit=size + 1)
    return _paged(call, rows, size, query)


def _paged(call: Call, rows: list[sqlite3.Row], size: int, query: Mapping[str, str]) -> Answer:
    """No data at all when there is none; a token when more are to come."""
    more, rows, fields = len(rows) > size, rows[:size], post_fields(query)
    if not rows:
        return as_json({"meta": {"result_count": 0}})
    meta: dict[str, Any] = {
        "result_count": len(rows),
        "newest_id": str(rows[0]["id"]),
        "oldest_id": str(rows[-1]["id"]),
    }
    if more:
        meta["next_token"] = f"before{rows[-1]['id']}"
    return as_json(including.posts_answer(call=call, rows=rows, fields=fields, query=query) | {"meta": meta})


def me(call: Call) -> Answer:
    query = call.request.parameters(*SHOWING)
    user = people.as_x_shows(call.account, user_fields(query), db=call.db)
    return as_json(_with_recent_posts(call, {"data": [user]}, query, alone=True))


def users(call: Call) -> Answer:
    """By ids or by usernames, whichever the path asks for."""
    parameter = "usernames" if call.request.path == "/2/users/by" else "ids"
    query = call.request.parameters(parameter, *SHOWING)
    found = people.listing(
        db=call.db,
        names=names(query, parameter),
        parameter=parameter,
        fields=user_fields(query),
        reader=call.reader,
    )
    return as_json(_with_recent_posts(call, found, query))


def one_user(call: Call) -> Answer:
    parameter = "username" if "/by/" in call.request.path else "id"
    query = call.request.parameters(*SHOWING)
    body = people.listing(
        db=call.db, names=[call.argument], parameter=parameter, fields=user_fields(query), reader=call.reader
    )
    return as_json(_with_recent_posts(call, body, query, alone=True))


def _with_recent_posts(
    call: Call, body: Mapping[str, Any], query: Mapping[str, str], *, alone: bool = False
) -> Mapping[str, Any]:
    """Each account's newest post that this reader sees, where it was asked for. `alone`: one account is no list."""
    fields, users, seen = recent_post_fields(query), [*body.get("data", ())], []
    kind = "post" if fields.newer else "tweet"
    for user in users if fields.expansions else ():
        newest = posts.page(db=call.db, user_id=user["id"], stretch=posts.Stretch(), limit=1)
        for row in filter(None, (visible.seen(call=call, post_id=str(each["id"])) for each in newest)):
            seen.append(visible.shown(call=call, row=row, fields=fields))
            user[f"most_recent_{kind}_id"] = str(row["id"])
    found = dict(body) | ({"includes": {f"{kind}s": seen}} if seen else {})
    return found | ({"data": users[0]} if alone and users else {})


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
