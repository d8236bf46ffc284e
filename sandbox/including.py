"""What stands beside the posts that were asked for: their authors, the posts they refer to, what they show."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sandbox import media, people, visible
from sandbox.answers import missing
from sandbox.call import Call, PostFields, media_fields, user_fields
from sandbox.shown import MENTION

_TYPES = {"tweet_gif": "animated_gif", "tweet_video": "video"}


def posts_answer(
    *, call: Call, rows: Sequence[sqlite3.Row], fields: PostFields, query: Mapping[str, str]
) -> dict[str, Any]:
    """`data` as a list, `includes` and `errors`, each only where there is any of it."""
    of_users, of_media = user_fields(query), media_fields(query)
    referred, errors = _referred(call, rows, fields)
    included = {
        "users": _users(call, rows, referred, fields, of_users),
        "posts" if fields.newer else "tweets": [
            visible.shown(call=call, row=row, fields=fields) for row in referred
        ],
        "media": _media(call, rows, of_media) if _opens(fields, "attachments.media_keys") else [],
    }
    body = {
        "data": [visible.shown(call=call, row=row, fields=fields) for row in rows],
        "includes": {name: each for name, each in included.items() if each},
        "errors": errors
        + [error for row in rows for error in visible.withheld(call=call, row=row, fields=fields)],
    }
    return {name: each for name, each in body.items() if each}


def _opens(fields: PostFields, *expansions: str) -> bool:
    return not fields.expansions.isdisjoint(expansions)


def _referred(
    call: Call, rows: Iterable[sqlite3.Row], fields: PostFields
) -> tuple[list[sqlite3.Row], list[Mapping[str, object]]]:
    """Posts that these repeat, quote or reply to, each once, and an error for each that cannot be seen."""
    found: dict[int, sqlite3.Row] = {}
    errors: dict[int, Mapping[str, object]] = {}
    for row in rows:
        if _opens(fields, "edit_history_tweet_ids"):
            found[row["id"]] = row
        if not _opens(fields, "referenced_tweets.id", "referenced_tweets.id.author_id"):
            continue
        for post_id in filter(None, (row["reply_to"], row["quotes"], row["repeats"])):
            there = visible.seen(call=call, post_id=str(post_id))
            if there is None:
                errors[post_id] = missing("tweet", "referenced_tweets.id", str(post_id))
            else:
                found[post_id] = there
    return list(found.values()), list(errors.values())


def _users(
    call: Call,
    rows: Iterable[sqlite3.Row],
    referred: Iterable[sqlite3.Row],
    fields: PostFields,
    names: frozenset[str],
) -> list[Mapping[str, Any]]:
    """Whoever was asked for and can be seen, each once."""
    rows, ids, mentioned = list(rows), [], []
    if _opens(fields, "author_id"):
        ids += [row["user_id"] for row in rows]
    if _opens(fields, "in_reply_to_user_id"):
        ids += [row["replies_to_user"] for row in rows if row["replies_to_user"]]
    if _opens(fields, "referenced_tweets.id.author_id"):
        ids += [row["user_id"] for row in referred]
    if _opens(fields, "entities.mentions.username"):
        mentioned = [name for row in rows for name in MENTION.findall(row["text"])]
    found = [
        user
        for parameter, wanted in (("id", ids), ("username", mentioned))
        for user in people.listing(
            db=call.db, names=dict.fromkeys(wanted), parameter=parameter, fields=names, reader=call.reader
        ).get("data", [])
    ]
    return list({user["id"]: user for user in found}.values())


def _media(call: Call, rows: Iterable[sqlite3.Row], names: frozenset[str]) -> list[Mapping[str, Any]]:
    """A picture has an address, what moves has one of its first picture."""
    shown = {each["id"]: each for post in rows for each in media.of_post(db=call.db, post_id=post["id"])}
    return [_one(row, names) for row in shown.values()]


def _one(row: sqlite3.Row, names: frozenset[str]) -> Mapping[str, Any]:
    kind = _TYPES.get(row["category"], "photo")
    address = f"https://pbs.twimg.com/media/{row['id']}"
    extra = {
        "alt_text": row["alt_text"] or None,
        "url" if kind == "photo" else "preview_image_url": address,
    }
    data = {"media_key": media.key_of(category=row["category"], media_id=row["id"]), "type": kind}
    return data | {name: value for name, value in extra.items() if name in names and value is not None}
