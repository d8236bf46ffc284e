"""What is said when a tour goes on, and when a supervisor puts somebody on duty."""

from typing import Any

from django import forms

from accounts import duty
from accounts.forms.fields import MemberChoice
from accounts.models import Member, Unit

LONGEST_WORDS = 120


class ExtensionForm(forms.Form):
    """One of the usual reasons by its button, or a few words."""

    reason = forms.ChoiceField(choices=list(duty.EXTENSIONS.items()), required=False)
    words = forms.CharField(max_length=LONGEST_WORDS, required=False)

    def clean(self) -> dict[str, Any]:
        """A tour never goes on without a reason."""
        said: dict[str, Any] = super().clean() or {}
        if not self.errors and not self.said:
            raise forms.ValidationError("Say why your tour goes on.")
        return said

    @property
    def said(self) -> str:
        """The reason as it is kept."""
        words: str = self.cleaned_data.get("words", "")
        return words or duty.EXTENSIONS.get(self.cleaned_data.get("reason", ""), "")


class PutOnForm(forms.Form):
    """Put a member of the unit on duty for some hours, with a reason."""

    member = MemberChoice(
        queryset=Member.objects.none(),
        empty_label="Choose a member",
        label="Member",
        error_messages={"required": "Choose whom you put on duty."},
    )
    hours = forms.TypedChoiceField(
        choices=[(hours, f"{hours} hours") for hours in duty.GIVEN_HOURS],
        coerce=int,
        label="For",
        error_messages={"required": "Choose for how long.", "invalid_choice": "Choose one of these lengths."},
    )
    reason = forms.CharField(
        max_length=duty.LONGEST_REASON,
        label="Reason",
        help_text="Kept with the tour, told to the member, and may be released.",
        error_messages={"required": "Say why, such as: called in for the parade."},
    )
    use_required_attribute = False

    def __init__(self, *args: Any, unit: Unit, giver: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["member"]
        others = Member.objects.filter(unit=unit, is_active=True).exclude(pk=giver.pk)
        chosen.queryset = others.select_related("agency").order_by("last_name", "first_name")
