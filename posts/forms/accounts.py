"""What is typed on the page of an account."""

from typing import Any

from django import forms

from accounts import keeping
from accounts.forms import MemberChoice
from accounts.models import Capability, Member, OutletAccount


class KeepersForm(forms.Form):
    """Who keeps the account."""

    custodian = MemberChoice(
        queryset=Member.objects.none(), required=False, empty_label="Nobody is named", label="Custodian"
    )
    deputy = MemberChoice(
        queryset=Member.objects.none(), required=False, empty_label="Nobody is named", label="Deputy"
    )
    use_required_attribute = False

    def __init__(self, *args: Any, account: OutletAccount, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"custodian": account.custodian_id, "deputy": account.deputy_id})
        super().__init__(*args, **kwargs)
        for name in ("custodian", "deputy"):
            chosen: Any = self.fields[name]
            chosen.queryset = keeping.possible_keepers(account=account)


class CapabilitiesForm(forms.Form):
    """What the account's plan can do."""

    capabilities = forms.MultipleChoiceField(
        choices=Capability.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "usa-checkbox__input"}),
        label="Its plan allows",
    )
    resend_after_absence = forms.BooleanField(
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "usa-checkbox__input"}),
        label="When nobody knows whether a post went out and the account does not show it, send it once more",
    )
    use_required_attribute = False
