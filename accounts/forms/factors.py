"""The forms of the second step, in the portal's words."""

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.conf import settings

from accounts import factors


def _dress(form: forms.Form, *, code: str) -> None:
    """The field for a code; a demonstration has no phones, so it says what one would show."""
    field = form.fields["code"]
    field.label = "Code"
    field.error_messages["required"] = "Type the code."
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update({"autocapitalize": "none", "spellcheck": "false", "inputmode": "numeric"})
    if settings.DEMONSTRATION and code:
        field.help_text = f"In this demonstration: your phone shows {code}."
        field.initial = code


class CodeForm(AuthenticateForm):  # type: ignore[misc]
    """The code after the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self, code=factors.code_on_phone(self.user) if settings.DEMONSTRATION else "")

    def clean_code(self) -> str:
        """Good once."""
        code = str(super().clean_code())
        factors.spend(self.authenticator, code)
        return code


class CodeAgainForm(ReauthenticateForm):  # type: ignore[misc]
    """The code in place of the password, before an act that asks again who is there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self, code=factors.code_on_phone(self.user) if settings.DEMONSTRATION else "")

    def clean_code(self) -> str:
        """Good once."""
        code = str(super().clean_code())
        factors.spend(self.authenticator, code)
        return code


class PhoneForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a phone, which proves that it holds the key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self, code=factors.codes_of(self.secret)[0])
