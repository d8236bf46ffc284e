"""What is typed to withhold a part of a record, and to give it again."""

from typing import Any

from django import forms

from records import exemptions

_LONGEST = 2000


def _sentence(label: str, help_text: str, asked: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": asked, "max_length": "This is too long: 2,000 letters fit."},
    )


class Withholding(forms.Form):
    """Which part, on what ground, on what facts."""

    part = forms.ChoiceField(
        label="What is withheld",
        help_text="With a picture go its description, and so what the network received and answered.",
        error_messages={"required": "Choose a part."},
    )
    exemption = forms.ChoiceField(label="Ground", error_messages={"required": "Choose a ground of the law."})
    basis = _sentence(
        "The facts",
        "What in this part makes the ground apply. Whoever asked reads it: do not repeat what is withheld.",
        "Write the facts in a sentence: a denial needs them.",
    )

    def __init__(self, *given: Any, parts: dict[str, str], **named: Any) -> None:
        super().__init__(*given, **named)
        part: Any = self.fields["part"]
        part.choices = [("", "Choose"), *parts.items()]
        exemption: Any = self.fields["exemption"]
        exemption.choices = [("", "Choose"), *((one.key, one.label) for one in exemptions.known().values())]


class GivingAgain(forms.Form):
    """Why an entry holds no longer."""

    reason = _sentence(
        "Why it is given again",
        "Both entries stay in the log.",
        "Write the reason in a sentence.",
    )
