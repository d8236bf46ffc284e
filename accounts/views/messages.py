"""A member's messages, and those that reached nobody."""

from django.contrib import messages as notes
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts import inbox, outbox
from accounts.models import Delivery, Message, Role
from accounts.paths import local_path
from accounts.signin import at_of, authority_of, member_of
from accounts.views.refusing import refused

PAGE_LENGTH = 50
ID_DIGITS = 19
MENDERS = (Role.COMMUNICATIONS, Role.ADMINISTRATOR)
"""Who sees what was not delivered, and has it tried again."""


@require_GET
def received(request: HttpRequest) -> HttpResponse:
    """The member's messages: unread first, newest first; the read ones in pages."""
    own = inbox.received(member_id=member_of(request).pk, at=at_of(request)).order_by("-written_at", "-pk")
    before = _last_seen(request)
    read = own.filter(read_at__isnull=False)
    if before is not None:
        same_moment = Q(written_at=before.written_at, pk__lt=before.pk)
        read = read.filter(Q(written_at__lt=before.written_at) | same_moment)
    shown = list(read[: PAGE_LENGTH + 1])
    older = f"?before={shown[PAGE_LENGTH - 1].pk}" if len(shown) > PAGE_LENGTH else ""
    context = {
        "unread": [] if before else list(own.filter(read_at__isnull=True)[:PAGE_LENGTH]),
        "read": shown[:PAGE_LENGTH],
        "older": older,
        "newer": reverse("messages") if before else "",
        "mends": authority_of(request).holds(*MENDERS),
        "works": bool(authority_of(request).roles),
    }
    return render(request, "accounts/messages.html", context)


def _last_seen(request: HttpRequest) -> Message | None:
    """The message after which the page begins; one that is not the member's is the beginning."""
    number = request.GET.get("before", "")
    if not (number.isdecimal() and len(number) < ID_DIGITS):
        return None
    return Message.objects.filter(pk=int(number), to=member_of(request)).first()


@require_GET
def open_message(request: HttpRequest, message_id: int) -> HttpResponse:
    """Mark one's own message as read and go where it points."""
    message = outbox.read(message_id=message_id, member=member_of(request), at=at_of(request))
    if message is None:
        raise Http404
    return redirect(local_path(message.link, otherwise=reverse("messages")))


@require_GET
def undelivered(request: HttpRequest) -> HttpResponse:
    """The deliveries that failed for good, newest first."""
    agency_id = _mender(request, act="see_undelivered")
    failed = outbox.failed(agency_id=agency_id)
    return render(request, "accounts/undelivered.html", {"failed": failed})


@require_POST
def deliver_again(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Put one failed delivery back in line. One of another agency does not exist."""
    of_agency = Delivery.objects.filter(message__agency_id=member_of(request).agency_id)
    if not of_agency.filter(pk=delivery_id).exists():
        raise Http404
    _mender(request, act="deliver_again")
    if outbox.try_again(delivery_id=delivery_id, actor=member_of(request), at=at_of(request)):
        notes.success(request, "The message is being sent again. It comes back to this list if that fails.")
    else:
        notes.warning(request, "That message has been sent again already.")
    return redirect("undelivered")


def _mender(request: HttpRequest, *, act: str) -> int:
    authority = authority_of(request)
    if not authority.holds(*MENDERS):
        raise refused(
            request,
            act=act,
            subject="agency",
            subject_id=authority.agency_id,
            sentence="Administrators and the Communications Division see what was not delivered.",
        )
    return authority.agency_id
