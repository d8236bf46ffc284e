"""Signing in and out: who the request's member is, what goes to the trail, what allauth may not do here."""

import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.account.internal.stagekit import clear_login
from allauth.account.signals import password_changed, password_reset
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts import factors, presence, sessions
from accounts.authority import Authority
from accounts.models import Member
from audit import trail

LONGEST_NAME = 255
"""What the table of counted names holds."""


_GIVEN = "password_given"


class ClosedAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Members are registered by their agency; nobody signs up. Signing in and out is written to the trail."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Which password was given is kept until the second step is shown."""
        request.session[_GIVEN] = user.get_session_auth_hash()
        answer: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return answer

    @transaction.atomic
    def login(self, request: HttpRequest, user: Any) -> None:
        """The session and its event begin together; not for whom membership, password or second step ended meanwhile.

        Whoever ends one of them takes the lock of the member first: they find the session there, or it does not begin.
        """
        now = Member.objects.select_for_update(no_key=True).get(pk=user.pk)
        given = request.session.pop(_GIVEN, "")
        if not now.is_active or given != now.get_session_auth_hash() or not factors.there(request, now):
            clear_login(request)
            messages.info(
                request,
                "You are not signed in. Your password or second step changed meanwhile: sign in anew.",
            )
            raise ImmediateHttpResponse(redirect("account_login"))
        super().login(request, user)
        sessions.began(request=request, member=user, at=at_of(request))
        _record("member.signed_in", user, request)

    @transaction.atomic
    def logout(self, request: HttpRequest) -> None:
        """The session ends with its event."""
        _record("member.signed_out", member_of(request), request)
        sessions.ended(request=request, at=at_of(request))
        super().logout(request)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not of whoever gave the password minutes ago, to sign in: what they set up first is their second step."""
        return not password_given_lately(self.request) and bool(
            super().is_reauthentication_required(app=app, **kwargs)
        )

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, str]]:
        """The password or the second step. For that allauth has a page of each kind, and here is one for both."""
        pages = {
            "reauthenticate": ("account_reauthenticate", "Use your password"),
            "mfa_reauthenticate": ("mfa_reauthenticate", "Use a code or a security key"),
        }
        found = ((flow["id"], *pages[flow["id"]]) for flow in get_reauthentication_flows(user))
        return [{"id": kind, "url": reverse(page), "description": words} for kind, page, words in found]

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """By name and address: by name alone, as allauth has it, anybody could keep a department out."""
        name = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{name}:{self.get_client_ip(request)}"

    def format_email_subject(self, subject: str) -> str:
        """The subject as written, on one line, without the address of the site before it."""
        return " ".join(subject.split())


@receiver(password_changed)
def _only_here(request: HttpRequest, user: Member, **kwargs: Any) -> None:
    """A new password keeps the session in which it was given, and no other."""
    sessions.renewed(request=request)
    sessions.end(member=user, actor=user, at=at_of(request), but_not=sessions.own(request))


@receiver(password_reset)
def _nowhere(request: HttpRequest, user: Member, **kwargs: Any) -> None:
    """A password set by a link ends whatever somebody else may have open."""
    sessions.end(member=user, actor=user, at=at_of(request))


def _record(verb: str, member: Member, request: HttpRequest) -> None:
    trail.record(
        verb=verb, agency_id=member.agency_id, actor_id=member.pk, subject_id=member.pk, at=at_of(request)
    )


def password_given_lately(request: HttpRequest) -> bool:
    """Whether the member typed the password in this session within ACCOUNT_REAUTHENTICATION_TIMEOUT, to sign in too."""
    since = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    records = get_authentication_records(request, cast(Member, request.user))
    return any(record.get("method") == "password" and record["at"] > since for record in records)


def counted_name(request: HttpRequest, credentials: Mapping[str, str] | None = None) -> str:
    """The one name under which wrong passwords are counted, however log-on ID or e-mail were spelled."""
    field = settings.AXES_USERNAME_FORM_FIELD
    # Whoever is signed in and gives the password again is named by allauth, as 'username'.
    named = credentials or {}
    typed = named.get(field) or named.get("username") or request.POST.get(field, "")
    return log_on_id_of(typed)


def log_on_id_of(typed: str) -> str:
    """Whom somebody means who typed a log-on ID or an e-mail; what was typed, where there is nobody."""
    # A form cleans what was typed only after it was counted.
    name = typed.replace("\x00", "").strip().lower()
    found = Member.objects.filter(Q(log_on_id__iexact=name) | Q(email__iexact=name)).first()
    return found.log_on_id if found else name[:LONGEST_NAME]


def member_of(request: HttpRequest) -> Member:
    """The signed-in member with where and how they came in; LoginRequiredMiddleware has let nobody else through."""
    member = cast(Member, request.user)
    if member.is_authenticated and member.presence is None:
        member.presence = presence.of(request, member=member)
    return member


def authority_of(request: HttpRequest) -> Authority:
    """The member's authority at the moment the request came in."""
    return cast(Authority, request.authority)  # type: ignore[attr-defined]


def at_of(request: HttpRequest) -> datetime:
    """The moment the request came in (UTC): every check and every stamp of one request uses it."""
    return cast(datetime, request.at)  # type: ignore[attr-defined]
