"""Who may reply to what goes out, where the rules of a department leave that to few."""

from directives.model import Settings
from posts.models import Post

ONLY_NAMED = "mentionedUsers"
"""X lets nobody reply but the accounts that a post names; it has no word for nobody at all."""


def allowed(*, post: Post, reply_to: str, settings: Settings) -> str:
    """The network's word for who may reply to a post; empty lets everybody. What the rules say stands before what
    was chosen for the account.

    It is said where a conversation begins and holds for all that answers it: a reply of ours says nothing.
    """
    if reply_to or post.repost_of:
        return ""
    return ONLY_NAMED if settings.public_posting == "off" else post.account.reply_settings
