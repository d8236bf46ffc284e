"""What a records officer types of a series of the approved application."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from accounts.forms.fields import Day
from directives.decision import class_words
from records.models import Series, Trigger
from records.schedule import Entered

MONTHS_A_YEAR = 12
_ITEM = forms.CharField(
    max_length=40,
    label="Item",
    help_text="Its number in the application, such as 120.04.",
    error_messages={"required": "Enter the number of the item in the application."},
)


class SeriesForm(forms.Form):
    """A new version of an item; `FirstSeriesForm` also asks for the item."""

    title = forms.CharField(
        max_length=120,
        label="Title of the series",
        error_messages={"required": "Enter the title as the application has it."},
    )
    application = forms.CharField(
        max_length=60,
        label="Number of the approved application",
        help_text="The Local Records Commission gives it. Without one nothing may be disposed of.",
        error_messages={"required": "Enter the number on the approved copy."},
    )
    approved_on = Day(
        label="Approved on",
        help_text="The day on the approved copy.",
        error_messages={
            "required": "Choose the day on the approved copy.",
            "invalid": "Choose a day, such as 3/12/2024.",
        },
    )
    classes = forms.MultipleChoiceField(
        label="Classes of record",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "usa-checkbox__input"}),
        error_messages={"invalid_choice": "Choose from these classes."},
    )
    trigger = forms.ChoiceField(
        choices=Trigger.choices,
        label="The period begins with",
        error_messages={"invalid_choice": "Choose with what the period begins."},
    )
    permanent = forms.BooleanField(
        required=False,
        label="Kept for ever",
        widget=forms.CheckboxInput(attrs={"class": "usa-checkbox__input"}),
    )
    years = forms.IntegerField(min_value=0, max_value=100, required=False, label="Years")
    months = forms.IntegerField(min_value=0, max_value=MONTHS_A_YEAR - 1, required=False, label="Months")
    use_required_attribute = False

    def __init__(
        self, *args: Any, classes: Iterable[str], today: date, ends: bool = False, **kwargs: Any
    ) -> None:
        """`ends` lets a version cover no class."""
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["classes"]
        chosen.choices = [(one, class_words(one)) for one in sorted(classes)]
        self.today, self.ends = today, ends
        if ends:
            chosen.help_text = "Choose none to end the series: what it covered is kept from then on."

    def clean_approved_on(self) -> date | None:
        """No copy was approved tomorrow."""
        day: date | None = self.cleaned_data["approved_on"]
        if day is not None and day > self.today:
            raise forms.ValidationError("This day is still to come. Choose the day on the approved copy.")
        return day

    def clean(self) -> dict[str, Any]:
        """A period, or for ever, and never both."""
        typed = super().clean() or {}
        if not self.ends and not typed.get("classes") and "classes" not in self.errors:
            self.add_error("classes", "Choose at least one class.")
        if {"years", "months"} & self.errors.keys():
            return typed
        period = MONTHS_A_YEAR * (typed.get("years") or 0) + (typed.get("months") or 0)
        if typed.get("permanent") and period:
            self.add_error("permanent", "Choose a period or for ever, not both.")
        elif not typed.get("permanent") and not period:
            self.add_error("years", "Enter the period of the approved application, or choose for ever.")
        return typed | {"period": period}

    def entered(self, *, item: str = "") -> Entered:
        """What was typed, of an item."""
        typed = self.cleaned_data
        names = ("title", "application", "approved_on", "trigger", "permanent")
        return Entered(
            item=item or typed["item"],
            classes=tuple(typed["classes"]),
            months=typed["period"],
            **{name: typed[name] for name in names},
        )


class FirstSeriesForm(SeriesForm):
    """An item that is entered for the first time."""

    item = _ITEM
    field_order = ("item",)


def of_series(series: Series) -> dict[str, Any]:
    """What the form of a new version begins with."""
    names = ("title", "application", "approved_on", "classes", "trigger", "permanent")
    years, months = divmod(series.months, MONTHS_A_YEAR)
    period = {} if series.permanent else {"years": years, "months": months}
    return {name: getattr(series, name) for name in names} | period
