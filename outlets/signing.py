"""tweepy's client for either kind of keys."""

from typing import Any

import requests
import tweepy

from outlets.credential import Credential, OAuth1Credential


class _Known(tweepy.Client):  # type: ignore[misc]
    """With OAuth 2.0 tweepy asks the network who it is before each act of an account; the portal knows."""

    user_id = ""

    def _get_oauth_2_authenticating_user_id(self, access_token: str) -> str:
        return self.user_id


def client_for(*, credential: Credential) -> tweepy.Client:
    """A client that hands out whole answers, and neither waits nor asks again by itself."""
    told: dict[str, Any] = {"return_type": requests.Response, "wait_on_rate_limit": False}
    if isinstance(credential, OAuth1Credential):
        return tweepy.Client(
            consumer_key=credential.consumer_key,
            consumer_secret=credential.consumer_secret,
            access_token=credential.access_token,
            access_token_secret=credential.access_token_secret,
            **told,
        )
    client = _Known(bearer_token=credential.access_token, **told)
    client.user_id = credential.external_user_id
    return client


def signature_of(*, credential: Credential) -> Any:
    """What requests needs as `auth` for calls that tweepy has no method for."""
    if isinstance(credential, OAuth1Credential):
        return tweepy.OAuth1UserHandler(
            credential.consumer_key,
            credential.consumer_secret,
            credential.access_token,
            credential.access_token_secret,
        ).apply_auth()
    return tweepy.OAuth2BearerHandler(credential.access_token).apply_auth()
