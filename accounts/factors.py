"""The second step of signing in: who has shown one, how its secrets are kept, what the trail says of it."""

from datetime import datetime
from typing import Any, cast

from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
    record_authentication,
)
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from cryptography.fernet import InvalidToken
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from accounts import devices, outbox, security_keys, sessions
from accounts.fields import UnreadableSecret, keys
from accounts.models import Member
from audit import trail, vault

ISSUER = "Social media portal"
STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What is a second step by itself; recovery codes only stand in for one."""
GOOD_FOR_SECONDS = 90
"""A code of 30 seconds is taken one step early and one step late."""


_ADDED = {
    Authenticator.Type.TOTP: "A phone was set up for signing in as you",
    Authenticator.Type.WEBAUTHN: "A security key was added for signing in as you",
    Authenticator.Type.RECOVERY_CODES: "New recovery codes were made for you",
}
_REMOVED = {
    Authenticator.Type.TOTP: "Your phone was removed from signing in",
    Authenticator.Type.WEBAUTHN: "A security key of yours was removed from signing in",
}


class LastStep(Exception):
    """Somebody would be left with their password alone."""


class OwnStep(Exception):
    """Who has lost theirs asks somebody else; whoever sits at their screen may not be them."""


class Factors(DefaultMFAAdapter):  # type: ignore[misc]
    """allauth's second steps, with secrets encrypted by FIELD_KEYS and in the portal's words."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "This code is wrong or was used already. Type the next one that your phone shows.",
        "cannot_delete_authenticator": "This is your only second step. Add another one first.",
        "cannot_generate_recovery_codes": "Set up your phone or a security key first.",
    }

    def get_totp_label(self, user: Member) -> str:
        """What the app on the phone calls the entry."""
        return user.log_on_id

    def get_totp_issuer(self) -> str:
        """Whose code the app says it is."""
        return ISSUER

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Under which name keys know the portal; a key shows nothing to a page of another name."""
        return {"id": security_keys.name_for_keys(context.request), "name": ISSUER}

    def get_public_key_credential_user_entity(self, user: Member) -> dict[str, Any]:
        """Whom a key calls the entry by: allauth would say the e-mail."""
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return entity | {"name": user.log_on_id, "display_name": user.titled_name}

    def generate_authenticator_name(self, user: Member, type: Authenticator.Type) -> str:
        """What a new key is called unless the member types another name."""
        count = Authenticator.objects.filter(user=user, type=type).count()
        return f"Security key {count + 1}" if count else "Security key"

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


def there(request: HttpRequest, member: Member) -> bool:
    """Whether every second step that was shown in this session is still the member's."""
    records = get_authentication_records(request, member)
    ids = {record["id"] for record in records if record.get("method") == "mfa"}
    return not ids or Authenticator.objects.filter(user=member, pk__in=ids).count() == len(ids)


def has_one(member: Member) -> bool:
    """Whether the member has set up a second step."""
    return bool(Authenticator.objects.filter(user=member, type__in=STEPS).exists())


def enrolled(*, request: HttpRequest, authenticator: Authenticator, at: datetime) -> None:
    """Write down what was added; whoever has just proved that it works has shown it in this session."""
    member = cast(Member, request.user)
    if authenticator.type in STEPS:
        record_authentication(request, member, "mfa", id=authenticator.pk, type=authenticator.type)
    _record("member.second_factor_added", authenticator, member, at)
    _tell(_ADDED[authenticator.type], request, at)


@transaction.atomic
def remove(*, request: HttpRequest, step: Authenticator, at: datetime) -> int:
    """Take a second step away; how many sessions elsewhere ended with it. Raises LastStep where no other is left.

    What was opened with it may be open in other hands, so that the member goes on here alone; and here, too, what was
    shown with it no longer counts. What another window took away meanwhile is gone already.
    """
    member = Member.objects.select_for_update(no_key=True).get(pk=step.user_id)
    if not Authenticator.objects.filter(pk=step.pk).exists():
        return 0
    if not Factors().can_delete_authenticator(step):
        raise LastStep(Factors.error_messages["cannot_delete_authenticator"])
    devices.key_gone(key_ids=[step.pk], actor=member, at=at)
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    kept = [record for record in records if record.get("id") != step.pk]
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = kept
    _record("member.second_factor_removed", step, member, at)
    _tell(_REMOVED[step.type], request, at)
    step.delete()
    return only_here(request=request, at=at)


def only_here(*, request: HttpRequest, at: datetime) -> int:
    """Sign the member out wherever else a second step that is gone may have opened; in how many places."""
    member = cast(Member, request.user)
    return sessions.end(member=member, actor=member, at=at, but_not=sessions.own(request))


@transaction.atomic
def reset(*, member: Member, actor: Member | None, reason: str = "", at: datetime) -> None:
    """Take every second step away from a member who has lost theirs; they are signed out, told, and set up anew.

    Without an actor it is done on the machine. Raises OwnStep.
    """
    if actor is not None and actor.pk == member.pk:
        raise OwnStep("Nobody takes away their own second step. Ask another administrator.")
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    found = Authenticator.objects.filter(user=member)
    devices.key_gone(key_ids=[each.pk for each in found], actor=actor, at=at)
    found.delete()
    sealed = vault.seal(content=reason, agency_id=member.agency_id)[1] if reason else None
    trail.record(
        verb="member.second_factor_reset",
        agency_id=member.agency_id,
        actor_id=actor.pk if actor else None,
        subject_id=member.pk,
        at=at,
        reason_sealed=sealed,
    )
    sessions.end(member=member, actor=actor, at=at)
    outbox.write(
        to=[member],
        kind="second_step_reset",
        subject="Your phone and keys do not sign you in any more",
        body=(
            f"{actor.titled_name if actor else 'Whoever runs the portal'} took your second step away"
            f"{f': {reason}' if reason else '.'}\nYou were signed out everywhere, and set up another one when you "
            "sign in. If you did not ask for this, tell your commander at once."
        ),
        link=reverse("second_factor"),
        at=at,
    )


def _tell(what: str, request: HttpRequest, at: datetime) -> None:
    """Whoever changes how somebody signs in may not be them: the member hears of it outside this session, too."""
    outbox.write(
        to=[cast(Member, request.user)],
        kind="second_step_changed",
        subject=what,
        body=(
            f"It was done in a session of yours, from {request.META.get('REMOTE_ADDR') or 'an unknown address'}. If it "
            "was not you, change your password, sign out everywhere else, and tell an administrator at once."
        ),
        link=reverse("second_factor"),
        at=at,
    )


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
