"""Beginning a repost: the other account's post is read first, and then goes the way of every post."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import Capability, Member, OutletAccount
from audit import trail, vault
from outlets.outcomes import Lookup, NotAnswered, SeenPost
from posts import digest as digests
from posts import drafting, health, resolving, sending
from posts.accounts_to_write import account_to_write_for
from posts.drafting import Written
from posts.models import Post
from posts.reposts import CannotRepost, require_none


@dataclass(frozen=True, kw_only=True)
class Target:
    """The post of another account as the network shows it now."""

    number: str
    handle: str
    words: str
    author: str
    """The network's number of that account."""
    lookup: Lookup


def begin(*, account_id: int, actor: Member, typed: str, at: datetime) -> Post:
    """A draft that reposts what an address names, with its words and the network's answer as they were read.

    The network is asked outside any transaction. Raises resolving.NoSuchNumber, CannotRepost,
    OutletAccount.DoesNotExist, and Refused for what the member lacks to write.
    """
    account = account_to_write_for(account_id=account_id, actor=actor, at=at)
    number = resolving.number_in(typed)
    if Capability.REPOST not in account.capabilities:
        raise CannotRepost(f"The plan of @{account.handle} does not include reposts.")
    require_none(account=account, number=number)
    return _begin(account=account, target=_read(account, number, at), actor=actor, at=at)


def _read(account: OutletAccount, number: str, at: datetime) -> Target:
    held = health.out_of_reach(account=account)
    if held is not None:
        raise CannotRepost(held.sentence)
    reached = sending.reach(account)
    try:
        shown = reached.lookup(external_ids=[number], now=at)
        seen = _repostable(account, shown)
        handle = reached.who(external_user_id=seen.author, now=at).handle
    except NotAnswered:
        raise CannotRepost("The network does not answer now. Try again in a minute.") from None
    return Target(number=number, handle=handle, words=seen.text, author=seen.author, lookup=shown)


def _repostable(account: OutletAccount, shown: Lookup) -> SeenPost:
    if not shown.posts:
        raise CannotRepost("The network shows no such post. It may be deleted. Compare the address.")
    seen = shown.posts[0]
    if seen.repeats:
        raise CannotRepost("That is itself a repost. Open the post that it repeats, and paste its address.")
    if seen.author == account.external_id:
        raise CannotRepost("That is a post of this account itself. Only posts of others are reposted.")
    return seen


@transaction.atomic
def _begin(*, account: OutletAccount, target: Target, actor: Member, at: datetime) -> Post:
    # One after the other, so that the second of two who press together is told of the first.
    OutletAccount.objects.select_for_update(no_key=True).get(pk=account.pk)
    require_none(account=account, number=target.number)
    words = digests.normal(target.words)
    exchange = digests.canonical(target.lookup.exchange.as_json())
    said, read = vault.keep_all(contents=[words, exchange], agency_id=account.agency_id)
    post = drafting.begin_post(account_id=account.pk, actor=actor, at=at, written=Written(text=words))
    post.repost_of, post.repost_by, post.repost_read = target.number, target.handle, read
    post.repost_official = OutletAccount.objects.filter(
        agency_id=account.agency_id, network=account.network, corporate=True, external_id=target.author
    ).exists()
    post.save(update_fields=["repost_of", "repost_by", "repost_read", "repost_official"])
    sealed = vault.sealed_digests(digests=[said, read], agency_id=account.agency_id)
    trail.record(
        verb="post.repost_begun",
        agency_id=post.agency_id,
        actor_id=actor.pk,
        subject_id=post.pk,
        at=at,
        account_id=account.pk,
        words_sealed=sealed[said],
        read_sealed=sealed[read],
    )
    return post
