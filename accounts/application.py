"""How the networks know the portal: the keys of the department's application, from the settings of the deployment."""

from django.conf import settings
from django.utils.crypto import salted_hmac

from accounts.models import PUBLISHED_ON, CredentialKind, Network
from outlets.consent import Application

CLIENT_ID = "social-media-governance"
"""The portal's name on the training network."""


def on(*, network: str, kind: str) -> Application | None:
    """The application to ask for consent with, or None where the deployment has none of this kind.

    On the training network, which believes whoever runs it, it follows from this installation's secret.
    """
    if network not in PUBLISHED_ON:
        return None
    if network == Network.TRAINING:
        if kind == CredentialKind.OAUTH1:
            return Application(
                name=f"portal-{_made_up('consumer_key')[:20]}", secret=_made_up("consumer_secret")
            )
        return Application(name=CLIENT_ID, secret=_made_up("client_secret"))
    name, secret = (
        ("consumer_key", "consumer_secret")
        if kind == CredentialKind.OAUTH1
        else ("client_id", "client_secret")
    )
    given = settings.X_APPLICATION
    return Application(name=given[name], secret=given.get(secret, "")) if given.get(name) else None


def kinds(*, network: str) -> list[str]:
    """The kinds of keys that an account on a network can be connected with here, the one that needs no care first."""
    return [kind for kind in CredentialKind.values if on(network=network, kind=kind) is not None]


def _made_up(name: str) -> str:
    return salted_hmac("accounts.application", name).hexdigest()
