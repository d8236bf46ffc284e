"""The rules of the department in short, and that a member confirms to have read them (CPD-TW.IV.B)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts import acknowledging
from accounts.models import Acknowledgement, AgencyPolicy
from accounts.paths import whole
from accounts.policies import PackHasChanged, pack_of
from accounts.signin import at_of, member_of
from directives.pack import Pack


@require_GET
def shown(request: HttpRequest) -> HttpResponse:
    """The version in force, or another one that was asked for."""
    member, at = member_of(request), at_of(request)
    versions = list(AgencyPolicy.objects.filter(agency_id=member.agency_id).order_by("-effective_at", "-pk"))
    current = next((one for one in versions if one.effective_at <= at), None)
    asked = request.GET.get("version", "")
    policy = next((one for one in versions if one.pk == whole(asked)), None) if asked else current
    if asked and policy is None:
        raise Http404
    return _page(request, policy=policy, current=current, versions=versions)


@require_POST
def acknowledge(request: HttpRequest, policy_id: int) -> HttpResponse:
    """Confirm a version, in force or still to come; of what is no longer in force nobody needs to."""
    member, at = member_of(request), at_of(request)
    versions = AgencyPolicy.objects.select_related("agency").filter(agency_id=member.agency_id)
    policy = versions.filter(pk=policy_id).first()
    if policy is None:
        raise Http404
    current = versions.filter(effective_at__lte=at).order_by("-effective_at", "-pk").first()
    pack = _pack(policy)
    if pack is None or (current is not None and policy.effective_at < current.effective_at):
        messages.warning(request, "Those rules are no longer in force. Read the ones on this page.")
        return redirect("policy")
    here = f"{reverse('policy')}?version={policy.pk}"
    if not request.POST.get("read"):
        messages.error(request, "Tick the box under the rules to confirm that you have read them.")
        return redirect(here)
    acknowledging.acknowledge(policy=policy, member=member, said=_words(policy, pack), at=at)
    messages.success(request, "You have confirmed these rules.")
    return redirect(here)


def _words(policy: AgencyPolicy, pack: Pack) -> str:
    return acknowledging.words(policy=policy, title=pack.title)


def _pack(policy: AgencyPolicy) -> Pack | None:
    """The rules as adopted; None where they are not on disk, since nothing is judged by them either."""
    try:
        return pack_of(policy_pack=policy.pack, digest=policy.digest)
    except PackHasChanged:
        return None


def _page(
    request: HttpRequest,
    *,
    policy: AgencyPolicy | None,
    current: AgencyPolicy | None,
    versions: list[AgencyPolicy],
) -> HttpResponse:
    member, at = member_of(request), at_of(request)
    pack = _pack(policy) if policy else None
    read = Acknowledgement.objects.filter(member=member, policy__in=versions)
    said = {one.policy_id: one.at for one in read}
    coming = [one for one in versions if one.effective_at > at and one != policy]
    context = {
        "policy": policy,
        "pack": pack,
        "read_at": said.get(policy.pk) if policy else None,
        "words": _words(policy, pack) if policy and pack else "",
        "over": bool(policy and current and policy.effective_at < current.effective_at),
        "ahead": bool(policy and policy.effective_at > at),
        "coming": coming[-1] if coming else None,
    }
    return render(request, "accounts/policy.html", context)
