"""Showing a second step: one page takes a code of the phone, a recovery code or a security key."""

from typing import Any

from allauth.mfa.base.views import AuthenticateView, ReauthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.http import HttpRequest

from accounts import security_keys
from accounts.forms.factors import CodeAgainForm
from accounts.forms.keys import KeyShownAgainForm, KeyShownForm
from accounts.models import Member
from accounts.signin import member_of


def _ways(request: HttpRequest, *, member: Member, key_form: KeyShownForm) -> dict[str, Any]:
    """What the member may show; a key is asked for what only this session knows."""
    held = set(Authenticator.objects.filter(user=member).values_list("type", flat=True))
    ways: dict[str, Any] = {"has_phone": "totp" in held, "has_codes": "recovery_codes" in held}
    if "webauthn" in held:
        asked = auth.begin_authentication(member)
        ways |= {"key_form": key_form, "asked": asked, "keys_work": security_keys.work_here(request)}
    return ways


class Show(AuthenticateView):  # type: ignore[misc]
    """After the password, before there is a session."""

    webauthn_form: Any

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """allauth would ask for a key whoever has none."""
        key_form, self.webauthn_form = self.webauthn_form, None
        context: dict[str, Any] = super().get_context_data(**kwargs)
        ways = _ways(self.request, member=self.stage.login.user, key_form=key_form)
        if self.request.method == "POST" and "key_form" not in ways and not context["form"].is_bound:
            # What came without a code is taken for a key's answer, which is told to nobody who has no key.
            context["form"] = self.get_form_class()(user=self.stage.login.user, data=self.request.POST)
        return context | ways


class ShowAgain(ReauthenticateView):  # type: ignore[misc]
    """In a session: of whoever has not shown one in it, and in place of the password before some acts."""

    def get_form_class(self) -> Any:
        """As what was sent; what holds a code is one."""
        key = "credential" in self.request.POST and "code" not in self.request.POST
        return KeyShownAgainForm if key else super().get_form_class()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Both forms, one of them with what was wrong."""
        member = member_of(self.request)
        context: dict[str, Any] = super().get_context_data(**kwargs)
        sent = context["form"]
        if not isinstance(sent, KeyShownForm):
            return context | _ways(self.request, member=member, key_form=KeyShownAgainForm(user=member))
        ways = _ways(self.request, member=member, key_form=sent)
        context["form"] = CodeAgainForm(user=member, data=None if "key_form" in ways else self.request.POST)
        return context | ways
