"""A request on its way to being carried out, and how its query is read."""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sandbox import people
from sandbox.answers import Answer, invalid
from sandbox.post_json import FIELDS as POST_FIELDS
from sandbox.post_json import OLDER
from sandbox.request import Request

PAGE_DEFAULT = 10
PAGE_RANGE = range(5, 101)
MOST_IDS = 100
HIGHEST_ID = 2**63 - 1
SHOWING = (
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
    """A request that is signed, within its limits and free to be carried out.

    `argument` and `second` are what its path names.
    """

    request: Request
    account: sqlite3.Row
    consumer_key: str
    db: sqlite3.Connection
    argument: str
    second: str
    fault: str | None
    at: datetime


Action = Callable[[Call], Answer]


def is_id(text: str) -> bool:
    """Digits that fit 64 bits."""
    return text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= HIGHEST_ID


def checked_id(text: str) -> str:
    if not is_id(text):
        raise invalid({"id": [text]}, f"The id [{text}] is not a valid Tweet id")
    return text


def names(query: Mapping[str, str], parameter: str) -> list[str]:
    wanted = [name for name in query.get(parameter, "").split(",") if name]
    if not 1 <= len(wanted) <= MOST_IDS:
        raise invalid({parameter: wanted}, f"Between 1 and {MOST_IDS} {parameter} are looked up at a time")
    return wanted


@dataclass(frozen=True, kw_only=True, slots=True)
class PostFields:
    """What is asked of posts, under the older names; `newer` is how it was asked."""

    names: frozenset[str]
    newer: bool


def post_fields(query: Mapping[str, str]) -> PostFields:
    newer = _listed(query, "post.fields", POST_FIELDS | set(OLDER))
    older = _listed(query, "tweet.fields", POST_FIELDS)
    return PostFields(names=older | {OLDER.get(name, name) for name in newer}, newer="post.fields" in query)


def user_fields(query: Mapping[str, str]) -> frozenset[str]:
    return _listed(query, "user.fields", people.FIELDS)


def _listed(query: Mapping[str, str], parameter: str, known: frozenset[str]) -> frozenset[str]:
    names = frozenset(name for name in query.get(parameter, "").split(",") if name)
    if names - known:
        raise invalid({parameter: sorted(names - known)}, f"{parameter} is one of {sorted(known)}")
    return names


def page_size(query: Mapping[str, str]) -> int:
    text = query.get("max_results", str(PAGE_DEFAULT))
    if not (text.isascii() and text.isdigit() and len(text) < 4 and int(text) in PAGE_RANGE):
        raise invalid({"max_results": [text]}, "max_results is between 5 and 100")
    return int(text)
