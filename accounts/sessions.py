"""Where a member is signed in: each session with its limits, and its end.

A session made before there were such rows has none; it ends with its cookie, twelve hours after it began.
"""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import Member, SignedIn
from audit import trail

SEEN_EVERY = timedelta(minutes=5)
"""No more often is it written down that somebody is there."""
_ROW, _BEGAN, _SEEN = "signed_in", "signed_in_at", "seen_at"
_BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def began(*, request: HttpRequest, member: Member, at: datetime) -> None:
    """Write down a session that has just begun, in its own transaction with the sign-in."""
    row = SignedIn.objects.create(
        member=member,
        session_key=request.session.session_key or "",
        address=request.META.get("REMOTE_ADDR") or None,
        browser=_words(request.headers.get("User-Agent", "")),
        began_at=at,
        seen_at=at,
    )
    request.session[_ROW] = row.pk
    request.session[_BEGAN] = request.session[_SEEN] = at.timestamp()


def over(*, request: HttpRequest, at: datetime) -> bool:
    """Whether nobody was there for too long, or the session is too old. Asks the session alone."""
    if _ROW not in request.session:
        return False
    idle = timedelta(seconds=settings.SESSION_IDLE_SECONDS)
    whole = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return at - _moment(request, _SEEN) > idle or at - _moment(request, _BEGAN) > whole


def seen(*, request: HttpRequest, at: datetime) -> None:
    """Somebody is there: written down every five minutes, with one statement more in that request."""
    if _ROW in request.session and at - _moment(request, _SEEN) > SEEN_EVERY:
        request.session[_SEEN] = at.timestamp()
        SignedIn.objects.filter(pk=request.session[_ROW]).update(seen_at=at)


def of_member(*, member: Member, at: datetime) -> QuerySet[SignedIn]:
    """Where the member is signed in now, the latest seen first."""
    return SignedIn.objects.filter(
        member=member,
        ended_at__isnull=True,
        seen_at__gt=at - timedelta(seconds=settings.SESSION_IDLE_SECONDS) - SEEN_EVERY,
        began_at__gt=at - timedelta(seconds=settings.SESSION_COOKIE_AGE),
    ).order_by("-seen_at", "-pk")


def own(request: HttpRequest) -> int | None:
    """The row of the request's own session."""
    found: int | None = request.session.get(_ROW)
    return found


def ended(*, request: HttpRequest, at: datetime) -> None:
    """The request's own session ends."""
    if row := own(request):
        SignedIn.objects.filter(pk=row).update(ended_at=at)


def renewed(*, request: HttpRequest) -> None:
    """The session has got another key, as with a new password."""
    if row := own(request):
        SignedIn.objects.filter(pk=row).update(session_key=request.session.session_key or "")


@transaction.atomic
def end(
    *, member: Member, actor: Member | None, at: datetime, only: int | None = None, but_not: int | None = None
) -> int:
    """End the member's sessions, one of them, or all but one; the number that ended. The next request is nobody's."""
    rows = SignedIn.objects.select_for_update().filter(member=member, ended_at__isnull=True)
    if only is not None:
        rows = rows.filter(pk=only)
    found = [row for row in rows if row.pk != but_not]
    Session.objects.filter(session_key__in=[row.session_key for row in found]).delete()
    SignedIn.objects.filter(pk__in=[row.pk for row in found]).update(ended_at=at)
    if found:
        trail.record(
            verb="member.sessions_ended",
            agency_id=member.agency_id,
            actor_id=actor.pk if actor else None,
            subject_id=member.pk,
            at=at,
            ended=len(found),
        )
    return len(found)


def _moment(request: HttpRequest, key: str) -> datetime:
    return datetime.fromtimestamp(request.session[key], tz=UTC)


def _words(agent: str) -> str:
    """'Chrome on Windows', as far as the browser says it."""
    browser = next((word for sign, word in _BROWSERS if sign in agent), "A browser")
    system = next((f" on {word}" for sign, word in _SYSTEMS if sign in agent), "")
    return browser + system
