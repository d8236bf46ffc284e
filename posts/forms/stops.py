"""What somebody types who stops publishing, or lets it go on."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.authority import Authority
from accounts.forms.fields import field_of
from accounts.models import PUBLISHED_ON, Authorisation, Member, OutletAccount, Role, Unit
from directives.pack import Pack
from posts.forms.words import Sentence
from posts.models import Scope, Stop
from posts.permissions import LEADS
from posts.stops import Target

_LONGEST = Stop._meta.get_field("reason").max_length

_ALL = (Scope.DEPARTMENT, "The whole department")
_NARROW = [
    (Scope.UNIT, "A unit"),
    (Scope.ACCOUNT, "An account"),
    (Scope.CATEGORY, "A kind of post"),
    (Scope.MEMBER, "A member"),
]


class Reasoned(forms.Form):
    """Why a stop is placed, or lifted."""

    reason = Sentence(
        label="Reason",
        help_text="Every unit and the trail show it.",
        asked="Write the reason in a sentence. Everybody concerned reads it.",
        rows=3,
        longest=_LONGEST,
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        """The focus starts in the reason; where something was wrong, the page puts it there instead."""
        super().__init__(*given, **named)
        if not self.is_bound:
            self.fields["reason"].widget.attrs["autofocus"] = True


class StopForm(Reasoned):
    """What to stop and why; only what the member leads can be chosen."""

    scope = forms.ChoiceField(
        label="What to stop",
        error_messages={"required": "Choose what to stop.", "invalid_choice": "Choose what to stop."},
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label="Unit", required=False, empty_label="Choose a unit"
    )
    account = forms.ModelChoiceField(
        OutletAccount.objects.none(), label="Account", required=False, empty_label="Choose an account"
    )
    category = forms.ChoiceField(label="Kind of post", required=False)
    member = forms.ModelChoiceField(
        Member.objects.none(), label="Member", required=False, empty_label="Choose a member"
    )
    within = forms.ModelChoiceField(
        Unit.objects.none(), label="In which of your units", required=False, empty_label="Choose a unit"
    )
    field_order = ("scope", "unit", "account", "category", "member", "within", "reason")

    def __init__(self, typed: Any = None, *, authority: Authority, pack: Pack, everything: bool) -> None:
        """Where `everything` can be stopped, that is chosen first, and the focus starts in the reason."""
        first = Scope.DEPARTMENT if everything else Scope.UNIT
        super().__init__(typed, use_required_attribute=False, initial={"scope": first})
        self.everywhere = authority.holds(Role.COMMUNICATIONS)
        units = _led(authority)
        self._choose("unit", units)
        self._choose("account", _accounts(units, corporate=self.everywhere))
        self._choose("member", _writers(units, authority))
        self._choose("within", units)
        field_of(self, "category", forms.ChoiceField).choices = [
            ("", "Choose a kind"),
            *((kind.key, kind.label) for kind in pack.categories),
        ]
        led = list(units)
        self.one_unit = led[0] if len(led) == 1 else None
        if self.everywhere or self.one_unit:
            del self.fields["within"]
        offered = [*([_ALL] if everything else []), *(_NARROW if led else [])]
        field_of(self, "scope", forms.ChoiceField).choices = offered
        if not everything:
            self.fields["reason"].widget.attrs.pop("autofocus", None)

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen scope names, and for nothing else."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        scope = cleaned.get("scope")
        if scope and scope != Scope.DEPARTMENT and not cleaned.get(scope) and scope not in self.errors:
            self.add_error(
                scope, f"Choose the {'kind of post' if scope == Scope.CATEGORY else scope} to stop."
            )
        reaches_far = scope in {Scope.CATEGORY, Scope.MEMBER}
        if reaches_far and "within" in self.fields and not cleaned.get("within"):
            self.add_error("within", "Choose the unit in which it is stopped.")
        return cleaned

    @property
    def target(self) -> Target:
        """What was chosen; true only of a valid form."""
        chosen = Scope(self.cleaned_data["scope"])
        named = {chosen.value: self.cleaned_data[chosen.value]} if chosen != Scope.DEPARTMENT else {}
        if chosen in {Scope.CATEGORY, Scope.MEMBER} and not self.everywhere:
            named["within"] = self.one_unit or self.cleaned_data["within"]
        return Target(scope=chosen, **named)

    def _choose(self, name: str, rows: QuerySet[Any]) -> None:
        field_of(self, name, forms.ModelChoiceField).queryset = rows


def _led(authority: Authority) -> QuerySet[Unit]:
    units = Unit.objects.filter(agency_id=authority.agency_id).order_by("number")
    if authority.holds(Role.COMMUNICATIONS):
        return units
    return units.filter(pk__in=authority.units(*LEADS))


def _accounts(units: QuerySet[Unit], *, corporate: bool) -> QuerySet[OutletAccount]:
    accounts = (
        OutletAccount.objects.filter(unit__in=units, network__in=PUBLISHED_ON)
        .select_related("unit")
        .order_by("unit__number", "handle")
    )
    return accounts if corporate else accounts.filter(corporate=False)


def _writers(units: QuerySet[Unit], authority: Authority) -> QuerySet[Member]:
    """Whoever writes for one of the units now."""
    writing = Authorisation.objects.in_force(at=authority.at).filter(
        role__in=(Role.USMR, Role.COMMUNICATIONS), unit__in=units
    )
    return Member.objects.filter(pk__in=writing.values("member_id")).order_by("last_name", "pk")
