"""What an administrator or a commander says when setting a rule of a condition."""

from datetime import date, datetime
from typing import Any

from django import forms

from accounts.days import beginning_of
from accounts.forms.fields import Day, field_of, from_today
from accounts.models import Agency, Condition, Force, Unit

AS_AGENCY = ("", "As the agency does")
TAKEN_BACK = ("", "No stricter than the department")
"""What a commander chooses to take the own rule back."""


class RuleForm(forms.Form):
    """How a condition is taken in the agency or in a unit, from a day on, with a reason."""

    condition = forms.ChoiceField(choices=Condition.choices, label="Condition")
    force = forms.ChoiceField(
        choices=[*Force.choices, AS_AGENCY],
        required=False,
        label="From then on",
        help_text="Observed lets the act go through and notes what would have been refused.",
    )
    starts_on = Day(label="From", required=False, help_text="Empty means at once.")
    reason = forms.CharField(
        max_length=300, label="Reason", help_text="Kept with the rule, and may be released."
    )

    def __init__(
        self, *args: Any, agency: Agency, unit: Unit | None, by_commander: bool, at: datetime, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.zone, self.at, self.by_commander = agency.tzinfo, at, by_commander
        force = field_of(self, "force", forms.ChoiceField)
        if by_commander:
            stricter = [choice for choice in Force.choices if choice[0] != Force.OFF]
            force.choices = [*stricter, TAKEN_BACK]
        if unit is None:
            force.choices = Force.choices
            force.required = True

    def clean_starts_on(self) -> date | None:
        """A rule never holds for the past."""
        return from_today(self.cleaned_data["starts_on"], at=self.at, zone=self.zone)

    @property
    def starts_at(self) -> datetime:
        """At once, or when the day begins in the agency's zone."""
        return beginning_of(self.cleaned_data["starts_on"], at=self.at, zone=self.zone)
