"""Pictures as they are looked at, and the ones of the unit that can be used again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.signin import at_of, authority_of, member_of
from audit import serving, trail
from directives.network import MOST_PICTURES
from posts import pictures, workflow
from posts.actions import STEPS, Action
from posts.forms import drafts
from posts.models import Picture
from posts.views import doors

SIZES = frozenset({"network", "preview", "original"})


@require_safe
def picture(request: HttpRequest, picture_id: int, size: str) -> HttpResponseBase:
    """A picture for whoever sees the posts of its unit; the original, to be saved, for far fewer."""
    member, at = member_of(request), at_of(request)
    if size not in SIZES:
        raise Http404
    try:
        if size == "original":
            file = pictures.original(picture_id=picture_id, actor=member, at=at)
            return serving.file(content=file, name=f"picture-{picture_id}-original")
        found = pictures.seen_by(picture_id=picture_id, actor=member, at=at)
    except Picture.DoesNotExist:
        raise refused(request, act="see") from None
    whole = size == "network"
    return serving.picture(
        request,
        digest=found.digest if whole else found.preview_digest,
        media_type=found.media_type if whole else found.preview_type,
        name=f"picture-{found.pk}-{size}",
        content=lambda: pictures.content(picture=found, size="network" if whole else "preview"),
    )


@require_safe
def captions(request: HttpRequest, picture_id: int, digest: str) -> HttpResponse:
    """The captions of a video in one version of a post, for the player."""
    try:
        found = pictures.seen_by(picture_id=picture_id, actor=member_of(request), at=at_of(request))
    except Picture.DoesNotExist:
        raise refused(request, act="see") from None
    try:
        return serving.captions(text=pictures.captions_of(picture=found, digest=digest))
    except Picture.DoesNotExist:
        raise Http404 from None


@require_safe
def reuse_pictures(request: HttpRequest, post_id: int) -> HttpResponse:
    """The unit's pictures with the words they were last described by; with script, as part of a dialog."""
    post, stands = doors.load(request, post_id)
    if post.status not in STEPS[Action.SAVE].sources:
        return redirect("post", post.pk)
    ruling = workflow.open_actions(authority=authority_of(request), standing=stands)[Action.SAVE]
    if not ruling.allowed:
        doors.refuse(request, post_id=post.pk, act="write", reason=ruling.slug)
        raise PermissionDenied(ruling.reason)
    after = drafts.number(sent=request.GET, key="after") or None
    page = pictures.reusable(unit_id=post.unit_id, after=after)
    here = reverse("reuse_pictures", args=[post.pk])
    standing = {shot.picture.pk for shot in pictures.of_draft(post_id=post.pk)}
    context = {
        "post": post,
        "pictures": page.rows,
        "standing": standing,
        "full": len(standing) >= MOST_PICTURES,
        "older": f"{here}?after={page.next_after}" if page.next_after else "",
        "newest": here if after else "",
    }
    part = request.htmx  # type: ignore[attr-defined]
    return render(request, f"posts/pictures/{'choices' if part else 'reuse'}.html", context)


@require_POST
def attach_picture(request: HttpRequest, post_id: int) -> HttpResponse:
    """Put one of the unit's pictures at the end of a draft, with words to begin from."""
    picture_id = drafts.number(sent=request.POST, key="picture")
    words = drafts.alt_text(sent=request.POST, picture_id=picture_id)
    spoken = drafts.language(sent=request.POST, picture_id=picture_id)

    def attach() -> object:
        return pictures.attach(
            post_id=post_id,
            picture_id=picture_id,
            alt_text=words,
            language=spoken,
            actor=member_of(request),
            at=at_of(request),
        )

    try:
        done = doors.perform(request, post_id=post_id, act="save", do=attach)
    except Picture.DoesNotExist:
        raise refused(request, act="use") from None
    if done is not None:
        messages.success(request, "The picture is in the post. Look whether its words still fit.")
    return redirect(reverse("composer", args=[post_id]) + "#pictures")


def seen(request: HttpRequest, picture_id: int) -> Picture:
    """A picture that the member may see, to say something of it; Http404 for anybody else, and the trail knows."""
    try:
        return pictures.known_to(picture_id=picture_id, actor=member_of(request), at=at_of(request))
    except Picture.DoesNotExist:
        raise refused(request, act="see") from None


def refused(request: HttpRequest, *, act: str) -> Http404:
    """A picture that is not the member's to see is none; the trail knows that it was asked for."""
    member = member_of(request)
    trail.record_refusal(
        act=f"{act}_picture",
        reason="not_your_picture",
        agency_id=member.agency_id,
        actor_id=member.pk,
        subject="agency",
        subject_id=member.agency_id,
        at=at_of(request),
    )
    return Http404()
