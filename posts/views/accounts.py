"""The register of accounts, and the page of one: its health, who keeps it, what its plan can do."""

from datetime import datetime
from typing import Any

from csp.constants import SELF
from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts import account_tasks, application, identity, keeping, registry, rotations
from accounts.models import AccountStatus, Capability, Credential, CredentialKind, Network, OutletAccount
from accounts.models.authority import COMMANDERS
from accounts.signin import at_of, authority_of, member_of
from accounts.views.refusing import refused
from outlets.consent import PAGES
from posts import registered
from posts.forms.accounts import CapabilitiesForm, KeepersForm, ReasonForm

PAGE = 100
SHOWN = ("trouble", AccountStatus.PROPOSED.value, AccountStatus.RETIRED.value)
"""What the register shows besides all accounts."""
NOT_YOURS = (
    "Communications, administrators, the commander of the unit and those named for an account see to it."
)


@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """The accounts that are the member's to see to, by handle."""
    authority = authority_of(request)
    kept = keeping.kept_by(authority=authority)
    after, show = request.GET.get("after", "").replace("\x00", ""), request.GET.get("show", "")
    found = _shown(kept, show, authority.at)
    if after:
        found = found.filter(handle__gt=after[:30])
    lines = registered.lines(accounts=found.order_by("handle", "pk")[: PAGE + 1], at=authority.at)
    leads = authority.holds(*keeping.OFFICE, *COMMANDERS)
    if not (lines or leads or kept.exists()):
        raise refused_for(request, act="see_accounts", account_id=None)
    more = f"?after={lines[PAGE - 1].account.handle}" if len(lines) > PAGE else ""
    context = {
        "lines": lines[:PAGE],
        "more": more + (f"&show={show}" if more and show in SHOWN else ""),
        "show": show if show in SHOWN else "",
        "leads": leads,
        "sees_missing": authority.holds(*keeping.OFFICE) or registry.may_approve(authority=authority),
        "counts": {word: _shown(kept, word, authority.at).count() for word in SHOWN},
    }
    return render(request, "posts/accounts/register.html", context)


def _shown(kept: QuerySet[OutletAccount], show: str, at: datetime) -> QuerySet[OutletAccount]:
    if show == "trouble":
        return registered.in_trouble(accounts=kept, at=at)
    return kept.filter(status=show) if show in SHOWN else kept


@require_GET
def account(request: HttpRequest, account_id: int) -> HttpResponse:
    """One account."""
    return page(request, kept(request, account_id, act="see_account"))


@require_POST
def name_keepers(request: HttpRequest, account_id: int) -> HttpResponse:
    """Say who keeps it."""
    found = kept(request, account_id, act="name_keepers")
    if not keeping.may_name(authority=authority_of(request), account=found):
        sentence = "Communications, administrators and the commander of the unit name the custodian."
        raise refused_for(request, act="name_keepers", account_id=found.pk, sentence=sentence)
    form = KeepersForm(request.POST, account=found)
    if not form.is_valid():
        return page(request, found, keepers=form)
    try:
        keeping.name_keepers(
            account_id=found.pk, **form.cleaned_data, actor=member_of(request), at=at_of(request)
        )
    except keeping.NotOfTheUnit as fault:
        form.add_error("deputy", str(fault))
        return page(request, found, keepers=form)
    messages.success(request, "Saved who keeps the account.")
    return redirect("account", found.pk)


@require_POST
def note_capabilities(request: HttpRequest, account_id: int) -> HttpResponse:
    """Say what its plan can do."""
    found = kept(request, account_id, act="note_capabilities")
    if not keeping.may_note_capabilities(authority=authority_of(request)):
        sentence = "Communications and administrators say what an account's plan can do."
        raise refused_for(request, act="note_capabilities", account_id=found.pk, sentence=sentence)
    form = CapabilitiesForm(request.POST)
    if not form.is_valid():
        return page(request, found, capabilities=form)
    keeping.note_capabilities(
        account_id=found.pk, **form.cleaned_data, actor=member_of(request), at=at_of(request)
    )
    messages.success(request, "Saved what the account's plan can do.")
    return redirect("account", found.pk)


@require_POST
def check(request: HttpRequest, account_id: int) -> HttpResponse:
    """Ask the network now whether it knows the account."""
    found = kept(request, account_id, act="check_account")
    messages.info(request, identity.check(account_id=found.pk, at=at_of(request)))
    return redirect("account", found.pk)


def kept(request: HttpRequest, account_id: int, *, act: str) -> OutletAccount:
    """An account that is the member's to see to; whoever sees its unit is told why not, for others there is none."""
    authority = authority_of(request)
    mine = keeping.kept_by(authority=authority).select_related("unit", "custodian", "deputy")
    found = mine.filter(pk=account_id).first()
    if found is not None:
        return found
    there = OutletAccount.objects.filter(pk=account_id, agency_id=authority.agency_id).first()
    if there is None or not authority.sees(unit_id=there.unit_id):
        raise Http404
    raise refused_for(request, act=act, account_id=there.pk)


def page(
    request: HttpRequest,
    found: OutletAccount,
    *,
    keepers: KeepersForm | None = None,
    capabilities: CapabilitiesForm | None = None,
    retiring: ReasonForm | None = None,
    practising: ReasonForm | None = None,
) -> HttpResponse:
    """The page of an account, with what was typed where it was refused.

    A browser follows a form to the network only where the page allows it.
    """
    authority = authority_of(request)
    [line] = registered.lines(accounts=OutletAccount.objects.filter(pk=found.pk), at=authority.at)
    kinds = application.kinds(network=found.network)
    noted = {"capabilities": found.capabilities, "resend_after_absence": found.resend_after_absence}
    context: dict[str, Any] = {
        "line": line,
        "account": line.account,
        "now": authority.at,
        "tasks": account_tasks.open_of(account_id=found.pk) if found.address else (),
        "keys": Credential.objects.filter(account=found).defer(*Credential.SECRETS).first(),
        "kinds": [CredentialKind(kind) for kind in kinds],
        "owed": rotations.owed(account_id=found.pk),
        "may_name": keeping.may_name(authority=authority, account=found),
        "may_note": keeping.may_note_capabilities(authority=authority),
        "may_approve": registry.may_approve(authority=authority),
        "may_retire": registry.may_retire(authority=authority, account=found),
        "retiring": retiring or ReasonForm(prefix="retire"),
        "practising": practising or ReasonForm(prefix="practice"),
        "practice_possible": found.practice or found.network == Network.TRAINING,
        "keepers": keepers or KeepersForm(account=found),
        "capabilities": capabilities or CapabilitiesForm(initial=noted),
        "allowed": [one.label for one in _capabilities(found)],
    }
    answer = render(request, "posts/accounts/account.html", context)
    networks = [*PAGES, *filter(None, [settings.TRAINING_URL])]
    answer._csp_update = {"form-action": [SELF, *networks]}  # type: ignore[attr-defined]  # as django-csp's own decorator
    return answer


def _capabilities(found: OutletAccount) -> list[Capability]:
    return [one for one in Capability if one.value in found.capabilities]


def refused_for(
    request: HttpRequest, *, act: str, account_id: int | None, sentence: str = NOT_YOURS
) -> Exception:
    """What is raised for whoever may not, noted in the trail."""
    subject, subject_id = (
        ("agency", member_of(request).agency_id) if account_id is None else ("account", account_id)
    )
    return refused(request, act=act, subject=subject, subject_id=subject_id, sentence=sentence)
