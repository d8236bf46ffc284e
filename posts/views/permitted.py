"""Written permissions: what a member asked for, what waits for whoever decides, and one permission with its letter."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts import written
from accounts.days import last_day_before
from accounts.models import WrittenPermission
from accounts.paths import local_path
from accounts.signin import at_of, authority_of, member_of
from accounts.views.refusing import refused
from audit import blobs, serving, trail, vault
from posts import permitting
from posts.forms.permissions import AskForm, DecisionForm, EndForm

NO_PAPER = "The file is for whoever asked, and for those who decide about it or about the unit's posts."


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """One's own permissions and those of the units that one sees, newest first; what waits for the member above."""
    return _list(request)


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a permission; what was typed stays where something is missing, and the way back to a draft."""
    member, at = member_of(request), at_of(request)
    form = AskForm(request.POST, request.FILES, member=member, at=at)
    if not form.is_valid():
        return _list(request, form=form)
    asked = written.ask(
        member=member,
        kind=form.cleaned_data["kind"],
        covers=form.cleaned_data["covers"],
        wanted_until=form.wanted_until,
        paper=form.cleaned_data["paper"],
        at=at,
    )
    messages.success(request, "Asked for. You get a message with the letter when it is decided.")
    back = local_path(request.POST.get("next", ""), otherwise="")
    page = reverse("permission", args=[asked.pk])
    return redirect(f"{page}?{urlencode({'next': back})}" if back else page)


@require_GET
def shown(request: HttpRequest, permission_id: int) -> HttpResponse:
    """One permission: what it covers, its letter, and the posts that rest on it."""
    return _page(request, _permission(request, permission_id))


@require_POST
def decide(request: HttpRequest, permission_id: int) -> HttpResponse:
    """Give the permission until a day, or decline it."""
    permission = _permission(request, permission_id)
    _refuse_others(request, permission, act="decide_permission")
    giving = "give" in request.POST
    form = DecisionForm(request.POST, giving=giving, giver=member_of(request), at=at_of(request))
    if not form.is_valid():
        return _page(request, permission, decision=form)
    try:
        done = written.decide(
            permission_id=permission.pk,
            actor=member_of(request),
            granted=giving,
            reason=form.cleaned_data["reason"],
            expires_at=form.expires_at,
            at=at_of(request),
        )
    except written.NotYours as why:
        raise _refused(request, permission, "decide_permission", str(why)) from why
    if not done:
        messages.warning(request, "This was decided meanwhile. The letter says how.")
    elif giving:
        messages.success(request, "Permitted. The letter went to whoever asked.")
    else:
        messages.success(request, "Declined. The letter went to whoever asked.")
    return redirect("permission", permission.pk)


@require_POST
def end(request: HttpRequest, permission_id: int) -> HttpResponse:
    """End the permission: what waits and rests on it goes back at once."""
    permission = _permission(request, permission_id)
    _refuse_others(request, permission, act="end_permission")
    form = EndForm(request.POST)
    if not form.is_valid():
        return _page(request, permission, ending=form)
    reason = form.cleaned_data["end_reason"]
    member, at = member_of(request), at_of(request)
    try:
        out = permitting.end(permission_id=permission.pk, actor=member, reason=reason, at=at)
    except written.NotYours as why:
        raise _refused(request, permission, "end_permission", str(why)) from why
    if out is None:
        messages.warning(request, "It did not run any more.")
    elif out:
        messages.warning(request, f"Ended. {len(out)} on the network rest on it: look at each below.")
    else:
        messages.success(request, "Ended. Nothing that rests on it goes out any more.")
    return redirect("permission", permission.pk)


@require_GET
def paper(request: HttpRequest, permission_id: int) -> HttpResponseBase:
    """The file that came with the question, to be saved; the trail knows who read it."""
    permission = _permission(request, permission_id)
    if not permission.file_digest:
        raise Http404
    if not written.may_read_paper(authority=authority_of(request), permission=permission):
        raise _refused(request, permission, "read_paper", NO_PAPER)
    content = blobs.opened(digest=permission.file_digest, agency_id=permission.agency_id)
    member = member_of(request)
    trail.record(
        verb="permission.paper_read",
        agency_id=member.agency_id,
        actor_id=member.pk,
        subject_id=permission.asked_by_id,
        at=at_of(request),
        permission_id=permission.pk,
        kind=permission.kind,
    )
    return serving.file(content=content, name=f"permission-{permission.pk}")


def _permission(request: HttpRequest, permission_id: int) -> WrittenPermission:
    """A permission that the member may read; to everybody else there is none."""
    found = WrittenPermission.objects.select_related("asked_by", "unit", "agency", "decided_by", "ended_by")
    permission = found.filter(pk=permission_id, agency_id=member_of(request).agency_id).first()
    if permission is None or not written.may_read(authority=authority_of(request), permission=permission):
        raise Http404
    return permission


def _refuse_others(request: HttpRequest, permission: WrittenPermission, *, act: str) -> None:
    if not written.may_decide(authority=authority_of(request), permission=permission):
        raise _refused(request, permission, act, str(written.NotYours()))


def _refused(
    request: HttpRequest, permission: WrittenPermission, act: str, sentence: str
) -> PermissionDenied:
    return refused(request, act=act, subject="member", subject_id=permission.asked_by_id, sentence=sentence)


def _asked(request: HttpRequest) -> AskForm:
    """A form not filled in, but for the kind that a draft lacks."""
    initial = {"kind": request.GET.get("kind", "")}
    return AskForm(member=member_of(request), at=at_of(request), initial=initial)


def _list(request: HttpRequest, *, form: AskForm | None = None) -> HttpResponse:
    authority, at = authority_of(request), at_of(request)
    page = written.seen_by(authority=authority, after=request.GET.get("after"))
    return render(
        request,
        "posts/permissions/list.html",
        {
            "form": form or _asked(request),
            "back": local_path((request.POST or request.GET).get("next", ""), otherwise=""),
            "waiting": written.waiting_for(authority=authority),
            "decides": authority.holds(written.DECIDES),
            "permissions": page.rows,
            "older": f"?{urlencode({'after': page.next_after})}" if page.next_after else "",
            "newest": "?" if request.GET.get("after") else "",
            "at": at,
        },
    )


def _page(
    request: HttpRequest,
    permission: WrittenPermission,
    *,
    decision: DecisionForm | None = None,
    ending: EndForm | None = None,
) -> HttpResponse:
    authority, at = authority_of(request), at_of(request)
    may = written.may_decide(authority=authority, permission=permission)
    digest, agency_id = permission.letter_digest, permission.agency_id
    waits = may and permission.decided_at is None
    return render(
        request,
        "posts/permissions/permission.html",
        {
            "permission": permission,
            "back": local_path(request.GET.get("next", ""), otherwise=""),
            "clause": written.CLAUSES[permission.kind],
            "letter": vault.text(digest=digest, agency_id=agency_id) if digest else "",
            "decision": decision or (_decision(request, permission) if waits else None),
            "ending": ending or (EndForm() if may and permission.runs(at=at) else None),
            "reads_paper": written.may_read_paper(authority=authority, permission=permission),
            "posts": permitting.read_by(permission=permission, authority=authority),
            "at": at,
        },
    )


def _decision(request: HttpRequest, permission: WrittenPermission) -> DecisionForm:
    member, wanted = member_of(request), permission.wanted_until
    initial = {"last_on": last_day_before(wanted, zone=member.agency.tzinfo)} if wanted else {}
    return DecisionForm(giving=True, giver=member, at=at_of(request), initial=initial)
