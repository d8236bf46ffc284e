"""Real tweepy, pointed at the sandbox and otherwise as it comes."""

from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests
import tweepy
from requests.adapters import HTTPAdapter

from tests.sandbox.ground import Account, Ground


class ToSandbox(HTTPAdapter):
    """Sends what is meant for X to the sandbox, with the name of the host it was signed for."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._base = urlsplit(ground.base_url)

    def send(self, request: requests.PreparedRequest, *args: Any, **more: Any) -> requests.Response:
        meant = urlsplit(request.url or "")
        request.headers["X-Original-Host"] = meant.netloc
        request.url = urlunsplit((self._base.scheme, self._base.netloc, meant.path, meant.query, ""))
        return super().send(request, *args, **{**more, "timeout": 10})


def redirect(session: requests.Session, ground: Ground) -> None:
    """Leave a session no other way out."""
    session.trust_env = False
    session.adapters.clear()
    session.mount("https://", ToSandbox(ground))


def session(ground: Ground) -> requests.Session:
    made = requests.Session()
    redirect(made, ground)
    return made


def client(ground: Ground, account: Account) -> tweepy.Client:
    """API v2 with the account's own signature."""
    keys = account.credential
    made = tweepy.Client(
        consumer_key=keys.consumer_key,
        consumer_secret=keys.consumer_secret,
        access_token=keys.access_token,
        access_token_secret=keys.access_token_secret,
    )
    made.session = session(ground)
    return made


def older(ground: Ground, account: Account) -> tweepy.API:
    """API 1.1."""
    keys = account.credential
    made = tweepy.API(
        tweepy.OAuth1UserHandler(
            keys.consumer_key, keys.consumer_secret, keys.access_token, keys.access_token_secret
        )
    )
    made.session = session(ground)
    return made
