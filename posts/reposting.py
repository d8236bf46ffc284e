"""Beginning a repost: the other account's post is read first, and then goes the way of every post."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import Capability, Member, OutletAccount
from audit import trail, vault
from directives.model import for_account
from directives.pack import Pack
from outlets.outcomes import Lookup, NotAnswered, SeenPost
from posts import alerts, drafting, health, judging, resolving, sending
from posts import digest as digests
from posts.accounts_to_write import account_to_write_for
from posts.coordination import origins
from posts.drafting import NONE, Written
from posts.models import Post, ReadyDraft
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


def begin(
    *,
    account_id: int,
    actor: Member,
    typed: str,
    at: datetime,
    only_as: str = "",
    answers: Mapping[str, str] = NONE,
) -> Post:
    """A draft that reposts what an address names, with its words and the network's answer as they were read.

    Of an alert that holds for the unit it has the kind and the source, too. With `only_as` the post must still say
    these words; `answers` are given of an alert by the press that reposts it. The network is asked
    outside any transaction. Raises resolving.NoSuchNumber, CannotRepost,
    OutletAccount.DoesNotExist, and Refused for what the member lacks to write.
    """
    account = account_to_write_for(account_id=account_id, actor=actor, at=at)
    number = resolving.number_in(typed)
    if Capability.REPOST not in account.capabilities:
        raise CannotRepost(f"The plan of @{account.handle} does not include reposts.")
    require_none(account=account, number=number)
    alerts.refuse(account=account, number=number, at=at)
    target = read(account=account, number=number, at=at)
    if target.author == account.external_id:
        raise CannotRepost("That is a post of this account itself. Only posts of others are reposted.")
    if only_as and target.words != only_as:
        raise CannotRepost("The post does not say any more what was offered. Tell whoever offered it.")
    return _begin(account=account, target=target, answers=answers, actor=actor, at=at)


def read(*, account: OutletAccount, number: str, at: datetime) -> Target:
    """What a post says, asked with the keys of an account, outside any transaction. Raises CannotRepost."""
    held = health.out_of_reach(account=account)
    if held is not None:
        raise CannotRepost(held.sentence)
    reached = sending.reach(account)
    try:
        shown = reached.lookup(external_ids=[number], now=at)
        seen = _repostable(shown)
        handle = reached.who(external_user_id=seen.author, now=at).handle
    except NotAnswered:
        raise CannotRepost("The network does not answer now. Try again in a minute.") from None
    words = digests.normal(seen.text)
    return Target(number=number, handle=handle, words=words, author=seen.author, lookup=shown)


def _repostable(shown: Lookup) -> SeenPost:
    if not shown.posts:
        raise CannotRepost("The network shows no such post. It may be deleted. Compare the address.")
    seen = shown.posts[0]
    if seen.repeats:
        raise CannotRepost("That is itself a repost. Open the post that it repeats, and paste its address.")
    return seen


@transaction.atomic
def _begin(
    *, account: OutletAccount, target: Target, answers: Mapping[str, str], actor: Member, at: datetime
) -> Post:
    # One after the other, so that the second of two who press together is told of the first.
    OutletAccount.objects.select_for_update(no_key=True).get(pk=account.pk)
    require_none(account=account, number=target.number)
    exchange = digests.canonical(target.lookup.exchange.as_json())
    said, answered = vault.keep_all(contents=[target.words, exchange], agency_id=account.agency_id)
    alert = alerts.held(account=account, number=target.number, words=target.words, at=at)
    official = OutletAccount.objects.filter(
        agency_id=account.agency_id, network=account.network, corporate=True, external_id=target.author
    ).exists()
    if alert is not None:
        written = _as_alert(alert, account, answers, at)
    else:
        written = _as_statement(target, account, at) if official else Written(text=target.words)
    post = drafting.begin_post(account_id=account.pk, actor=actor, at=at, written=written)
    post.repost_of, post.repost_by, post.repost_read = target.number, target.handle, answered
    post.repost_official = official
    post.save(update_fields=["repost_of", "repost_by", "repost_read", "repost_official"])
    sealed = vault.sealed_digests(digests=[said, answered], agency_id=account.agency_id)
    trail.record(
        verb="post.repost_begun",
        agency_id=post.agency_id,
        actor_id=actor.pk,
        subject_id=post.pk,
        at=at,
        account_id=account.pk,
        words_sealed=sealed[said],
        read_sealed=sealed[answered],
    )
    if alert is not None:
        origins.note_ready(post=post, ready=alert, actor=actor, at=at)
    return post


def _as_alert(alert: ReadyDraft, account: OutletAccount, answers: Mapping[str, str], at: datetime) -> Written:
    """Its words, its kind, and where the rules ask for a source, who approved it."""
    pack = judging.pack_in_force(agency=account.agency, at=at)
    said = f"{alert.issued_by}; approved by {alert.approved_by}, {alert.approved_on:%b %-d, %Y}"
    return Written(category=alert.category, text=alert.text, answers={**_source(pack, said), **answers})


def _as_statement(target: Target, account: OutletAccount, at: datetime) -> Written:
    """Words of the department's own account, of the kind that is for them where the rules have one."""
    pack = judging.pack_in_force(agency=account.agency, at=at)
    of_statement = (one for one in pack.categories if one.of_statement)
    kind = next((one.key for one in of_statement if for_account(one, account=account.handle)), "")
    return Written(category=kind, text=target.words, answers=_source(pack, f"@{target.handle}"))


def _source(pack: Pack, said: str) -> dict[str, str]:
    return {pack.attestation.source_question: said} if pack.attestation.source_question else {}
