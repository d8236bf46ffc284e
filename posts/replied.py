"""What somebody else wrote under a post of ours, or to its account, as the network shows it now."""

from datetime import datetime

from outlets.outcomes import Lookup, NotAnswered, SeenPost
from posts import gate, sending
from posts.models import Post, Publication, PublicationState

NO_REPLY = "That is no reply to this post. Compare the address."


class NotShown(Exception):
    """The network shows nothing of somebody else's under that number; the sentence says why."""


def published(*, post: Post) -> dict[str, Publication]:
    """Our post as it is on the network, by its numbers there: a conversation is called by one of them."""
    out = Publication.objects.filter(post=post, state=PublicationState.PUBLISHED)
    return {publication.external_id: publication for publication in out}


def lookup(*, post: Post, number: str, at: datetime) -> tuple[SeenPost, Lookup]:
    """Ask the network, with the keys of the post's account and outside any transaction. Raises NotShown."""
    held = gate.cannot_reach(post=post)
    if held is not None:
        raise NotShown(held.sentence)
    try:
        shown = sending.reach(post.account).lookup(external_ids=[number], now=at)
    except NotAnswered:
        raise NotShown("The network does not answer now. Try again in a minute.") from None
    seen = next(iter(shown.posts), None)
    if seen is None:
        raise NotShown("The network shows no such reply. Compare the address.")
    if seen.author == post.account.external_id:
        raise NotShown("That is a post of our own. It is taken down from its own page.")
    return seen, shown


def handle_of(*, post: Post, seen: SeenPost, at: datetime) -> str:
    """The account of whoever wrote it, without the @ sign; empty where the network does not say."""
    try:
        return sending.reach(post.account).who(external_user_id=seen.author, now=at).handle
    except NotAnswered:
        return ""
