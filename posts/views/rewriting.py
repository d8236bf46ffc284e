"""Writing a proposal: a choice switched off or on, the words of a rule, settings, minutes, or another file."""

from collections.abc import Mapping

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts import proposals
from accounts.models import PolicyProposal, ProposalState
from accounts.proposals import NotPossible
from accounts.signin import at_of, member_of
from directives import rule_days
from directives.editing import CannotEdit, Spot, changed, index_of
from directives.pack import Pack, PackErrors
from directives.rules import AnswerNotifies, Rule
from posts.forms.proposals import Edit, RuleForm
from posts.forms.rule_settings import MinutesForm, SettingsForm
from posts.views import proposed


@require_POST
def switch(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Turn one choice of the department off, or on again; its clause stays as it is."""
    proposal = proposed.load(request, proposal_id, act="switch_choice")
    rule = _rule(proposals.pack_of(proposal=proposal), request.POST.get("rule", ""))
    if rule.basis != "choice":
        raise Http404
    if _written(request, proposal, "switch_choice", _switched(proposal, rule)):
        messages.success(
            request, f"“{rule.title}” is switched {'off' if rule.on else 'on'} in this proposal."
        )
    return redirect("proposal", proposal.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def change_rule(request: HttpRequest, proposal_id: int, rule_id: str) -> HttpResponse:
    """Change the words of a choice or of a reading, its days, and how long an answer is waited for.

    What the directive itself says is changed by a file alone.
    """
    proposal = proposed.load(request, proposal_id, act="change_rule")
    pack = proposals.pack_of(proposal=proposal)
    rule = _rule(pack, rule_id)
    its_own = rule.basis == "clause" and not isinstance(rule, AnswerNotifies)
    if its_own or proposal.state != ProposalState.WRITING:
        raise Http404
    typed = request.POST if request.method == "POST" else None
    form = RuleForm(typed, rule=rule, dated=rule_days.may_be_given(pack=pack, rule=rule))
    if form.is_bound and form.is_valid():
        edited = {"rule": {rule.id: form.edits()}}
        if _saved(request, proposal, form, act="change_rule", edited=edited):
            return redirect("proposal", proposal.pk)
    return render(request, "posts/versions/rule.html", {"proposal": proposal, "rule": rule, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def change_settings(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Change the points on which departments differ."""
    proposal, pack = _written_here(request, proposal_id, act="change_settings")
    typed = request.POST if request.method == "POST" else None
    form = SettingsForm(typed, settings=pack.settings, training=pack.training)
    if form.is_bound and form.is_valid():
        edited = {"settings": {"": form.edits()}, "training": {"": form.training_edits()}}
        if _saved(request, proposal, form, act="change_settings", edited=edited):
            return redirect("proposal", proposal.pk)
    return render(request, "posts/versions/settings.html", {"proposal": proposal, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def change_minutes(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Change how long each kind of post may wait, and how late it may still go out."""
    proposal, pack = _written_here(request, proposal_id, act="change_minutes")
    form = MinutesForm(request.POST if request.method == "POST" else None, kinds=pack.categories)
    if form.is_bound and form.is_valid():
        edited = {"category": form.edits()}
        if _saved(request, proposal, form, act="change_minutes", edited=edited):
            return redirect("proposal", proposal.pk)
    return render(request, "posts/versions/minutes.html", {"proposal": proposal, "form": form})


def _written_here(request: HttpRequest, proposal_id: int, *, act: str) -> tuple[PolicyProposal, Pack]:
    """A proposal that is being written, and its rules."""
    proposal = proposed.load(request, proposal_id, act=act)
    if proposal.state != ProposalState.WRITING:
        raise Http404
    return proposal, proposals.pack_of(proposal=proposal)


_NAMED_BY = {"rule": "id", "category": "key"}
"""What a row of a table of the file calls itself by; settings and training are tables without rows."""
_Edited = Mapping[str, Mapping[str, tuple[Edit, ...]]]
"""What a member changed, by the table of the file and by what its row is called."""


def _saved(
    request: HttpRequest,
    proposal: PolicyProposal,
    form: forms.Form,
    *,
    act: str,
    edited: _Edited,
) -> bool:
    """Whether the values were taken, or were the same; the form says what is wrong with them."""
    if not any(any(rows.values()) for rows in edited.values()):
        return True
    try:
        return _written(request, proposal, act, _with(proposal, edited))
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


def _rule(pack: Pack, rule_id: str) -> Rule:
    rule = pack.rule(id=rule_id)
    if rule is None:
        raise Http404
    return rule


def _switched(proposal: PolicyProposal, rule: Rule) -> str:
    """The proposal's text with one rule off, or on again. Raises CannotEdit."""
    source = proposals.source_of(proposal=proposal)
    return changed(source=source, spot=_spot(source, "rule", rule.id, "on"), value=False if rule.on else None)


def _with(proposal: PolicyProposal, edited: _Edited) -> str:
    """The proposal's text with other values. Raises CannotEdit."""
    source = proposals.source_of(proposal=proposal)
    for table, rows in edited.items():
        for called, edits in rows.items():
            for edit in edits:
                source = changed(source=source, spot=_spot(source, table, called, edit.key), value=edit.value)
    return source


def _spot(source: str, table: str, called: str, key: str) -> Spot:
    name = _NAMED_BY.get(table)
    index = index_of(source=source, table=table, name=name, called=called) if name else None
    return Spot(table=table, index=index, key=key)


def _written(request: HttpRequest, proposal: PolicyProposal, act: str, source: str) -> bool:
    """Whether the proposal has that text now. Raises PackErrors, CannotEdit."""
    member, at = member_of(request), at_of(request)
    done = proposed.perform(
        request,
        act=act,
        do=lambda: proposals.change(proposal_id=proposal.pk, source=source, actor=member, at=at),
    )
    return done is not None
