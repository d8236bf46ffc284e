"""What every page of a proposal does: load and authorise in one act, show it, and tell why an act is not possible."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import proposals
from accounts.models import Member, PolicyProposal, ProposalState
from accounts.policies import PackHasChanged
from accounts.proposals import NotPossible, NotYours
from accounts.signin import at_of, authority_of, member_of
from accounts.views.refusing import refused
from directives import rule_accounts, rule_days
from directives.comparison_words import LABELS, VALUES
from directives.pack import Pack, PackErrors
from directives.rules import AnswerNotifies
from posts import slots
from posts.forms.proposals import AnswerForm, WhyForm
from posts.forms.rule_settings import CHOSEN
from posts.views import refusals

NOT_YOURS = "Communications and administrators propose and review rules. You can read every adopted version."
OPEN = (ProposalState.WRITING, ProposalState.PROPOSED)
MOST_BYTES = 1_000_000
T = TypeVar("T")


def proposer(request: HttpRequest, *, act: str) -> Member:
    """The member, who may propose and review rules. Raises PermissionDenied, and the trail knows."""
    member = member_of(request)
    if not authority_of(request).holds(*proposals.PROPOSERS):
        agency_id = member.agency_id
        raise refused(request, act=act, subject="agency", subject_id=agency_id, sentence=NOT_YOURS)
    return member


def load(request: HttpRequest, proposal_id: int, *, act: str) -> PolicyProposal:
    """A proposal of the own agency. Raises Http404 for another's, and PermissionDenied."""
    found = PolicyProposal.objects.select_related(
        "agency", "base__agency", "begun_by", "reviewed_by", "policy__agency"
    )
    proposal = found.filter(pk=proposal_id, agency_id=member_of(request).agency_id).first()
    if proposal is None:
        raise Http404
    proposer(request, act=act)
    return proposal


def perform(request: HttpRequest, *, act: str, do: Callable[[], T]) -> T | None:
    """Make one domain call. What is not possible becomes a message and None; what is somebody else's is a refusal."""
    try:
        return do()
    except NotYours as no:
        agency_id = member_of(request).agency_id
        refusals.tell(request, subject="agency", subject_id=agency_id, act=act, reason=no.slug)
        messages.error(request, str(no))
    except NotPossible as no:
        messages.warning(request, str(no))
    return None


def page(request: HttpRequest, proposal: PolicyProposal, **more: Any) -> HttpResponse:
    """The proposal as it stands, with the forms that whoever looks may fill in.

    `more` holds a form as it was typed, or the faults of a file.
    """
    at, own = at_of(request), proposal.begun_by_id == member_of(request).pk
    writes = own and proposal.state == ProposalState.WRITING
    decides = not own and proposal.state == ProposalState.PROPOSED
    context = {
        "proposal": proposal,
        "own": own,
        "writes": writes,
        "decides": decides,
        "passed": proposal.effective_at is not None and proposal.effective_at <= at,
        "reviewers": proposals.reviewers(proposal=proposal, at=at) if own and proposal.state in OPEN else [],
        "why": WhyForm(agency=proposal.agency) if writes else None,
        "answer": AnswerForm() if decides else None,
        **_content(request, proposal, writes=writes),
        **more,
    }
    return render(request, "posts/versions/proposal.html", context)


def _content(request: HttpRequest, proposal: PolicyProposal, *, writes: bool) -> dict[str, Any]:
    """What it holds and what it changes; where a text can be read no longer, why."""
    at = at_of(request)
    later = proposal.agency.policies.filter(effective_at__gt=proposals.begins(proposal=proposal, at=at))
    try:
        pack = proposals.pack_of(proposal=proposal)
        difference = proposals.difference(proposal=proposal, at=at)
    except PackErrors as faults:
        return {"errors": faults.errors}
    except PackHasChanged as fault:
        return {"fault": str(fault)}
    return {
        "pack": pack,
        "replaced": proposals.replaced(proposal=proposal, at=at),
        "difference": difference,
        "later": later.order_by("effective_at").first() if proposal.state in OPEN else None,
        **(_rules(pack, at.astimezone(proposal.agency.tzinfo).date()) if writes else {}),
    }


def _rules(pack: Pack, today: date) -> dict[str, Any]:
    """What can be changed without a file; choices and readings with their days in words."""
    rules = {
        basis: [
            (
                one,
                rule_days.told(rule=one, today=today),
                rule_days.may_be_given(pack=pack, rule=one),
                rule_accounts.told(rule=one),
            )
            for one in pack.rules
            if one.basis == basis
        ]
        for basis in ("choice", "reading")
    }
    set_here = [(LABELS[key], VALUES[getattr(pack.settings, key)]) for key in CHOSEN]
    if pack.training.clause:
        set_here.append((LABELS["checklist"], " ".join(pack.training.checklist) or "None"))
    waits = [
        (one, slots.minutes_in_words(one.wait_minutes) if one.wait_minutes else "Not waited for")
        for one in pack.rules
        if isinstance(one, AnswerNotifies)
    ]
    return {**rules, "set_here": set_here, "waits": waits}


def chosen_file(request: HttpRequest) -> str:
    """The text of the file that was chosen, with lines that end as the portal's do. Raises NotPossible."""
    file = request.FILES.get("file")
    if file is None:
        raise NotPossible("No file was chosen. Choose the file of the rules.")
    if file.size is None or file.size > MOST_BYTES:
        raise NotPossible("The file is larger than 1 MB. A file of rules is much smaller.")
    try:
        text: str = file.read().decode("utf-8")
    except UnicodeDecodeError:
        sentence = "The file is no text. Choose the file of the rules: its name ends in .toml."
        raise NotPossible(sentence) from None
    return text.removeprefix("\ufeff").replace("\r\n", "\n")
