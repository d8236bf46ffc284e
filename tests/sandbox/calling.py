"""Signed calls to the sandbox, as plain as they can be made: no client library stands between."""

import json
from typing import Any

import requests
from oauthlib.oauth1 import Client

from tests.sandbox.ground import Account, Ground

CANONICAL = "https://api.twitter.com"


def call(
    ground: Ground,
    account: Account,
    method: str,
    target: str,
    *,
    body: object = None,
    host: str = "api.twitter.com",
    **oauth: Any,
) -> requests.Response:
    """A signed call; `oauth` may bend what is signed."""
    credential = account.credential
    keys = {
        "client_key": credential.consumer_key,
        "client_secret": credential.consumer_secret,
        "resource_owner_key": credential.access_token,
        "resource_owner_secret": credential.access_token_secret,
    }
    _, headers, _ = Client(**{**keys, **oauth}).sign(f"{CANONICAL}{target}", http_method=method)
    return requests.request(
        method,
        f"{ground.base_url}{target}",
        headers={**headers, "X-Original-Host": host, "Content-Type": "application/json"},
        data=None if body is None else json.dumps(body),
        timeout=10,
    )


def post(ground: Ground, account: Account, text: str, **more: object) -> requests.Response:
    return call(ground, account, "POST", "/2/tweets", body={"text": text, **more})
