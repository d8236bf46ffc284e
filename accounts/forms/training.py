"""What the coordinator types about courses, the times they are held, and what came of them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from accounts import training
from accounts.forms.fields import LAST_YEAR, MemberChoice, Moment
from accounts.models import Member, TrainingResult
from accounts.training import Outcome
from directives.model import Topic

LONGEST_MONTHS = 120


class CourseForm(forms.Form):
    """A course: what it is called, what it covers, how long it holds."""

    name = forms.CharField(
        max_length=120, label="Name", error_messages={"required": "Give the course a name."}
    )
    topics = forms.MultipleChoiceField(
        label="Topics",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one topic."},
    )
    valid_months = forms.IntegerField(
        label="Holds for months",
        required=False,
        min_value=1,
        max_value=LONGEST_MONTHS,
        help_text="Empty means for ever.",
    )
    use_required_attribute = False

    def __init__(self, *args: Any, topics: Sequence[Topic], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["topics"]
        chosen.choices = [(topic.key, topic.label.capitalize()) for topic in topics]


class SessionForm(forms.Form):
    """A time at which a course was, or will be, held."""

    held_at = Moment(label="Begins")
    place = forms.CharField(max_length=120, label="Place", required=False)
    trainer = MemberChoice(
        queryset=Member.objects.none(),
        empty_label="Somebody from outside",
        label="Trainer",
        required=False,
    )
    use_required_attribute = False

    def __init__(self, *args: Any, people: list[Member], zone: ZoneInfo, at: datetime, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"held_at": at.replace(second=0, microsecond=0)})
        super().__init__(*args, **kwargs)
        moment: Any = self.fields["held_at"]
        moment.zone = zone
        chosen: Any = self.fields["trainer"]
        chosen.queryset = Member.objects.filter(pk__in=[one.pk for one in people]).order_by("last_name", "pk")

    def clean_held_at(self) -> datetime:
        """Within the years that people mean."""
        held_at: datetime = self.cleaned_data["held_at"]
        if not 2000 <= held_at.year <= LAST_YEAR:
            raise forms.ValidationError("This year is too far away. Choose another day.")
        return held_at


class ResultsForm(forms.Form):
    """What came of a session for the members of one unit; who was not on its list stays empty."""

    use_required_attribute = False

    def __init__(
        self, *args: Any, members: Iterable[Member], before: Mapping[int, TrainingResult], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.members = {_field(member): member for member in members}
        for name, member in self.members.items():
            said = before.get(member.pk)
            nothing = [] if said else [("", "Not on the list")]
            self.fields[name] = forms.ChoiceField(
                label=member.titled_name,
                choices=[*nothing, *Outcome.choices],
                required=False,
                initial=training.outcome_of(said) if said else "",
            )

    @property
    def outcomes(self) -> dict[Member, str]:
        """What was said of each member of whom something was."""
        return {
            member: said for name, member in self.members.items() if (said := self.cleaned_data.get(name, ""))
        }


def _field(member: Member) -> str:
    return f"result-{member.pk}"
