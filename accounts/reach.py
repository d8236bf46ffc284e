"""The way to an account's network, with the account's own keys."""

from django.conf import settings

from accounts.models import PUBLISHED_ON, Credential, CredentialKind, Network, OutletAccount
from outlets.consent import Application, Consent
from outlets.credential import Credential as Keys
from outlets.credential import OAuth1Credential, OAuth2Credential
from outlets.x import X


class NotPublishedHere(Exception):
    """The portal has no way to this network: nothing of it is sent or read by a worker."""


def keys_in(*, secret: Credential) -> Keys:
    """What signs an account's requests."""
    if secret.kind == CredentialKind.OAUTH2:
        return OAuth2Credential(access_token=secret.access_token, external_user_id=secret.external_id)
    return OAuth1Credential(
        consumer_key=secret.consumer_key,
        consumer_secret=secret.consumer_secret,
        access_token=secret.access_token,
        access_token_secret=secret.access_token_secret,
    )


def credential_of(*, account: OutletAccount) -> Keys:
    """The account's keys. Raises Credential.DoesNotExist and UnreadableSecret; the gate asks first."""
    return keys_in(secret=Credential.objects.get(account=account))


def speaks_for(*, secret: Credential) -> str:
    """Whom the keys say they belong to: the network's number of an account."""
    return secret.external_id or secret.access_token.partition("-")[0]


def outlet(*, network: str, credential: Keys) -> X:
    """The account's way to its network, and to no other. Raises NotPublishedHere; the gate asks first."""
    if network not in PUBLISHED_ON:
        raise NotPublishedHere(network)
    proxy = settings.OUTBOUND_PROXY or None
    if network == Network.TRAINING:
        ground = settings.TRAINING_URL
        return X(credential=credential, base_url=ground, public_url=ground, proxy=proxy)
    return X(credential=credential, base_url=settings.X_API_URL, proxy=proxy)


def consent(*, network: str, application: Application) -> Consent:
    """Where people of a network agree that the portal speaks for their account. Raises NotPublishedHere."""
    if network not in PUBLISHED_ON:
        raise NotPublishedHere(network)
    proxy = settings.OUTBOUND_PROXY or None
    if network == Network.TRAINING:
        ground = settings.TRAINING_URL
        return Consent(application=application, base_url=ground, pages_url=ground, proxy=proxy)
    return Consent(application=application, base_url=settings.X_API_URL, proxy=proxy)
