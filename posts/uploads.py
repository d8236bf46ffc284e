"""Uploads: a file arrives in pieces over a bad line, and goes on after the last byte that is on disk.

The bytes wait in a closed folder beside the vault's files; nothing opens them but the check in a child process.
"""

import errno
import math
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q

from accounts.models import Member
from posts import workflow
from posts.actions import Action
from posts.models import DraftPicture, Upload, UploadState
from posts.pictured import MOST_PICTURES

LARGEST_BYTES = 25 * 1024 * 1024
LARGEST_VIDEO_BYTES = 512_000_000
"""As the largest network takes it. Source: X's media best practices."""
COPIES = 4
"""How often a file is on disk while it is checked: as it came, in work, and both as they are kept."""
KEPT_FREE_BYTES = 500_000_000
"""What everything else that is written to the disk of the vault needs."""
NO_ROOM = "The portal's storage has no room for a file of {size} MB. Make it smaller, or tell whoever runs the portal."
MOST_UNDER_WAY = 12
"""Uploads of one member that are not done yet, over all drafts."""
_NOT_DONE = (UploadState.RECEIVING, UploadState.CHECKING)


class CannotBegin(Exception):
    """The file is not accepted; the sentence says what to do."""


class NoRoom(Exception):
    """The disk of the vault is full; what has arrived stays."""

    def __init__(self) -> None:
        super().__init__(
            "The portal's storage is full. Tell whoever runs the portal; the file goes on from here when there is room."
        )


class WrongOffset(Exception):
    """The piece does not begin where the last one ended: go on at `received`."""

    def __init__(self, received: int) -> None:
        super().__init__(f"{received} bytes have arrived. Go on after them.")
        self.received = received


class NoLongerReceiving(Exception):
    """The upload is complete, or was refused."""


class TooMuch(Exception):
    """More bytes than were announced."""

    def __init__(self) -> None:
        super().__init__("The file is larger than it was said to be. Choose it again.")


@transaction.atomic
def begin(*, post_id: int, actor: Member, name: str, size_bytes: int, at: datetime) -> Upload:
    """Make room for one file in a draft. Raises CannotBegin, and what workflow.begin raises."""
    taken = workflow.begin(post_id=post_id, action=Action.SAVE, actor=actor, at=at)
    if size_bytes <= 0:
        raise CannotBegin("The file is empty. Choose another one.")
    if size_bytes > LARGEST_VIDEO_BYTES:
        raise CannotBegin("The file is larger than 512 MB. Make the video smaller or shorter.")
    if size_bytes > LARGEST_BYTES and not name.lower().endswith(".mp4"):
        raise CannotBegin("The file is larger than 25 MB. Make the picture smaller, or choose another one.")
    if shutil.disk_usage(_folder()).free < COPIES * size_bytes + KEPT_FREE_BYTES:
        raise CannotBegin(NO_ROOM.format(size=math.ceil(size_bytes / 1_000_000)))
    # The row of the post is locked, so two windows cannot both take the last place.
    standing = DraftPicture.objects.filter(draft__post=taken.post).count()
    if standing + waiting(post_id=post_id) >= MOST_PICTURES:
        raise CannotBegin(f"A post can hold {MOST_PICTURES} pictures. Remove one first.")
    if Upload.objects.filter(member=actor, state__in=_NOT_DONE).count() >= MOST_UNDER_WAY:
        raise CannotBegin("You have many uploads under way. Let them finish, then add this one.")
    return Upload.objects.create(
        agency_id=taken.post.agency_id,
        post=taken.post,
        member=actor,
        name="".join(character for character in name if character.isprintable())[:200],
        size_bytes=size_bytes,
        begun_at=at,
        changed_at=at,
    )


