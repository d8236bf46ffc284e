"""What an administrator types of members, units and the agency."""

from typing import Any, ClassVar

from django import forms

from accounts.models import Agency, Member, Unit
from accounts.rosters import fields
from outlets import languages

FACTS = (
    "last_name",
    "first_name",
    "rank",
    "star_number",
    "employee_number",
    "unit_phone",
    "email",
    "community_policing",
)


class AgencyForm(forms.ModelForm):  # type: ignore[type-arg]
    """What the agency says of itself. Its zone is set once: days and periods of before were counted in it."""

    language = forms.ChoiceField(
        choices=[(code, language.full) for code, language in languages.LANGUAGES.items()],
        label="Language",
        help_text="In which the department mostly speaks to residents; captions of videos begin with it.",
    )
    quiet_days = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=365,
        label="Days without a post after which a unit is told",
        help_text="Its sergeants and commander are told, once each time. Empty: nobody is told.",
    )
    use_required_attribute = False

    class Meta:
        model = Agency
        fields = ("name", "language", "quiet_days")
        labels: ClassVar = {"name": "Name of the department"}


class UnitForm(forms.ModelForm):  # type: ignore[type-arg]
    """A unit."""

    use_required_attribute = False

    class Meta:
        model = Unit
        fields = ("number", "name", "kind")
        help_texts: ClassVar = {
            "number": "As the department writes it: 014, COM.",
            "name": "A district's without its number: Shakespeare.",
            "kind": "What the rules take it for. The head of the department approves accounts.",
        }

    def clean_number(self) -> str:
        """A number that no other unit of the agency has."""
        number = str(self.cleaned_data["number"]).strip()
        others = Unit.objects.filter(agency=self.instance.agency_id, number__iexact=number)
        if others.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("Another unit has this number.")
        return number


class MemberForm(forms.ModelForm):  # type: ignore[type-arg]
    """The facts of a member, as rosters name them."""

    use_required_attribute = False

    class Meta:
        model = Member
        fields: ClassVar[tuple[str, ...]] = FACTS
        labels: ClassVar = {
            "star_number": "Star",
            "employee_number": "Employee no.",
            "community_policing": "Assigned to the community policing office of the district",
        }
        widgets: ClassVar = {
            "community_policing": forms.CheckboxInput(attrs={"class": "usa-checkbox__input"}),
        }

    def clean_unit_phone(self) -> str:
        """Ten digits, as rosters ask for them, or none."""
        phone = str(self.cleaned_data["unit_phone"])
        return _sound("unit_phone", phone) if phone else ""

    def clean_email(self) -> str:
        """An address that nobody else has."""
        email = str(self.cleaned_data["email"]).lower()
        if Member.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("Another member has this e-mail address.")
        return email


class ResetForm(forms.Form):
    """Why a member's second step is taken away."""

    lost = forms.CharField(
        max_length=300,
        label="How you know that it is them, and what they lost",
        help_text="Told to the member, kept with the trail, and may be released.",
        error_messages={"required": "Say how you know that it is them, and what they lost."},
    )
    use_required_attribute = False


class NewMemberForm(MemberForm):
    """A member who comes new."""

    class Meta(MemberForm.Meta):
        fields: ClassVar[tuple[str, ...]] = ("log_on_id", *FACTS)
        help_texts: ClassVar = {"log_on_id": "Never changes: posts and records name the member by it."}

    def clean_log_on_id(self) -> str:
        """A word that nobody else signs in with."""
        word = _sound("log_on_id", str(self.cleaned_data["log_on_id"]).lower())
        if Member.objects.filter(log_on_id__iexact=word).exists():
            raise forms.ValidationError("Another member has this log-on ID.")
        return word


def _sound(name: str, value: str) -> str:
    """The value as rosters take it. Raises ValidationError."""
    tidy = fields.tidy(name, value)
    if fault := fields.fault_of(name, tidy, domain=""):
        raise forms.ValidationError(f"{fault}.")
    return tidy


def facts_of(form: MemberForm) -> dict[str, Any]:
    """What was typed, by name of the member's columns."""
    return {name: form.cleaned_data[name] for name in form.fields}
