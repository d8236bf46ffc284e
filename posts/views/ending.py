"""Ending a role at once: for good, until it is given back, or for cause."""

from collections.abc import Mapping
from types import MappingProxyType

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts import grants, outbox, stepup
from accounts.forms.roles import EndForm
from accounts.models import Authorisation, Ending
from accounts.signin import at_of, member_of
from accounts.views import people
from accounts.views.roles import role_of
from posts import for_cause
from posts.for_cause import Stopped

_LOST: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        Ending.ENDED: ("has ended", "ended it", "no longer holds the role"),
        Ending.SUSPENDED: ("is suspended", "suspended it", "does not act until the role is given back:"),
        Ending.REVOKED: ("is revoked", "revoked it", "no longer holds the role"),
    }
)
"""How it is told to the member, who did it, and what whoever did it reads."""


@require_POST
def end(request: HttpRequest, authorisation_id: int) -> HttpResponse:
    """End a role at once, for good or until it is given back."""
    running, unit, units = role_of(request, act="end_role", authorisation_id=authorisation_id)
    form, asked = EndForm(request.POST, prefix=f"end{running.pk}"), people.again(request)
    if not (form.is_valid() and stepup.passed(request, asked)):
        return people.page(request, unit=unit, units=units, ending=(running.pk, form), asked=asked)
    try:
        stopped = _end(running, request, form)
    except grants.EndedAlready:
        messages.warning(request, f"The role of {running.member} had ended already.")
    else:
        lost = _LOST[form.cleaned_data["how"]][2]
        said = f"{running.member} {lost} {people.named(running)}."
        messages.success(request, said + _stopped_in_words(stopped))
    return people.back_to(unit)


@transaction.atomic
def _end(running: Authorisation, request: HttpRequest, form: EndForm) -> Stopped:
    """The end, what it stops, and the message to whoever lost the role, together. Raises grants.EndedAlready."""
    at, how = at_of(request), Ending(form.cleaned_data["how"])
    stopped = for_cause.end(
        authorisation_id=running.pk,
        ended_by=member_of(request),
        at=at,
        reason=form.cleaned_data["reason"],
        how=how,
    )
    ended, did, _ = _LOST[how]
    outbox.write(
        to=[running.member],
        kind="role-ended",
        subject=f"Your role {people.named(running)} {ended}",
        body=f"{member_of(request)} {did}. Ask them about the reason.",
        link=reverse("home"),
        at=at,
    )
    return stopped


def _stopped_in_words(stopped: Stopped) -> str:
    """What whoever ended it reads of posts that waited; empty where none did."""
    words = []
    if many := len(stopped.sent_back):
        words.append(
            f" {many} post{'s' if many > 1 else ''} that waited went back and must be approved again."
        )
    if many := len(stopped.going_out):
        words.append(f" {many} post{'s' if many > 1 else ''} had been taken to the network before.")
    return "".join(words)
