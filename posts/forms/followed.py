"""What is typed on the list of whom an account follows."""

import re

from django import forms

_HANDLE = re.compile(r"[\w.-]+")


class FollowForm(forms.Form):
    """An account that is followed, looked at first."""

    handle = forms.CharField(
        max_length=101, label="Handle", help_text="As it stands on the network, such as @cityparks."
    )
    why = forms.CharField(
        max_length=300,
        label="Why we follow it",
        help_text="It may be released.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    puts_down = forms.ChoiceField(
        choices=(("no", "No"), ("yes", "Yes")),
        widget=forms.RadioSelect(attrs={"class": "usa-radio__input"}),
        label="Does anything there put down a person or a group?",
        error_messages={"required": "Look at its page, then say No or Yes."},
    )
    use_required_attribute = False
    prefix = "follow"

    def clean_handle(self) -> str:
        """Without the sign before it."""
        handle = str(self.cleaned_data["handle"]).strip().removeprefix("@")
        if not _HANDLE.fullmatch(handle):
            raise forms.ValidationError("A handle has letters, digits, underscores, dots and hyphens.")
        return handle

    def clean_puts_down(self) -> str:
        """What puts people down is not followed."""
        said = str(self.cleaned_data["puts_down"])
        if said == "yes":
            raise forms.ValidationError("Then the department does not follow it (CPD-TW.III.F).")
        return said


class DoubtForm(forms.Form):
    """Why one should be followed no longer."""

    why = forms.CharField(max_length=300, label="Why it should be unfollowed")
    use_required_attribute = False
