"""What a records officer types of a hold, and why one is lifted."""

import re
from collections.abc import Iterable
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import QuerySet

from accounts.days import end_of
from accounts.forms.fields import Day, UnitChoice
from accounts.models import Unit
from directives.decision import class_words
from records.holding import MOST_NAMED, Described
from records.models import HoldKind

_BETWEEN = re.compile(r"[\s,;]+")
_A_DAY = {"invalid": "Choose a day, such as 3/12/2024."}
NAMED, FITTING = "named", "fitting"
_REASON = "Kept with the hold. Records officers read it."


class HoldForm(forms.Form):
    """A hold: on records that are named, or on all that a description fits."""

    kind = forms.ChoiceField(
        choices=HoldKind.choices,
        label="Kind",
        error_messages={"invalid_choice": "Choose one of these kinds."},
    )
    name = forms.CharField(
        max_length=120,
        label="Name",
        help_text="Of the case, the request or the audit. Whoever reads a record on hold sees it.",
        error_messages={"required": "Name the case, the request or the audit."},
    )
    reason = forms.CharField(
        max_length=2000,
        label="Reason",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_REASON,
        error_messages={"required": "Say who asked for the hold, and why."},
    )
    covers = forms.ChoiceField(
        choices=((NAMED, "The records with these numbers"), (FITTING, "Every record that fits")),
        label="It is on",
        initial=NAMED,
        widget=forms.RadioSelect(attrs={"class": "usa-radio__input"}),
        error_messages={"required": "Choose what the hold is on.", "invalid_choice": "Choose one of these."},
    )
    numbers = forms.CharField(
        max_length=4000,
        required=False,
        label="Numbers of records",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Such as 2026-014-00871, with a space or a comma between them. Of a thread all parts are held.",
    )
    unit = UnitChoice(
        queryset=Unit.objects.none(), required=False, label="Unit", empty_label="Every unit",
        error_messages={"invalid_choice": "Choose one of these units."},
    )  # fmt: skip
    record_class = forms.ChoiceField(
        required=False,
        label="Class of record",
        error_messages={"invalid_choice": "Choose one of these classes."},
    )
    first_on = Day(required=False, label="Published from", error_messages=_A_DAY)
    last_on = Day(required=False, label="Published until", error_messages=_A_DAY)
    use_required_attribute = False

    def __init__(
        self, *args: Any, units: QuerySet[Unit], classes: Iterable[str], zone: ZoneInfo, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = units
        chosen: Any = self.fields["record_class"]
        chosen.choices = [("", "Every class"), *((one, class_words(one)) for one in sorted(classes))]
        self.zone = zone

    def clean_numbers(self) -> tuple[str, ...]:
        """The numbers, each once."""
        numbers = tuple(dict.fromkeys(one for one in _BETWEEN.split(self.cleaned_data["numbers"]) if one))
        if len(numbers) > MOST_NAMED:
            raise forms.ValidationError(
                f"A hold names {MOST_NAMED} records at most. Hold every record that fits instead, by unit and days."
            )
        return numbers

    def clean(self) -> dict[str, Any]:
        """What was typed for the way that was not chosen is not passed over in silence."""
        typed = super().clean() or {}
        fits = [name for name in ("unit", "record_class", "first_on", "last_on") if typed.get(name)]
        if typed.get("covers") == NAMED:
            if not typed.get("numbers") and "numbers" not in self.errors:
                self.add_error("numbers", "Enter at least one number, or choose every record that fits.")
            if fits:
                self.add_error(
                    fits[0], "Leave this out for records with numbers, or hold every one that fits."
                )
        elif typed.get("numbers"):
            self.add_error("numbers", "Leave the numbers out, or choose the records with these numbers.")
        first, last = typed.get("first_on"), typed.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", "This is before the first day. Choose the same day or a later one.")
        return typed

    @property
    def described(self) -> Described:
        """On what the hold is."""
        typed = self.cleaned_data
        if typed["covers"] == NAMED:
            return Described(numbers=typed["numbers"])
        first = typed["first_on"]
        return Described(
            unit_id=typed["unit"].pk if typed["unit"] else None,
            record_class=typed["record_class"],
            begins_at=datetime.combine(first, time(), self.zone) if first else None,
            ends_at=end_of(typed["last_on"], zone=self.zone),
        )


class LiftForm(forms.Form):
    """Why a hold is lifted."""

    reason = forms.CharField(
        max_length=2000,
        label="Reason for lifting it",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_REASON,
        error_messages={"required": "Say who released the hold, and why."},
    )
    use_required_attribute = False
