"""What is typed that offers a post of the department to units as an alert."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.forms.fields import LAST_YEAR, Day, Moment
from accounts.models import Unit
from directives.model import Category
from posts.coordination.ready import Offered
from posts.forms.ready import OfferForm
from posts.models import ReadyKind


class AlertForm(OfferForm):
    """Which post it is, who approved it at the detectives', and until when it holds."""

    address = forms.CharField(
        max_length=300,
        label="Address of the post",
        help_text="A post of one of the department's accounts, such as https://x.com/name/status/1858123456789. The "
        "portal reads what it says now; units repost it only while it says that.",
        error_messages={"required": "Paste the address of the post on the network."},
    )
    issued_by = forms.CharField(
        max_length=120,
        label="From which detectives",
        help_text="The bureau, area or unit that issued it.",
        error_messages={"required": "Say from whom it comes."},
    )
    approved_by = forms.CharField(
        max_length=120,
        label="Who approved it there",
        help_text="Rank and name.",
        error_messages={"required": "Say who approved it there."},
    )
    approved_on = Day(
        label="Day of that approval",
        error_messages={
            "required": "Choose the day.",
            "invalid": "Choose a day, such as 12/31/2026.",
        },
    )
    valid_until = Moment(label="Holds until")
    field_order = (
        "address",
        "title",
        "category",
        "issued_by",
        "approved_by",
        "approved_on",
        "note",
        "valid_until",
    )
    """As they stand on the page: what is wrong is listed so."""

    def __init__(
        self, *args: Any, units: QuerySet[Unit], categories: Iterable[Category], at: datetime, **kwargs: Any
    ) -> None:
        kinds = list(categories)
        kinds = [one for one in kinds if one.of_alert] or [one for one in kinds if not one.of_statement]
        super().__init__(*args, units=units, categories=kinds, at=at, **kwargs)
        if len(kinds) == 1:
            self.fields["category"].initial = kinds[0].key
        ends: Any = self.fields["valid_until"]
        ends.zone = self._zone
        ends.help_text = (
            f"By the department's clock ({at.astimezone(self._zone):%Z}). Then what has not gone out is withdrawn, and "
            "what is out is listed to be taken down."
        )

    def clean_approved_on(self) -> date | None:
        """A day that has begun."""
        day: date | None = self.cleaned_data["approved_on"]
        if day is not None and day > self._at.astimezone(self._zone).date():
            raise forms.ValidationError("This day is still to come. Choose the day on which it was approved.")
        return day

    def clean_valid_until(self) -> datetime | None:
        """A moment that is still to come."""
        ends: datetime | None = self.cleaned_data["valid_until"]
        if ends is not None and ends <= self._at:
            raise forms.ValidationError("This has passed. Choose a later time.")
        if ends is not None and ends.year > LAST_YEAR:
            raise forms.ValidationError("This is too far away. Choose an earlier day.")
        return ends

    @property
    def offered(self) -> Offered:
        """What is offered; its words are read from the network."""
        given = self.cleaned_data
        return Offered(
            kind=ReadyKind.ALERT,
            title=given["title"],
            category=given["category"],
            text="",
            note=given["note"],
            unit_ids=[unit.pk for unit in given["units"]],
            valid_until=given["valid_until"],
        )
