"""The pages of the second step: what is set up, a phone, recovery codes. allauth asks for the code itself."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_GET
from django.views.generic import FormView

from accounts import factors
from accounts.models import Member
from accounts.paths import local_path
from accounts.signin import at_of, member_of

Type = Authenticator.Type


def towards(request: HttpRequest, name: str) -> str:
    """The address, which keeps in mind where the member wanted to go."""
    way = local_path(request.GET.get("next", ""), otherwise="")
    return reverse(name) + (f"?{urlencode({'next': way})}" if way else "")


@require_GET
def second_factor(request: HttpRequest) -> HttpResponse:
    """What the member has set up; whoever has nothing yet begins here and comes no further without it."""
    if answer := shown_before(request):
        return answer
    found = list(Authenticator.objects.filter(user=member_of(request)).order_by("pk"))
    codes = next((each for each in found if each.type == Type.RECOVERY_CODES), None)
    steps = [each for each in found if each.type in factors.STEPS]
    has = {
        "phone": next((each for each in steps if each.type == Type.TOTP), None),
        "keys": [each for each in steps if each.type == Type.WEBAUTHN],
        "only": len(steps) == 1,
        "codes": codes,
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "set_up_phone": towards(request, "mfa_activate_totp"),
        "add_key": towards(request, "mfa_add_webauthn"),
    }
    return render(request, "mfa/index.html", has)


def shown_before(request: HttpRequest) -> HttpResponse | None:
    """Where whoever has a second step, and gave the password alone, shows it first; None to go on."""
    if factors.shown(request) or not factors.has_one(member_of(request)):
        return None
    return redirect(towards(request, "mfa_reauthenticate"))


def locked(request: HttpRequest) -> Member:
    """The member's row, so that two tabs set up one after the other."""
    return Member.objects.select_for_update(no_key=True).get(pk=member_of(request).pk)


@method_decorator(reauthentication_required(app="allauth.mfa"), name="dispatch")
class Phone(ActivateTOTPView):  # type: ignore[misc]
    """Set up a phone, the first one or another in its place."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """allauth would have the old phone taken away first; a password alone puts none in its place."""
        return shown_before(request) or FormView.dispatch(self, request, *args, **kwargs)

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """The new phone counts from its first code on; whoever came in with the one before is signed out."""
        member = locked(self.request)
        another, _ = Authenticator.objects.filter(user=member, type=Type.TOTP).delete()
        answer: HttpResponse = super().form_valid(form)
        phone = Authenticator.objects.get(user=member, type=Type.TOTP)
        factors.spend(phone, form.cleaned_data["code"])
        factors.enrolled(request=self.request, authenticator=phone, at=at_of(self.request))
        if another:
            factors.only_here(request=self.request, at=at_of(self.request))
        return answer

    def get_success_url(self) -> str:
        """To the recovery codes that came with the first phone, or back to what is set up."""
        made = self.did_generate_recovery_codes
        return towards(self.request, "mfa_view_recovery_codes" if made else "second_factor")


class Codes(ViewRecoveryCodesView):  # type: ignore[misc]
    """The recovery codes, shown once."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds where the member goes on to."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"way": local_path(self.request.GET.get("next", ""))}


class NewCodes(GenerateRecoveryCodesView):  # type: ignore[misc]
    """New recovery codes in place of the old."""

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        """The old ones stop working with the event that says so."""
        answer: HttpResponse = super().form_valid(form)
        made = Authenticator.objects.get(user=member_of(self.request), type=Type.RECOVERY_CODES)
        factors.enrolled(request=self.request, authenticator=made, at=at_of(self.request))
        return answer
