"""One account speaks by tokens of OAuth 2.0, which its keeper gave and, when they are lost, gives once more."""

from datetime import datetime
from urllib.parse import parse_qsl, urlsplit

import requests

from accounts import connecting
from accounts.models import Credential, CredentialKind, OutletAccount
from bench.chaos.desk import PEOPLE, Desk

UNIT = "003"
ENDS_IN_SECONDS = 20.0
"""After the campaign has begun the first access token ends: what is due then waits for new ones."""
_CALLBACK = "https://portal.example.invalid/connected"
_PATIENCE_SECONDS = 10


def connect(*, at_work: Desk, at: datetime) -> None:
    """As on the account's page: sent to the network, agreed there as the account, and back with proof.

    Raises connecting.NotConnected and requests.RequestException, having changed nothing.
    """
    account = OutletAccount.objects.get(unit__number=UNIT)
    keeper = at_work.engaged.people[PEOPLE[UNIT][3]]
    begun = connecting.begin(
        account=account, member=keeper, kind=CredentialKind.OAUTH2, callback=_CALLBACK, at=at
    )
    agreed = requests.post(
        begun.url,
        data={"account": account.external_id, "decision": "yes"},
        allow_redirects=False,
        timeout=_PATIENCE_SECONDS,
    )
    connecting.finish(
        account=account,
        member=keeper,
        remembered=begun.remembered,
        told=dict(parse_qsl(urlsplit(agreed.headers["Location"]).query)),
        callback=_CALLBACK,
        at=at,
    )


def end_tokens(*, at: datetime) -> None:
    """The access token is good until then, as far as the portal knows: it wants new ones before that."""
    Credential.objects.filter(kind=CredentialKind.OAUTH2).update(expires_at=at)
