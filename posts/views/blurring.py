"""Blurring faces and plates of a picture: with the page's script on the page, without it by a file."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.signin import at_of, authority_of, member_of
from posts import blurring, workflow
from posts.actions import Action
from posts.models import DraftPicture, Picture
from posts.uploads import LARGEST_BYTES
from posts.views import doors
from posts.views.pictures import refused, seen

PIECE = 1024 * 1024


@require_http_methods(["GET", "HEAD", "POST"])
def blur_picture(request: HttpRequest, post_id: int, picture_id: int) -> HttpResponse:
    """The tool, and what comes of it; a picture that does not stand in the draft is none."""
    post, stands = doors.load(request, post_id)
    picture = seen(request, picture_id)
    ruling = workflow.open_actions(authority=authority_of(request), standing=stands).get(Action.SAVE)
    if ruling is None:
        return redirect("post", post.pk)
    if not ruling.allowed:
        doors.refuse(request, post_id=post.pk, act="blur", reason=ruling.slug)
        raise PermissionDenied(ruling.reason)
    if picture.moves or not DraftPicture.objects.filter(draft__post=post, picture=picture).exists():
        raise Http404
    if request.method == "POST":
        return _blurred(request, post.pk, picture)
    return render(request, "posts/pictures/blur.html", {"post": post, "picture": picture})


def _blurred(request: HttpRequest, post_id: int, picture: Picture) -> HttpResponse:
    """The page's script asks where to go on; without it the browser is led there."""
    file = request.FILES.get("file")
    here = reverse("blur_picture", args=[post_id, picture.pk])
    blurred = None
    if file is None or not file.size or file.size > LARGEST_BYTES:
        messages.warning(request, "Choose the blurred picture, a file of at most 25 MB.")
    else:
        try:
            blurred = doors.perform(
                request,
                post_id=post_id,
                act="blur",
                do=lambda: blurring.blur(
                    post_id=post_id,
                    picture=picture,
                    pieces=file.chunks(PIECE),
                    actor=member_of(request),
                    at=at_of(request),
                ),
            )
        except Picture.DoesNotExist:
            raise refused(request, act="blur") from None
    if blurred is not None:
        messages.success(request, "The blurred picture stands in the post. Say who can still be recognized.")
        here = reverse("media_rights", args=[blurred.pk]) + f"?post={post_id}"
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"go": here}, status=200 if blurred else 422)
    return redirect(here)
