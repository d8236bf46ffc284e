"""Which language a member reads, and what is said of it."""

from django import forms

from outlets.languages import LANGUAGES


class LanguageForm(forms.Form):
    """A language that is declared, confirmed or taken away."""

    language = forms.ChoiceField(
        label="Language",
        choices=[("", "Choose one"), *((code, one.full) for code, one in LANGUAGES.items())],
        error_messages={
            "required": "Choose a language first.",
            "invalid_choice": "Choose a language of the list.",
        },
    )
    does = forms.ChoiceField(choices=[(word, word) for word in ("declare", "confirm", "end")])
