"""Members, units, days and moments as the forms of this room read them."""

from datetime import date, datetime, tzinfo
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone

LAST_YEAR = 2199
"""A later one is a slip of the finger."""
Kind = TypeVar("Kind", bound=forms.Field)


class MemberChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Members by name, with the star that tells two of one name apart."""

    def label_from_instance(self, obj: Any) -> str:
        """'Ofc. Dana Reyes, star 14207'."""
        return f"{obj.titled_name}, star {obj.star_number}" if obj.star_number else str(obj.titled_name)


class UnitChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Units by the name people use."""

    def label_from_instance(self, obj: Any) -> str:
        """'014th District, Shakespeare'."""
        return str(obj.full_name)


class Moment(forms.DateTimeField):
    """A time on the wall of the agency; one that clocks skip or repeat is asked for again."""

    zone: ZoneInfo

    def __init__(self, *, label: str) -> None:
        super().__init__(
            label=label,
            widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            error_messages={
                "required": "Choose a day and a time.",
                "invalid": "Choose a day and a time, such as 11/21/2026, 22:00.",
            },
        )

    def to_python(self, value: Any) -> datetime | None:
        """The moment that was meant."""
        try:
            with timezone.override(self.zone):
                return super().to_python(value)
        except forms.ValidationError as fault:
            if fault.code != "ambiguous_timezone":
                raise
            said = "Clocks change that night, and skip or repeat this time. Choose one before or after it."
            raise forms.ValidationError(said, code=fault.code) from None

    def prepare_value(self, value: Any) -> Any:
        """A moment as the wall of the agency shows it."""
        return value.astimezone(self.zone).replace(tzinfo=None) if isinstance(value, datetime) else value


class Day(forms.DateField):
    """A day that is chosen from a calendar; one in a year too far away is asked for again."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}), **kwargs)

    def clean(self, value: Any) -> date | None:
        """The day that was meant; None for none."""
        day: date | None = super().clean(value)
        if day is not None and day.year > LAST_YEAR:
            raise forms.ValidationError("This year is too far away. Choose an earlier day.")
        return day


class LastDay(Day):
    """The day after which something that was approved counts no longer; there always is one."""

    def __init__(self) -> None:
        said = {"required": "Choose the last day.", "invalid": "Choose a day, such as 12/31/2026."}
        super().__init__(label="Last day", error_messages=said)


def field_of(form: forms.BaseForm, name: str, kind: type[Kind]) -> Kind:
    """A field of a form, known to be of a kind; raises TypeError where it is another."""
    field = form.fields[name]
    if not isinstance(field, kind):
        raise TypeError(f"{name} is a {type(field).__name__}, and no {kind.__name__}.")
    return field


def from_today(day: date | None, *, at: datetime, zone: tzinfo) -> date | None:
    """A day that is not over yet in a zone; raises forms.ValidationError for one that is."""
    if day is not None and day < at.astimezone(zone).date():
        raise forms.ValidationError("This day has passed. Choose today or a later day.")
    return day
