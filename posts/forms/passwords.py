"""What is said of a network's own password of an account: who knows it, and that it was changed."""

from datetime import date
from typing import Any

from django import forms

from accounts import keeping
from accounts.forms.fields import Day, MemberChoice
from accounts.models import Member, OutletAccount

NOT_LISTED = "Choose among the members of the unit."


class KnowerForm(forms.Form):
    """A member who knows the password in use."""

    member = MemberChoice(
        queryset=Member.objects.none(), empty_label="Choose a member", label="Who knows the password"
    )
    since_on = Day(label="Since")
    use_required_attribute = False
    prefix = "knower"

    def __init__(self, *args: Any, account: OutletAccount, today: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"since_on": today})
        super().__init__(*args, **kwargs)
        self.today = today
        chosen: Any = self.fields["member"]
        chosen.queryset = keeping.possible_keepers(account=account)

    def clean_since_on(self) -> date:
        """A day that has come."""
        day: date = self.cleaned_data["since_on"]
        if day > self.today:
            raise forms.ValidationError("This day is to come. Choose today or an earlier day.")
        return day


class Everybody(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Members by name, any number of them."""

    label_from_instance = MemberChoice.label_from_instance


class ChangedForm(forms.Form):
    """Who knows the new password."""

    knows = Everybody(
        queryset=Member.objects.none(),
        label="Who knows the new one",
        widget=forms.CheckboxSelectMultiple(attrs={"class": "usa-checkbox__input"}),
        error_messages={
            "required": "Mark whoever knows the new password.",
            "invalid_choice": NOT_LISTED,
            "invalid_pk_value": NOT_LISTED,
        },
    )
    use_required_attribute = False
    prefix = "changed"

    def __init__(self, *args: Any, account: OutletAccount, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["knows"]
        chosen.queryset = keeping.possible_keepers(account=account)
