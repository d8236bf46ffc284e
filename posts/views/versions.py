"""The versions of the rules that a department has adopted: what each changed, who proposed and who reviewed it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts import authority, policies, proposals
from accounts.models import Acknowledgement, Agency, AgencyPolicy, Member, PolicyProposal, ProposalState, Role
from accounts.policies import PackHasChanged
from accounts.signin import at_of, authority_of, member_of
from directives.comparison import Difference, compare
from directives.pack import NoSuchPack, load_pack
from directives.reading import PackError
from posts.views.proposed import OPEN

PAST = 20
"""How many decided proposals the page tells of."""


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Every version with its days, and for those who propose rules what is being written and what waits."""
    return page(request)


def page(request: HttpRequest, *, errors: tuple[PackError, ...] = (), fault: str = "") -> HttpResponse:
    """The same, with what is wrong with a file that was chosen."""
    member, at = member_of(request), at_of(request)
    adopted = _adopted(member)
    proposes = authority_of(request).holds(*proposals.PROPOSERS)
    current = next((one for one in adopted if one.effective_at <= at), None)
    context = {
        "coming": [one for one in adopted if one.effective_at > at],
        "current": current,
        "past": [one for one in adopted if one.effective_at <= at and one != current],
        "proposes": proposes,
        "errors": errors,
        "fault": fault,
        **(_proposals(member, current, adopted) if proposes else {}),
    }
    return render(request, "posts/versions/versions.html", context)


def _adopted(member: Member) -> list[AgencyPolicy]:
    found = AgencyPolicy.objects.filter(agency_id=member.agency_id)
    read = found.select_related("proposal__begun_by", "proposal__reviewed_by")
    return list(read.order_by("-effective_at", "-pk"))


def _proposals(
    member: Member, current: AgencyPolicy | None, adopted: list[AgencyPolicy]
) -> dict[str, object]:
    found = PolicyProposal.objects.filter(agency_id=member.agency_id).select_related(
        "begun_by", "reviewed_by"
    )
    decided = found.filter(state__in=[ProposalState.DECLINED, ProposalState.WITHDRAWN])
    return {
        "open": found.filter(state__in=OPEN).order_by("state", "begun_at", "pk"),
        "decided": decided.order_by("-begun_at", "-pk")[:PAST],
        "release": _of_release(current, adopted),
    }


def _of_release(current: AgencyPolicy | None, adopted: list[AgencyPolicy]) -> str:
    """The version that came with the portal, where it was never adopted; else empty."""
    try:
        pack = load_pack(current.pack) if current else None
    except NoSuchPack:
        return ""
    return pack.version if pack and pack.version not in {one.version for one in adopted} else ""


@require_GET
def shown(request: HttpRequest, policy_id: int) -> HttpResponse:
    """One version: what it changed against the one before it, and who has confirmed it."""
    member, at = member_of(request), at_of(request)
    policy = _own(request, policy_id)
    before = proposals.before(policy=policy)
    current = member.agency.policy_at(at=at) if member.agency.policies.filter(effective_at__lte=at) else None
    context = {
        "policy": policy,
        "proposal": getattr(policy, "proposal", None),
        "before": before,
        "difference": _difference(before, policy) if before else None,
        "state": _state(policy, current),
        **_confirmed(policy, request),
    }
    return render(request, "posts/versions/version.html", context)


@require_GET
def file(request: HttpRequest, policy_id: int) -> HttpResponse:
    """The text of a version as a file, to be changed and proposed."""
    policy = _own(request, policy_id)
    try:
        return text_file(name=f"{policy.pack}-{policy.version}", text=policies.text_of(policy=policy))
    except PackHasChanged:
        raise Http404 from None


def text_file(*, name: str, text: str) -> HttpResponse:
    """A text to keep, as a file."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.toml"'}
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=headers)


def _own(request: HttpRequest, policy_id: int) -> AgencyPolicy:
    """A version of the member's own agency: every member reads it."""
    found = AgencyPolicy.objects.select_related("agency", "proposal__begun_by", "proposal__reviewed_by")
    policy = found.filter(pk=policy_id, agency_id=member_of(request).agency_id).first()
    if policy is None:
        raise Http404
    return policy


def _difference(before: AgencyPolicy, policy: AgencyPolicy) -> Difference | None:
    """None where one of them can be read no longer."""
    try:
        old, new = (policies.pack_of(policy_pack=one.pack, digest=one.digest) for one in (before, policy))
    except PackHasChanged:
        return None
    return compare(before=old, after=new)


def _state(policy: AgencyPolicy, current: AgencyPolicy | None) -> str:
    if current is None or policy.effective_at > current.effective_at:
        return "coming"
    return "current" if policy == current else "past"


def _confirmed(policy: AgencyPolicy, request: HttpRequest) -> dict[str, object]:
    """Of those who hold a role now, how many confirmed it; and for those who propose rules, who did not yet."""
    agency: Agency = policy.agency
    acting = authority.holders(role=tuple(Role), unit_id=None, agency_id=agency.pk, at=at_of(request))
    read = set(Acknowledgement.objects.filter(policy=policy).values_list("member_id", flat=True))
    missing = [one for one in acting if one.pk not in read]
    proposes = authority_of(request).holds(*proposals.PROPOSERS)
    return {
        "acting": len(acting),
        "confirmed": len(acting) - len(missing),
        "missing": missing if proposes else [],
        "own": member_of(request).pk in read,
    }
