"""What changes something: posts made and taken down, pictures brought."""

from typing import Any

from sandbox import media, posts
from sandbox.answers import Answer, as_json, invalid
from sandbox.call import Call, checked_id


def create(call: Call) -> Answer:
    data = posts.create(db=call.db, request=call.request, account=call.account, fault=call.fault, at=call.at)
    return as_json({"data": data}, status=201)


def delete(call: Call) -> Answer:
    data = posts.delete(db=call.db, post_id=checked_id(call.argument), account=call.account, at=call.at)
    return as_json({"data": data})


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
