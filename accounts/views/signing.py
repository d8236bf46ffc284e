"""Signing in, with every failed try counted."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm, ResetPasswordForm
from allauth.account.views import LoginView, PasswordResetView
from axes.decorators import axes_dispatch, axes_form_invalid
from django.conf import settings
from django.http import HttpRequest
from django.utils.decorators import method_decorator

from accounts.signin import log_on_id_of


class SignInForm(LoginForm):  # type: ignore[misc]
    """allauth's form in the portal's words, with the credential that django-axes counts by."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Log-on ID"
        self.fields["password"].help_text = ""
        for name, fill in (("login", "username"), ("password", "current-password")):
            attrs = self.fields[name].widget.attrs
            attrs.pop("placeholder", None)
            attrs["autocomplete"] = fill
        self.fields["login"].widget.attrs.update({"autocapitalize": "none", "spellcheck": "false"})

    def user_credentials(self) -> dict[str, Any]:
        """The credentials under allauth's names, and the typed name once more under the one that is counted.

        An e-mail is turned into its log-on ID first: allauth would weigh the password once more for an e-mail that
        somebody has, and how long that takes would tell whose there are.
        """
        credentials: dict[str, Any] = super().user_credentials()
        credentials.pop("email", None)
        credentials["username"] = log_on_id_of(self.cleaned_data["login"])
        credentials[settings.AXES_USERNAME_FORM_FIELD] = self.cleaned_data["login"]
        return credentials


class ForgottenForm(ResetPasswordForm):  # type: ignore[misc]
    """Ask for a new password by the department's e-mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "Department e-mail"
        self.fields["email"].widget.attrs.pop("placeholder", None)

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Write to the address whether or not a member has it, so that the answer takes as long."""
        address: str = self.cleaned_data["email"]
        if not self.users:
            get_adapter(request).send_mail("account/email/unknown_account", address, {"email": address})
            return address
        return str(super().save(request, **kwargs))


class Forgotten(PasswordResetView):  # type: ignore[misc]
    """The page that sends the link for a new password."""

    form_class = ForgottenForm


@method_decorator(axes_dispatch, name="dispatch")
@method_decorator(axes_form_invalid, name="form_invalid")
class SignIn(LoginView):  # type: ignore[misc]
    """The sign-in page; the eighth wrong password locks the name and address out for a quarter of an hour."""

    form_class = SignInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds whether this installation is a demonstration."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"demonstration": settings.DEMONSTRATION}
