"""Posts as X shows them, read from its answers; strange ones are read as far as they go."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from outlets.canonical import canonical
from outlets.exchange import storable
from outlets.outcomes import SeenPost

ID = re.compile(r"[0-9]{1,20}")


def mapping(value: object) -> Mapping[str, object]:
    """A JSON object, or an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def shown_posts(data: object) -> Iterator[SeenPost]:
    """The posts of an answer, with a number and a text each; what is neither is left out."""
    for item in data if isinstance(data, list) else ():
        post = mapping(item)
        external_id, short = post.get("id"), post.get("text")
        if not isinstance(external_id, str) or not ID.fullmatch(external_id) or not isinstance(short, str):
            continue
        # A long post's text is cut short; the whole stands beside it, with links of its own.
        whole = mapping(post.get("note_tweet") or post.get("note_post")) or post
        raw = storable(str(whole.get("text", short)))
        urls = mapping(whole.get("entities")).get("urls")
        listed = [mapping(url) for url in urls] if isinstance(urls, list) else []
        attached = mapping(post.get("attachments")).get("media_keys")
        yield SeenPost(
            external_id=external_id,
            text=canonical(text=raw, urls=listed),
            raw_text=raw,
            created_at=_moment(post.get("created_at")),
            media=len(attached) if isinstance(attached, list) else 0,
            conversation=str(post.get("conversation_id") or ""),
            author=str(post.get("author_id") or ""),
            repeats=_repeated(post.get("referenced_tweets") or post.get("referenced_posts")),
        )


def _repeated(references: object) -> str:
    """Of a repost the number of the post that it repeats."""
    for each in references if isinstance(references, list) else ():
        if mapping(each).get("type") in {"retweeted", "reposted"}:
            return str(mapping(each).get("id") or "")
    return ""


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment if moment is None or moment.tzinfo else None
