"""What shall be published, and the exact bytes that will carry it."""

import json
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Intent:
    """One publication, frozen before the network is called.

    `publication_id` stays the same over all attempts. `reply_settings` None lets everyone reply;
    else following, mentionedUsers, subscribers or verified.
    """

    publication_id: str
    attempt: int
    handle: str
    external_user_id: str
    text: str
    reply_settings: str | None = None
    reply_to: str | None = None
    media_ids: tuple[str, ...] = ()
    """The network's own names of pictures it has already, in order."""
    repost_of: str | None = None
    """The number of a post of another account, which alone is sent; the text is empty then."""


def request_bytes(intent: Intent) -> bytes:
    """The JSON body that `X.publish` sends for this intent, byte for byte."""
    if intent.repost_of is not None:
        return json.dumps({"tweet_id": intent.repost_of}).encode("ascii")
    body: dict[str, object] = {}
    if intent.media_ids:
        body["media"] = {"media_ids": list(intent.media_ids)}
    if intent.reply_to is not None:
        body["reply"] = {"in_reply_to_tweet_id": intent.reply_to}
    if intent.reply_settings is not None:
        body["reply_settings"] = intent.reply_settings
    body["text"] = intent.text
    return json.dumps(body, allow_nan=False).encode("ascii")
