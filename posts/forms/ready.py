"""What an office types that makes words ready for units."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import QuerySet

from accounts.forms.fields import Day, from_today
from accounts.models import Unit
from directives.model import Category
from outlets.weighted import weigh
from posts.coordination.ready import Offered
from posts.models import ReadyKind

LONGEST_TEXT = 4_000
_WORDS = [(one.value, one.label) for one in (ReadyKind.DRAFT, ReadyKind.TEMPLATE)]


class OfferForm(forms.Form):
    """How what is offered is called, of which kind of post it is, and to which units it goes."""

    title = forms.CharField(
        max_length=120,
        label="Name",
        help_text="How units find it. Residents never see it.",
        error_messages={"required": "Give it a name."},
    )
    category = forms.ChoiceField(
        label="Kind of post", error_messages={"required": "Choose the kind of post."}
    )
    note = forms.CharField(
        max_length=500,
        required=False,
        label="Note to the units",
        help_text="What to fill in or to look to. Residents never see it.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    units = forms.ModelMultipleChoiceField(
        queryset=Unit.objects.none(),
        required=False,
        label="Units",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": "Choose units of your department.",
            "invalid_pk_value": "Choose units of your department.",
        },
    )
    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        units: QuerySet[Unit],
        categories: Iterable[Category],
        zone: ZoneInfo,
        at: datetime,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        listed: Any = self.fields["units"]
        listed.queryset = units
        listed.label_from_instance = lambda unit: unit.full_name
        kinds: Any = self.fields["category"]
        kinds.choices = [("", "Choose a kind"), *((one.key, one.label) for one in categories)]
        self._zone, self._at = zone, at


class ReadyForm(OfferForm):
    """A ready draft or a template, and to whom it is offered."""

    kind = forms.ChoiceField(choices=_WORDS, initial=ReadyKind.DRAFT, label="What it is")
    text = forms.CharField(
        max_length=LONGEST_TEXT,
        label="Text",
        help_text="In a template, put what the unit fills in between [brackets].",
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": "Write the text."},
    )
    valid_on = Day(
        required=False,
        label="Last day",
        help_text="After it nobody takes a ready draft. A template needs none.",
        error_messages={"invalid": "Choose a day, such as 12/31/2026."},
    )
    field_order = ("kind", "title", "category", "text", "note", "valid_on")
    """As they stand on the page: what is wrong is listed so."""

    def clean_valid_on(self) -> object:
        """A day that is not over."""
        return from_today(self.cleaned_data["valid_on"], at=self._at, zone=self._zone)

    def clean(self) -> dict[str, Any]:
        """A ready draft has an end, and fits into one post as the network counts."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("kind") != ReadyKind.DRAFT:
            return said
        if not said.get("valid_on") and "valid_on" not in self.errors:
            self.add_error("valid_on", "Choose the last day on which units can take it.")
        over = -weigh(said.get("text", "")).remaining
        if over > 0:
            self.add_error("text", f"The network would count {over} too many. Shorten the text.")
        return said

    @property
    def offered(self) -> Offered:
        """What is offered; its last day is over at midnight."""
        given = self.cleaned_data
        last = given["valid_on"]
        end = datetime.combine(last + timedelta(days=1), time(), self._zone) if last else None
        return Offered(
            kind=given["kind"],
            title=given["title"],
            category=given["category"],
            text=given["text"],
            note=given["note"],
            unit_ids=[unit.pk for unit in given["units"]],
            valid_until=end,
        )
