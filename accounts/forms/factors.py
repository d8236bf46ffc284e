"""The forms of the second step, in the portal's words."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.conf import settings
from django.db import transaction

from accounts import factors
from accounts.models import Member


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


def _once(form: Any, clean: Callable[[], Any]) -> str:
    """One code after the other: allauth looks whether it was used and then notes that it is, with time between."""
    with transaction.atomic():
        Member.objects.select_for_update(no_key=True).get(pk=form.user.pk)
        code = str(clean())
        factors.spend(form.authenticator, code)
        return code


class CodeForm(AuthenticateForm):  # type: ignore[misc]
    """The code after the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self, code=factors.code_on_phone(self.user) if settings.DEMONSTRATION else "")

    def clean_code(self) -> str:
        """Good once."""
        return _once(self, super().clean_code)


class CodeAgainForm(ReauthenticateForm):  # type: ignore[misc]
    """The code in place of the password, before an act that asks again who is there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self, code=factors.code_on_phone(self.user) if settings.DEMONSTRATION else "")

    def clean_code(self) -> str:
        """Good once."""
        return _once(self, super().clean_code)


class PhoneForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a phone, which proves that it holds the key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self, code=factors.codes_of(self.secret)[0])
