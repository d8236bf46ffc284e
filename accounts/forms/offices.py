"""What an office types into its duty list."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from accounts.forms.fields import LAST_YEAR, MemberChoice, Moment
from accounts.models import Member

USUAL = timedelta(hours=12)
"""The stretch that is offered first."""
LONGEST = timedelta(days=31)


class OnCallForm(forms.Form):
    """Put a member of the office on its duty list."""

    member = MemberChoice(
        queryset=Member.objects.none(),
        empty_label="Choose a member",
        label="Member",
        error_messages={"required": "Choose who is on call."},
    )
    starts_at = Moment(label="From")
    ends_at = Moment(label="Until")
    use_required_attribute = False

    def __init__(self, *args: Any, people: list[Member], zone: ZoneInfo, at: datetime, **kwargs: Any) -> None:
        begins = at.replace(second=0, microsecond=0)
        kwargs.setdefault("initial", {"starts_at": begins, "ends_at": begins + USUAL})
        super().__init__(*args, **kwargs)
        self.at = at
        chosen: Any = self.fields["member"]
        chosen.queryset = Member.objects.filter(pk__in=[one.pk for one in people]).order_by("last_name", "pk")
        for name in ("starts_at", "ends_at"):
            moment: Any = self.fields[name]
            moment.zone = zone

    def clean(self) -> dict[str, Any]:
        """What the two moments must be to one another and to now."""
        said: dict[str, Any] = super().clean() or {}
        starts_at, ends_at = said.get("starts_at"), said.get("ends_at")
        if starts_at is None or ends_at is None:
            return said
        if ends_at <= starts_at:
            self.add_error("ends_at", "This is before the beginning. Choose a later time.")
        elif ends_at <= self.at:
            self.add_error("ends_at", "This has passed. Choose a later time.")
        elif ends_at - starts_at > LONGEST or ends_at.year > LAST_YEAR:
            self.add_error("ends_at", "A stretch is at most 31 days. Choose an earlier time.")
        return said
