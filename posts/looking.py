"""Looking at a picture that has arrived: is it one, and what of it may go further.

Whatever stands in the file is opened in a child process that may use little memory and little time
(`posts/pixels.py`); the worker itself reads nothing but bytes, numbers and a word.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts import order
from accounts.models import Unit
from audit import blobs, trail
from posts import lettered, same_file, uploads
from posts.models import Picture, PictureWords, Post, Upload, UploadState
from posts.uploads import LARGEST_BYTES

SECONDS = 40
"""Longer than the child's own limit of processor time; a picture of 50 megapixels takes about ten, a video of 512 MB
the time of copying it."""
LOST_AFTER = timedelta(seconds=90)
_PIXELS = Path(__file__).with_name("pixels.py")
_BOXES = Path(__file__).with_name("boxes.py")
_STILL = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc", b"hevx"})
"""Files that begin as a film does and are pictures."""
_SENTENCES: Mapping[str, str] = {
    "wrong_type": "This file is no JPEG, PNG, WEBP, GIF or HEIC picture and no MP4 video. Save it as one of them.",
    "two_in_one": "This file is a picture and something else at once. Save the picture anew and add that one.",
    "moving": "This picture moves, and of those only a GIF or an MP4 can be added. Save it as one, or one image of it.",
    "too_large": "This picture is larger than 25 MB. Make it smaller, or choose another one.",
    "wrong_video": "This video is no MP4 file as networks take it. Save it as MP4 and add it again.",
    "wrong_codec": "This video holds more than one H.264 picture and AAC sound. Save it so and add it again.",
    "video_too_large": "This video is larger than 512 MB. Make it smaller or shorter and add it again.",
    "video_too_long": "A video lasts from half a second to 140 seconds. Cut this one and add it again.",
    "video_too_wide": "This video has more than 1920 by 1200 pixels, or too few. Save it smaller and add it again.",
    "gif_too_large": "This GIF is larger than 15 MB. Make it smaller or shorter and add it again.",
    "gif_too_wide": "This GIF has more than 1280 by 1080 pixels. Make it smaller and add it again.",
    "gif_too_long": "This GIF has too many images, at most 350 of them can be. Make it shorter and add it again.",
    "too_many_pixels": "This picture has more than 50 million pixels. Make it smaller and add it again.",
    "too_narrow": "This picture is too narrow to be seen. Choose another one.",
    "unreadable": "This file is damaged or incomplete and cannot be opened. Save the picture anew and add that one.",
}
"""What the child answers in a word, in words for people."""


@dataclass(frozen=True, kw_only=True)
class Made:
    """What came out of the child: nothing but pixels, upright and in sRGB."""

    media_type: str
    width: int
    height: int
    network: Path
    """A file, since a video is larger than memory is for; whoever asked for it removes it."""
    preview: bytes
    lasts_ms: int = 0
    """How long it plays; 0 for what stands still."""
    words: str | None = None
    """That stand in it; None where nobody looked for any, or could."""


class Unusable(Exception):
    """The file cannot be used; the sentence says what to do."""


def look(*, upload_id: UUID, at: datetime) -> str:
    """Check an upload that is complete, once; returns its state, or 'nothing to do'.

    Two workers may look at once: the second finds it done. The bytes that waited are removed afterwards.
    """
    upload = Upload.objects.filter(pk=upload_id, state=UploadState.CHECKING).first()
    if upload is None:
        return "nothing to do"
    waiting = uploads.path_of(upload_id=upload_id)
    try:
        with uploads.workplace(upload_id=upload_id) as folder:
            made = made_from(path=waiting, folder=folder)
            made = replace(made, words=lettered.read(path=folder / "reading"))
            state = _ready(upload_id, made, waiting, at)
    except FileNotFoundError:
        # A worker that was faster has removed it; else it was lost with its disk.
        return _refused(upload_id, "The file was lost on the way. Choose it again.", at)
    except Unusable as fault:
        return _refused(upload_id, str(fault), at)
    uploads.forget_bytes([upload_id])
    return state


def left(*, at: datetime, limit: int = 100) -> list[UUID]:
    """Uploads that wait to be checked for longer than a message takes."""
    waiting = Upload.objects.filter(state=UploadState.CHECKING, changed_at__lt=at - LOST_AFTER)
    return list(waiting.order_by("changed_at").values_list("pk", flat=True)[:limit])


def made_from(*, path: Path, folder: Path) -> Made:
    """A file's pixels made ready for a network, in a folder of the caller's.

    Raises Unusable with a sentence, and FileNotFoundError.
    """
    if not path.is_file():
        raise FileNotFoundError(path)
    program = _opener_of(path)
    try:
        done = subprocess.run(  # noqa: S603  (our own program, no shell, an environment of nothing)
            [sys.executable, "-I", str(program), str(path), str(folder)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unusable(_SENTENCES["unreadable"]) from None
    return _answer_of(done, folder)


def _opener_of(path: Path) -> Path:
    """The child that opens this kind of file. Raises Unusable for a picture that is larger than pictures are."""
    with path.open("rb") as file:
        head = file.read(12)
    if head[4:8] == b"ftyp" and head[8:12] not in _STILL:
        return _BOXES
    if path.stat().st_size > LARGEST_BYTES:
        raise Unusable(_SENTENCES["too_large"])
    return _PIXELS


def _answer_of(done: subprocess.CompletedProcess[bytes], folder: Path) -> Made:
    """A child that died, whatever killed it, has met something that is no picture for us."""
    said: dict[str, Any]
    try:
        said = json.loads(done.stdout) if done.returncode == 0 else {"refused": "unreadable"}
    except ValueError:
        said = {"refused": "unreadable"}
    if "refused" in said:
        raise Unusable(_SENTENCES.get(said["refused"], _SENTENCES["unreadable"]))
    return Made(
        media_type=said["media_type"],
        width=said["width"],
        height=said["height"],
        network=folder / "network",
        preview=(folder / "preview").read_bytes(),
        lasts_ms=said.get("lasts_ms", 0),
    )


@transaction.atomic
def _refused(upload_id: UUID, sentence: str, at: datetime) -> str:
    upload = Upload.objects.select_for_update().filter(pk=upload_id, state=UploadState.CHECKING).first()
    if upload is None:
        return "nothing to do"
    upload.state, upload.sentence, upload.changed_at = UploadState.REFUSED, sentence, at
    upload.save(update_fields=["state", "sentence", "changed_at"])
    transaction.on_commit(lambda: uploads.forget_bytes([upload_id]), robust=True)
    return upload.state


@transaction.atomic
def _ready(upload_id: UUID, made: Made, original: Path, at: datetime) -> str:
    upload = (
        Upload.objects.select_for_update(of=("self",))
        .select_related("post")
        .filter(pk=upload_id, state=UploadState.CHECKING)
        .first()
    )
    if upload is None:
        return "nothing to do"
    upload.picture = _picture(upload, made, original, at)
    upload.state, upload.changed_at = UploadState.READY, at
    upload.save(update_fields=["picture", "state", "changed_at"])
    return upload.state


def _picture(upload: Upload, made: Made, original: Path, at: datetime) -> Picture:
    """The unit's picture of this file; one that the unit has already is that one, and so is our own copy of it.

    What the agency knows of a picture that another unit added first goes with it.
    """
    post, agency_id = upload.post, upload.agency_id
    original_digest = blobs.keep_file(source=original, agency_id=agency_id)
    digest = blobs.keep_file(source=made.network, agency_id=agency_id)
    # Not beside somebody who blurs it, or says that it may not be shown.
    order.claiming(agency_id=agency_id)
    # Two people of a unit may add one file at once: the second waits here and finds what the first one made.
    Unit.objects.select_for_update(no_key=True).get(pk=post.unit_id)
    same = same_file.known(agency_id=agency_id, original=original_digest, network=digest)
    earlier = next((one for one in same if one.unit_id == post.unit_id), None)
    if earlier is not None:
        return earlier
    picture = Picture(
        agency_id=agency_id,
        unit_id=post.unit_id,
        original_digest=original_digest,
        digest=digest,
        preview_digest=blobs.keep(content=made.preview, agency_id=agency_id),
        media_type=made.media_type,
        width=made.width,
        height=made.height,
        size_bytes=made.network.stat().st_size,
        lasts_ms=made.lasts_ms,
        words_read=made.words is not None,
        words_digest=lettered.kept(words=made.words, agency_id=agency_id),
        made_by_id=upload.member_id,
        made_at=at,
    )
    picture.save(force_insert=True)
    if made.words:
        PictureWords.objects.create(picture=picture, text=made.words)
    tell_the_trail(picture=picture, post=post)
    same_file.inherit(picture=picture, same=same, at=at)
    return picture


def tell_the_trail(*, picture: Picture, post: Post) -> None:
    """A new picture of a unit, by whom and for which post."""
    sealed = blobs.sealed_digests(
        digests=[picture.original_digest, picture.digest], agency_id=picture.agency_id
    )
    trail.record(
        verb="unit.picture_made",
        agency_id=picture.agency_id,
        actor_id=picture.made_by_id,
        subject_id=picture.unit_id,
        at=picture.made_at,
        picture_id=picture.pk,
        upload_for_post_id=post.pk,
        original_sealed=sealed[picture.original_digest],
        picture_sealed=sealed[picture.digest],
    )
