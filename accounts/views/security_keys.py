"""Security keys of a member: adding one, naming it anew; and taking away whatever second step is not the last."""

from collections.abc import Callable
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator

from accounts import factors, security_keys
from accounts.forms.keys import KeyNameForm
from accounts.signin import at_of, member_of
from accounts.views import second_factor as second

KEY = Authenticator.Type.WEBAUTHN
OfOneStep = Callable[..., HttpResponse]
_password_again: Callable[[OfOneStep], OfOneStep] = reauthentication_required(app="allauth.mfa")


@method_decorator(reauthentication_required(app="allauth.mfa"), name="dispatch")
class AddKey(AddWebAuthnView):  # type: ignore[misc]
    """Add a key, the first one or one more."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A password alone adds none to a second step that is there."""
        answer: HttpResponseBase = second.shown_before(request) or super().dispatch(request, *args, **kwargs)
        return answer

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """The key counts from now on; it has just been shown."""
        member = second.locked(self.request)
        answer: HttpResponse = super().form_valid(form)
        key = Authenticator.objects.filter(user=member, type=KEY).latest("pk")
        factors.enrolled(request=self.request, authenticator=key, at=at_of(self.request))
        return answer

    def get_success_url(self) -> str:
        """To the recovery codes that came with the first second step, or back to what is set up."""
        made = self.did_generate_recovery_codes
        return second.towards(self.request, "mfa_view_recovery_codes" if made else "second_factor")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds whether keys work at this address, and the way back."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "key_form": context["form"],
            "asked": context["js_data"]["creation_options"],
            "back": second.towards(self.request, "second_factor"),
            "keys_work": security_keys.work_here(self.request),
        }


@_password_again
def rename(request: HttpRequest, step_id: int) -> HttpResponse:
    """Another name for one of the member's keys."""
    key = get_object_or_404(Authenticator, pk=step_id, user=member_of(request), type=KEY)
    form = KeyNameForm(request.POST if request.method == "POST" else None, initial={"name": str(key)})
    if not form.is_valid():
        return render(request, "mfa/webauthn/edit_form.html", {"form": form, "key": key})
    key.data["name"] = form.cleaned_data["name"]
    key.save(update_fields=["data"])
    messages.success(request, f"The key is called “{key}” now.")
    return redirect("second_factor")


@_password_again
def remove(request: HttpRequest, step_id: int) -> HttpResponse:
    """Take away a phone or a key that is not the member's last."""
    found = Authenticator.objects.filter(user=member_of(request), type__in=factors.STEPS)
    step = get_object_or_404(found, pk=step_id)
    if request.method != "POST":
        last = not factors.Factors().can_delete_authenticator(step)
        return render(request, "mfa/remove.html", {"step": step, "last": last})
    try:
        ended = factors.remove(request=request, step=step, at=at_of(request))
    except factors.LastStep as only:
        messages.error(request, str(only))
    else:
        elsewhere = f" You are signed out in {ended} other place{'' if ended == 1 else 's'}." if ended else ""
        messages.success(request, f"Removed. It opens nothing any more.{elsewhere}")
    return redirect("second_factor")
