"""Communications has the last word: on what is approved, and on what is out."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from accounts.models import Message
from audit import vault
from audit.models import Event
from governance.cast import PASSWORD, Cast
from posts import last_word, sending
from posts.models import Correction, Post, Publication, RemarkKind, Status
from posts.workflow import Refused
from records import keeping
from tests import people
from tests.posts.desks import read, signed_in
from tests.posts.test_hiding import Scene, scene
from tests.posts.writing import submit

__all__ = ["scene"]
WRONG = "The meeting is on Thursday, not on Tuesday."
TO_CORRECT = {"verdict": "to_correct", "reason": WRONG}


def test_what_communications_rejects_is_approved_and_scheduled_and_never_publishes_cpd_tw_v_e_3(
    chicago_lately: Cast, early: datetime
) -> None:
    """Through the pages, and then its time comes."""
    cache.clear()
    send_at = timezone.now() + timedelta(hours=2)
    post = people.submitted(engaged=chicago_lately, written=replace(people.TIP, send_at=send_at), at=early)
    people.approve(post=post, by=chicago_lately.whitfield, at=early)
    publication = Publication.objects.get(post=post)
    post.refresh_from_db()
    assert (post.status, post.due_at) == (Status.APPROVED, send_at)

    office, writer = signed_in(chicago_lately.natarajan), signed_in(chicago_lately.reyes)
    floor = reverse("floor_acts", args=[post.pk])
    assert "Overrule the approval" in read(office.get(floor))
    typed = {"verdict": "rejected", "reason": "The fair is off.", "password": PASSWORD, "next": floor}
    office.post(reverse("overrule_post", args=[post.pk]), typed)
    post.refresh_from_db()
    assert (post.status, post.due_at) == (Status.REJECTED, None)

    late = send_at + timedelta(seconds=1)
    assert sending.send(publication_id=publication.pk, now_by=lambda: late) == "nothing to do"
    publication.refresh_from_db()
    assert (publication.state, publication.attempts.count()) == ("cancelled", 0)
    page = read(writer.get(reverse("post", args=[post.pk])))
    assert "The fair is off." in page and "rejected it after it was approved" in page
    assert submit(writer, post).status_code in (302, 404)
    post.refresh_from_db()
    assert post.status == Status.REJECTED, "its author does not send it once more"


def test_what_is_out_is_to_be_corrected_until_its_correction_is_out_cpd_tw_v_e_3(scene: Scene) -> None:
    """From the stream of all units to the list of the unit, and out of it by the unit's own correction."""
    engaged, _, post, _ = scene
    office, writer = signed_in(engaged.natarajan), signed_in(engaged.reyes)
    judging = reverse("judge_post", args=[post.pk])
    assert "Judge post" in read(office.get(reverse("floor_acts", args=[post.pk])))
    assert "Judge post" in read(office.get(reverse("post", args=[post.pk])))
    assert "Write the reason in a sentence." in read(office.post(judging, {**TO_CORRECT, "reason": " "}))
    assert "Choose what becomes of the post." in read(office.post(judging, {"reason": WRONG}))
    office.post(judging, TO_CORRECT)

    assert Message.objects.filter(to=engaged.reyes, kind="correction_asked").count() == 1
    assert Message.objects.filter(to=engaged.whitfield, kind="correction_asked").count() == 1
    listed = reverse("to_correct")
    assert WRONG in read(writer.get(listed)) and WRONG in read(office.get(listed))
    assert WRONG not in read(signed_in(engaged.kowalczyk).get(listed)), "another unit has its own"
    assert "To be corrected" in read(writer.get(reverse("home")))
    page = read(writer.get(reverse("post", args=[post.pk])))
    assert "To be corrected." in page and WRONG in page and engaged.natarajan.titled_name in page

    typed = {"how": Correction.REPLY, "reason": WRONG}
    writer.post(reverse("correct_post", args=[post.pk]), typed)
    made = Post.objects.get(corrects=post)
    assert WRONG in read(writer.get(listed)), "begun is not done"
    text = f"It is on Thursday. {people.a_word()}"
    assert submit(writer, made, text=text).status_code == 302
    made.refresh_from_db()
    people.approve(post=made, by=engaged.whitfield, at=timezone.now())
    publication = Publication.objects.get(post=made)
    assert sending.send(publication_id=publication.pk) == "published"
    assert WRONG not in read(writer.get(listed))
    assert "A correction went out since." in read(writer.get(reverse("post", args=[post.pk])))


def test_what_is_in_order_is_noted_with_who_and_when_in_history_trail_and_record_cpd_tw_v_e_3(
    scene: Scene,
) -> None:
    engaged, _, post, _ = scene
    office = signed_in(engaged.natarajan)
    judging = reverse("judge_post", args=[post.pk])
    office.post(judging, TO_CORRECT)
    office.post(judging, {"verdict": "in_order", "reason": ""})

    page = read(signed_in(engaged.whitfield).get(reverse("post", args=[post.pk])))
    assert f"{engaged.natarajan.titled_name} of Communications found it in order" in page
    assert WRONG not in read(office.get(reverse("to_correct"))), "the newer verdict counts"
    told = Event.objects.filter(subject="post", subject_id=post.pk, verb="post.judged").order_by("pk")
    assert [one.keys["verdict"] for one in told] == ["to_correct", "in_order"]
    record = keeping.record_of(agency_id=post.agency_id, post_id=post.pk)
    assert record is not None
    added = record.entries.filter(kind="judged").order_by("pk")
    kept = [vault.text(digest=one.digest, agency_id=post.agency_id) for one in added]
    assert WRONG in kept[0] and "found it in order" in kept[1]
    assert "found it in order" in read(office.get(reverse("record", args=[record.number])))


def test_what_is_to_come_down_is_deleted_by_the_same_verdict_cpd_tw_v_e_3(scene: Scene) -> None:
    engaged, _, post, _ = scene
    typed = {"verdict": "take_down", "reason": "It names a child."}
    signed_in(engaged.natarajan).post(reverse("judge_post", args=[post.pk]), typed)
    post.refresh_from_db()
    assert post.status == Status.TAKING_DOWN
    publication = Publication.objects.get(post=post)
    assert sending.send(publication_id=publication.pk) == "deleted"
    post.refresh_from_db()
    assert post.status == Status.TAKEN_DOWN
    assert "It names a child." in read(signed_in(engaged.reyes).get(reverse("post", args=[post.pk])))


@pytest.mark.parametrize("who", ["reyes", "whitfield", "okafor", "washington"])
def test_nobody_else_has_the_last_word_cpd_tw_v_e_3(scene: Scene, who: str) -> None:
    engaged, _, post, _ = scene
    answer = signed_in(engaged.people[who]).post(
        reverse("judge_post", args=[post.pk]), {"verdict": "in_order"}, follow=True
    )
    assert "Communications does this for the department. (CPD-TW.V.E.3)" in read(answer)
    assert not Event.objects.filter(verb="post.judged").exists()


def test_a_repost_has_no_words_of_ours_to_correct(scene: Scene) -> None:
    engaged, _, post, _ = scene

    def judged(kind: RemarkKind) -> None:
        last_word.judge(post_id=post.pk, kind=kind, reason=WRONG, actor=engaged.natarajan, at=timezone.now())

    Post.objects.filter(pk=post.pk).update(repost_of="77")
    with pytest.raises(Refused, match="no words of ours"):
        judged(RemarkKind.TO_CORRECT)
    judged(RemarkKind.IN_ORDER)
