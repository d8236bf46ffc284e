"""What an answer of the network says about the account itself, and what then becomes of the post that met it."""

from datetime import datetime, timedelta

from django.conf import settings

from accounts import health, reach, refreshing
from accounts.fields import UnreadableSecret
from accounts.models import Credential, Health, OutletAccount
from outlets.outcomes import (
    AlreadyGone,
    Deleted,
    DeleteOutcome,
    Ending,
    NotSent,
    Published,
    RateLimited,
    Rejected,
)
from outlets.outcomes import Outcome as PublishOutcome
from posts.models import Publication, PublicationState, Status
from posts.reasons import Held

REST = timedelta(seconds=10)
"""How long a post rests that the network refused for its account's sake; the account's own gaps are longer."""
WAITS = "The network does not take the account at present. The post waits for it."
_BY_REASON = {
    "auth_revoked": Health.RECONNECT,
    "suspended": Health.SUSPENDED,
    "locked": Health.LOCKED,
    "protected": Health.LOCKED,
    "read_only_app": Health.REFUSED,
}
"""`not_entitled` is missing: it says what this post may not, not that the account may nothing."""
_OF_A_DAY = frozenset({"user_24h", "app_24h"})
_MENDED_BY_POSTING_ALONE = frozenset({Health.CAPPED})


def refuses_the_account(outcome: PublishOutcome | DeleteOutcome) -> bool:
    """Whether the refusal is of the account: the post is as good as before, and waits for the account."""
    return isinstance(outcome, Rejected) and outcome.reason in _BY_REASON


def mends_at_once(*, outcome: Rejected, account: OutletAccount, since: datetime) -> bool:
    """Whether the network refused the access token alone, and new ones are asked for before the next try."""
    return outcome.reason == "auth_revoked" and refreshing.mendable(account_id=account.pk, used_at=since)


def note(*, account: OutletAccount, outcome: Ending, used_at: datetime, at: datetime) -> None:
    """Mark the account's trouble, or that it is over, with the settling; `used_at` is when the call began."""
    match outcome:
        case Rejected(reason="auth_revoked") if refreshing.doubt(
            account_id=account.pk, used_at=used_at, at=at
        ):
            pass  # new tokens are asked for before the next post
        case Rejected(reason=reason, text=said) if reason in _BY_REASON:
            health.trouble(account_id=account.pk, health=_BY_REASON[reason], said=said, at=at)
        case NotSent(reason="credits_depleted"):
            health.trouble(account_id=account.pk, health=Health.CREDITS, said="", at=at)
        case RateLimited(scope=scope, until=until) if scope in _OF_A_DAY:
            health.trouble(account_id=account.pk, health=Health.CAPPED, said="", at=at, until=until)
        case Published():
            _works(account, at)
        case Deleted() | AlreadyGone() if account.health not in _MENDED_BY_POSTING_ALONE:
            _works(account, at)


def _works(account: OutletAccount, at: datetime) -> None:
    refreshing.trust(account_id=account.pk)
    if account.health != Health.CONNECTED:
        health.recover(account_id=account.pk, at=at)
        _let_go(account, at)


def _let_go(account: OutletAccount, at: datetime) -> None:
    """What waited for the account is asked at once, and what waited for the same trouble of others.

    A post that is being asked just now is left alone: whoever holds it would be waited for, holding what they want.
    """
    waiting = Publication.objects.filter(
        account__agency_id=account.agency_id,
        account__health=Health.CONNECTED,
        state=PublicationState.DUE,
        waiting_for=WAITS,
    )
    free = waiting.select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True)
    Publication.objects.filter(pk__in=list(free)).update(due_at=at, dispatched_at=None)


def waits(*, account: OutletAccount, now: datetime) -> Held | None:
    """While the network does not take the account, its posts wait and are not tried one by one."""
    return _waits(account) if health.waits(account=account, now=now) else None


def taken(*, account: OutletAccount, now: datetime) -> Held | None:
    """At the claim: of the posts of an account in trouble, one tries at a time whether that is over."""
    return None if health.take_probe(account=account, now=now) else _waits(account)


def _waits(account: OutletAccount) -> Held:
    """Who keeps the account was told once."""
    account.refresh_from_db(fields=["probe_at"])
    return Held(
        slug="account_waits",
        sentence=WAITS,
        status=Status.APPROVED,
        told_otherwise=True,
        ask_again_at=account.probe_at,
    )


def why_silent(*, account: OutletAccount) -> str:
    """Why an account could not be read: its trouble as it is known by now, or that the network did not answer."""
    account.refresh_from_db(fields=["health"])
    trouble = health.ADVICE.get(account.health)
    return trouble.happened if trouble else "The network did not answer."


def out_of_reach(*, account: OutletAccount) -> Held | None:
    """Why an account cannot be reached at all."""
    if not account.published_here:
        return Held(
            slug="not_published_here",
            sentence="The portal does not publish on this network.",
            status=Status.APPROVED,
        )
    if account.training and not settings.TRAINING_URL:
        return Held(
            slug="no_training_network", sentence="There is no training network here.", status=Status.APPROVED
        )
    try:
        speaks_for = reach.speaks_for(secret=account.credential)
    except Credential.DoesNotExist:
        return Held(slug="not_connected", sentence="The account is not connected.", status=Status.APPROVED)
    except UnreadableSecret:
        return Held(
            slug="keys_unreadable",
            sentence="The account's keys cannot be read. Whoever runs the portal must look at FIELD_KEYS.",
            status=Status.APPROVED,
        )
    if speaks_for != account.external_id:
        return Held(
            slug="wrong_account",
            sentence="The keys belong to another account. Connect the account again.",
            status=Status.APPROVED,
        )
    return None
