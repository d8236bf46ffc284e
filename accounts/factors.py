"""The second step of signing in: who has shown one, how its secrets are kept, what the trail says of it."""

from datetime import datetime
from typing import cast

from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
    record_authentication,
)
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from cryptography.fernet import InvalidToken
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest

from accounts import sessions
from accounts.fields import UnreadableSecret, keys
from accounts.models import Member
from audit import trail

ISSUER = "Social media portal"
STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What is a second step by itself; recovery codes only stand in for one."""
GOOD_FOR_SECONDS = 90
"""A code of 30 seconds is taken one step early and one step late."""


class Factors(DefaultMFAAdapter):  # type: ignore[misc]
    """allauth's second steps, with secrets encrypted by FIELD_KEYS and in the portal's words."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "This code is wrong or was used already. Type the next one that your phone shows.",
        "cannot_delete_authenticator": "This is your only second step. Add another one first.",
        "cannot_generate_recovery_codes": "Set up your phone first.",
    }

    def get_totp_label(self, user: Member) -> str:
        """What the app on the phone calls the entry."""
        return user.log_on_id

    def get_totp_issuer(self) -> str:
        """Whose code the app says it is."""
        return ISSUER

    def encrypt(self, text: str) -> str:
        """With the newest of FIELD_KEYS."""
        return keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """With any of FIELD_KEYS, else UnreadableSecret."""
        try:
            return keys().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            raise UnreadableSecret("A second step cannot be read with the present FIELD_KEYS.") from None

    def build_totp_svg(self, url: str) -> str:
        """The square for the page itself: without the head of an XML file."""
        svg = str(super().build_totp_svg(url))
        return svg[svg.index("<svg") :]

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Nobody is left with their password alone."""
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=STEPS)
        return bool(others.exclude(pk=authenticator.pk).exists())


def shown(request: HttpRequest) -> bool:
    """Whether a second step was shown in this session. Asks the session alone."""
    records = get_authentication_records(request, cast(Member, request.user))
    return any(record.get("method") == "mfa" for record in records)


def has_one(member: Member) -> bool:
    """Whether the member has set up a second step."""
    return bool(Authenticator.objects.filter(user=member, type__in=STEPS).exists())


def enrolled(*, request: HttpRequest, authenticator: Authenticator, at: datetime) -> None:
    """Write down what was added; whoever has just proved that it works has shown it in this session."""
    member = cast(Member, request.user)
    if authenticator.type in STEPS:
        record_authentication(request, member, "mfa", id=authenticator.pk, type=authenticator.type)
    _record("member.second_factor_added", authenticator, member, at)


def removed(*, request: HttpRequest, authenticator: Authenticator, at: datetime) -> None:
    """Write down what was taken away; what was shown with it no longer counts."""
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    kept = [record for record in records if record.get("id") != authenticator.pk]
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = kept
    _record("member.second_factor_removed", authenticator, cast(Member, request.user), at)


@transaction.atomic
def reset(*, member: Member, actor: Member | None, at: datetime) -> None:
    """Take every second step away from a member who has lost theirs; they are signed out and set up anew."""
    Authenticator.objects.filter(user=member).delete()
    trail.record(
        verb="member.second_factor_reset",
        agency_id=member.agency_id,
        actor_id=actor.pk if actor else None,
        subject_id=member.pk,
        at=at,
    )
    sessions.end(member=member, actor=actor, at=at)


def _record(verb: str, authenticator: Authenticator, member: Member, at: datetime) -> None:
    trail.record(
        verb=verb,
        agency_id=member.agency_id,
        actor_id=member.pk,
        subject_id=member.pk,
        at=at,
        kind=str(authenticator.type),
    )


def spend(authenticator: Authenticator, code: str) -> None:
    """No code of a phone works twice: allauth remembers it for 30 seconds of the 90 that it is good for."""
    if authenticator.type == Authenticator.Type.TOTP:
        cache.set(_used(authenticator, code), "y", timeout=GOOD_FOR_SECONDS)


def code_on_phone(member: Member) -> str:
    """What the member's phone shows, or the next code where this one was used. Empty without a phone."""
    phone = Authenticator.objects.filter(user=member, type=Authenticator.Type.TOTP).first()
    if phone is None:
        return ""
    codes = codes_of(Factors().decrypt(phone.data["secret"]))
    return next((code for code in codes if not cache.get(_used(phone, code))), codes[0])


def codes_of(secret: str) -> tuple[str, str, str]:
    """The codes that are good now: this one, the next and the one before."""
    before, now, after = (
        totp.format_hotp_value(totp.hotp_value(secret, counter))
        for counter in totp.yield_hotp_counters_from_time()
    )
    return now, after, before


def _used(authenticator: Authenticator, code: str) -> str:
    """Under which key allauth remembers that a code was used."""
    return str(totp.TOTP(authenticator)._get_used_cache_key(code))
