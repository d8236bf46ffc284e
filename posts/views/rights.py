"""Whose a picture is and who is in it: said on its own page, or in one tap in the composer."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from accounts.signin import at_of, authority_of, member_of
from accounts.views.refusing import refused
from audit import blobs, serving, trail
from posts import blurring, ended_rights, permissions, rights, said
from posts.forms import drafts
from posts.forms.drafts import Typed
from posts.forms.rights import RightsForm
from posts.models import MediaRights, Picture, Restriction
from posts.rights import SaidMeanwhile
from posts.said import Said
from posts.views import doors, refusals
from posts.views.pictures import seen
from posts.workflow import Refused

HISTORY = 10
NO_DOCUMENT = "The document is for whoever added it, and for those who decide about the unit's posts."


class AllowForm(forms.Form):
    """Why a picture may be shown as it was before it was blurred."""

    reason = forms.CharField(
        max_length=500,
        label="Why may it be shown as it was?",
        error_messages={"required": "Say why it may be shown as it was."},
    )


def composer_of(*, post_id: int, picture_id: int) -> str:
    """Back to where a picture stands in the composer, or to its own page where no draft is named."""
    if not post_id:
        return reverse("media_rights", args=[picture_id])
    return reverse("composer", args=[post_id]) + "#pictures"


@require_http_methods(["GET", "HEAD", "POST"])
def media_rights(request: HttpRequest, picture_id: int) -> HttpResponse:
    """What was said of a picture, and the form to say it anew; `post` names the draft to go back to."""
    picture = seen(request, picture_id)
    post_id = drafts.number(sent=request.POST or request.GET, key="post")
    if post_id:
        doors.load(request, post_id)
    ruled = rights.ruling(authority=authority_of(request), unit_id=picture.unit_id)
    before = said.of_pictures(pictures=[picture]).get(picture.pk)
    form = _form(request.POST or None, request.FILES or None, picture=picture, before=before)
    if request.method == "POST":
        if not ruled.allowed:
            refusals.ruled(
                request, subject="unit", subject_id=picture.unit_id, act="describe_picture", ruling=ruled
            )
            raise PermissionDenied(ruled.reason)
        if form.is_valid() and _said(request, picture, form):
            messages.success(request, "Saved. It goes with the picture into every post that shows it.")
            return redirect(composer_of(post_id=post_id, picture_id=picture.pk))
    return _page(request, picture, form=form, before=before, post_id=post_id)


def _form(*typed: Any, picture: Picture, before: Said | None) -> RightsForm:
    """It begins with what was said last, of the picture itself or of the one it was blurred from."""
    origin = picture.blurred_from if before is None else None
    of_origin = said.of_pictures(pictures=[origin]).get(origin.pk) if origin else None
    last = before.rights if before else of_origin.rights if of_origin else None
    return RightsForm(*typed, picture=picture, before=last, asked_anew=before is None)


def _page(
    request: HttpRequest,
    picture: Picture,
    *,
    form: RightsForm,
    before: Said | None,
    post_id: int = 0,
    allow: AllowForm | None = None,
) -> HttpResponse:
    """Both forms, as they were typed or as they begin."""
    earlier = MediaRights.objects.filter(picture=picture).select_related("said_by").order_by("-pk")[:HISTORY]
    held = blurring.in_force(picture=picture)
    context = {
        "picture": picture,
        "form": form,
        "before": before,
        "may": rights.ruling(authority=authority_of(request), unit_id=picture.unit_id),
        "earlier": earlier,
        "post_id": post_id,
        "restriction": held,
        "allow": allow or (AllowForm() if held and _may_allow(request, picture, held) else None),
        "blurred": picture.blurred.order_by("-pk").first(),
    }
    return render(request, "posts/pictures/rights.html", context)


def _said(request: HttpRequest, picture: Picture, form: RightsForm) -> bool:
    """Whether it was kept; what somebody else said meanwhile is told on the form."""
    seen_id = drafts.number(sent=request.POST, key="seen")
    file: UploadedFile[bytes] | None = form.cleaned_data["document"]
    kept = {}
    if file is not None:
        digest = blobs.keep(content=file.read(), agency_id=picture.agency_id)
        kept = {"digest": digest, "name": (file.name or "Document")[:200]}
    try:
        rights.say(
            picture=picture,
            rights=form.rights(kept=kept),
            seen=seen_id,
            actor=member_of(request),
            at=at_of(request),
        )
    except SaidMeanwhile as meanwhile:
        form.add_error(None, str(meanwhile))
        return False
    return True


@require_safe
def expired_rights(request: HttpRequest) -> HttpResponse:
    """Posts that residents see, with pictures whose rights have ended or end soon."""
    after = drafts.number(sent=request.GET, key="after") or None
    found = ended_rights.page(authority=authority_of(request), agency=member_of(request).agency, after=after)
    here, authority = reverse("expired_rights"), authority_of(request)
    units = {row.post.unit_id for row in found.rows}
    context = {
        "rows": found.rows,
        "led": {one for one in units if authority.role_in(*permissions.LEADS, unit_id=one) is not None},
        "older": f"{here}?after={found.next_after}" if found.next_after else "",
        "newest": here if after else "",
    }
    return render(request, "posts/pictures/expired.html", context)


@require_GET
def rights_document(request: HttpRequest, rights_id: int) -> HttpResponseBase:
    """The document that came with what was said of a picture, to be saved; the trail knows who read it."""
    member = member_of(request)
    rows = MediaRights.objects.select_related("picture")
    row = rows.filter(pk=rights_id, agency_id=member.agency_id).first()
    if row is None or not row.document_digest:
        raise Http404
    picture = seen(request, row.picture_id)
    if not rights.may_read_document(authority=authority_of(request), row=row):
        raise refused(
            request,
            act="read_rights_document",
            subject="unit",
            subject_id=picture.unit_id,
            sentence=NO_DOCUMENT,
        )
    content = blobs.opened(digest=row.document_digest, agency_id=picture.agency_id)
    trail.record(
        verb="unit.rights_document_read",
        agency_id=picture.agency_id,
        actor_id=member.pk,
        subject_id=picture.unit_id,
        at=at_of(request),
        picture_id=picture.pk,
        rights_id=row.pk,
    )
    return serving.file(content=content, name=f"rights-of-picture-{picture.pk}")


@require_POST
def allow_unblurred(request: HttpRequest, picture_id: int) -> HttpResponse:
    """Let posts show a picture as it was before it was blurred, with a reason."""
    picture = seen(request, picture_id)
    if blurring.in_force(picture=picture) is None:
        return redirect("media_rights", picture.pk)
    form = AllowForm(request.POST)
    if not form.is_valid():
        before = said.of_pictures(pictures=[picture]).get(picture.pk)
        return _page(request, picture, form=_form(picture=picture, before=before), before=before, allow=form)
    try:
        allowed = blurring.allow(
            picture=picture, reason=form.cleaned_data["reason"], actor=member_of(request), at=at_of(request)
        )
    except Refused as fault:
        refusals.ruled(
            request,
            subject="unit",
            subject_id=picture.unit_id,
            act="allow_unblurred",
            ruling=fault.ruling,
        )
        raise
    if allowed is not None:
        messages.success(request, "Posts of the unit can show the picture as it was.")
    return redirect("media_rights", picture.pk)


def tapped(request: HttpRequest, *, typed: Typed) -> None:
    """The one tap of the composer, as often as it was tapped: a picture is the department's, and nobody is in it."""
    taps = {drafts.number(sent={"tap": sent}, key="tap") for sent in request.POST.getlist("rights_own")}
    standing = taps.intersection(each.picture_id for each in typed.pictures)
    for picture in Picture.objects.filter(pk__in=standing, agency_id=member_of(request).agency_id):
        _own(request, picture)


def _own(request: HttpRequest, picture: Picture) -> None:
    try:
        rights.own(picture=picture, actor=member_of(request), at=at_of(request))
    except Refused as fault:
        refusals.ruled(
            request,
            subject="unit",
            subject_id=picture.unit_id,
            act="describe_picture",
            ruling=fault.ruling,
        )
        messages.error(request, fault.ruling.reason)
    except SaidMeanwhile as meanwhile:
        messages.warning(request, str(meanwhile))


def _may_allow(request: HttpRequest, picture: Picture, held: Restriction) -> bool:
    return blurring.ruling(authority=authority_of(request), restriction=held, unit_id=picture.unit_id).allowed
