"""The phones of the invented people: each shows the codes of its own key, and the pages that ask say them."""

from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret

from accounts.factors import Factors
from accounts.models import Member


def give(members: Iterable[Member]) -> None:
    """A phone for each. Whoever is registered later has none and sets one up at their first sign-in."""
    encrypt = Factors().encrypt
    Authenticator.objects.bulk_create(
        Authenticator(
            user=member, type=Authenticator.Type.TOTP, data={"secret": encrypt(generate_totp_secret())}
        )
        for member in members
    )
