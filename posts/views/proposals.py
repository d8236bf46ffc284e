"""Proposing rules in the portal: beginning, handing in, and the second person's decision."""

from datetime import datetime
from itertools import islice

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts import policies, proposals
from accounts.paths import whole
from accounts.policies import PackHasChanged
from accounts.proposals import NotPossible
from accounts.signin import at_of, member_of
from directives.editing import CannotEdit
from directives.pack import NoSuchPack, PackErrors, source_of
from posts import rejudging
from posts.forms.proposals import AnswerForm, WhyForm
from posts.views import proposed, versions

MOST_POSTS = 50
"""How many waiting posts the page of consequences looks at."""


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin with the rules in force, with those that came with the portal, or with a file."""
    member, at = proposed.proposer(request, act="begin_proposal"), at_of(request)
    try:
        source = _chosen(request, at_of(request))
        proposal = proposals.begin(agency=member.agency, source=source, actor=member, at=at)
    except PackErrors as faults:
        return versions.page(request, errors=faults.errors)
    except (NotPossible, PackHasChanged, CannotEdit) as fault:
        return versions.page(request, fault=str(fault))
    return redirect("proposal", proposal.pk)


def _chosen(request: HttpRequest, at: datetime) -> str:
    """The text to begin with. Raises NotPossible, PackHasChanged."""
    current, begin_with = member_of(request).agency.policy_at(at=at), request.POST.get("begin_with", "")
    if begin_with == "file":
        return proposed.chosen_file(request)
    if begin_with == "release":
        try:
            return source_of(current.pack)
        except NoSuchPack:
            raise NotPossible("No rules of this department came with the portal.") from None
    return policies.text_of(policy=current)


@require_POST
def begin_again(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Begin a proposal with the text of one that was decided."""
    old = proposed.load(request, proposal_id, act="begin_proposal")
    member, at, source = member_of(request), at_of(request), proposals.source_of(proposal=old)
    try:
        begun = proposals.begin(agency=old.agency, source=source, actor=member, at=at)
    except PackErrors as faults:
        return versions.page(request, errors=faults.errors)
    return redirect("proposal", begun.pk)


@require_GET
def shown(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """What changes, in words; for whoever writes it how to change it, for a second person how to decide."""
    return proposed.page(request, proposed.load(request, proposal_id, act="see_proposal"))


@require_GET
def file(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """The text of a proposal as a file."""
    proposal = proposed.load(request, proposal_id, act="see_proposal")
    name = f"{proposal.pack}-{proposal.version}"
    return versions.text_file(name=name, text=proposals.source_of(proposal=proposal))


@require_GET
def waiting(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Which posts that wait would go back to their authors, and what each would need."""
    proposal = proposed.load(request, proposal_id, act="see_proposal")
    try:
        pack = proposals.pack_of(proposal=proposal)
    except PackErrors:
        return redirect("proposal", proposal.pk)
    begins = proposals.begins(proposal=proposal, at=at_of(request))
    looked = list(islice(rejudging.looked_at(agency=proposal.agency, pack=pack, at=begins), MOST_POSTS))
    context = {
        "proposal": proposal,
        "waiting": len(looked),
        "back": [(post, missing) for post, missing in looked if missing],
        "most": MOST_POSTS,
    }
    return render(request, "posts/versions/posts.html", context)


@require_POST
def hand_in(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Freeze the proposal and ask the others to review it."""
    proposal = proposed.load(request, proposal_id, act="hand_in_proposal")
    form = WhyForm(request.POST, agency=proposal.agency)
    if not form.is_valid():
        return proposed.page(request, proposal, why=form)
    member, at, why = member_of(request), at_of(request), form.cleaned_data["why"]
    done = proposed.perform(
        request,
        act="hand_in_proposal",
        do=lambda: proposals.propose(
            proposal_id=proposal.pk, why=why, effective_at=form.begins, actor=member, at=at
        ),
    )
    if done is None:
        return _as_typed(request, proposal.pk, why=form)
    messages.success(request, "Handed in. Somebody else now reads what changes, and adopts or declines it.")
    return redirect("proposal", proposal.pk)


@require_POST
def withdraw(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Take back an own proposal."""
    proposal = proposed.load(request, proposal_id, act="withdraw_proposal")
    member, at = member_of(request), at_of(request)
    if proposed.perform(
        request,
        act="withdraw_proposal",
        do=lambda: proposals.withdraw(proposal_id=proposal.pk, actor=member, at=at),
    ):
        messages.success(request, "Withdrawn. Nothing changes.")
    return redirect("proposal", proposal.pk)


@require_POST
def adopt(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Adopt somebody else's proposal, as it was read."""
    proposal = proposed.load(request, proposal_id, act="adopt_proposal")
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return proposed.page(request, proposal, answer=form)
    member, at = member_of(request), at_of(request)
    policy = proposed.perform(
        request,
        act="adopt_proposal",
        do=lambda: proposals.adopt(
            proposal_id=proposal.pk,
            read_against=whole(request.POST.get("read_against", "")) or 0,
            answer=form.cleaned_data["answer"],
            actor=member,
            at=at,
        ),
    )
    if policy is None:
        return _as_typed(request, proposal.pk, answer=form)
    messages.success(
        request, f"Version {policy.version} is adopted. Everybody with a role is asked to read it."
    )
    return redirect("policy_version", policy.pk)


@require_POST
def decline(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Say no to somebody else's proposal, and why."""
    proposal = proposed.load(request, proposal_id, act="decline_proposal")
    form = AnswerForm(request.POST)
    if form.is_valid() and not form.cleaned_data["answer"]:
        form.add_error("answer", "Say why it is declined.")
    if not form.is_valid():
        return proposed.page(request, proposal, answer=form)
    member, at, answer = member_of(request), at_of(request), form.cleaned_data["answer"]
    done = proposed.perform(
        request,
        act="decline_proposal",
        do=lambda: proposals.decline(proposal_id=proposal.pk, answer=answer, actor=member, at=at),
    )
    if done is None:
        return _as_typed(request, proposal.pk, answer=form)
    messages.success(request, "Declined. Nothing changes.")
    return redirect("proposal", proposal.pk)


def _as_typed(request: HttpRequest, proposal_id: int, **form: forms.Form) -> HttpResponse:
    """The page as it stands now, with what was typed for an act that is not possible."""
    return proposed.page(request, proposed.load(request, proposal_id, act="see_proposal"), **form)
