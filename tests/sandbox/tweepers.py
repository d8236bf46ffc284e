"""Real tweepy, pointed at the sandbox and otherwise as it comes."""

from urllib.parse import urlsplit

import requests
import tweepy

from outlets.transport import OutletAdapter, open_session
from tests.sandbox.ground import Account, Ground


def session(ground: Ground) -> requests.Session:
    """Sends everything meant for X to the sandbox."""
    return open_session(adapter=OutletAdapter(base=urlsplit(ground.base_url), timeout=(2, 10), proxy=None))


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
