"""A request on its way to being carried out, and how its query is read."""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sandbox import people
from sandbox.answers import Answer, invalid, unsupported_authentication
from sandbox.caller import Caller
from sandbox.faults import Fault
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


_POSTS_EXPAND = {
    "attachments.media_keys": "attachments",
    "author_id": "author_id",
    "edit_history_tweet_ids": "edit_history_tweet_ids",
    "entities.mentions.username": "entities",
    "in_reply_to_user_id": "in_reply_to_user_id",
    "referenced_tweets.id": "referenced_tweets",
    "referenced_tweets.id.author_id": "referenced_tweets",
}
"""What an expansion of a post opens, and in which of its fields that is named."""
_USERS_EXPAND = {"most_recent_tweet_id": "most_recent_tweet_id"}
_NEWER_EXPANSIONS = {
    "edit_history_post_ids": "edit_history_tweet_ids",
    "most_recent_post_id": "most_recent_tweet_id",
    "referenced_posts": "referenced_tweets.id",
}
_NEVER_THERE = frozenset(
    {
        "affiliation",
        "affiliation.user_id",
        "article.cover_media",
        "article.media_entities",
        "attachments.media_source_tweet",
        "attachments.poll_ids",
        "geo.place_id",
        "pinned_post_id",
        "pinned_tweet_id",
    }
)
"""Expansions of what nobody has here."""
_MEDIA_FIELDS = frozenset(
    {
        "alt_text",
        "duration_ms",
        "height",
        "media_key",
        "non_public_metrics",
        "organic_metrics",
        "preview_image_url",
        "promoted_metrics",
        "public_metrics",
        "type",
        "url",
        "variants",
        "width",
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """A request that is signed, within its limits and free to be carried out.

    `argument` and `second` are what its path names.
    """

    request: Request
    caller: Caller
    db: sqlite3.Connection
    argument: str
    second: str
    fault: Fault | None
    at: datetime

    @property
    def account(self) -> sqlite3.Row:
        """Whose account asks. Raises Refused(403) where an application asks by itself: see `reader`."""
        if self.caller.account is None:
            raise unsupported_authentication()
        return self.caller.account

    @property
    def reader(self) -> str:
        """The user id of the account that asks, empty where an application asks by itself."""
        return self.caller.user_id

    @property
    def consumer_key(self) -> str:
        return self.caller.consumer_key

    @property
    def fault_name(self) -> str | None:
        """What goes wrong with it, as the books name it."""
        return self.fault.name if self.fault else None


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
    """What is asked of posts and opened beside them, under the older names; `newer` is how it was asked."""

    names: frozenset[str]
    newer: bool
    expansions: frozenset[str] = frozenset()


def post_fields(query: Mapping[str, str]) -> PostFields:
    return _post_fields(query, _POSTS_EXPAND)


def recent_post_fields(query: Mapping[str, str]) -> PostFields:
    """Of the newest post of accounts: without expansions it was not asked for."""
    return _post_fields(query, _USERS_EXPAND)


def _post_fields(query: Mapping[str, str], expand: Mapping[str, str]) -> PostFields:
    newer = _listed(query, "post.fields", POST_FIELDS | set(OLDER))
    older = _listed(query, "tweet.fields", POST_FIELDS)
    opened = _expansions(query, expand)
    return PostFields(
        names=older | {OLDER.get(name, name) for name in newer} | {expand[name] for name in opened},
        newer="post.fields" in query or _asked_newly(query),
        expansions=opened,
    )


def user_fields(query: Mapping[str, str]) -> frozenset[str]:
    return _listed(query, "user.fields", people.FIELDS)


def media_fields(query: Mapping[str, str]) -> frozenset[str]:
    return _listed(query, "media.fields", _MEDIA_FIELDS)


def _expansions(query: Mapping[str, str], known: Mapping[str, str]) -> frozenset[str]:
    newer = {name for name, older in _NEWER_EXPANSIONS.items() if older in known}
    names = _listed(query, "expansions", frozenset(known) | newer | _NEVER_THERE)
    return frozenset(_NEWER_EXPANSIONS.get(name, name) for name in names) & frozenset(known)


def _asked_newly(query: Mapping[str, str]) -> bool:
    return not _NEWER_EXPANSIONS.keys().isdisjoint(query.get("expansions", "").split(","))


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
