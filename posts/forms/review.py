"""What reviewers and leads type."""

from collections.abc import Sequence
from typing import Any

from django import forms

from outlets.weighted import LIMIT, weigh, written
from posts import retrying
from posts.digest import normal
from posts.forms.words import Sentence
from posts.models import Correction, Ground, RemarkKind, Stop, Verdict


class Reason(forms.Form):
    """Why a post is returned or rejected; its author reads it."""

    reason = Sentence(
        label="Reason",
        help_text="Its author reads this. It is kept.",
        asked="Write the reason in a sentence. The author reads it.",
        rows=3,
    )


class SendingBack(Reason):
    """A reason with its ground, so that it can be counted what posts are sent back for."""

    ground = forms.ChoiceField(
        label="Sent back for",
        choices=[("", "Choose one"), *Ground.choices],
        error_messages={"required": "Choose what it is sent back for. Your sentence says the rest."},
    )
    field_order = ("ground", "reason")


class Guidance(forms.Form):
    """What an office says to the author with its approval."""

    guidance = Sentence(
        label="Guidance for the author",
        help_text="The author and the sergeants read this. It is kept with your approval.",
        asked="Write your guidance in a sentence. The author and the sergeants read it.",
        required=False,
    )

    def ask(self, questions: Sequence[str]) -> None:
        """Put the questions of the rules in its place, and want an answer in words; without any it is as it was."""
        if not questions:
            return
        field = self.fields["guidance"]
        field.label, field.required = " ".join(questions), True
        field.help_text = f"For example: post it as it stands. {field.help_text}"


class StandIn(Guidance):
    """Why Communications decides in the place of an office, and what it says to the author."""

    reason = Sentence(
        label="Reason",
        help_text="Why it cannot wait until somebody of the office is on call. The office reads this. It is kept.",
        asked="Write the reason in a sentence. The office reads it.",
    )
    field_order = ("reason", "guidance")


class Question(forms.Form):
    """What an office wants to know of a unit."""

    reason = Sentence(
        label="Question",
        help_text="The author and the sergeants of the unit read this and answer with a comment. It is kept.",
        asked="Write the question first.",
        rows=3,
    )


class GivingUp(forms.Form):
    """Why something that does not go out is given up."""

    why = forms.ChoiceField(
        label="Why",
        choices=[("", "Choose a reason"), *retrying.REASONS.items()],
        error_messages={"required": "Choose why you give it up. The post is as it was."},
    )
    reason = Sentence(
        label="In your words", help_text="Needed for another reason. It is kept.", required=False
    )

    def clean(self) -> dict[str, Any]:
        """Another reason than those of the list is told in words."""
        said = super().clean() or {}
        if said.get("why") == "other" and said.get("reason") == "":
            self.add_error("reason", "Write in a sentence why you give it up. The post is as it was.")
        return said


class Overruling(Reason):
    """The final judgement of Communications, and why."""

    verdict = forms.ChoiceField(
        label="What happens to it",
        choices=[
            (Verdict.RETURNED, "Return it: the author can change it and send it again"),
            (Verdict.REJECTED, "Reject it: it does not go out"),
        ],
        error_messages={"required": "Choose what happens to the post."},
    )
    field_order = ("verdict", "reason")


class Judging(forms.Form):
    """The last word of Communications on a post that is out."""

    verdict = forms.ChoiceField(
        label="Your verdict",
        choices=[
            ("", "Choose one"),
            (RemarkKind.IN_ORDER, "It is in order"),
            (RemarkKind.TO_CORRECT, "Its unit corrects it"),
            ("take_down", "It is taken down"),
        ],
        error_messages={"required": "Choose what becomes of the post."},
    )
    reason = Sentence(
        label="Reason",
        help_text="Its authors and the unit's sergeants read this. It is kept. Not needed where it is in order.",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Only what is in order needs no reason."""
        said = super().clean() or {}
        if said.get("verdict") not in (None, RemarkKind.IN_ORDER) and said.get("reason") == "":
            self.add_error("reason", "Write the reason in a sentence. The unit reads it.")
        return said


class Correcting(forms.Form):
    """How a post that is out is corrected, and why."""

    how = forms.ChoiceField(
        label="How",
        choices=[
            ("", "Choose one"),
            (Correction.REPLACE, "Replace it: this one is deleted first, then the new one goes out"),
            (Correction.REPLY, "Reply to it: this one stays out, and the reply says what is right"),
        ],
        error_messages={"required": "Choose whether the correction replaces it or replies to it."},
    )
    reason = Sentence(
        label="What is wrong with it",
        help_text="Its authors, the unit's sergeants and Communications read this. It is kept.",
        asked="Write in a sentence what is wrong.",
    )


class Comment(forms.Form):
    """What a reviewer says without deciding."""

    reason = Sentence(
        label="Comment",
        help_text="Its author reads this. It is kept, and decides nothing.",
        asked="Write a comment first.",
        rows=3,
    )


WORDING_MOST = 30_000


class Wording(forms.Form):
    """Another wording of the whole post: of a thread a field for each of its parts."""

    wording = forms.CharField(
        label="Wording",
        help_text="Change the words. The author sees what differs and takes it or leaves it.",
        max_length=WORDING_MOST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Write the wording you propose."},
    )

    texts: Sequence[str] = ("",)
    """The words of all parts, set by `begin_with`."""

    longest = LIMIT
    """How many weighted characters a part has at most, set by `begin_with`."""

    def begin_with(self, texts: Sequence[str], longest: int) -> None:
        """Offer the words of the post to be changed."""
        self.texts, self.longest = texts, longest
        self.initial["wording"] = texts[0]
        if len(texts) > 1:
            self.fields["wording"].label = f"Wording of part 1 of {len(texts)}"
        for number, text in enumerate(texts[1:], start=2):
            self.fields[f"wording-{number}"] = forms.CharField(
                label=f"Wording of part {number} of {len(texts)}",
                initial=text,
                max_length=WORDING_MOST,
                widget=forms.Textarea(attrs={"rows": 4}),
                error_messages={"required": f"Write the wording of part {number} that you propose."},
            )

    def clean(self) -> None:
        """Refuse the same words again, and what the network would refuse."""
        for name, typed in list(self.cleaned_data.items()):
            self.cleaned_data[name] = normal(written(typed))
            over = -weigh(self.cleaned_data[name], limit=self.longest).remaining
            if over > 0:
                self.add_error(name, f"This is {over} characters too long for the network.")
        if not self.errors and not self.proposed:
            whose = "post" if len(self.texts) == 1 else "thread"
            self.add_error(
                "wording", f"These are the words of the {whose}. Change them to propose another wording."
            )

    @property
    def proposed(self) -> dict[int, str]:
        """The parts, from 0, that would read otherwise, with their new words."""
        names = ["wording", *(f"wording-{number}" for number in range(2, len(self.texts) + 1))]
        typed = [self.cleaned_data.get(name, "") for name in names]
        return {
            part: words
            for part, (words, text) in enumerate(zip(typed, self.texts, strict=True))
            if words != normal(text)
        }


class EndingReason(forms.Form):
    """Why a post is stopped or taken down."""

    reason = Sentence(
        label="Reason",
        help_text="Its author, the unit's sergeants and Communications read this. It is kept.",
        longest=Stop._meta.get_field("reason").max_length,
    )
