"""Where nobody knows of one part of a thread, people decide about that part, and see what becomes of the others."""

from datetime import datetime

import pytest

from accounts.models import Message
from posts import chain, reconciling, resolving, resuming, sending, stopping
from posts.models import Post, Publication, PublicationState, Status
from tests.posts.desks import read, signed_in
from tests.posts.test_threads_out import Out, accepted, drain, fault, thread

S = PublicationState


def states(post: Post) -> list[str]:
    return [row.state for row in chain.parts_of(post=post)]


def test_a_later_part_that_is_not_there_holds_the_rest_until_a_person_sends_it(
    out: Out, early: datetime
) -> None:
    cast, _ = out
    post, texts = thread(out, early)
    fault(out, texts[1], "reset_before")
    assert drain(post).status == Status.UNKNOWN
    lead = signed_in(cast.whitfield)
    page = read(lead.get(f"/post/{post.pk}/"))
    assert "Nobody knows whether part 2 of 3 is out" in page
    assert "1 of 3 parts is out, and nobody knows of part 2." in page
    shown = read(lead.post(f"/trouble/{post.pk}/read/"))
    assert "Did part 2 of 3 of this thread go out?" in shown
    assert "Exactly these words" not in shown
    resolving.not_found(post_id=post.pk, actor=cast.whitfield, reason="Only part 1 is there.", at=early)
    post.refresh_from_db()
    assert (post.status, states(post)) == (Status.PARTLY_OUT, [S.PUBLISHED, S.CANCELLED, S.CANCELLED])
    assert "1 of 3 parts is out." in read(lead.get(f"/post/{post.pk}/"))
    resuming.send_the_rest(post_id=post.pk, actor=cast.whitfield, at=early)
    assert drain(post).status == Status.PUBLISHED
    assert [one["text"] for one in accepted(out, texts)] == texts
    page = read(lead.get(f"/post/{post.pk}/"))
    records = [f"Part {number}: </span>Record " in page for number in (1, 2, 3)]
    assert records == [True] * 3 and "3 of 3 parts are out." in page
    listed = read(lead.get("/records/"))
    assert [f"part {number} of 3 of a thread" in listed for number in (1, 2, 3)] == [True] * 3


@pytest.mark.parametrize("took", [True, False], ids=["it is there", "it is not there"])
def test_a_takedown_reaches_a_part_of_which_nobody_knows_once_that_is_known(
    out: Out, early: datetime, took: bool
) -> None:
    cast, _ = out
    post, texts = thread(out, early)
    fault(out, texts[1], "accept_then_reset" if took else "reset_before")
    drain(post)
    shown = read(signed_in(cast.whitfield).post(f"/trouble/{post.pk}/read/"))
    assert ("Exactly these words" in shown) == took  # those of the second part
    stopping.take_down(post_id=post.pk, actor=cast.whitfield, reason="Wrong street.", at=early)
    assert drain(post).status == Status.UNKNOWN
    assert states(post) == [S.DELETED, S.UNKNOWN, S.CANCELLED]
    page = read(signed_in(cast.whitfield).get(f"/post/{post.pk}/"))
    assert "None of its 3 parts is out, and nobody knows of part 2." in page
    assert "If it is out, it is deleted as soon as that is known." in page
    if took:
        second = chain.parts_of(post=post)[1]
        Publication.objects.filter(pk=second.pk).update(look_at=early)
        assert reconciling.look(publication_id=second.pk, reach=sending.reach) == "found"
    else:
        resolving.not_found(post_id=post.pk, actor=cast.whitfield, reason="It is not there.", at=early)
    assert drain(post).status == Status.TAKEN_DOWN
    assert states(post) == [S.DELETED, S.DELETED if took else S.CANCELLED, S.CANCELLED]
    assert [one["text"] for one in accepted(out, texts)] == texts[: 1 + took]
    assert Message.objects.filter(about_post_id=post.pk, subject="A post was taken down").count() == 1
