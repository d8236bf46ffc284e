"""The forms of security keys: what the browser says for one stands in a hidden field."""

from typing import Any

from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm
from allauth.mfa.webauthn.internal import auth
from django import forms

from accounts import security_keys

LONGEST_ANSWER = 16_000
"""Characters; a key says some hundreds, with an attestation a few thousand."""
NO_ANSWER = "The browser said nothing of a key. It needs script for that."


def _name() -> forms.CharField:
    return forms.CharField(
        max_length=60,
        label="Name of the key",
        help_text="So that you find it among others, such as where you carry it.",
        error_messages={"required": "Name the key, so that you find it among others."},
    )


class KeyAnswer(forms.JSONField):
    """What a browser says for a key."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs["error_messages"] = {"required": NO_ANSWER, "invalid": security_keys.UNUSABLE}
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """Nothing longer or deeper than a browser makes it."""
        if isinstance(value, str) and len(value) > LONGEST_ANSWER:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        with security_keys.read():
            return super().to_python(value)


class KeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A new key under a name."""

    name = _name()
    credential = KeyAnswer()
    use_required_attribute = False

    def clean_name(self) -> str:
        """As typed: whoever names nothing is asked to."""
        return str(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        """Check what the key signed, and keep no more of it than is needed to know the key again."""
        if "name" not in self.cleaned_data:
            self.errors.pop("credential", None)
        elif "credential" in self.cleaned_data:
            try:
                self.cleaned_data["credential"] = self._checked()
            except forms.ValidationError as wrong:
                self.add_error("credential", wrong)
        found: dict[str, Any] = self.cleaned_data
        return found

    def _checked(self) -> dict[str, Any]:
        with security_keys.read():
            new = auth.parse_registration_response(self.cleaned_data["credential"])
            security_keys.must_be_asked_here(new.response.client_data, context.request)
            kept = security_keys.as_kept(new)
            auth.complete_registration(kept)
            return kept


class KeyShownForm(AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A key shown after the password."""

    credential = KeyAnswer()

    def clean_credential(self) -> Authenticator:
        """The member's key that signed what this session asked, asked by this portal's own page."""
        with security_keys.read():
            answer = auth.parse_authentication_response(self.cleaned_data["credential"])
            security_keys.must_be_asked_here(answer.response.client_data, context.request)
            return super().clean_credential()


class KeyShownAgainForm(KeyShownForm):
    """A key shown in place of the password, before an act that asks again who is there."""

    reauthenticated = True


class KeyNameForm(forms.Form):
    """Another name for a key."""

    name = _name()
    use_required_attribute = False
