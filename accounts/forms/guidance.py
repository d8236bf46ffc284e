"""What is typed into the library, and into a notice."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import QuerySet

from accounts.forms.fields import Day, from_today
from accounts.guidance.library import Guidance
from accounts.guidance.notices import Said
from accounts.models import Role, Subject, Unit
from directives.model import Clause

LONGEST_TEXT = 20_000


class GuidanceForm(forms.Form):
    """An entry of the library."""

    title = forms.CharField(max_length=120, label="Title", error_messages={"required": "Give it a title."})
    subject = forms.ChoiceField(choices=Subject.choices, label="Subject")
    text = forms.CharField(
        max_length=LONGEST_TEXT,
        label="Guidance",
        help_text="Plain text. A blank line begins a new paragraph.",
        widget=forms.Textarea(attrs={"rows": 14}),
        error_messages={"required": "Write what the units are to know."},
    )
    clause = forms.ChoiceField(
        required=False,
        label="Clause of the directive",
        help_text="The one that this explains, where one fits.",
    )
    use_required_attribute = False

    def __init__(self, *args: Any, clauses: Sequence[Clause], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["clause"]
        kept = (self.initial or {}).get("clause", "")
        listed = [(one.id, f"{one.id}, {one.title}") for one in clauses]
        gone = [(kept, kept)] if kept and kept not in {one.id for one in clauses} else []
        chosen.choices = [("", "None"), *listed, *gone]

    @property
    def guidance(self) -> Guidance:
        """What was written."""
        names = ("subject", "title", "text", "clause")
        return Guidance(**{name: self.cleaned_data[name] for name in names})


class NewVersionForm(GuidanceForm):
    """An entry in other words."""

    changed = forms.CharField(
        max_length=300,
        label="What changed",
        help_text="One sentence. It stands beside the version for whoever knows the one before.",
        error_messages={"required": "Say in one sentence what changed."},
    )
    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class NoticeForm(forms.Form):
    """A notice and its audience."""

    title = forms.CharField(
        max_length=120, label="Subject", error_messages={"required": "Give the notice a subject."}
    )
    text = forms.CharField(
        max_length=LONGEST_TEXT,
        label="Notice",
        help_text="Plain text. A blank line begins a new paragraph. It may be released.",
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": "Write the notice."},
    )
    units = forms.ModelMultipleChoiceField(
        queryset=Unit.objects.none(),
        required=False,
        label="Units",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": "Choose units of your department.",
            "invalid_pk_value": "Choose units.",
        },
    )
    roles = forms.MultipleChoiceField(
        choices=Role.choices, required=False, label="Roles", widget=forms.CheckboxSelectMultiple
    )
    due_on = Day(
        label="Acknowledge by",
        error_messages={"required": "Choose a day.", "invalid": "Choose a day, such as 12/31/2026."},
    )
    use_required_attribute = False

    def __init__(
        self, *args: Any, units: QuerySet[Unit], zone: ZoneInfo, at: datetime, **kwargs: Any
    ) -> None:
        week = (at + timedelta(days=7)).astimezone(zone).date()
        kwargs.setdefault("initial", {"due_on": week, "roles": [Role.USMR]})
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["units"]
        chosen.queryset = units
        chosen.label_from_instance = lambda unit: unit.full_name
        self._zone, self._at = zone, at

    def clean_due_on(self) -> object:
        """A day that is not over."""
        return from_today(self.cleaned_data["due_on"], at=self._at, zone=self._zone)

    @property
    def said(self) -> Said:
        """What is sent; it is due as its day ends."""
        given = self.cleaned_data
        end = datetime.combine(given["due_on"] + timedelta(days=1), time(), self._zone)
        return Said(
            title=given["title"],
            text=given["text"],
            unit_ids=[unit.pk for unit in given["units"]],
            roles=given["roles"],
            due_at=end,
        )


class WhyForm(forms.Form):
    """Why something is withdrawn."""

    reason = forms.CharField(
        max_length=300,
        label="Why",
        help_text="Whoever reads it later sees this.",
        error_messages={"required": "Say why."},
    )
    use_required_attribute = False
