"""What is said of one picture, as it is typed: whose it is, who is in it, and what allows showing it."""

from collections.abc import Mapping
from typing import Any

from django import forms

from accounts.forms.fields import Day
from directives.model import PEOPLE, THINGS, Consent, UnderCover
from posts.models import Owner, Picture
from posts.said import Rights

NOBODY = "nobody"
WORDS_MOST = 500
LARGEST_DOCUMENT = 10 * 1024 * 1024
_DOCUMENTS = (b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
"""How a PDF, a JPEG and a PNG begin."""
_CONSENT = (
    ("given", "Yes, everybody. For a child, a parent or guardian"),
    ("not_given", "No, or not everybody was asked"),
)
_UNDER_COVER = (
    ("no", "I asked. Nobody does"),
    ("may", "Somebody does, or may one day"),
)
_MUSIC = (
    ("none", "No music"),
    ("allowed", "Music that we may use"),
    ("not_allowed", "Music, and nobody allowed it"),
)


class RightsForm(forms.Form):
    """Nothing typed is lost; what does not belong to the choices that were made is left out of what is kept."""

    owner = forms.ChoiceField(
        choices=Owner.choices,
        widget=forms.RadioSelect(attrs={"class": "usa-radio__input"}),
        label="Who made it?",
        help_text="A member on duty, with any device, makes it for the department.",
        error_messages={"required": "Choose who made it."},
    )
    licence = forms.CharField(
        required=False,
        max_length=WORDS_MOST,
        label="What allows us to use it?",
        help_text="For example: the photographer gave leave by e-mail for this event.",
    )
    reference = forms.CharField(
        required=False,
        max_length=WORDS_MOST,
        label="Which document says so?",
        help_text="Its number, or where it is kept.",
    )
    document = forms.FileField(
        required=False,
        widget=forms.FileInput,
        label="Or add the document",
        help_text="A PDF, JPEG or PNG of at most 10 MB.",
    )
    ends_on = Day(
        required=False,
        label="Last day it may be shown",
        help_text="Leave it empty where no end was agreed.",
        error_messages={"invalid": "Choose a day, such as 12/31/2026."},
    )
    shown = forms.MultipleChoiceField(
        choices=((NOBODY, "nobody, and nothing of these"), *PEOPLE.items()),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "usa-checkbox__input"}),
        label="Who or what can be recognized?",
        help_text="By a face, a uniform with a name, a tattoo. Blurred faces and plates do not count. "
        "Evidence is what was found or taken in a case, such as a weapon.",
        error_messages={"required": "Choose who can be recognized, or nobody."},
    )
    consent = forms.ChoiceField(
        choices=_CONSENT,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "usa-radio__input"}),
        label="Did they agree to be shown?",
    )
    agreed = forms.CharField(
        required=False,
        max_length=WORDS_MOST,
        label="Who agreed, and how?",
        help_text="Names, day, form signed.",
    )
    under_cover = forms.ChoiceField(
        choices=_UNDER_COVER,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "usa-radio__input"}),
        label="Does anybody in it work under cover, or may they one day?",
        help_text="Ask the commander of each member who is shown. The portal holds no list of them.",
    )
    asked = forms.CharField(
        required=False,
        max_length=WORDS_MOST,
        label="Whom did you ask?",
        help_text="A name and a day. Not the names of those who work under cover.",
    )
    music = forms.ChoiceField(
        choices=_MUSIC,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "usa-radio__input"}),
        label="Does music play in it?",
    )
    music_words = forms.CharField(required=False, max_length=WORDS_MOST, label="What allows the music?")

    use_required_attribute = False

    def __init__(
        self, *args: Any, picture: Picture, before: Rights | None, asked_anew: bool = False, **kwargs: Any
    ) -> None:
        kwargs["initial"] = _initial(before, asked_anew)
        super().__init__(*args, **kwargs)
        self._before, self._video = before, picture.is_video
        if not picture.is_video:
            del self.fields["music"], self.fields["music_words"]

    def clean(self) -> dict[str, Any]:
        """What the choices ask for beside."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("owner") == Owner.SOMEBODY_ELSE:
            self._asked_for(said, "licence", "Say what allows us to use it.")
            if not (said.get("reference") or said.get("document") or self._document_before()):
                self.add_error("reference", "Name the document, or add it as a file.")
        shown = said.get("shown", [])
        if NOBODY in shown and len(shown) > 1:
            self.add_error("shown", "Choose either nobody, or who can be recognized.")
        elif set(shown) - {NOBODY, *THINGS}:
            self._asked_for(said, "consent", "Say whether they agreed.")
            self._asked_for(said, "under_cover", "Ask, then say what you were told.")
            if said.get("consent") == "given":
                self._asked_for(said, "agreed", "Say who agreed, and how.")
            if said.get("under_cover") == "no":
                self._asked_for(said, "asked", "Say whom you asked.")
        if self._video:
            self._asked_for(said, "music", "Say whether music plays in it.")
            if said.get("music") == "allowed":
                self._asked_for(said, "music_words", "Say what allows the music.")
        return said

    def clean_document(self) -> Any:
        """A file that can be opened as what it says it is."""
        file = self.cleaned_data["document"]
        if not file:
            return None
        if file.size > LARGEST_DOCUMENT:
            raise forms.ValidationError(
                "This file is larger than 10 MB. Make it smaller, or name it in words."
            )
        head = file.read(16)
        file.seek(0)
        if not head.startswith(_DOCUMENTS):
            raise forms.ValidationError("This file is no PDF, JPEG or PNG. Save it as one of them.")
        return file

    def rights(self, *, kept: Mapping[str, str]) -> Rights:
        """What was said; `kept` are digest and name of a document that came with it."""
        said = self.cleaned_data
        others = said["owner"] == Owner.SOMEBODY_ELSE
        shown = tuple(one for one in PEOPLE if one in said["shown"])
        people = any(one not in THINGS for one in shown)
        consent: Consent = said["consent"] if people else ""
        under_cover: UnderCover = said["under_cover"] if people else ""
        music = said.get("music", "")
        return Rights(
            owner=said["owner"],
            licence=said["licence"] if others else "",
            reference=said["reference"],
            document_digest=kept["digest"] if kept else self._document_before(),
            document_name=kept["name"] if kept else (self._before.document_name if self._before else ""),
            ends_on=said["ends_on"],
            shown=shown,
            consent=consent,
            agreed=said["agreed"] if consent == "given" else "",
            under_cover=under_cover,
            asked=said["asked"] if under_cover == "no" else "",
            music=music,
            music_words=said.get("music_words", "") if music == "allowed" else "",
        )

    def _document_before(self) -> str:
        return self._before.document_digest if self._before else ""

    def _asked_for(self, said: Mapping[str, Any], key: str, sentence: str) -> None:
        if key not in self.errors and not said.get(key):
            self.add_error(key, sentence)


def _initial(before: Rights | None, asked_anew: bool) -> dict[str, Any]:
    """Of a blurred picture what was said of the other, but who can still be recognized is asked anew."""
    if before is None:
        return {}
    if asked_anew:
        return {**vars(before), "shown": [], "consent": "", "agreed": "", "under_cover": "", "asked": ""}
    return {**vars(before), "shown": list(before.shown) or [NOBODY]}
