"""What is typed on the page of an account."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts import elsewhere, keeping, registry
from accounts.forms.fields import MemberChoice
from accounts.models import PUBLISHED_ON, Capability, Member, Network, OutletAccount, Unit


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


class ProposalForm(forms.Form):
    """An account that a unit proposes."""

    unit = forms.ModelChoiceField(queryset=Unit.objects.none(), empty_label="Choose a unit", label="Unit")
    network = forms.ChoiceField(
        choices=Network.choices,
        initial=Network.X,
        label="Network",
        help_text="The portal publishes on X. Accounts elsewhere are registered, and kept by people.",
    )
    network_name = forms.CharField(
        max_length=40,
        required=False,
        label="Which other network",
        help_text="Where “Another network” is chosen.",
    )
    address = forms.CharField(
        max_length=elsewhere.LONGEST,
        required=False,
        label="Address of its page",
        help_text="For every network but X and Training, such as https://www.facebook.com/your.page.",
    )
    handle = forms.CharField(
        max_length=31, label="Handle", help_text="As it stands on the network, such as @our_district."
    )
    display_name = forms.CharField(max_length=50, label="Name shown on the network")
    practice = forms.BooleanField(
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "usa-checkbox__input"}),
        label="Only for practice: members in training post to it on the training network",
    )
    reason = forms.CharField(
        max_length=300,
        label="What it is for",
        help_text="Whoever approves it reads this. It may be released.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    use_required_attribute = False

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["unit"]
        chosen.queryset = units

    def clean(self) -> dict[str, Any]:
        """Handle and page as the network writes them, and practice only where nothing leaves this machine."""
        said: dict[str, Any] = super().clean() or {}
        network = said.get("network")
        if network and said.get("handle"):
            try:
                said["handle"] = registry.read_handle(typed=said["handle"], network=network)
            except registry.NotRegistered as fault:
                self.add_error("handle", str(fault))
        if network:
            self._read_page(said, network)
        if said.get("practice") and network and network != Network.TRAINING:
            self.add_error("practice", "Practice stays on the training network. Choose that network.")
        return said

    def _read_page(self, said: dict[str, Any], network: str) -> None:
        """Where residents see it, and what another network is called: empty where the portal publishes."""
        name = said.get("network_name", "")
        said["network_name"] = name if network == Network.ELSEWHERE else ""
        if network == Network.ELSEWHERE and not name:
            self.add_error("network_name", "Write what the network is called.")
        typed, said["address"] = said.get("address", ""), ""
        if network in PUBLISHED_ON or "address" in self.errors:
            return
        try:
            said["address"] = elsewhere.read_address(typed=typed, network=network)
        except elsewhere.NoAddress as fault:
            self.add_error("address", str(fault))


class ReasonForm(forms.Form):
    """Why an account is retired, or a proposed one turned down."""

    reason = forms.CharField(
        max_length=300, label="Reason", help_text="Kept with the account, and may be released."
    )
    use_required_attribute = False


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
