"""What a records officer enters of a certificate: series and commission, the day it was sent, the approved copy."""

from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.forms.fields import Day
from records import commissions
from records.models import Series

_A_DAY = {"required": "Choose a day.", "invalid": "Choose a day, such as 3/12/2024."}
REFUSED, WITHDRAWN = "refused", "withdrawn"


class DrawUpForm(forms.Form):
    """Under which series, and for which commission."""

    series = forms.TypedMultipleChoiceField(
        coerce=int,
        label="Series",
        widget=forms.CheckboxSelectMultiple(attrs={"class": "usa-checkbox__input"}),
        error_messages={
            "required": "Choose at least one series.",
            "invalid_choice": "Choose from these series.",
        },
    )
    commission = forms.ChoiceField(
        label="Local Records Commission",
        widget=forms.RadioSelect(attrs={"class": "usa-radio__input"}),
        error_messages={
            "required": "Choose the commission that approves for your department.",
            "invalid_choice": "Choose one of these commissions.",
        },
    )
    use_required_attribute = False

    def __init__(self, *args: Any, series: Iterable[Series], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["series"]
        chosen.choices = [(one.pk, f"{one.item} {one.title}") for one in series]
        named: Any = self.fields["commission"]
        named.choices = [(one.slug, one.name) for one in commissions.every().values()]


class SentForm(forms.Form):
    """That it was sent."""

    sent_on = Day(label="Sent on", error_messages=_A_DAY)
    disposal_on = Day(label="Disposal date", error_messages=_A_DAY)
    use_required_attribute = False


class ApprovedForm(forms.Form):
    """The approved copy that is back."""

    approved_on = Day(label="Day on the approved copy", error_messages=_A_DAY)
    copy = forms.CharField(
        max_length=120,
        label="Where the copy is kept",
        help_text="Its number or its file, so that somebody finds it.",
        error_messages={"required": "Say where the approved copy is: its number or its file."},
    )
    use_required_attribute = False


class EndForm(forms.Form):
    """That nothing comes of it."""

    how = forms.ChoiceField(
        label="What became of it",
        choices=((REFUSED, "The commission refused it"), (WITHDRAWN, "Withdraw it")),
        error_messages={"required": "Choose one of these.", "invalid_choice": "Choose one of these."},
    )
