"""What people type about what the network shows."""

from django import forms

from posts.forms.words import Sentence
from posts.models import HideGround
from posts.resolving import NoSuchNumber, number_in


class Found(forms.Form):
    """Which post of the network a person recognised as this one."""

    address = forms.CharField(
        label="Address of the post",
        help_text="Open the post on the network and copy its address from the browser. Its number will do, too.",
        max_length=200,
        error_messages={"required": "Paste the address of the post on the network."},
    )

    def clean_address(self) -> str:
        """Keep what was typed, once it names a post at all."""
        typed: str = self.cleaned_data["address"]
        try:
            number_in(typed)
        except NoSuchNumber as fault:
            raise forms.ValidationError(str(fault)) from fault
        return typed


class Reply(Found):
    """Which reply of somebody else is meant."""

    address = forms.CharField(
        label="Address of the reply",
        help_text="Open the reply on the network and copy its address from the browser. Its number will do, too.",
        max_length=200,
        error_messages={"required": "Paste the address of the reply on the network."},
    )


class Looked(forms.Form):
    """What a person saw where the post is not."""

    reason = Sentence(
        label="What you saw",
        help_text="When you looked, and what the newest post there is. It is kept.",
        asked="Write in a sentence what you saw.",
    )


class Hiding(Found):
    """For what a reply is hidden, and why."""

    address = forms.CharField(max_length=200, widget=forms.HiddenInput)
    ground = forms.ChoiceField(
        label="It is hidden for",
        choices=[("", "Choose one"), *HideGround.choices],
        error_messages={"required": "Choose for what it is hidden. Where none fits, it is not hidden."},
    )
    reason = Sentence(
        label="Reason",
        help_text="Point at the words that fit the ground. It is kept with the record, and may be released.",
    )


class Showing(forms.Form):
    """Why a reply is shown again."""

    reason = Sentence(
        label="Reason to show it again",
        help_text="It is kept with the record, and may be released.",
    )