@transaction.atomic
def add(*, upload_id: UUID, actor: Member, offset: int, content: bytes, at: datetime) -> Upload:
    """Add a piece after the bytes that arrived before; the last one has the picture checked.

    When it returns, the piece is on disk. Raises Upload.DoesNotExist for somebody else's, WrongOffset,
    NoLongerReceiving, TooMuch and NoRoom.
    """
    upload = Upload.objects.select_for_update().get(pk=upload_id, member=actor)
    if upload.state != UploadState.RECEIVING:
        raise NoLongerReceiving("The file has arrived already.")
    if offset != upload.received_bytes:
        raise WrongOffset(upload.received_bytes)
    if offset + len(content) > upload.size_bytes:
        raise TooMuch
    try:
        _write(path_of(upload_id=upload.pk), offset, content)
    except OSError as fault:
        if fault.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        raise NoRoom from None
    upload.received_bytes += len(content)
    upload.changed_at = at
    if upload.received_bytes == upload.size_bytes:
        upload.state = UploadState.CHECKING
        transaction.on_commit(lambda: _nudge(upload.pk), robust=True)
    upload.save(update_fields=["received_bytes", "changed_at", "state"])
    return upload


def state(*, upload_id: UUID, actor: Member, at: datetime) -> Upload:
    """Where one's own upload is. Raises Upload.DoesNotExist for somebody else's."""
    return Upload.objects.select_related("picture").get(pk=upload_id, member=actor)


def unplaced(*, post_id: int, member: Member) -> list[Upload]:
    """One's uploads for a draft that do not stand in it yet: arriving, being checked, refused, or ready to add."""
    placed = DraftPicture.objects.filter(draft__post_id=post_id).values("picture_id")
    open_ones = Upload.objects.filter(post_id=post_id, member=member).exclude(picture__in=placed)
    return list(open_ones.select_related("picture").order_by("begun_at"))


def counted() -> Count:
    """What `waiting` says, counted beside each draft of a query."""
    return Count("post__uploads", distinct=True, filter=Q(post__uploads__state__in=_NOT_DONE))


def waiting(*, post_id: int) -> int:
    """How many files for a draft are arriving or being checked."""
    return Upload.objects.filter(post_id=post_id, state__in=_NOT_DONE).count()


@transaction.atomic
def give_up(*, upload_id: UUID, actor: Member, at: datetime) -> None:
    """Forget one's own upload, wherever it is; a picture that came of it stays the unit's."""
    upload = Upload.objects.select_for_update().get(pk=upload_id, member=actor)
    upload.delete()
    transaction.on_commit(lambda: forget_bytes([upload_id]), robust=True)


def forget_placed(*, post_id: int, actor: Member, picture_ids: Iterable[int]) -> None:
    """Forget one's uploads whose pictures stand in the draft now, so that a picture taken out later stays out.

    A worker that died at the end of its check has left the file as it came: nobody would know of it afterwards.
    """
    done = Upload.objects.filter(post_id=post_id, member=actor, state=UploadState.READY)
    placed = list(done.filter(picture_id__in=list(picture_ids)).values_list("pk", flat=True))
    if placed:
        forget_bytes(placed)
        Upload.objects.filter(pk__in=placed).delete()


def path_of(*, upload_id: UUID) -> Path:
    """Where the bytes of a running upload are."""
    return settings.VAULT_ROOT / "uploads" / str(upload_id)


@contextmanager
def workplace(*, upload_id: UUID) -> Iterator[Path]:
    """A folder beside the waiting bytes, on the same disk, for what is made of them; gone at the end.

    A worker that dies leaves it to `forget_bytes`.
    """
    with TemporaryDirectory(prefix=f"{upload_id}.", dir=_folder(), ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def forget_bytes(upload_ids: Iterable[UUID]) -> None:
    """Remove the waiting bytes of uploads that are done or given up, and what was being made of them."""
    for upload_id in upload_ids:
        waiting = path_of(upload_id=upload_id)
        waiting.unlink(missing_ok=True)
        for folder in waiting.parent.glob(f"{upload_id}.*"):
            shutil.rmtree(folder, ignore_errors=True)


def _folder() -> Path:
    folder: Path = settings.VAULT_ROOT / "uploads"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _write(path: Path, offset: int, content: bytes) -> None:
    """Bytes beyond `offset` are of a piece whose transaction never committed: they are cut away first."""
    _folder()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.truncate(offset)
        file.seek(offset)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if offset == 0:
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        os.fsync(folder)
        os.close(folder)


def _nudge(upload_id: UUID) -> None:
    """A broker that is away loses nothing: the sweeper finds what waits to be checked."""
    from posts.tasks import look_at_picture  # the tasks reach this module by way of the check

    look_at_picture.delay(str(upload_id))
