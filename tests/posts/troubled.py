"""Accounts that the network does not take, and keys that end."""

from datetime import datetime
from typing import Any

from accounts import application
from accounts.models import Credential, CredentialKind, Message, OutletAccount
from governance.cast import Cast
from posts import sending
from posts.drafting import Written
from posts.models import Publication
from tests import people

PATH = "/2/tweets"


def due(engaged: Cast, at: datetime) -> Publication:
    text = f"Bring your questions on Saturday: {people.a_word()}."
    written = Written(**{**people.TIP.__dict__, "text": text})
    post = people.submitted(engaged=engaged, written=written, at=at)
    people.approve(post=post, by=engaged.whitfield, at=at)
    return Publication.objects.get(post=post)


def send(publication: Publication, at: datetime) -> str:
    return sending.send(publication_id=publication.pk, now_by=lambda: at)


def account_of(publication: Publication) -> OutletAccount:
    return OutletAccount.objects.get(pk=publication.account_id)


def fault(
    ground: Any, publication: Publication, effect: dict[str, Any], *, path: str = PATH, times: int = 1
) -> None:
    match = {"account": publication.account.external_id, "method": "POST", "path": path}
    ground.control("POST", "faults", {"match": match, "times": times, "effect": effect})


def told(kind: str) -> list[str]:
    return sorted(Message.objects.filter(kind=kind).values_list("to__log_on_id", flat=True))


def short_lived(ground: Any, account: OutletAccount, *, ends_at: datetime) -> Credential:
    """The account's keys become such of OAuth 2.0, as after connecting it that way."""
    asks = application.on(network=account.network, kind=CredentialKind.OAUTH2)
    assert asks is not None
    app = {"client_id": asks.name, "client_secret": asks.secret, "name": "Portal", "callbacks": []}
    ground.control(
        "POST", "apps", {**app, "consumer_key": "of-health", "consumer_secret": "of-health-secret"}
    )
    pair = ground.control("POST", "grants", {"account": account.external_id, "client_id": asks.name})
    secret = Credential.objects.get(account=account)
    secret.kind, secret.external_id, secret.expires_at = CredentialKind.OAUTH2, account.external_id, ends_at
    secret.consumer_key, secret.consumer_secret = asks.name, asks.secret
    secret.access_token, secret.refresh_token = pair["access_token"], pair["refresh_token"]
    secret.save()
    return secret
