"""Asking who is there once more before an act that reaches everybody: allauth's reauthentication, on the act's page.

A second factor that a member adds later counts as well: allauth keeps one record of both, and asks for neither twice
within its own timeout.
"""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ReauthenticateForm
from allauth.account.internal.flows import reauthentication
from allauth.core import ratelimit
from django import forms
from django.http import HttpRequest

from accounts.signin import member_of, password_given_lately


class Again(ReauthenticateForm):  # type: ignore[misc]
    """The member's password, beside the fields of the act."""

    def __init__(self, *args: Any, request: HttpRequest, because: str, **kwargs: Any) -> None:
        super().__init__(
            *args, user=member_of(request), auto_id="again_%s", use_required_attribute=False, **kwargs
        )
        self.request = request
        field = self.fields["password"]
        field.label = "Your password"
        field.help_text = f"Asked again, because {because}."
        field.error_messages["required"] = "Type your password. What you wrote above is kept."
        field.widget.attrs.pop("placeholder", None)

    def clean_password(self) -> str:
        """Compare it, as often as allauth's rate limit allows; django-axes counts what is wrong."""
        if not ratelimit.consume(self.request, action="reauthenticate", user=self.request.user):
            raise get_adapter().validation_error("too_many_login_attempts")
        try:
            return str(super().clean_password())
        except forms.ValidationError as wrong:
            raise forms.ValidationError("This is not your password. What you wrote above is kept.") from wrong


def form(
    request: HttpRequest, *, because: str = "this reaches every unit", signed_in_counts: bool = False
) -> Again | None:
    """What the page asks for, with what was typed; None where the member has proved it within the last minutes.

    `because` ends the sentence that says why it is asked. With `signed_in_counts` the password that began the
    session counts for as long as one that was given again.
    """
    if signed_in_counts and password_given_lately(request):
        return None
    if reauthentication.did_recently_reauthenticate(request):
        return None
    return Again(request.POST if "password" in request.POST else None, request=request, because=because)


def passed(request: HttpRequest, asked: Again | None) -> bool:
    """Whether the member is who they say, now; what was right counts for the minutes allauth gives it."""
    if asked is None:
        return True
    if not asked.is_valid():
        return False
    reauthentication.reauthenticate_by_password(request)
    return True
