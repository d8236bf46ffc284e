"""Connecting an account: a member is sent to the network, agrees there as the account, and comes back with proof."""

import hmac
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Any

import requests
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import transaction

from accounts import application, fields, health, reach, registry
from accounts.models import AccountStatus, Credential, CredentialKind, Health, Member, Network, OutletAccount
from audit import trail
from outlets.consent import Application, Consent, NotGranted
from outlets.outcomes import NotAnswered

LASTS = timedelta(minutes=15)
"""How long somebody may take on the network's page."""
_SECONDS = 10


class NotConnected(Exception):
    """Nothing was kept; the sentence says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class Begun:
    """Where the member goes, and what the session remembers until they come back (encrypted)."""

    url: str = field(repr=False)
    remembered: str = field(repr=False)


def begin(*, account: OutletAccount, member: Member, kind: str, callback: str, at: datetime) -> Begun:
    """Ask the network to ask the member. Raises NotConnected."""
    network = _network(account, kind, callback)
    try:
        if kind == CredentialKind.OAUTH1:
            asked = network.ask_to_sign(callback=callback)
        else:
            asked = network.ask_to_bear(callback=callback, state=token_urlsafe(32))
    except NotGranted as no:
        raise NotConnected(f"{no} Nothing was changed.") from None
    remembered = {
        "account": account.pk,
        "member": member.pk,
        "kind": kind,
        "word": asked.word,
        "secret": asked.secret,
        "begun_at": at.isoformat(),
    }
    sealed = fields.keys().encrypt(json.dumps(remembered).encode()).decode()
    return Begun(url=asked.url, remembered=sealed)


def account_of(*, remembered: str, member: Member) -> int | None:
    """The account that a session was connecting, where it was this member who began."""
    begun = _opened(remembered)
    return begun["account"] if begun and begun["member"] == member.pk else None


def finish(
    *,
    account: OutletAccount,
    member: Member,
    remembered: str,
    told: Mapping[str, str],
    callback: str,
    at: datetime,
) -> None:
    """What the network told on the way back becomes keys, if it is this account's. Raises NotConnected.

    `told` are the parameters of the callback; they count for the member and the session that began, once.
    """
    begun = _begun(account, member, remembered, told, at)
    network = _network(account, begun["kind"], callback)
    try:
        secret = _granted(network, account, begun, told, callback, at)
    except NotGranted as no:
        raise NotConnected(f"{no} Nothing was kept. Begin again.") from None
    number = _number_of(account, secret, member, at)
    _keep(secret, number, member, at)


def _opened(remembered: str) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(fields.keys().decrypt(remembered.encode()))
    except InvalidToken:
        return None
    return found


def _begun(
    account: OutletAccount, member: Member, remembered: str, told: Mapping[str, str], at: datetime
) -> dict[str, Any]:
    """What was begun, where the answer belongs to it. Raises NotConnected."""
    begun = _opened(remembered)
    if begun is None or begun["member"] != member.pk or begun["account"] != account.pk:
        raise NotConnected("This answer belongs to no connection that you began here. Begin again.")
    if not timedelta(0) <= at - datetime.fromisoformat(begun["begun_at"]) <= LASTS:
        raise NotConnected("More than 15 minutes have passed since you began. Begin again.")
    if told.get("denied") or told.get("error"):
        raise NotConnected("You did not agree on the network, so nothing was changed.")
    word = told.get("oauth_token" if begun["kind"] == CredentialKind.OAUTH1 else "state", "")
    if not hmac.compare_digest(word.encode(), begun["word"].encode()):
        raise NotConnected("This answer belongs to another connection. Nothing was kept. Begin again.")
    return begun


def _granted(
    network: Consent,
    account: OutletAccount,
    begun: Mapping[str, Any],
    told: Mapping[str, str],
    callback: str,
    at: datetime,
) -> Credential:
    """Raises NotGranted."""
    kind = begun["kind"]
    asks = _application(account, kind)
    secret = Credential(
        account=account, kind=kind, consumer_key=asks.name, consumer_secret=asks.secret, connected_at=at
    )
    if kind == CredentialKind.OAUTH1:
        verifier = told.get("oauth_verifier", "")
        signing = network.sign(word=begun["word"], secret=begun["secret"], verifier=verifier)
        secret.access_token, secret.access_token_secret = signing.access_token, signing.access_token_secret
        return secret
    bearing = network.bear(code=told.get("code", ""), verifier=begun["secret"], callback=callback, now=at)
    secret.access_token, secret.access_token_secret = bearing.access_token, ""
    secret.refresh_token, secret.expires_at = bearing.refresh_token, bearing.expires_at
    secret.external_id = account.external_id
    return secret


def _number_of(account: OutletAccount, secret: Credential, member: Member, at: datetime) -> str:
    """The network's number of the account, where the network itself says that the keys are its. Raises NotConnected.

    Of an account that was never connected only the handle is known.
    """
    try:
        who = reach.outlet(network=account.network, credential=reach.keys_in(secret=secret)).whoami(now=at)
    except NotAnswered:
        raise NotConnected(
            "The network did not say whose keys these are, so nothing was kept. Begin again."
        ) from None
    if account.external_id in (who.external_user_id, registry.unnumbered(handle=who.handle)):
        return who.external_user_id
    with transaction.atomic():
        trail.record(
            verb="account.connection_refused",
            agency_id=account.agency_id,
            actor_id=member.pk,
            subject_id=account.pk,
            at=at,
        )
    raise NotConnected(
        f"On the network you agreed as @{who.handle}, but this account is @{account.handle}. Nothing was kept. "
        f"Sign in there as @{account.handle} and begin again."
    )


@transaction.atomic
def _keep(secret: Credential, number: str, member: Member, at: datetime) -> None:
    """The new keys take the place of the old ones, and what was wrong is over. Raises NotConnected."""
    before = (
        Credential.objects.select_for_update()
        .filter(account=secret.account_id)
        .values_list("pk", flat=True)
        .first()
    )
    account = OutletAccount.objects.select_for_update(no_key=True).get(pk=secret.account_id)
    _require_in_use(account)
    _number(account, number)
    secret.pk = before
    secret.external_id, secret.checked_at = number, at
    secret.save(force_insert=before is None, force_update=before is not None)
    trail.record(
        verb="account.connected",
        agency_id=account.agency_id,
        actor_id=member.pk,
        subject_id=account.pk,
        at=at,
    )
    if account.health in (Health.CREDITS, Health.CAPPED):
        return  # other keys change nothing about what the network counts
    health.recover(account_id=account.pk, at=at)


def _number(account: OutletAccount, number: str) -> None:
    """Keep the network's number of an account whose handle alone was known. Raises NotConnected."""
    if account.external_id == number:
        return
    if OutletAccount.objects.filter(network=account.network, external_id=number).exists():
        raise NotConnected("This account is on the register already, under another handle. Nothing was kept.")
    account.external_id = number
    account.save(update_fields=["external_id"])


