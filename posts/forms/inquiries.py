"""What is typed of questions of the press."""

import re

from django import forms

from posts.forms.network import Found
from posts.forms.words import Sentence, Words
from posts.models import Came

_HANDLE = re.compile(r"[A-Za-z0-9_]{1,20}")
_TYPED = [choice for choice in Came.choices if choice[0] != Came.REPLY]
"""What the network does not show, a member writes down."""


class InquiryForm(forms.Form):
    """A question of the press that reached a unit off the network."""

    came = forms.ChoiceField(
        choices=_TYPED,
        widget=forms.RadioSelect,
        label="How it came",
        error_messages={"required": "Choose how it came."},
    )
    asked_by = Words(
        label="Who asks",
        help_text="Their name, and the paper or station.",
        max_length=200,
        error_messages={"required": "Write who asks, and for which paper or station."},
    )
    contact = Words(
        label="How to reach them, and until when",
        help_text="A number or an address, and by when they need an answer.",
        max_length=300,
        required=False,
    )
    handle = Words(
        label="Their account on the network",
        help_text="Such as @daily_news.",
        max_length=40,
        required=False,
    )
    words = Sentence(
        label="What they ask",
        help_text="As they said it. Communications reads it, and it may be released.",
        asked="Write what they ask.",
        rows=5,
        longest=4000,
    )
    use_required_attribute = False

    def clean_handle(self) -> str:
        return _handle(self.cleaned_data["handle"])


class AccountForm(forms.Form):
    """Whose account asks, said anew; empty for none that is known."""

    handle = Words(
        label="Their account on the network",
        help_text="Such as @daily_news. Leave it empty when none is known.",
        max_length=40,
        required=False,
    )
    use_required_attribute = False

    def clean_handle(self) -> str:
        return _handle(self.cleaned_data["handle"])


class ReplyForm(Found):
    """Which reply or mention is a question of the press."""

    address = forms.CharField(
        label="Address of the reply or mention",
        help_text="Open it on the network and copy its address from the browser. Its number will do, too.",
        max_length=200,
        error_messages={"required": "Paste the address of what was asked on the network."},
    )


def _handle(typed: str) -> str:
    """In small letters, without the @ sign."""
    handle = typed.strip().removeprefix("@").lower()
    if handle and not _HANDLE.fullmatch(handle):
        raise forms.ValidationError("Write the account as the network shows it, such as @daily_news.")
    return handle


class NoteForm(forms.Form):
    """What was answered, or why nothing was."""

    how = forms.ChoiceField(
        choices=[("answered", "It was answered"), ("closed", "It needs no answer")],
        widget=forms.RadioSelect,
        label="What became of it",
        error_messages={"required": "Choose what became of it."},
    )
    note = Sentence(
        label="What was answered, where and to whom; or why nothing was",
        help_text="The unit that was asked reads it. It is kept, and may be released.",
        asked="Write in a sentence what was answered, or why nothing was.",
        rows=4,
        longest=4000,
    )
    use_required_attribute = False
