"""Pictures of the vault as answers to a browser: shut in, for one reader, and sent once."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

SHUT = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""A picture that a browser is made to open as a page can do nothing."""
_RANGE = re.compile(r"bytes=([0-9]{1,12})-([0-9]{0,12})")
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "video/mp4": "mp4"}


def picture(
    request: HttpRequest, *, digest: str, media_type: str, name: str, content: Callable[[], bytes]
) -> HttpResponse:
    """A picture to be shown; only who was let in before gets here, each time anew.

    A browser keeps it for its reader and asks each time: what it has already under this digest is not sent again.
    """
    etag = quote_etag(digest)
    answer = get_conditional_response(request, etag=etag)
    if answer is None:
        answer = _part(request, content(), media_type) or HttpResponse(content(), content_type=media_type)
        answer["Accept-Ranges"] = "bytes"
        ending = ENDINGS.get(media_type, "bin")
        answer["Content-Disposition"] = f'inline; filename="{name}.{ending}"'
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    return _shut_in(answer)


def _part(request: HttpRequest, octets: bytes, media_type: str) -> HttpResponse | None:
    """The bytes from one place to another, as players ask for a video; None where all of them are asked for."""
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or not octets:
        return None
    begins, ends = int(asked[1]), min(int(asked[2] or len(octets) - 1), len(octets) - 1)
    if begins > ends:
        refused = HttpResponse(status=416)
        refused["Content-Range"] = f"bytes */{len(octets)}"
        return refused
    answer = HttpResponse(octets[begins : ends + 1], content_type=media_type, status=206)
    answer["Content-Range"] = f"bytes {begins}-{ends}/{len(octets)}"
    return answer


def file(*, content: bytes, name: str) -> HttpResponse:
    """Bytes that no browser shows or keeps, only saves."""
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return _shut_in(answer)


def _shut_in(answer: HttpResponse) -> HttpResponse:
    answer["Content-Security-Policy"] = SHUT
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
