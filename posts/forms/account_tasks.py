"""What is typed when somebody did what is to be done for an account that the portal does not publish to."""

from typing import Any

from django import forms

from accounts.elsewhere import MUST_SAY
from accounts.models import TaskKind

_WORDS = {
    TaskKind.DISCLOSURES: ("What you saw", "Where something is missing: who puts it there."),
    TaskKind.REVIEW: (
        "What you saw",
        "Posts, comments and messages: what is fine, and what somebody must act on.",
    ),
    TaskKind.ARCHIVE: (
        "What it holds",
        "From which day to which, and whether comments and messages are in it.",
    ),
}


class TaskForm(forms.Form):
    """What was seen or fetched; which fields it has depends on the task."""

    shows = forms.MultipleChoiceField(
        choices=tuple(MUST_SAY.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "usa-checkbox__input"}),
        label="Its page says",
    )
    kept_where = forms.CharField(
        max_length=300,
        label="Where it lies",
        help_text="Such as a folder of the records office, with the name of the file. It may be released.",
    )
    words = forms.CharField(max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    use_required_attribute = False

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label, self.fields["words"].help_text = _WORDS[TaskKind(kind)]
        self.fields["words"].required = kind != TaskKind.DISCLOSURES
        if kind != TaskKind.DISCLOSURES:
            del self.fields["shows"]
        if kind != TaskKind.ARCHIVE:
            del self.fields["kept_where"]
