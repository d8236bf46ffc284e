"""What is said of proposed rules: the words of a rule, why and from when, and the answer to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, get_args, get_type_hints

from django import forms

from accounts.forms.fields import LAST_YEAR, Day, Moment, field_of
from accounts.models import Agency
from directives.comparison_words import LABELS, VALUES
from directives.editing import Value
from directives.limits import MOST_WAITING_MINUTES
from directives.model import Term
from directives.rules import AnswerNotifies, Rule
from directives.word_rules import Advice, WordsAsk

BETTER = "|"
"""Between words and what to say instead of them, one pair a line."""
LONGEST = 1000


class WhyForm(forms.Form):
    """Why the rules change, and from when."""

    why = forms.CharField(
        max_length=LONGEST,
        label="Why",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For who reviews it. It is kept, and may be released.",
        error_messages={"required": "Say why the rules change."},
    )
    effective_at = Moment(label="In force from")

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any):
        super().__init__(*args, **kwargs)
        begins = field_of(self, "effective_at", Moment)
        begins.zone = agency.tzinfo
        begins.required = False
        begins.help_text = "Empty means as soon as it is adopted."

    def clean_effective_at(self) -> datetime | None:
        """A moment that calendars have."""
        moment: datetime | None = self.cleaned_data["effective_at"]
        if moment is not None and moment.year > LAST_YEAR:
            raise forms.ValidationError("This year is too far away. Choose an earlier day.")
        return moment

    @property
    def begins(self) -> datetime | None:
        """The moment; None for as soon as it is adopted."""
        return self.cleaned_data["effective_at"]  # type: ignore[no-any-return]


class AnswerForm(forms.Form):
    """What the second person says; needed to decline."""

    answer = forms.CharField(
        max_length=LONGEST,
        required=False,
        label="What you say to it",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Needed to decline. It is kept.",
    )


@dataclass(frozen=True, kw_only=True)
class Edit:
    """One value that a member changed; None takes it away."""

    key: str
    value: Value | None


class RuleForm(forms.Form):
    """The sentences, lists of words and days of one rule, and how strong it is. Its clause is not in it.

    Of what the directive itself says, only how long the answer of an office is waited for. `dated` says whether days
    can be given.
    """

    def __init__(self, *args: Any, rule: Rule, dated: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._rule = rule
        if isinstance(rule, AnswerNotifies):
            self._wait(rule)
        if rule.basis != "clause":
            self._words(rule)
        if dated:
            self._days(rule)

    def _words(self, rule: Rule) -> None:
        for key, value in vars(rule).items():
            if key == "title" or "sentence" in key or key in ("authorisation", "guidance"):
                self._sentence(key, value)
        for kind, key in ((Advice, "level"), (WordsAsk, "strength")):
            if isinstance(rule, kind):
                choices = [(word, VALUES[word]) for word in get_args(get_type_hints(kind)[key])]
                initial = getattr(rule, key)
                self.fields[key] = forms.ChoiceField(choices=choices, label=LABELS[key], initial=initial)
        for key in ("terms", "idioms"):
            if hasattr(rule, key):
                self._list(key, getattr(rule, key))

    def _sentence(self, key: str, value: str) -> None:
        slots = ", ".join(f"{{{word}}}" for word in sorted(self._rule.words_for)) if "sentence" in key else ""
        self.fields[key] = forms.CharField(
            max_length=300,
            required=bool(value),
            label=LABELS.get(key, key),
            initial=value,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=f"{slots} stands for what is found in the text." if slots and value else "",
            error_messages={"required": "This sentence cannot be empty."},
        )

    def _wait(self, rule: AnswerNotifies) -> None:
        self.fields["wait_minutes"] = forms.IntegerField(
            min_value=0,
            max_value=MOST_WAITING_MINUTES,
            label=LABELS["wait_minutes"],
            initial=rule.wait_minutes,
            help_text="0 means that the post goes on as soon as the offices have been told.",
        )

    def _days(self, rule: Rule) -> None:
        for key, hint, example in (
            (
                "from_on",
                "The first day for which it counts. Empty: from the day this version begins.",
                "12/1/2026",
            ),
            ("until_on", "The last day for which it counts. Empty: as long as this version.", "12/31/2026"),
        ):
            self.fields[key] = Day(
                required=False,
                label=LABELS[key],
                initial=getattr(rule, key),
                help_text=hint,
                error_messages={"invalid": f"Choose a day, such as {example}, or leave it empty."},
            )

    def clean(self) -> dict[str, Any] | None:
        """A sentence that asks is no advice, and no rule ends before it begins."""
        said = super().clean()
        first, last = self.cleaned_data.get("from_on"), self.cleaned_data.get("until_on")
        if first and last and last < first:
            self.add_error(
                "until_on", "This day lies before the first one. Choose a later day, or leave it empty."
            )
        turned = self.cleaned_data.get("strength") == "advises" and "strength" in self.changed_data
        if turned and self.cleaned_data.get("sentence_as_advice") == "":
            self.add_error("sentence_as_advice", "Write what it says as advice: what to do next.")
        return said

    def _list(self, key: str, value: tuple[Any, ...]) -> None:
        rows = [_line(one) for one in value]
        hint = f"One a line. After {BETTER} stands what to say instead." if key == "terms" else "One a line."
        self.fields[key] = forms.CharField(
            max_length=50_000,
            required=key == "terms" and not getattr(self._rule, "check", ""),
            label=LABELS[key],
            initial="\n".join(rows),
            widget=forms.Textarea(attrs={"rows": min(max(len(rows), 3), 16)}),
            help_text=f"{hint} A * at the end stands for any ending.",
            error_messages={"required": "There must be words to look for."},
        )

    def edits(self) -> tuple[Edit, ...]:
        """What is other than it was."""
        said: Mapping[str, Any] = self.cleaned_data
        values = {key: _value(key, typed) for key, typed in said.items()}
        return tuple(
            Edit(key=key, value=value)
            for key, value in values.items()
            if value != getattr(self._rule, key) and (value or getattr(self._rule, key))
        )


def _line(one: str | Term) -> str:
    if isinstance(one, str):
        return one
    return f"{one.words} {BETTER} {one.plain}" if one.plain else one.words


def _value(key: str, typed: str | int | date | None) -> Value | None:
    if typed is None or isinstance(typed, int | date):
        return typed
    if key not in ("terms", "idioms"):
        return " ".join(typed.split())
    rows = [" ".join(row.split()) for row in typed.splitlines()]
    if key == "idioms":
        return tuple(row for row in rows if row)
    return tuple(_term(row) for row in rows if row)


def _term(row: str) -> Term:
    words, _, plain = row.partition(BETTER)
    return Term(words=words.strip(), plain=plain.strip())
