"""Fields for what a person writes to another."""

from django import forms

from directives.blank import is_blank
from outlets.weighted import written


class Words(forms.CharField):
    """Something that a person reads: what nobody sees counts as nothing."""

    def to_python(self, value: object) -> str:
        """What was written, or empty."""
        text = written(str(value)) if value is not None else ""
        return "" if is_blank(text) else text.strip()


class Sentence(Words):
    """A reason, a question or an answer in a sentence or two, of at most `longest` characters; None for any number.

    `help_text` says who reads it; `asked` is said where nothing was written.
    """

    def __init__(
        self,
        *,
        label: str,
        help_text: str,
        asked: str = "Write the reason in a sentence.",
        rows: int = 2,
        longest: int | None = 2000,
        required: bool = True,
    ) -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            max_length=longest,
            required=required,
            widget=forms.Textarea(attrs={"rows": rows}),
            error_messages={"required": asked},
        )
