"""What reviewers and leads type."""

from django import forms

from directives.blank import is_blank
from outlets.weighted import weigh, written
from posts.digest import normal
from posts.models import Correction, Ground, HideGround, Stop, Verdict
from posts.resolving import NoSuchNumber, number_in


class Words(forms.CharField):
    """Something that a person reads: what nobody sees counts as nothing."""

    def to_python(self, value: object) -> str:
        """What was written, or empty."""
        text = written(str(value)) if value is not None else ""
        return "" if is_blank(text) else text.strip()


class Reason(forms.Form):
    """Why a post is returned or rejected; its author reads it."""

    reason = Words(
        label="Reason",
        help_text="Its author reads this. It is kept.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write the reason in a sentence. The author reads it."},
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

    guidance = Words(
        label="Guidance for the author",
        help_text="The author and the sergeants read this. It is kept with your approval.",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class StandIn(Guidance):
    """Why Communications decides in the place of an office, and what it says to the author."""

    reason = Words(
        label="Reason",
        help_text="Why it cannot wait until somebody of the office is on call. The office reads this. It is kept.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Write the reason in a sentence. The office reads it."},
    )
    field_order = ("reason", "guidance")


class Question(forms.Form):
    """What an office wants to know of a unit."""

    reason = Words(
        label="Question",
        help_text="The author and the sergeants of the unit read this and answer with a comment. It is kept.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write the question first."},
    )


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
    reason = Words(
        label="What is wrong with it",
        help_text="Its authors, the unit's sergeants and Communications read this. It is kept.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Write in a sentence what is wrong."},
    )


class Hiding(forms.Form):
    """For what a reply is hidden, and why."""

    address = forms.CharField(max_length=200, widget=forms.HiddenInput)
    ground = forms.ChoiceField(
        label="It is hidden for",
        choices=[("", "Choose one"), *HideGround.choices],
        error_messages={"required": "Choose for what it is hidden. Where none fits, it is not hidden."},
    )
    reason = Words(
        label="Reason",
        help_text="Point at the words that fit the ground. It is kept with the record, and may be released.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Write the reason in a sentence."},
    )


class Showing(forms.Form):
    """Why a reply is shown again."""

    reason = Words(
        label="Reason to show it again",
        help_text="It is kept with the record, and may be released.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Write the reason in a sentence."},
    )


class Comment(forms.Form):
    """What a reviewer says without deciding."""

    reason = Words(
        label="Comment",
        help_text="Its author reads this. It is kept, and decides nothing.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write a comment first."},
    )


class Wording(forms.Form):
    """Another wording of the whole post."""

    wording = forms.CharField(
        label="Wording",
        help_text="Change the words. The author sees what differs and takes it or leaves it.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Write the wording you propose."},
    )

    text = ""
    """The words of the post, set by `begin_with`."""

    def begin_with(self, text: str) -> None:
        """Offer the words of the post to be changed."""
        self.text = self.initial["wording"] = text

    def clean_wording(self) -> str:
        """Refuse the same words again, and what the network would refuse."""
        wording = normal(written(self.cleaned_data["wording"]))
        if wording == normal(self.text):
            raise forms.ValidationError(
                "These are the words of the post. Change them to propose another wording."
            )
        weighed = weigh(wording)
        if weighed.remaining < 0:
            raise forms.ValidationError(f"This is {-weighed.remaining} characters too long for the network.")
        return wording


class EndingReason(forms.Form):
    """Why a post is stopped or taken down."""

    reason = Words(
        label="Reason",
        help_text="Its author, the unit's sergeants and Communications read this. It is kept.",
        max_length=Stop._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Write the reason in a sentence."},
    )


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

    reason = Words(
        label="What you saw",
        help_text="When you looked, and what the newest post there is. It is kept.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Write in a sentence what you saw."},
    )
