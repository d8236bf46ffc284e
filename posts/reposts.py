"""A repost: the post of another account, put into the timeline of ours. It has no words of our own."""

from django.conf import settings

from accounts.models import Member, Network, OutletAccount
from posts.entries import Entry, author_in_words, entry
from posts.models import NEVER_OUT, Post, Publication


class CannotRepost(Exception):
    """What was named cannot be reposted from the account; the sentence says why."""


def require_none(*, account: OutletAccount, number: str, besides: Post | None = None) -> None:
    """Raise CannotRepost where the account reposts, or has reposted, a post already: X takes each once."""
    others = Post.objects.filter(account=account, repost_of=number).exclude(status__in=NEVER_OUT)
    if besides is not None:
        others = others.exclude(pk=besides.pk)
    other = others.select_related("author").first()
    if other is not None:
        raise CannotRepost(
            f"{other.author.titled_name} began a repost of this post from @{account.handle} before. "
            f"It is now: {other.get_status_display()}."
        )


def assert_alone(*, post: Post) -> None:
    """Raise CannotRepost where another repost of the same post was begun since this one, about to be opened, ended."""
    if post.repost_of:
        require_none(account=post.account, number=post.repost_of, besides=post)


def number_in_records(*, post: Post, publication: Publication) -> str:
    """What a record calls a publication: a repost is named by its account and the post, which others repost, too."""
    return (
        f"{post.account.external_id}-{publication.external_id}" if post.repost_of else publication.external_id
    )


def url(*, post: Post) -> str:
    """Where the post that is reposted stands; empty where there is no such page."""
    return address(network=post.account.network, handle=post.repost_by, number=post.repost_of)


def address(*, network: str, handle: str, number: str) -> str:
    """Where a post of an account stands; empty where there is no such page."""
    base = settings.TRAINING_URL.rstrip("/") if network == Network.TRAINING else "https://x.com"
    return f"{base}/{handle}/status/{number}" if base else ""


def begun(*, post: Post, by: Member) -> Entry:
    """How its history begins: with the post as it was read, kept in the vault."""
    return entry(
        post.created_at,
        "begun",
        by,
        f"{{name}} began a repost of a post of @{post.repost_by}",
        role=author_in_words(post),
        detail=f"{post.unit.full_name}, @{post.account.handle}. Number {post.repost_of}, as it was read then",
        digests=(post.repost_read,),
    )
