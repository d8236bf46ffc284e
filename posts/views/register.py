"""How accounts come into the register and leave it: proposed, approved, retired; and the districts without one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import keeping, registry
from accounts.paths import whole
from accounts.signin import at_of, authority_of, member_of
from posts import practising
from posts.forms.accounts import ProposalForm, ReasonForm
from posts.views.accounts import kept, page, refused_for

PROPOSERS = "Commanders propose accounts for their unit, Communications and administrators for every unit."
APPROVERS = "The head of the department, or who acts for them, approves accounts."
_OFFICE = "Communications and administrators say which accounts are for practice."
_NEXT = {True: "It can be connected now.", False: "Its page says what people do for it."}
"""By whether the portal publishes to it."""
_NOT_SEEN = (
    "Communications, administrators and the head of the department see which districts have no account."
)


@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """Propose an account for a unit."""
    units = registry.may_propose(authority=authority_of(request))
    first = list(units[:2])
    if not first:
        raise refused_for(request, act="propose_account", account_id=None, sentence=PROPOSERS)
    typed = request.POST if request.method == "POST" else None
    # Whoever proposes for one unit alone has nothing to choose.
    chosen = first[0].pk if len(first) == 1 else whole(request.GET.get("unit", ""))
    form = ProposalForm(typed, units=units, initial={"unit": chosen})
    if form.is_bound and form.is_valid():
        try:
            made = registry.propose(**form.cleaned_data, actor=member_of(request), at=at_of(request))
        except registry.NotRegistered as fault:
            form.add_error("handle", str(fault))
        else:
            messages.success(request, f"@{made.handle} is proposed. Whoever approves accounts was told.")
            return redirect("account", made.pk)
    return render(request, "posts/accounts/propose.html", {"form": form})


@require_POST
def approve(request: HttpRequest, account_id: int) -> HttpResponse:
    """Approve a proposed account."""
    found = kept(request, account_id, act="approve_account")
    if not registry.may_approve(authority=authority_of(request)):
        raise refused_for(request, act="approve_account", account_id=found.pk, sentence=APPROVERS)
    try:
        registry.approve(account_id=found.pk, actor=member_of(request), at=at_of(request))
    except registry.NotRegistered as no:
        messages.error(request, str(no))
    else:
        messages.success(request, f"@{found.handle} is approved. {_NEXT[found.published_here]}")
    return redirect("account", found.pk)


@require_POST
def retire(request: HttpRequest, account_id: int) -> HttpResponse:
    """Take an account out of use, or turn a proposed one down."""
    found = kept(request, account_id, act="retire_account")
    if not registry.may_retire(authority=authority_of(request), account=found):
        raise refused_for(request, act="retire_account", account_id=found.pk, sentence=PROPOSERS)
    form = ReasonForm(request.POST, prefix="retire")
    if not form.is_valid():
        return page(request, found, retiring=form)
    try:
        registry.retire(account_id=found.pk, **form.cleaned_data, actor=member_of(request), at=at_of(request))
    except registry.NotRegistered as no:
        messages.error(request, str(no))
    else:
        messages.success(request, f"@{found.handle} is out of use. Nothing goes to it any more.")
    return redirect("account", found.pk)


@require_POST
def change_practice(request: HttpRequest, account_id: int) -> HttpResponse:
    """Make an account one for practice, or end that."""
    found = kept(request, account_id, act="change_practice")
    if not keeping.may_note_capabilities(authority=authority_of(request)):
        raise refused_for(request, act="change_practice", account_id=found.pk, sentence=_OFFICE)
    form = ReasonForm(request.POST, prefix="practice")
    if not form.is_valid():
        return page(request, found, practising=form)
    practice = request.POST.get("practice") == "yes"
    reason, actor = form.cleaned_data["reason"], member_of(request)
    try:
        practising.change(
            account_id=found.pk, practice=practice, reason=reason, actor=actor, at=at_of(request)
        )
    except practising.NotChanged as no:
        form.add_error("reason", str(no))
        return page(request, found, practising=form)
    now = (
        "is for practice now. Members in training may post to it" if practice else "is for practice no longer"
    )
    messages.success(request, f"@{found.handle} {now}.")
    return redirect("account", found.pk)


@require_GET
def missing(request: HttpRequest) -> HttpResponse:
    """The districts for which no account is in use."""
    authority = authority_of(request)
    if not (authority.holds(*keeping.OFFICE) or registry.may_approve(authority=authority)):
        raise refused_for(request, act="see_missing_accounts", account_id=None, sentence=_NOT_SEEN)
    context = {
        "units": list(registry.without_account(agency_id=authority.agency_id)),
        "proposes": authority.holds(*keeping.OFFICE),
    }
    return render(request, "posts/accounts/missing.html", context)
