"""What an account signs its requests with."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True, slots=True)
class OAuth1Credential:
    """OAuth 1.0a user context. X's access tokens begin with the account's id and a hyphen.

    No part of it is shown by repr(), so that it cannot reach a log by way of a traceback.
    """

    consumer_key: str = field(repr=False)
    consumer_secret: str = field(repr=False)
    access_token: str = field(repr=False)
    access_token_secret: str = field(repr=False)

    @property
    def external_user_id(self) -> str:
        """The account the token says it belongs to."""
        return self.access_token.partition("-")[0]


@dataclass(frozen=True, kw_only=True, slots=True)
class OAuth2Credential:
    """OAuth 2.0 user context: a bearer token that ends within hours. `external_user_id` is whom it speaks for."""

    access_token: str = field(repr=False)
    external_user_id: str


Credential = OAuth1Credential | OAuth2Credential
