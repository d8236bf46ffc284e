"""What is typed of stories and ideas."""

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.forms.fields import field_of
from accounts.models import OutletAccount
from posts.forms.words import Sentence
from posts.models import Consent, Reach

LONGEST_STORY = 4000
LONGEST_IDEA = 2000


class ForwardForm(forms.Form):
    """A positive story of a unit."""

    words = Sentence(
        label="The story",
        help_text="Communications reads it. If it is adopted, these are the first words of the draft.",
        asked="Tell the story in a few sentences.",
        rows=6,
        longest=LONGEST_STORY,
    )
    post = forms.ChoiceField(
        required=False,
        label="A post of the unit that tells it",
        error_messages={"invalid_choice": "Choose a post of the unit that is out."},
    )
    pictures = forms.MultipleChoiceField(
        required=False,
        label="Pictures",
        error_messages={"invalid_choice": "Choose among the pictures of the unit."},
    )
    consent = forms.ChoiceField(
        choices=Consent.choices,
        widget=forms.RadioSelect,
        label="Consent",
        error_messages={"required": "Say whether somebody is named or shown, and agreed."},
    )
    consent_words = Sentence(
        label="Who agreed, and how",
        help_text="Only where somebody is named or shown. Kept with the story, and may be released.",
        longest=500,
        required=False,
    )
    use_required_attribute = False

    def __init__(
        self,
        *given: Any,
        posts: Sequence[tuple[str, str]],
        pictures: Sequence[tuple[str, str]],
        **named: Any,
    ) -> None:
        super().__init__(*given, **named)
        field_of(self, "post", forms.ChoiceField).choices = [("", "None"), *posts]
        field_of(self, "pictures", forms.MultipleChoiceField).choices = pictures

    def clean(self) -> dict[str, Any]:
        """Whoever is named or shown agreed, and it says how."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        says_nothing = not cleaned.get("consent_words") and "consent_words" not in self.errors
        if cleaned.get("consent") == Consent.AGREED and says_nothing:
            self.add_error("consent_words", "Write who agreed, and how they were asked.")
        return cleaned


class OnAccountForm(forms.Form):
    """On which account a draft is begun."""

    account = forms.ModelChoiceField(
        queryset=OutletAccount.objects.none(),
        empty_label=None,
        label="Account",
        error_messages={
            "required": "Choose an account.",
            "invalid_choice": "Choose an account that you may write for.",
        },
    )
    use_required_attribute = False

    def __init__(self, *given: Any, accounts: Sequence[OutletAccount], **named: Any) -> None:
        super().__init__(*given, **named)
        offered: Any = self.fields["account"]
        offered.queryset = OutletAccount.objects.filter(pk__in=[one.pk for one in accounts]).order_by(
            "handle"
        )


class AdoptForm(OnAccountForm):
    """A story that becomes a draft of the department."""

    note = Sentence(
        label="Note to the unit",
        help_text="The unit reads it with your answer.",
        longest=1000,
        required=False,
    )


class FeedbackForm(forms.Form):
    """Why a story is not adopted."""

    feedback = Sentence(
        label="Why it is not adopted",
        help_text="The unit reads it. It may be released.",
        asked="Tell the unit in a sentence why it is not adopted.",
        longest=1000,
    )
    use_required_attribute = False


class ReasonForm(forms.Form):
    """Why a story is withdrawn, or an idea not taken up."""

    reason = Sentence(
        label="Why",
        help_text="Whoever reads it sees your reason. It may be released.",
        asked="Write why in a sentence.",
        longest=1000,
    )
    use_required_attribute = False


class ReachForm(forms.Form):
    """On whose board an idea stands."""

    reach = forms.ChoiceField(
        choices=Reach.choices,
        widget=forms.RadioSelect,
        initial=Reach.UNIT,
        label="Who can use it",
        error_messages={"required": "Choose who can use it."},
    )
    use_required_attribute = False


class IdeaForm(ReachForm):
    """Something a member suggests to post."""

    words = Sentence(
        label="Your idea",
        help_text="What you would post, or what somebody could write about. Name only people who agreed to it.",
        asked="Write your idea in a sentence or more.",
        rows=5,
        longest=LONGEST_IDEA,
    )
    field_order = ("words", "reach")

    def __init__(self, *given: Any, straight: bool, **named: Any) -> None:
        """Only who needs no supervisor chooses who can use it."""
        super().__init__(*given, **named)
        if not straight:
            del self.fields["reach"]
