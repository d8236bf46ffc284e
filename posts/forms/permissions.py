"""What is said when a written permission is asked for, decided and ended."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from accounts.days import end_of
from accounts.forms.fields import Day, LastDay, from_today
from accounts.models import Member, PermissionKind
from accounts.written import ASKED_FOR, LONGEST, Paper

MOST_BYTES = 5 * 1024 * 1024
_BEGINS = (b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
"""How a PDF, a PNG and a JPEG begin."""
TOO_LONG = "A permission lasts a year at most. Choose an earlier day."


class AskForm(forms.Form):
    """Ask for a written permission, with the paper that it is about where there is one."""

    kind = forms.ChoiceField(
        label="What it is for",
        choices=[(kind.value, PermissionKind(kind).label) for kind in ASKED_FOR],
        error_messages={"required": "Choose what it is for.", "invalid_choice": "Choose one from the list."},
    )
    covers = forms.CharField(
        label="What exactly",
        max_length=500,
        help_text="Name what you want to show, use or say, and where. It is kept, and may be released.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say what exactly you ask for."},
    )
    until = Day(
        label="Until", required=False, error_messages={"invalid": "Choose a day, such as 12/31/2026."}
    )
    paper: Any = forms.FileField(
        label="File",
        widget=forms.FileInput,
        required=False,
        allow_empty_file=True,
        help_text="A PDF or a picture, 5 MB at most. Whoever decides about it or about the unit's posts reads it.",
    )
    use_required_attribute = False

    def __init__(self, *args: Any, member: Member, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone, self.at = member.agency.tzinfo, at

    def clean_until(self) -> date | None:
        """Not in the past, and not for ever."""
        return _within_a_year(self.cleaned_data["until"], self)

    def clean_paper(self) -> Paper | None:
        """A file that is what it says."""
        file: UploadedFile[bytes] | None = self.cleaned_data["paper"]
        if file is None:
            return None
        if file.size is None or file.size > MOST_BYTES:
            raise forms.ValidationError("This file is larger than 5 MB. Choose a smaller one.")
        content = file.read()
        if not content.startswith(_BEGINS):
            raise forms.ValidationError("This is no PDF, PNG or JPEG. Choose one of these.")
        return Paper(name=(file.name or "file")[:120], content=content)

    @property
    def wanted_until(self) -> datetime | None:
        """When the day that is asked for is over in the agency's zone."""
        return end_of(self.cleaned_data.get("until"), zone=self.zone)


class DecisionForm(forms.Form):
    """Give a permission until a day, or decline it; both with a reason that stands in the letter."""

    last_on = LastDay()
    reason = forms.CharField(
        max_length=300,
        label="Reason",
        help_text="It stands in the letter to whoever asked, and may be released.",
        error_messages={"required": "Say why. It stands in the letter."},
    )
    use_required_attribute = False

    def __init__(self, *args: Any, giving: bool, giver: Member, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone, self.at = giver.agency.tzinfo, at
        if not giving:
            self.fields["last_on"].required = False

    def clean_last_on(self) -> date | None:
        """Not in the past, and not for ever."""
        return _within_a_year(self.cleaned_data["last_on"], self)

    @property
    def expires_at(self) -> datetime | None:
        """When the last day is over in the agency's zone."""
        return end_of(self.cleaned_data.get("last_on"), zone=self.zone)


class EndForm(forms.Form):
    """End a permission."""

    end_reason = forms.CharField(
        max_length=300,
        label="Why it ends",
        help_text="Whoever has it is told.",
        error_messages={"required": "Say why it ends."},
    )
    use_required_attribute = False


def _within_a_year(day: date | None, form: AskForm | DecisionForm) -> date | None:
    found = from_today(day, at=form.at, zone=form.zone)
    if found is not None and found - form.at.astimezone(form.zone).date() > LONGEST:
        raise forms.ValidationError(TOO_LONG)
    return found
