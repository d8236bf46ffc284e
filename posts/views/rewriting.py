"""Writing a proposal: a choice switched off or on, the words of a rule, or another file."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts import proposals
from accounts.models import PolicyProposal, ProposalState
from accounts.proposals import NotPossible
from accounts.signin import at_of, member_of
from directives.editing import CannotEdit, Spot, Value, changed, index_of
from directives.pack import PackErrors
from directives.rules import Rule
from posts.forms.proposals import RuleForm
from posts.views import proposed


@require_POST
def switch(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Turn one choice of the department off, or on again; its clause stays as it is."""
    proposal = proposed.load(request, proposal_id, act="switch_choice")
    rule = _rule(proposal, request.POST.get("rule", ""))
    if rule.basis != "choice":
        raise Http404
    if _written(
        request, proposal, "switch_choice", _with(proposal, rule, {"on": False if rule.on else None})
    ):
        messages.success(
            request, f"“{rule.title}” is switched {'off' if rule.on else 'on'} in this proposal."
        )
    return redirect("proposal", proposal.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def change_rule(request: HttpRequest, proposal_id: int, rule_id: str) -> HttpResponse:
    """Change the words of a choice or of a reading; what the directive itself says is changed by a file alone."""
    proposal = proposed.load(request, proposal_id, act="change_rule")
    rule = _rule(proposal, rule_id)
    if rule.basis == "clause" or proposal.state != ProposalState.WRITING:
        raise Http404
    form = RuleForm(request.POST if request.method == "POST" else None, rule=rule)
    if form.is_bound and form.is_valid() and _saved(request, proposal, rule, form):
        return redirect("proposal", proposal.pk)
    return render(request, "posts/versions/rule.html", {"proposal": proposal, "rule": rule, "form": form})


def _saved(request: HttpRequest, proposal: PolicyProposal, rule: Rule, form: RuleForm) -> bool:
    """Whether the words were taken, or were the same; the form says what is wrong with them."""
    edits: dict[str, Value | None] = {one.key: one.value for one in form.edits()}
    try:
        return not edits or _written(request, proposal, "change_rule", _with(proposal, rule, edits))
    except PackErrors as errors:
        for error in errors.errors:
            form.add_error(None, f"{error.message[:1].upper()}{error.message[1:]}.")
    except CannotEdit as fault:
        form.add_error(None, str(fault))
    return False


@require_POST
def replace(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Take another text for the proposal, from a file that is checked whole."""
    proposal = proposed.load(request, proposal_id, act="replace_proposal")
    try:
        if _written(request, proposal, "replace_proposal", proposed.chosen_file(request)):
            messages.success(request, "The file is sound. This is what it changes.")
    except PackErrors as errors:
        return proposed.page(request, proposal, errors=errors.errors)
    except (NotPossible, CannotEdit) as fault:
        return proposed.page(request, proposal, fault=str(fault))
    return redirect("proposal", proposal.pk)


def _rule(proposal: PolicyProposal, rule_id: str) -> Rule:
    rule = proposals.pack_of(proposal=proposal).rule(id=rule_id)
    if rule is None:
        raise Http404
    return rule


def _with(proposal: PolicyProposal, rule: Rule, edits: dict[str, Value | None]) -> str:
    """The proposal's text with other values in one rule. Raises CannotEdit."""
    source = proposals.source_of(proposal=proposal)
    at = index_of(source=source, table="rule", name="id", called=rule.id)
    for key, value in edits.items():
        source = changed(source=source, spot=Spot(table="rule", index=at, key=key), value=value)
    return source


def _written(request: HttpRequest, proposal: PolicyProposal, act: str, source: str) -> bool:
    """Whether the proposal has that text now. Raises PackErrors, CannotEdit."""
    member, at = member_of(request), at_of(request)
    done = proposed.perform(
        request,
        act=act,
        do=lambda: proposals.change(proposal_id=proposal.pk, source=source, actor=member, at=at),
    )
    return done is not None
