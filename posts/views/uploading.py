"""Pictures on their way into a draft: in pieces by the page's script, whole by the form alone."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.signin import at_of, member_of
from audit import trail
from posts import uploads
from posts.forms import drafts
from posts.models import Post, Upload
from posts.pictured import Pictured
from posts.uploads import CannotBegin, NoLongerReceiving, NoRoom, TooMuch, WrongOffset
from posts.views import doors, keeping, refusals
from posts.workflow import Refused, WrongStatus

T = TypeVar("T")
LARGEST_CAPTIONS = 200_000
"""Bytes of a file of captions."""
LARGEST_PIECE = 1024 * 1024
"""Bytes of one PATCH; the page's script sends far less, so that a bad line loses little."""


@require_POST
def begin_upload(request: HttpRequest, post_id: int) -> HttpResponse:
    """Announce a file by name and size; answers where to send its bytes."""
    post = keeping.editable(request, post_id)
    name = request.POST.get("name", "").replace("\x00", "").strip() or "Picture"
    size = drafts.number(sent=request.POST, key="size")
    try:
        return _told(_begun(request, post, name=name, size_bytes=size), status=201)
    except (CannotBegin, WrongStatus) as fault:
        return _said(str(fault), status=422)
    except Refused as refused:
        refusals.ruled(request, subject="post", subject_id=post.pk, act="upload", ruling=refused.ruling)
        return _said(refused.ruling.reason, status=403)


@require_http_methods(["GET", "PATCH", "DELETE"])
def upload(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """One's own upload: how much has arrived, a piece more after that, or the end of it."""
    member, at = member_of(request), at_of(request)
    found = _own(request, lambda: uploads.state(upload_id=upload_id, actor=member, at=at))
    if request.method == "PATCH":
        return _add(request, found)
    if request.method == "DELETE":
        uploads.give_up(upload_id=found.pk, actor=member, at=at)
        return _said("")
    return _told(found)


def _add(request: HttpRequest, found: Upload) -> HttpResponse:
    """Answers 409 with what has arrived to a piece that begins elsewhere."""
    member, at = member_of(request), at_of(request)
    offset, length = _header(request, "Upload-Offset"), _header(request, "Content-Length")
    if not 0 < length <= LARGEST_PIECE:
        return _said("This piece is empty or too large.", status=413)
    content = request.read(length)
    try:
        return _told(uploads.add(upload_id=found.pk, actor=member, offset=offset, content=content, at=at))
    except (WrongOffset, NoLongerReceiving):
        return _told(uploads.state(upload_id=found.pk, actor=member, at=at), status=409)
    except TooMuch as fault:
        return _said(str(fault), status=422)
    except NoRoom as fault:
        return _said(str(fault), status=507)


def _header(request: HttpRequest, name: str) -> int:
    """A number that a header carries; -1 for anything else."""
    return drafts.number(sent={name: request.headers.get(name, "")}, key=name, otherwise=-1)


def sent_with(request: HttpRequest, *, post: Post) -> bool:
    """Take the files that came with a form, whole. Whether there were any; what became of each is told."""
    files = request.FILES.getlist("files")
    taken = [file for file in files if _taken(request, post, file)]
    if taken:
        number = "Your picture has arrived" if len(taken) == 1 else f"{len(taken)} pictures have arrived"
        messages.success(
            request, f"{number}. Each is checked before it appears here. That takes a few seconds."
        )
    return bool(files)


def with_captions(request: HttpRequest, *, pictured: Pictured) -> Pictured:
    """The words of a picture, taken from a file that came with the form; a page's script reads such a file itself."""
    file = request.FILES.get(f"captions-{pictured.picture_id}")
    if file is None or not file.size or file.size > LARGEST_CAPTIONS:
        return pictured
    text = file.read().decode("utf-8-sig", errors="replace")
    sent = {f"alt-{pictured.picture_id}": text}
    return replace(pictured, alt_text=drafts.alt_text(sent=sent, picture_id=pictured.picture_id))


def _taken(request: HttpRequest, post: Post, file: "UploadedFile[bytes]") -> bool:
    member, at = member_of(request), at_of(request)
    name = (file.name or "").replace("\x00", "") or "Picture"
    begun = doors.perform(
        request,
        post_id=post.pk,
        act="upload",
        do=lambda: _begun(request, post, name=name, size_bytes=file.size or 0),
    )
    if begun is None:
        return False
    offset = 0
    try:
        for piece in file.chunks(LARGEST_PIECE):
            uploads.add(upload_id=begun.pk, actor=member, offset=offset, content=piece, at=at)
            offset += len(piece)
    except NoRoom as fault:
        uploads.give_up(upload_id=begun.pk, actor=member, at=at)
        messages.error(request, f"{fault} Add it again then.")
        return False
    return True


def give_up(request: HttpRequest, *, upload_id: str) -> None:
    """Forget an upload that the form names. Http404 for somebody else's."""
    try:
        known = UUID(upload_id)
    except ValueError:
        raise Http404 from None
    _own(request, lambda: uploads.give_up(upload_id=known, actor=member_of(request), at=at_of(request)))


def _begun(request: HttpRequest, post: Post, *, name: str, size_bytes: int) -> Upload:
    return uploads.begin(
        post_id=post.pk, actor=member_of(request), name=name, size_bytes=size_bytes, at=at_of(request)
    )


def _own(request: HttpRequest, act: Callable[[], T]) -> T:
    """Somebody else's upload is none, and the trail knows that it was named."""
    try:
        return act()
    except Upload.DoesNotExist:
        member = member_of(request)
        trail.record_refusal(
            act="upload",
            reason="not_your_upload",
            agency_id=member.agency_id,
            actor_id=member.pk,
            subject="agency",
            subject_id=member.agency_id,
            at=at_of(request),
        )
        raise Http404 from None


def _told(found: Upload, *, status: int = 200) -> JsonResponse:
    return JsonResponse(
        {
            "id": str(found.pk),
            "address": reverse("upload", args=[found.pk]),
            "state": found.state,
            "received": found.received_bytes,
            "sentence": found.sentence,
            "picture": found.picture_id,
        },
        status=status,
    )


def _said(sentence: str, *, status: int = 200) -> JsonResponse:
    return JsonResponse({"sentence": sentence}, status=status)
