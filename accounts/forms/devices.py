"""What is said when a device is asked for, and when it is approved."""

from datetime import date, datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.db.models import QuerySet

from accounts.days import end_of
from accounts.forms.fields import LastDay, from_today
from accounts.models import Device, DeviceKind, Member
from accounts.permitted import LONGEST


class DeviceForm(forms.Form):
    """Ask that a device count by one of the member's security keys."""

    key = forms.ModelChoiceField(
        queryset=Authenticator.objects.none(),
        empty_label=None,
        label="Security key",
        error_messages={"required": "Choose a key.", "invalid_choice": "Choose one of these keys."},
    )
    permission: Any = forms.ModelChoiceField(
        queryset=Device.objects.none(),
        empty_label="A device that is not permitted yet",
        required=False,
        label="Permission you have in writing",
        help_text="With one of these, the device counts by its key at once.",
    )
    kind = forms.ChoiceField(label="Whose device it is", choices=DeviceKind.choices)
    name = forms.CharField(
        max_length=60,
        required=False,
        label="Name of the device",
        help_text="Such as the number on its label.",
    )
    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        keys: QuerySet[Authenticator],
        permissions: QuerySet[Device],
        personal: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["key"]
        chosen.queryset = keys
        given: Any = self.fields["permission"]
        given.queryset = permissions
        if not permissions:
            del self.fields["permission"]
        if not personal:
            del self.fields["kind"]

    def clean(self) -> dict[str, Any]:
        """A device without a permission is named, so that it is found."""
        said: dict[str, Any] = super().clean() or {}
        if not self.errors.keys() & {"name", "permission"} and not (
            said.get("name") or said.get("permission")
        ):
            self.add_error("name", "Name the device, so that it is found.")
        return said

    @property
    def whose(self) -> str:
        """The department's, where no other may count."""
        return str(self.cleaned_data.get("kind", DeviceKind.DEPARTMENT))


class PermissionForm(forms.Form):
    """Approve a device; a personal one with a reason and a last day, in writing."""

    last_on = LastDay()
    reason = forms.CharField(
        max_length=300,
        label="Reason",
        help_text="Kept with the permission, told to the member, and may be released.",
        error_messages={"required": "Say why the member needs their own device."},
    )
    use_required_attribute = False

    def __init__(self, *args: Any, personal: bool, giver: Member, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone, self.at = giver.agency.tzinfo, at
        if not personal:
            del self.fields["last_on"], self.fields["reason"]

    def clean_last_on(self) -> date | None:
        """Not in the past, and not for ever."""
        day = from_today(self.cleaned_data["last_on"], at=self.at, zone=self.zone)
        if day is not None and day - self.at.astimezone(self.zone).date() > LONGEST:
            raise forms.ValidationError("A permission lasts a year at most. Choose an earlier day.")
        return day

    @property
    def expires_at(self) -> datetime | None:
        """When the last day is over in the agency's zone; None for a device of the department."""
        return end_of(self.cleaned_data.get("last_on"), zone=self.zone)
