"""A file over a bad line: it arrives whole or is refused with a sentence, and belongs to one person."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from accounts import duty
from governance import pruning
from governance.cast import CHICAGO, Cast
from posts import looking, tasks, uploads
from posts.models import Post, Upload, UploadState
from posts.pictured import Pictured
from posts.uploads import CannotBegin, NoLongerReceiving, TooMuch, WrongOffset
from posts.workflow import Refused, WrongStatus
from tests import drawn, people
from tests.posts.illustrating import arrived, hold, looked_at, picture
from tests.posts.writing import signed_in

CONTENT = drawn.jpeg()


@pytest.fixture
def draft(chicago: Cast, at: datetime) -> Post:
    return people.drafted(engaged=chicago, at=at)


def begun(engaged: Cast, draft: Post, at: datetime, size_bytes: int = len(CONTENT)) -> Upload:
    return uploads.begin(
        post_id=draft.pk, actor=engaged.reyes, name="IMG_1.jpg", size_bytes=size_bytes, at=at
    )


def test_a_file_arrives_piece_by_piece_and_is_on_disk_before_each_answer(
    chicago: Cast, draft: Post, at: datetime
) -> None:
    upload = begun(chicago, draft, at)
    for start in range(0, len(CONTENT), 1000):
        piece = CONTENT[start : start + 1000]
        told = uploads.add(upload_id=upload.pk, actor=chicago.reyes, offset=start, content=piece, at=at)
        assert uploads.path_of(upload_id=upload.pk).read_bytes() == CONTENT[: start + len(piece)]
        assert told.received_bytes == start + len(piece)
    assert uploads.state(upload_id=upload.pk, actor=chicago.reyes, at=at).state == UploadState.CHECKING


def test_a_name_is_kept_as_far_as_it_can_be_read(chicago: Cast, draft: Post, at: datetime) -> None:
    name = "\x00IMG\u202e\n_1" + "x" * 300 + ".jpg"
    upload = uploads.begin(post_id=draft.pk, actor=chicago.reyes, name=name, size_bytes=9, at=at)
    assert upload.name == "IMG_1" + "x" * 195


@pytest.mark.parametrize("offset", [0, 999, 1001, 10**6])
def test_a_piece_for_another_place_is_told_how_much_has_arrived(
    chicago: Cast, draft: Post, at: datetime, offset: int
) -> None:
    upload = begun(chicago, draft, at)
    uploads.add(upload_id=upload.pk, actor=chicago.reyes, offset=0, content=CONTENT[:1000], at=at)
    with pytest.raises(WrongOffset) as told:
        uploads.add(upload_id=upload.pk, actor=chicago.reyes, offset=offset, content=b"x", at=at)
    assert told.value.received == 1000
    assert uploads.path_of(upload_id=upload.pk).read_bytes() == CONTENT[:1000]


def test_a_process_that_dies_within_a_piece_is_gone_on_after_the_last_whole_one(
    committed_db: str, at: datetime
) -> None:
    engaged = people.engage_on_duty(house=CHICAGO, at=at)
    upload = begun(engaged, people.drafted(engaged=engaged, at=at), at)
    uploads.add(upload_id=upload.pk, actor=engaged.reyes, offset=0, content=CONTENT[:1000], at=at)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        uploads.add(upload_id=upload.pk, actor=engaged.reyes, offset=1000, content=CONTENT[1000:2000], at=at)
        raise KeyboardInterrupt  # killed after the bytes were written, before the row was

    with pytest.raises(WrongOffset) as told:
        uploads.add(upload_id=upload.pk, actor=engaged.reyes, offset=2000, content=CONTENT[2000:], at=at)
    assert told.value.received == 1000
    uploads.add(upload_id=upload.pk, actor=engaged.reyes, offset=1000, content=CONTENT[1000:], at=at)
    assert uploads.path_of(upload_id=upload.pk).read_bytes() == CONTENT
    assert looking.look(upload_id=upload.pk, at=at) == UploadState.READY


@pytest.mark.parametrize(
    ("size_bytes", "sentence"),
    [(0, "The file is empty."), (-1, "The file is empty."), (uploads.LARGEST_BYTES + 1, "larger than 25 MB")],
)
def test_a_file_of_an_impossible_size_is_refused_at_once(
    chicago: Cast, draft: Post, at: datetime, size_bytes: int, sentence: str
) -> None:
    with pytest.raises(CannotBegin, match=sentence):
        begun(chicago, draft, at, size_bytes)


def test_more_than_was_announced_is_refused_and_what_came_after_the_end_too(
    chicago: Cast, draft: Post, at: datetime
) -> None:
    upload = begun(chicago, draft, at)
    with pytest.raises(TooMuch):
        uploads.add(upload_id=upload.pk, actor=chicago.reyes, offset=0, content=CONTENT + b"!", at=at)
    uploads.add(upload_id=upload.pk, actor=chicago.reyes, offset=0, content=CONTENT, at=at)
    with pytest.raises(NoLongerReceiving):
        uploads.add(upload_id=upload.pk, actor=chicago.reyes, offset=len(CONTENT), content=b"!", at=at)


def test_four_pictures_count_whether_they_stand_in_the_post_or_are_on_their_way(
    chicago: Cast, draft: Post, at: datetime
) -> None:
    one = picture(post=draft, by=chicago.reyes, at=at)
    hold(post=draft, by=chicago.reyes, pictures=(Pictured(picture_id=one.pk),), at=at)
    for _ in range(3):
        begun(chicago, draft, at)
    with pytest.raises(CannotBegin, match="A post can hold 4 pictures"):
        begun(chicago, draft, at)


def test_one_member_has_only_so_many_uploads_under_way(chicago: Cast, at: datetime) -> None:
    for _ in range(uploads.MOST_UNDER_WAY):
        post = people.drafted(engaged=chicago, at=at)
        begun(chicago, post, at)
    with pytest.raises(CannotBegin, match="many uploads under way"):
        begun(chicago, people.drafted(engaged=chicago, at=at), at)


def test_an_upload_belongs_to_one_person(chicago: Cast, alsip: Cast, draft: Post, at: datetime) -> None:
    upload = begun(chicago, draft, at)
    for stranger in (chicago.ortega, chicago.whitfield, chicago.natarajan, alsip.vance):
        with pytest.raises(Upload.DoesNotExist):
            uploads.add(upload_id=upload.pk, actor=stranger, offset=0, content=CONTENT, at=at)
        with pytest.raises(Upload.DoesNotExist):
            uploads.state(upload_id=upload.pk, actor=stranger, at=at)
        with pytest.raises(Upload.DoesNotExist):
            uploads.give_up(upload_id=upload.pk, actor=stranger, at=at)
    with pytest.raises(Upload.DoesNotExist):
        uploads.state(upload_id=uuid4(), actor=chicago.reyes, at=at)


class Disk(NamedTuple):
    free: int


def test_a_file_for_which_the_disk_has_no_room_is_refused_before_its_first_byte(
    chicago: Cast, draft: Post, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = uploads.LARGEST_VIDEO_BYTES
    needed = uploads.COPIES * most + uploads.KEPT_FREE_BYTES
    monkeypatch.setattr("shutil.disk_usage", lambda _: Disk(needed - 1))
    wanted = {"post_id": draft.pk, "actor": chicago.reyes, "name": "film.MP4", "at": at}
    with pytest.raises(CannotBegin, match="no room for a file of 512 MB"):
        uploads.begin(**wanted, size_bytes=most)
    monkeypatch.setattr("shutil.disk_usage", lambda _: Disk(needed))
    assert uploads.begin(**wanted, size_bytes=most).size_bytes == 512_000_000
    with pytest.raises(CannotBegin, match="larger than 512 MB"):
        uploads.begin(**wanted, size_bytes=most + 1)


def test_a_disk_that_fills_up_on_the_way_is_said_and_what_arrived_stays(
    chicago: Cast, draft: Post, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = begun(chicago, draft, at)
    uploads.add(upload_id=upload.pk, actor=chicago.reyes, offset=0, content=CONTENT[:10], at=at)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("os.fsync", full)
        address = reverse("upload", args=[upload.pk])
        answer = signed_in(chicago, "reyes").patch(
            address, CONTENT[10:20], "application/octet-stream", headers={"Upload-Offset": "10"}
        )
    assert answer.status_code == 507
    assert "storage is full" in answer.json()["sentence"]
    added = uploads.add(upload_id=upload.pk, actor=chicago.reyes, offset=10, content=CONTENT[10:], at=at)
    assert added.state == UploadState.CHECKING


def test_only_who_may_write_the_draft_begins_an_upload(
    chicago: Cast, alsip: Cast, draft: Post, at: datetime
) -> None:
    def begin(engaged: Cast, who: str) -> Upload:
        return uploads.begin(post_id=draft.pk, actor=engaged.people[who], name="a.jpg", size_bytes=10, at=at)

    for engaged, who in ((chicago, "tran"), (alsip, "vance")):
        with pytest.raises(Post.DoesNotExist):
            begin(engaged, who)
    with pytest.raises(PermissionDenied):
        begin(chicago, "whitfield")
    duty.end(member=chicago.reyes, at=at)
    with pytest.raises(Refused):
        begin(chicago, "reyes")


def test_nothing_is_added_to_a_post_in_review(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, at=at)
    with pytest.raises(WrongStatus):
        begun(chicago, post, at)


def test_what_nobody_goes_on_with_is_pruned_with_its_bytes_and_pictures_stay(
    chicago: Cast, draft: Post, at: datetime
) -> None:
    left = begun(chicago, draft, at)
    uploads.add(upload_id=left.pk, actor=chicago.reyes, offset=0, content=CONTENT[:1000], at=at)
    done = looked_at(post=draft, by=chicago.reyes, content=CONTENT, at=at)
    fresh = begun(chicago, draft, at)
    Upload.objects.filter(pk=fresh.pk).update(changed_at=at + timedelta(days=2))

    pruning.prune(at=at + timedelta(days=2, minutes=1))

    assert list(Upload.objects.values_list("pk", flat=True)) == [fresh.pk]
    assert not uploads.path_of(upload_id=left.pk).exists()
    assert done.picture is not None
    done.picture.refresh_from_db()


def test_the_sweeper_finds_what_a_broker_lost(chicago: Cast, draft: Post, at: datetime) -> None:
    upload = arrived(post=draft, by=chicago.reyes, content=CONTENT, at=at)
    assert looking.left(at=at) == []
    assert looking.left(at=at + looking.LOST_AFTER + timedelta(seconds=1)) == [upload.pk]
    tasks.look_at_picture(str(upload.pk))
    assert uploads.state(upload_id=upload.pk, actor=chicago.reyes, at=at).state == UploadState.READY
    assert looking.left(at=at + timedelta(hours=1)) == []


def test_a_file_that_a_dying_worker_left_goes_with_its_upload(
    chicago: Cast, draft: Post, at: datetime
) -> None:
    done = looked_at(post=draft, by=chicago.reyes, content=CONTENT, at=at)
    left = uploads.path_of(upload_id=done.pk)
    left.write_bytes(CONTENT)
    assert done.picture_id is not None

    uploads.forget_placed(post_id=draft.pk, actor=chicago.reyes, picture_ids=[done.picture_id])

    assert not left.exists()
    assert not Upload.objects.exists()