def _require_in_use(account: OutletAccount) -> None:
    """No keys for an account that the department has not approved (CPD-SM.III.C.1). Raises NotConnected."""
    if account.status == AccountStatus.PROPOSED:
        raise NotConnected("The account has not been approved yet, so it cannot be connected.")
    if account.status == AccountStatus.RETIRED:
        raise NotConnected("The account is retired. Nothing was changed.")


def _network(account: OutletAccount, kind: str, callback: str) -> Consent:
    """Raises NotConnected."""
    if not account.published_here:
        raise NotConnected(
            f"The portal does not publish on {account.get_network_display()}, so no keys are kept."
        )
    _require_in_use(account)
    asks = _application(account, kind)
    if account.training:
        _introduce(account, callback)
    return reach.consent(network=account.network, application=asks)


def _application(account: OutletAccount, kind: str) -> Application:
    if account.training and not settings.TRAINING_URL:
        raise NotConnected("There is no training network here.")
    found = application.on(network=account.network, kind=kind)
    if found is None:
        raise NotConnected(
            "The portal has no keys of an application on this network. Whoever runs it sets X_APPLICATION."
        )
    return found


def _introduce(account: OutletAccount, callback: str) -> None:
    """Tell the training network of the portal, where it lets itself be told; else it refuses what comes next."""
    old = application.on(network=Network.TRAINING, kind=CredentialKind.OAUTH1)
    new = application.on(network=Network.TRAINING, kind=CredentialKind.OAUTH2)
    if old is None or new is None:
        return
    wish = {
        "name": "Social media portal",
        "consumer_key": old.name,
        "consumer_secret": old.secret,
        "client_id": new.name,
        "client_secret": new.secret,
        "callbacks": [callback],
    }
    with suppress(requests.RequestException), requests.Session() as session:
        session.trust_env = False
        session.post(f"{settings.TRAINING_URL}/_sandbox/apps", json=wish, timeout=_SECONDS)
