"""Two offices over one post: guidance side by side, standing in, open cases, the final judgement."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import Message
from audit.models import Event
from governance import cast
from governance.cast import Cast
from posts import (
    deciding,
    history,
    judging,
    overruling,
    preserving,
    publishing,
    queues,
    remarks,
    reviewing,
    routing,
    stopping,
)
from posts.models import Approval, Post, Publication, RemarkKind, Status, Turn, Verdict
from posts.reviewing import Attested, NotAttested
from posts.workflow import Refused, WrongStatus
from tests import people
from tests.posts.desks import read, signed_in
from tests.posts.statuses import in_status


def waits_for(post: Post) -> set[str]:
    return set(post.turns.values_list("role", flat=True))


def asked_of_both(engaged: Cast, at: datetime) -> Post:
    post = people.submitted(engaged=engaged, written=people.EVIDENCE, at=at)
    return people.approve(post=post, by=engaged.whitfield, at=at)


def queue_of(engaged: Cast, key: str, at: datetime) -> list[int]:
    from accounts import authority

    held = authority.load(member=engaged.people[key], at=at)
    return [turn.post_id for turn in queues.waiting_for(authority=held)]


@pytest.mark.parametrize("order", [("natarajan", "washington"), ("washington", "natarajan")])
def test_evidence_goes_on_when_both_offices_have_answered_in_any_order_cpd_tw_v_d_10(
    chicago: Cast, at: datetime, order: tuple[str, str]
) -> None:
    post = asked_of_both(chicago, at)
    assert waits_for(post) == {"communications", "community_policing"}

    first = people.approve(post=post, by=chicago.people[order[0]], at=at)
    assert first.status == Status.IN_REVIEW
    assert len(waits_for(first)) == 1
    second = people.approve(post=post, by=chicago.people[order[1]], at=at)

    assert second.status == Status.APPROVED
    assert not Turn.objects.filter(post=post).exists()
    assert Publication.objects.filter(post=post).count() == 1


def test_a_step_has_one_name_before_and_after_the_submit(chicago: Cast, at: datetime) -> None:
    cast.speak_for_all(cast=chicago, house=cast.CHICAGO, at=at)
    post = people.submitted(
        engaged=chicago, by="natarajan", unit=cast.CORPORATE, written=people.EVIDENCE, at=at
    )
    judged = judging.judge_draft(
        account=post.account, category=post.category, text=post.draft.text, answers=post.draft.answers,
        send_at=None, at=at, post=post,
    )  # fmt: skip
    stages = deciding.stages(post=post, draft=post.draft, decision=judged.decision, at=at)
    assert post.revision is not None
    names = [routing.title_of(step=step) for step in post.revision.route.order_by("position", "pk")]

    assert [decider.title for stage in stages for decider in stage.deciders] == names
    assert names == [routing.ANOTHER, "Communications", "Community Policing"]


def test_an_office_cannot_answer_before_the_sergeant(chicago: Cast, at: datetime) -> None:
    post = people.submitted(engaged=chicago, written=people.EVIDENCE, at=at)
    for key in ("natarajan", "washington"):
        with pytest.raises(Refused, match="belongs to somebody else"):
            people.approve(post=post, by=chicago.people[key], at=at)


def test_one_return_ends_the_round_of_both(chicago: Cast, at: datetime) -> None:
    post = asked_of_both(chicago, at)
    assert post.revision is not None
    reviewing.return_(
        post_id=post.pk, binding=post.revision.binding, actor=chicago.washington, reason="Why?", at=at
    )
    assert not Turn.objects.filter(post=post).exists()
    with pytest.raises(WrongStatus):
        people.approve(post=post, by=chicago.natarajan, at=at)


def test_each_office_finds_it_in_its_queue_until_it_has_answered(chicago: Cast, at: datetime) -> None:
    people.on_call(engaged=chicago, office="OCP", who="washington", at=at)
    post = asked_of_both(chicago, at)
    assert queue_of(chicago, "natarajan", at) == queue_of(chicago, "washington", at) == [post.pk]

    people.approve(post=post, by=chicago.natarajan, at=at)

    assert queue_of(chicago, "natarajan", at) == []
    assert queue_of(chicago, "washington", at) == [post.pk]


def test_the_queue_shows_a_post_once_to_whom_it_waits_twice(chicago: Cast, at: datetime) -> None:
    post = asked_of_both(chicago, at)
    assert queue_of(chicago, "natarajan", at) == [post.pk], "its own step, and the one it may stand in for"


def test_guidance_comes_with_an_approval_and_stays_in_the_history(chicago: Cast, at: datetime) -> None:
    post = asked_of_both(chicago, at)
    assert post.revision is not None
    reviewing.approve(
        post_id=post.pk,
        binding=post.revision.binding,
        actor=chicago.washington,
        attested=people.attested(post=post),
        guidance="Show it without the serial number.",
        at=at,
    )
    words = [entry.words for entry in history.of(post) if entry.act == "approved"]
    assert "Guidance: Show it without the serial number." in words
    told = set(Message.objects.filter(kind="guided").values_list("to__log_on_id", flat=True))
    assert {"reyes", "whitfield", "brody"} <= told
    assert "serial" not in str(list(Event.objects.values_list("keys", flat=True)))


# ------------------------------------------------------------------------------------------- standing in


@pytest.mark.parametrize(
    ("listed", "who", "may"),
    [
        ((), "natarajan", True),
        ((), "foster", True),
        ((("COM", "foster"),), "foster", True),
        ((("COM", "foster"),), "natarajan", False),
        ((("OCP", "washington"),), "natarajan", False),
        ((), "whitfield", False),
        ((), "okafor", False),
        ((), "washington", False),
        ((), "admin", False),
        ((), "reyes", False),
    ],
)
def test_who_stands_in_for_community_policing_cpd_tw_v_d_10(
    chicago: Cast, at: datetime, listed: tuple[tuple[str, str], ...], who: str, may: bool
) -> None:
    for office, member in listed:
        people.on_call(engaged=chicago, office=office, who=member, at=at)
    post = asked_of_both(chicago, at)
    if not may:
        with pytest.raises(Refused):
            people.stand_in(post=post, by=chicago.people[who], at=at)
        return
    people.stand_in(post=post, by=chicago.people[who], at=at)
    given = Approval.objects.get(step__key="community_policing")
    assert (given.stood_in_for, given.held_role) == ("community_policing", "communications")
    assert waits_for(post) == {"communications"}


def test_whoever_stands_in_reads_what_that_rests_on(chicago_lately: Cast, early: datetime) -> None:
    post = asked_of_both(chicago_lately, early)
    desk = read(signed_in(chicago_lately.natarajan).get(f"/review/{post.pk}/"))
    sheet = desk[desk.index('id="stand-in"') :].partition("</form>")[0]
    assert "It rests on: " in sheet


def test_one_person_never_fills_both_steps_cpd_tw_v_d_10(chicago: Cast, at: datetime) -> None:
    post = asked_of_both(chicago, at)
    people.stand_in(post=post, by=chicago.natarajan, at=at)
    with pytest.raises(Refused, match="One person fills one step"):
        people.approve(post=post, by=chicago.natarajan, at=at)
    assert people.approve(post=post, by=chicago.foster, at=at).status == Status.APPROVED


def test_standing_in_is_in_the_trail_and_the_history_and_the_office_is_told(
    chicago: Cast, at: datetime
) -> None:
    """CPD-TW.V.D.10"""
    post = asked_of_both(chicago, at)
    people.stand_in(post=post, by=chicago.natarajan, reason="The owner leaves on Sunday.", at=at)
    event = Event.objects.get(verb="post.stood_in")
    assert event.keys["office"] == "community_policing"
    (entry,) = [entry for entry in history.of(post) if entry.act == "stood_in"]
    assert entry.sentence == "Priya Natarajan approved it in place of Community Policing"
    assert entry.words == "The owner leaves on Sunday. Guidance: Post it as it stands."
    assert entry.sentence in [kept.sentence for kept in preserving.chain_of(post)], "the record says so"
    assert Message.objects.filter(kind="stood_in", to=chicago.washington).count() == 1


def test_standing_in_without_every_box_gives_nothing(chicago: Cast, at: datetime) -> None:
    post = asked_of_both(chicago, at)
    assert post.revision is not None
    with pytest.raises(NotAttested):
        reviewing.stand_in(
            post_id=post.pk,
            binding=post.revision.binding,
            actor=chicago.natarajan,
            attested=Attested(form="boxes", said=("It is current.",)),
            reason="Night.",
            at=at,
        )


def test_the_database_wants_a_reason_from_who_stands_in(chicago: Cast, at: datetime) -> None:
    post = asked_of_both(chicago, at)
    turn = post.turns.get(role="community_policing")
    assert post.revision is not None
    with pytest.raises(DatabaseError), transaction.atomic():
        Approval.objects.create(
            revision=post.revision,
            step=turn.step,
            verdict="approved",
            digest=post.revision.digest,
            binding=post.revision.binding,
            decided_by=chicago.natarajan,
            decided_at=at,
            held_role="communications",
            stood_in_for="community_policing",
        )


# -------------------------------------------------------------------------------------------- open cases


def test_an_open_case_needs_a_word_of_its_own_from_communications_cpd_tw_v_d_11(
    chicago: Cast, at: datetime
) -> None:
    text = "The fire on Oak is under investigation. Call us if you saw it."
    tip = people.with_answers(people.TIP, open_case="yes")
    written = people.Written(**{**tip.__dict__, "text": text})
    post = people.submitted(engaged=chicago, written=written, at=at)
    people.approve(post=post, by=chicago.whitfield, at=at)
    post.refresh_from_db()
    assert post.revision is not None
    with pytest.raises(NotAttested):
        reviewing.approve(
            post_id=post.pk,
            binding=post.revision.binding,
            actor=chicago.natarajan,
            attested=Attested(form="sentence", said=("By approving, you say so.",)),
            at=at,
        )

    assert people.approve(post=post, by=chicago.natarajan, at=at).status == Status.APPROVED

    said = [entry.detail for entry in history.of(post) if entry.act == "approved"]
    assert any("Communications allows this post about an open case." in detail for detail in said)


# ------------------------------------------------------------------------------------- final judgement


@pytest.mark.parametrize(
    ("verdict", "status"), [(Verdict.RETURNED, Status.RETURNED), (Verdict.REJECTED, Status.REJECTED)]
)
def test_what_communications_overrules_never_goes_out_cpd_tw_v_e_3(
    chicago: Cast, at: datetime, verdict: Verdict, status: Status
) -> None:
    post = people.approved(engaged=chicago, at=at)
    publication = Publication.objects.get(post=post)

    overruling.overrule(
        post_id=post.pk, verdict=verdict, actor=chicago.natarajan, reason="The fair is off.", at=at
    )

    post.refresh_from_db()
    assert post.status == status
    later = at + timedelta(hours=1)
    assert publishing.claim(publication_id=publication.pk, now_by=lambda: later) is None
    assert Approval.objects.filter(revision__post=post).count() == 1, "the approvals stay as history"
    assert "The fair is off." in [entry.words for entry in history.of(post)]


def test_a_question_reaches_the_unit_and_is_answered_by_a_comment(chicago: Cast, at: datetime) -> None:
    """CPD-TW.V.E.1"""
    post = in_status(Status.PUBLISHED, engaged=chicago, at=at)
    remarks.leave(
        post_id=post.pk, kind=RemarkKind.QUESTION, text="Who is pictured?", actor=chicago.natarajan, at=at
    )
    told = set(Message.objects.filter(kind="asked").values_list("to__log_on_id", flat=True))
    assert {"reyes", "whitfield", "brody"} <= told

    remarks.leave(post_id=post.pk, kind=RemarkKind.COMMENT, text="Our beat team.", actor=chicago.reyes, at=at)

    answered = Message.objects.filter(kind="remarked").values_list("to__log_on_id", flat=True)
    assert "natarajan" in answered and "reyes" not in answered
    post.refresh_from_db()
    assert post.status == Status.PUBLISHED


def test_a_stopped_round_is_taken_up_where_it_was(chicago: Cast, at: datetime) -> None:
    post = asked_of_both(chicago, at)
    people.approve(post=post, by=chicago.washington, at=at)
    stopping.stop(post_id=post.pk, actor=chicago.foster, reason="Wait.", at=at)
    assert not Turn.objects.filter(post=post).exists()
    stopping.release(post_id=post.pk, actor=chicago.foster, at=at)
    assert waits_for(post) == {"communications"}


# ---------------------------------------------------------------------------------------------- at once


def test_two_offices_deciding_at_once_both_count_and_one_publication_opens(
    committed_db: str, at: datetime
) -> None:
    engaged = people.engage_on_duty(house=cast.CHICAGO, at=at)
    for _ in range(6):
        post = asked_of_both(engaged, at)
        ready = threading.Barrier(2)

        def deciding(key: str, post: Post = post, ready: threading.Barrier = ready) -> Callable[[], None]:
            def act() -> None:
                mine = Post.objects.get(pk=post.pk)
                ready.wait()
                people.approve(post=mine, by=engaged.people[key], at=at)
                connection.close()

            return act

        threads = [threading.Thread(target=deciding(key)) for key in ("natarajan", "washington")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        post.refresh_from_db()
        assert post.status == Status.APPROVED
        assert Approval.objects.filter(revision__post=post).count() == 3
        assert Publication.objects.filter(post=post).count() == 1
        assert not Turn.objects.filter(post=post).exists()
