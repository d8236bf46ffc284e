"""What is said when a member without a role is to use social media."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms

from accounts.days import end_of
from accounts.forms.fields import LastDay, MemberChoice, from_today
from accounts.models import Member

LONGEST = timedelta(days=366)
"""An approval is given anew after a year at the latest."""


class AccessForm(forms.Form):
    """Approve that somebody uses social media until a day, with a reason."""

    member = MemberChoice(
        queryset=Member.objects.none(),
        empty_label="Choose a member",
        label="Member",
        error_messages={
            "required": "Choose a member.",
            "invalid_choice": "Choose a member of this unit who is not approved yet.",
        },
    )
    last_on = LastDay()
    reason = forms.CharField(
        max_length=300,
        label="Reason",
        help_text="Kept with the approval, told to the member, and may be released.",
        error_messages={"required": "Say what the member needs it for."},
    )
    use_required_attribute = False

    def __init__(
        self, *args: Any, neither: Sequence[Member], giver: Member, at: datetime, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.zone, self.at = giver.agency.tzinfo, at
        chosen: Any = self.fields["member"]
        others = Member.objects.filter(pk__in=[one.pk for one in neither]).exclude(pk=giver.pk)
        chosen.queryset = others.order_by("last_name", "first_name")

    def clean_last_on(self) -> date | None:
        """Not in the past, and not for ever."""
        day = from_today(self.cleaned_data["last_on"], at=self.at, zone=self.zone)
        if day is not None and day - self.at.astimezone(self.zone).date() > LONGEST:
            raise forms.ValidationError("An approval lasts a year at most. Choose an earlier day.")
        return day

    @property
    def ends_at(self) -> datetime:
        """When the last day is over in the agency's zone."""
        return end_of(self.cleaned_data["last_on"], zone=self.zone) or self.at
