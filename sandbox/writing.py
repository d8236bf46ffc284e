"""What changes something: posts made and taken down, pictures brought."""

from typing import Any

from sandbox import media, posts
from sandbox.answers import Answer, as_json, invalid
from sandbox.call import Call
from sandbox.post_json import as_x_shows


def create(call: Call) -> Answer:
    return as_json({"data": as_x_shows(posts.create(call=call), frozenset())}, status=201)


def delete(call: Call) -> Answer:
    posts.delete(call=call)
    return as_json({"data": {"deleted": True}})


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
