"""New OAuth 2.0 tokens for old: asked for by one worker at a time, and committed before anybody uses them."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.db import transaction

from accounts import health, reach
from accounts.fields import UnreadableSecret
from accounts.models import Credential, CredentialKind, Health, OutletAccount
from outlets.consent import Application, Bearing, NotGranted

log = structlog.get_logger(__name__)

BEFORE_THE_END = timedelta(minutes=5)
"""So long before the access token ends it is replaced: longer than a post with its video takes to go out."""
AGAIN_AFTER = timedelta(minutes=1)
"""After so long the network is asked once more, where it did not answer."""


def wanted(*, secret: Credential, now: datetime) -> bool:
    """Whether the access token must be replaced before it is used, and the network may be asked for it now."""
    if secret.kind != CredentialKind.OAUTH2 or secret.refresh_token is None:
        return False
    if secret.asked_at is not None and now < secret.asked_at + AGAIN_AFTER:
        return False
    return not usable(secret=secret, now=now) or _ends_soon(secret, now)


def usable(*, secret: Credential, now: datetime) -> bool:
    """Whether requests may carry the access token: it has not ended, nor been refused since it was given."""
    if secret.kind != CredentialKind.OAUTH2:
        return True
    ended = secret.expires_at is not None and secret.expires_at <= now
    return not ended and not _refused(secret)


def _ends_soon(secret: Credential, now: datetime) -> bool:
    return secret.expires_at is not None and secret.expires_at <= now + BEFORE_THE_END


def _refused(secret: Credential) -> bool:
    return secret.doubted_at is not None and (
        secret.refreshed_at is None or secret.refreshed_at < secret.doubted_at
    )


def keep_fresh(*, account_id: int, now_by: Callable[[], datetime]) -> None:
    """Replace the account's access token where it is needed. Outside any transaction of the caller.

    The row lock is held while the network is asked, so that no second worker shows it the same refresh token, which is
    good for one use. Where it gives no answer, or has other trouble, it is asked again each minute; once it says that
    the token has ended, the account needs connecting anew, and it is not asked again. Keys that cannot be read stay as
    they are: whoever uses them says so.
    """
    try:
        secret = Credential.objects.filter(account=account_id, kind=CredentialKind.OAUTH2).first()
    except UnreadableSecret:
        return
    if secret is not None and wanted(secret=secret, now=now_by()):
        _replace(account_id=account_id, now_by=now_by)


@transaction.atomic
def _replace(*, account_id: int, now_by: Callable[[], datetime]) -> None:
    secret = Credential.objects.select_for_update().get(account=account_id)
    now = now_by()
    if not wanted(secret=secret, now=now):
        return  # another worker did it while this one waited for the lock
    try:
        given = _asked(secret, now)
    except NotGranted as no:
        log.warning("tokens_not_refreshed", account_id=account_id, refused=no.refused, surely=no.surely)
        _lost(secret, no, now)
    else:
        secret.access_token, secret.expires_at = given.access_token, given.expires_at
        # Not before the answer: a call that began meanwhile, with the older token, must not speak against the new one.
        secret.refresh_token, secret.refreshed_at, secret.asked_at = given.refresh_token, now_by(), None
        secret.save(update_fields=["access_token", "expires_at", "refresh_token", "refreshed_at", "asked_at"])


def _asked(secret: Credential, now: datetime) -> Bearing:
    """The application the tokens were given to asks, even where the settings name another one by now."""
    network = OutletAccount.objects.values_list("network", flat=True).get(pk=secret.account_id)
    asks = Application(name=secret.consumer_key, secret=secret.consumer_secret)
    return reach.consent(network=network, application=asks).refresh(
        refresh_token=secret.refresh_token or "", now=now
    )


def _lost(secret: Credential, no: NotGranted, now: datetime) -> None:
    secret.asked_at = now
    if no.refused:
        secret.refresh_token = None
        health.trouble(
            account_id=secret.account_id,
            health=Health.RECONNECT,
            said="The connection has ended. Connect the account again.",
            at=now,
        )
    secret.save(update_fields=["asked_at", "refresh_token"])


@transaction.atomic
def doubt(*, account_id: int, used_at: datetime, at: datetime) -> bool:
    """The network refused the access token of a call that began at `used_at`; it surely did nothing.

    True where new tokens may mend it, once: the caller tries again later. False where the account needs connecting.
    """
    secret = Credential.objects.select_for_update().filter(account=account_id).first()
    if secret is None or not _mendable(secret, used_at):
        return False
    if not _is_older(secret, used_at):
        secret.doubted_at = at
        secret.save(update_fields=["doubted_at"])
    return True


def mendable(*, account_id: int, used_at: datetime) -> bool:
    """Whether new tokens may mend that one was refused of a call that began at `used_at`; changes nothing."""
    secret = Credential.objects.filter(account=account_id).first()
    return secret is not None and _mendable(secret, used_at)


def _mendable(secret: Credential, used_at: datetime) -> bool:
    if secret.kind != CredentialKind.OAUTH2 or secret.refresh_token is None:
        return False
    if _is_older(secret, used_at):
        return True  # the new one has not been tried
    # One that came because the last was refused, and is refused as well, mends nothing.
    return secret.doubted_at is None or _refused(secret)


def _is_older(secret: Credential, used_at: datetime) -> bool:
    """Whether a call that began then carried an older token than the account's."""
    return secret.refreshed_at is not None and used_at < secret.refreshed_at


def trust(*, account_id: int) -> None:
    """The network took the access token."""
    Credential.objects.filter(account=account_id, doubted_at__isnull=False).update(doubted_at=None)
