"""The part of X API v2 that tweepy calls for posting, taking down, reading and looking up."""

import re
import secrets
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from sandbox import faults, limits, media, people, posts
from sandbox.answers import Answer, Refused, as_json, invalid, missing, not_found
from sandbox.clock import moment, stamp, told
from sandbox.request import Request
from sandbox.signature import account_behind
from sandbox.store import Store

PAGE_DEFAULT = 10
PAGE_RANGE = range(5, 101)
MOST_IDS = 100
_SHOWING = (
    "expansions",
    "tweet.fields",
    "post.fields",
    "user.fields",
    "media.fields",
    "place.fields",
    "poll.fields",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """A request that is signed, within its limits and free to be carried out."""

    request: Request
    account: sqlite3.Row
    db: sqlite3.Connection
    argument: str
    fault: str | None
    at: datetime


Action = Callable[[Call], Answer]


def create(call: Call) -> Answer:
    data = posts.create(db=call.db, request=call.request, account=call.account, fault=call.fault, at=call.at)
    return as_json({"data": data}, status=201)


def delete(call: Call) -> Answer:
    data = posts.delete(db=call.db, post_id=_checked_id(call.argument), account=call.account, at=call.at)
    return as_json({"data": data})


def lookup(call: Call) -> Answer:
    """Missing posts are no failure: 200, with an errors list beside the data."""
    query = call.request.parameters("ids", *_SHOWING)
    fields = _fields(query)
    found, errors = [], []
    for post_id in _names(query, "ids"):
        row = posts.find(db=call.db, post_id=_checked_id(post_id))
        if row is None:
            errors.append(missing("tweet", "ids", post_id))
        else:
            found.append(posts.as_x_shows(row, fields))
    return as_json(({"data": found} if found else {}) | ({"errors": errors} if errors else {}))


def one_post(call: Call) -> Answer:
    fields = _fields(call.request.parameters(*_SHOWING))
    row = posts.find(db=call.db, post_id=_checked_id(call.argument))
    if row is None:
        return as_json({"errors": [missing("tweet", "id", call.argument)]})
    return as_json({"data": posts.as_x_shows(row, fields)})


def timeline(call: Call) -> Answer:
    query = call.request.parameters(
        "since_id",
        "until_id",
        "start_time",
        "end_time",
        "max_results",
        "pagination_token",
        "exclude",
        *_SHOWING,
    )
    if people.by_id(db=call.db, user_id=call.argument) is None:
        return as_json({"errors": [missing("user", "id", call.argument)]})
    size, fields = _page_size(query), _fields(query)
    rows = posts.page(db=call.db, user_id=call.argument, stretch=_stretch(query), limit=size + 1)
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
    fields = _user_fields(call.request.parameters(*_SHOWING))
    return as_json({"data": people.as_x_shows(call.account, fields)})


def users(call: Call) -> Answer:
    """By ids or by usernames, whichever the path asks for."""
    parameter = "usernames" if call.request.path == "/2/users/by" else "ids"
    query = call.request.parameters(parameter, *_SHOWING)
    names = _names(query, parameter)
    return as_json(people.listing(db=call.db, names=names, parameter=parameter, fields=_user_fields(query)))


def one_user(call: Call) -> Answer:
    parameter = "username" if "/by/" in call.request.path else "id"
    fields = _user_fields(call.request.parameters(*_SHOWING))
    body = people.listing(db=call.db, names=[call.argument], parameter=parameter, fields=fields)
    return as_json(body | ({"data": body["data"][0]} if "data" in body else {}))


def upload(call: Call) -> Answer:
    return as_json({"data": media.one_shot(**_own(call), request=call.request)})


def initialize(call: Call) -> Answer:
    return as_json({"data": media.initialize(**_own(call), request=call.request)})


def append(call: Call) -> Answer:
    media.append(**_own(call), request=call.request, named=call.argument)
    return as_json({"data": {}})


def finalize(call: Call) -> Answer:
    return as_json({"data": media.finalize(**_own(call), named=call.argument, fault=call.fault)})


def upload_status(call: Call) -> Answer:
    query = call.request.parameters("command", "media_id")
    if query.get("command") != "STATUS":
        raise invalid({"command": [query.get("command", "")]}, "command is STATUS")
    return as_json({"data": media.status(**_own(call), named=query.get("media_id", ""))})


def describe(call: Call) -> Answer:
    return as_json({"data": media.describe(**_own(call), request=call.request)})


def _own(call: Call) -> dict[str, Any]:
    return {"db": call.db, "user_id": call.account["user_id"], "at": call.at}


_ROUTES: tuple[tuple[str, re.Pattern[str], tuple[limits.Limit, ...], Action], ...] = (
    ("POST", re.compile(r"/2/tweets"), limits.CREATE, create),
    ("GET", re.compile(r"/2/tweets"), limits.LOOKUP, lookup),
    ("DELETE", re.compile(r"/2/tweets/([^/]+)"), limits.DELETE, delete),
    ("GET", re.compile(r"/2/tweets/([^/]+)"), limits.ONE_POST, one_post),
    ("POST", re.compile(r"/2/media/upload"), limits.MEDIA, upload),
    ("GET", re.compile(r"/2/media/upload"), limits.MEDIA, upload_status),
    ("POST", re.compile(r"/2/media/upload/initialize"), limits.MEDIA, initialize),
    ("POST", re.compile(r"/2/media/upload/([^/]+)/append"), limits.MEDIA, append),
    ("POST", re.compile(r"/2/media/upload/([^/]+)/finalize"), limits.MEDIA, finalize),
    ("POST", re.compile(r"/2/media/metadata"), limits.MEDIA, describe),
    ("GET", re.compile(r"/2/users/me"), limits.ME, me),
    ("GET", re.compile(r"/2/users(?:/by)?"), limits.USERS, users),
    ("GET", re.compile(r"/2/users/by/username/([^/]+)"), limits.USERS, one_user),
    ("GET", re.compile(r"/2/users/([^/]+)/tweets"), limits.TIMELINE, timeline),
    ("GET", re.compile(r"/2/users/([^/]+)"), limits.USERS, one_user),
)


def answer(*, store: Store, request: Request, at: datetime) -> Answer:
    """Check the signature, count the call, let planned trouble happen, and do what is asked."""
    headers: Mapping[str, str] = {}
    try:
        route_limits, action, argument = _route(request)
        with store.writing() as db:
            account = account_behind(request=request, db=db, at=at)
            at = told(db=db, otherwise=at)
            headers = limits.spend(db=db, limits=route_limits, account=account, at=at)
            fault = faults.take(db=db, request=request, account=account)
        given = faults.before(fault=fault, at=at) if fault else None
        if given is None:
            with store.writing() as db:
                name = fault.name if fault else None
                given = action(
                    Call(request=request, account=account, db=db, argument=argument, fault=name, at=at)
                )
            given = faults.after(fault=fault, answer=given) if fault else given
    except Refused as refused:
        given = refused.answer
    date = format_datetime(at, usegmt=True)
    headers = {**headers, **given.headers, "Date": date, "x-transaction-id": secrets.token_hex(8)}
    return replace(given, headers=headers)


def _route(request: Request) -> tuple[tuple[limits.Limit, ...], Action, str]:
    for method, pattern, route_limits, action in _ROUTES:
        match = pattern.fullmatch(request.path)
        if match and method == request.method:
            return route_limits, action, match.group(1) if match.groups() else ""
    raise not_found()


def _checked_id(text: str) -> str:
    if not posts.is_id(text):
        raise invalid({"id": [text]}, f"The id [{text}] is not a valid Tweet id")
    return text


def _names(query: Mapping[str, str], parameter: str) -> list[str]:
    names = [name for name in query.get(parameter, "").split(",") if name]
    if not 1 <= len(names) <= MOST_IDS:
        raise invalid({parameter: names}, f"Between 1 and {MOST_IDS} {parameter} are looked up at a time")
    return names


def _fields(query: Mapping[str, str]) -> frozenset[str]:
    return _listed(query, "tweet.fields", posts.FIELDS) | _listed(query, "post.fields", posts.FIELDS)


def _user_fields(query: Mapping[str, str]) -> frozenset[str]:
    return _listed(query, "user.fields", people.FIELDS)


def _listed(query: Mapping[str, str], parameter: str, known: frozenset[str]) -> frozenset[str]:
    names = frozenset(name for name in query.get(parameter, "").split(",") if name)
    if names - known:
        raise invalid({parameter: sorted(names - known)}, f"{parameter} is one of {sorted(known)}")
    return names


def _page_size(query: Mapping[str, str]) -> int:
    text = query.get("max_results", str(PAGE_DEFAULT))
    if not (text.isascii() and text.isdigit() and len(text) < 4 and int(text) in PAGE_RANGE):
        raise invalid({"max_results": [text]}, "max_results is between 5 and 100")
    return int(text)


def _stretch(query: Mapping[str, str]) -> posts.Stretch:
    until = int(_checked_id(query.get("until_id", str(posts.HIGHEST_ID))))
    if token := query.get("pagination_token"):
        until = min(until, int(_checked_id(token.removeprefix("before"))))
    try:
        start = stamp(moment(query["start_time"])) if "start_time" in query else ""
        end = stamp(moment(query["end_time"])) if "end_time" in query else "~"
    except ValueError as error:
        raise invalid({"start_time": [], "end_time": []}, str(error)) from None
    return posts.Stretch(
        since_id=int(_checked_id(query.get("since_id", "0"))),
        until_id=until,
        start=start,
        end=end,
        replies="replies" not in query.get("exclude", "").split(","),
    )
