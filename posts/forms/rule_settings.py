"""What else a proposal changes without a file: the points on which departments differ, and the minutes of each kind."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin, get_type_hints

from django import forms
from django.forms import BoundField

from directives.checks import LONGEST_LINE, MOST_LINES
from directives.comparison_words import LABELS, VALUES
from directives.limits import MOST_MINUTES
from directives.model import Category, Settings, TrainingDemand
from posts.forms.proposals import Edit

CHOSEN = tuple(key for key, hint in get_type_hints(Settings).items() if get_origin(hint) is Literal)
"""The settings that are one word of a list; the others are the frame in which rules are written."""
MINUTES = ("review_minutes", "late_minutes")


class SettingsForm(forms.Form):
    """Each setting that is one of a few words, and the checklist of the training where there is one to train in."""

    def __init__(self, *args: Any, settings: Settings, training: TrainingDemand, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._settings, self._training = settings, training
        hints = get_type_hints(Settings)
        for key in CHOSEN:
            self.fields[key] = forms.ChoiceField(
                label=LABELS[key],
                choices=[(word, VALUES[word]) for word in get_args(hints[key])],
                initial=getattr(settings, key),
            )
        if training.clause:
            self.fields["checklist"] = forms.CharField(
                required=False,
                max_length=MOST_LINES * (LONGEST_LINE + 2),
                label=LABELS["checklist"],
                initial="\n".join(training.checklist),
                widget=forms.Textarea(attrs={"rows": 6}),
                help_text=f"From the training guide, one thing a line, at most {MOST_LINES} lines. Who approves "
                "a post says that each was looked at. Empty means that nothing is shown.",
            )

    def edits(self) -> tuple[Edit, ...]:
        """What is other than it was."""
        said = self.cleaned_data
        return tuple(
            Edit(key=key, value=said[key]) for key in CHOSEN if said[key] != getattr(self._settings, key)
        )

    def training_edits(self) -> tuple[Edit, ...]:
        """The checklist, where it is other than it was."""
        lines = tuple(filter(None, map(str.strip, self.cleaned_data.get("checklist", "").splitlines())))
        if "checklist" not in self.fields or lines == self._training.checklist:
            return ()
        return (Edit(key="checklist", value=lines),)


@dataclass(frozen=True, kw_only=True)
class KindRow:
    """The minutes of one kind of post, as fields."""

    kind: Category
    fields: tuple[BoundField, ...]
    """To decide, and late."""


class MinutesForm(forms.Form):
    """How long each kind of post may wait for a decision, and how much later than its time it still goes out."""

    def __init__(self, *args: Any, kinds: tuple[Category, ...], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._kinds = kinds
        for kind in kinds:
            for key in MINUTES:
                self.fields[f"{kind.key}-{key}"] = forms.IntegerField(
                    label=f"{LABELS[key]}: {kind.label}",
                    min_value=1,
                    max_value=MOST_MINUTES,
                    initial=getattr(kind, key),
                )

    def rows(self) -> Iterator[KindRow]:
        """Kind by kind, in the order of the rules."""
        for kind in self._kinds:
            yield KindRow(kind=kind, fields=tuple(self[f"{kind.key}-{key}"] for key in MINUTES))

    def edits(self) -> dict[str, tuple[Edit, ...]]:
        """What is other than it was, by the key of the kind."""
        return {
            kind.key: tuple(
                Edit(key=key, value=value)
                for key in MINUTES
                if (value := self.cleaned_data[f"{kind.key}-{key}"]) != getattr(kind, key)
            )
            for kind in self._kinds
        }
