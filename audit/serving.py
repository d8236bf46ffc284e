"""Pictures of the vault as answers to a browser: shut in, for one reader, and sent once."""

import os
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, TypeVar

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

SHUT = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""A picture that a browser is made to open as a page can do nothing."""
_RANGE = re.compile(r"bytes=([0-9]{1,12})-([0-9]{0,12})")
AT_ONCE_BYTES = 5_000_000
"""What is larger goes to the browser piece by piece, and is never in memory as a whole."""
_PIECE_BYTES = 64 * 1024
Answer = TypeVar("Answer", bound=HttpResponseBase)
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "video/mp4": "mp4"}


def picture(
    request: HttpRequest, *, digest: str, media_type: str, name: str, content: Callable[[], BinaryIO]
) -> HttpResponseBase:
    """A picture to be shown; only who was let in before gets here, each time anew. The opened file is closed here.

    A browser keeps it for its reader and asks each time: what it has already under this digest is not sent again.
    """
    etag = quote_etag(digest)
    answer: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if answer is None:
        answer = _told(request, content(), media_type)
        answer["Accept-Ranges"] = "bytes"
        ending = ENDINGS.get(media_type, "bin")
        answer["Content-Disposition"] = f'inline; filename="{name}.{ending}"'
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    return _shut_in(answer)


def _told(request: HttpRequest, file: BinaryIO, media_type: str) -> HttpResponseBase:
    """The whole file, or the bytes from one place to another, as players ask for a video."""
    size = file.seek(0, os.SEEK_END)
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or not size:
        return _sent(file, 0, size, media_type, 200)
    begins, ends = int(asked[1]), min(int(asked[2] or size - 1), size - 1)
    if begins > ends:
        file.close()
        refused = HttpResponse(status=416)
        refused["Content-Range"] = f"bytes */{size}"
        return refused
    answer = _sent(file, begins, ends + 1 - begins, media_type, 206)
    answer["Content-Range"] = f"bytes {begins}-{ends}/{size}"
    return answer


def _sent(file: BinaryIO, begins: int, length: int, media_type: str, status: int) -> HttpResponseBase:
    file.seek(begins)
    if length <= AT_ONCE_BYTES:
        with file:
            return HttpResponse(file.read(length), content_type=media_type, status=status)
    answer = StreamingHttpResponse(_pieces(file, length), content_type=media_type, status=status)
    answer["Content-Length"] = str(length)
    return answer


def _pieces(file: BinaryIO, length: int) -> Iterator[bytes]:
    with file:
        while length > 0 and (piece := file.read(min(length, _PIECE_BYTES))):
            length -= len(piece)
            yield piece


def file(*, content: BinaryIO, name: str) -> FileResponse:
    """A file that no browser shows or keeps, only saves; it is closed when it is sent."""
    answer = FileResponse(content, as_attachment=True, filename=name, content_type="application/octet-stream")
    answer["Cache-Control"] = "private, no-store"
    return _shut_in(answer)


def captions(*, text: str) -> HttpResponse:
    """WebVTT for a player; whoever may see the video is asked for anew each time."""
    answer = HttpResponse(text, content_type="text/vtt; charset=utf-8")
    answer["Cache-Control"] = "private, no-cache"
    return _shut_in(answer)


def _shut_in(answer: Answer) -> Answer:
    answer["Content-Security-Policy"] = SHUT
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
