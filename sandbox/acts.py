"""What is done to posts and people: repost, like, follow, hide a reply, and the way back of each."""

import sqlite3

from sandbox import credit, people, posts, standing
from sandbox.answers import Answer, as_json, forbidden, invalid, not_found
from sandbox.call import Call, checked_id
from sandbox.clock import stamp


def repost(call: Call) -> Answer:
    """A second time changes nothing, as with every act here."""
    row = _post(call, _named(call, "tweet_id"))
    if _begin(call, "repost", row["id"]):
        author = people.the(db=call.db, user_id=row["user_id"])
        posts.repeat(call=call, row=row, author=author["username"])
    return as_json({"data": {"rest_id": str(row["id"]), "retweeted": True}})


def unrepost(call: Call) -> Answer:
    post_id = int(checked_id(call.second))
    _check_self(call)
    _end(call, "repost", post_id)
    call.db.execute(
        "UPDATE posts SET deleted_at = ? WHERE user_id = ? AND repeats = ? AND deleted_at IS NULL",
        (stamp(call.at), call.account["user_id"], post_id),
    )
    return as_json({"data": {"retweeted": False}})


def like(call: Call) -> Answer:
    _begin(call, "like", _post(call, _named(call, "tweet_id"))["id"])
    return as_json({"data": {"liked": True}})


def unlike(call: Call) -> Answer:
    _check_self(call)
    _end(call, "like", int(checked_id(call.second)))
    return as_json({"data": {"liked": False}})


def follow(call: Call) -> Answer:
    target = people.by_id(db=call.db, user_id=_named(call, "target_user_id"))
    if target is None:
        raise not_found()
    _begin(call, "follow", int(target["user_id"]))
    pending = standing.of(db=call.db, user_id=target["user_id"]).state == "protected"
    return as_json({"data": {"following": not pending, "pending_follow": pending}})


def unfollow(call: Call) -> Answer:
    _check_self(call)
    _end(call, "follow", int(checked_id(call.second)))
    return as_json({"data": {"following": False}})


def hide(call: Call) -> Answer:
    """Only who began a conversation hides replies in it."""
    hidden = call.request.json.get("hidden")
    if not isinstance(hidden, bool) or set(call.request.json) != {"hidden"}:
        raise invalid({"hidden": [str(hidden)]}, "hidden is true or false")
    row = _post(call, call.argument)
    first = posts.ever(db=call.db, post_id=str(row["conversation"] or row["id"]))
    if row["reply_to"] is None or first is None or first["user_id"] != call.account["user_id"]:
        raise forbidden("You are not permitted to hide this Tweet.")
    if hidden:
        _begin(call, "hide", row["id"])
    else:
        _end(call, "hide", row["id"])
    return as_json({"data": {"hidden": hidden}})


def _named(call: Call, key: str) -> str:
    _check_self(call)
    value = call.request.json.get(key)
    if not isinstance(value, str) or set(call.request.json) != {key}:
        raise invalid({key: [str(value)]}, f"The body is one {key}, a string of digits")
    return checked_id(value)


def _check_self(call: Call) -> None:
    if call.argument != call.account["user_id"]:
        message = f"The id [{call.argument}] is not the one of the account that asks"
        raise invalid({"id": [call.argument]}, message)


def _post(call: Call, post_id: str) -> sqlite3.Row:
    row = posts.find(db=call.db, post_id=checked_id(post_id))
    if row is None:
        raise not_found()
    author = people.the(db=call.db, user_id=row["user_id"])
    reader = str(call.account["user_id"])
    if standing.hidden_from(db=call.db, row=author, reader=reader) is not None:
        raise forbidden("You are not permitted to perform this action.")
    return row


def _begin(call: Call, kind: str, object_id: int) -> bool:
    """Whether it was not so already."""
    if _going_on(call, kind, object_id):
        return False
    credit.charge(db=call.db, consumer_key=call.consumer_key, micros=credit.ACT)
    call.db.execute(
        "INSERT INTO acts (user_id, kind, object_id, at, fault, arrived_at) VALUES (?, ?, ?, ?, ?, ?)",
        (
            call.account["user_id"],
            kind,
            object_id,
            stamp(call.at),
            call.fault_name,
            stamp(call.request.arrived_at),
        ),
    )
    return True


def _going_on(call: Call, kind: str, object_id: int) -> bool:
    row = call.db.execute(
        "SELECT 1 FROM acts WHERE kind = ? AND object_id = ? AND user_id = ? AND ended_at IS NULL",
        (kind, object_id, call.account["user_id"]),
    ).fetchone()
    return row is not None


def _end(call: Call, kind: str, object_id: int) -> None:
    call.db.execute(
        "UPDATE acts SET ended_at = ? WHERE kind = ? AND object_id = ? AND user_id = ? AND ended_at IS NULL",
        (stamp(call.at), kind, object_id, call.account["user_id"]),
    )
