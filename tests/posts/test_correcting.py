"""A mistake in a live post: a replacement goes out once it is gone, or a reply sets it right. Never both are up."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Health, Message, OutletAccount
from audit import vault
from audit.models import Event
from governance.cast import Cast
from outlets.outcomes import AlreadyGone, Deleted, Published, Rejected, Unknown
from posts import correcting, corrections, drafting, publishing, settling, stopping, submission
from posts.corrections import CorrectedAlready, NothingChanged, NotOut
from posts.models import Attempt, Correction, Draft, Post, Publication, Scope, Status
from posts.publishing import Claim
from posts.stops import Target
from records import keeping
from tests import people
from tests.posts.statuses import exchange, in_status

RIGHT = (
    "Lock your garage side door tonight. Eleven of last week's break-ins came through one that was left open."
)
REASON = "The number was missing."


def _begun(engaged: Cast, at: datetime, how: Correction = Correction.REPLACE) -> tuple[Post, Post]:
    live = in_status(Status.PUBLISHED, engaged=engaged, at=at)
    made = correcting.begin(post_id=live.pk, how=how, reason=REASON, actor=engaged.reyes, at=at)
    return live, made


def submitted_and_approved(engaged: Cast, made: Post, at: datetime) -> Publication:
    draft = drafting.written_in(draft=made.draft, category=made.category)
    saved = drafting.save(
        post_id=made.pk, actor=engaged.reyes, written=replace(draft, text=RIGHT), seen_version=1, at=at
    )
    submission.submit(post_id=made.pk, actor=engaged.reyes, seen_version=saved.version, at=at)
    people.approve(post=made, by=engaged.whitfield, at=at)
    return Publication.objects.get(post=made)


def _claim(post: Post, at: datetime) -> Claim | None:
    publication = Publication.objects.filter(post=post).latest("pk")
    return publishing.claim(publication_id=publication.pk, now_by=lambda: at)


def _settle(claim: Claim | None, outcome: Any, at: datetime) -> None:
    assert claim is not None
    settling.settle(attempt_id=claim.attempt_id, outcome=outcome, at=at)


def _out(at: datetime) -> Published:
    return Published(external_id="9777", url="http://127.0.0.1/y", at=at, exchange=exchange(at))


def test_a_correction_is_a_draft_with_the_words_of_what_it_corrects_and_changes_nothing_yet(
    chicago: Cast, at: datetime
) -> None:
    live, made = _begun(chicago, at)

    assert (made.corrects_id, made.correction, made.status) == (live.pk, "replace", Status.DRAFT)
    assert made.account_id == live.account_id
    assert made.draft.text == live.draft.text
    assert Post.objects.get(pk=live.pk).status == Status.PUBLISHED
    told = Event.objects.get(verb="post.correction_begun")
    assert (told.subject_id, told.keys["correction_id"], told.keys["how"]) == (live.pk, made.pk, "replace")
    assert Message.objects.filter(to=chicago.whitfield, kind="correction_begun").count() == 1


def test_a_post_has_one_open_correction_and_the_database_agrees(chicago: Cast, at: datetime) -> None:
    live, made = _begun(chicago, at)

    with pytest.raises(CorrectedAlready, match="began a correction"):
        correcting.begin(post_id=live.pk, how=Correction.REPLY, reason=REASON, actor=chicago.ortega, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=in_status(Status.DRAFT, engaged=chicago, at=at).pk).update(
            corrects=live, correction="reply"
        )
    drafting.withdraw(post_id=made.pk, actor=chicago.reyes, at=at)
    other = correcting.begin(
        post_id=live.pk, how=Correction.REPLY, reason=REASON, actor=chicago.ortega, at=at
    )
    assert other.corrects_id == live.pk
    with pytest.raises(CorrectedAlready):
        drafting.reopen(post_id=made.pk, actor=chicago.reyes, at=at)


def test_the_replacement_waits_until_the_network_says_that_the_old_one_is_gone(
    chicago: Cast, at: datetime
) -> None:
    live, made = _begun(chicago, at)
    submitted_and_approved(chicago, made, at)
    soon = at + timedelta(minutes=10)

    assert _claim(made, soon) is None
    assert Post.objects.get(pk=live.pk).status == Status.TAKING_DOWN
    later = soon + timedelta(minutes=1)
    deleting = _claim(live, later)
    assert deleting is not None and deleting.kind == "delete"
    assert _claim(made, later) is None
    _settle(deleting, Unknown(reason="timeout"), later)
    assert _claim(made, later + timedelta(seconds=31)) is None
    again = later + timedelta(minutes=1)
    _settle(_claim(live, again), AlreadyGone(exchange=exchange(again)), again)
    going = again + timedelta(minutes=1)
    sent = _claim(made, going)
    assert sent is not None and (sent.kind, sent.intent.text) == ("publish", RIGHT)
    _settle(sent, _out(going), going)

    assert [Post.objects.get(pk=one.pk).status for one in (live, made)] == ["taken_down", "published"]
    assert Event.objects.get(verb="post.made_way").keys["correction_id"] == made.pk
    assert Attempt.objects.filter(publication__post=made, kind="publish").count() == 1


def test_the_database_itself_sends_no_replacement_while_the_old_one_is_up(
    chicago: Cast, at: datetime
) -> None:
    _, made = _begun(chicago, at)
    publication = submitted_and_approved(chicago, made, at)
    Publication.objects.filter(pk=publication.pk).update(state="sending")

    with pytest.raises(IntegrityError, match="is not deleted yet"), transaction.atomic():
        Attempt.objects.create(
            publication=publication,
            number=1,
            kind="publish",
            digest=publication.revision.digest,
            claimed_at=at,
        )


def test_where_the_deletion_is_refused_nothing_is_sent_and_people_are_told(
    chicago: Cast, at: datetime
) -> None:
    live, made = _begun(chicago, at)
    submitted_and_approved(chicago, made, at)
    soon = at + timedelta(minutes=10)
    assert _claim(made, soon) is None
    no = Rejected(
        reason="suspended", text="Your account is suspended.", scope="account", exchange=exchange(at)
    )
    _settle(_claim(live, soon), no, soon)

    for minute in range(1, 12):
        assert _claim(made, soon + timedelta(minutes=minute)) is None

    publication = Publication.objects.get(post=made)
    assert publication.state == "due"
    assert "suspended" in publication.waiting_for
    told = Message.objects.filter(kind="not_replaced").values_list("to__first_name", flat=True)
    assert {"Dana", "Marcus"} <= set(told)


def test_while_the_account_is_in_trouble_the_old_one_stays(chicago: Cast, at: datetime) -> None:
    live, made = _begun(chicago, at)
    submitted_and_approved(chicago, made, at)
    soon = at + timedelta(minutes=10)
    OutletAccount.objects.filter(pk=made.account_id).update(
        health=Health.CAPPED, troubled_at=at, probe_at=soon + timedelta(hours=1)
    )

    assert _claim(made, soon) is None

    assert Post.objects.get(pk=live.pk).status == Status.PUBLISHED
    assert Publication.objects.get(post=live).state == "published"


def test_a_stop_between_the_two_leaves_the_old_one_deleted_and_the_page_says_so(
    chicago: Cast, at: datetime
) -> None:
    live, made = _begun(chicago, at)
    submitted_and_approved(chicago, made, at)
    soon = at + timedelta(minutes=10)
    assert _claim(made, soon) is None
    everything = Target(scope=Scope.DEPARTMENT)
    stop = stopping.place(target=everything, reason="No.", actor=chicago.natarajan, at=soon).stop

    _settle(_claim(live, soon), Deleted(exchange=exchange(soon)), soon)
    later = soon + timedelta(minutes=1)
    assert _claim(made, later) is None

    assert [Post.objects.get(pk=one.pk).status for one in (live, made)] == ["taken_down", "stopped"]
    ends = [correcting.links(post=Post.objects.get(pk=one.pk))[0].sentence for one in (live, made)]
    assert all("Nothing stands in its place: the new one was stopped" in said for said in ends)
    stopping.lift(stop_id=stop.pk, reason="Over.", actor=chicago.natarajan, at=later)
    stopping.release(post_id=made.pk, actor=chicago.whitfield, at=later)
    assert _claim(made, later + timedelta(minutes=1)) is not None


def test_a_stop_before_the_deletion_keeps_the_old_one_up(chicago: Cast, at: datetime) -> None:
    live, made = _begun(chicago, at)
    submitted_and_approved(chicago, made, at)
    stopping.stop(post_id=made.pk, actor=chicago.brody, reason="Wait.", at=at)

    assert _claim(made, at + timedelta(minutes=10)) is None

    assert Post.objects.get(pk=live.pk).status == Status.PUBLISHED


def test_a_linked_reply_names_the_post_that_it_corrects_and_its_digest_binds_it(
    chicago: Cast, at: datetime
) -> None:
    live, made = _begun(chicago, at, Correction.REPLY)
    publication = submitted_and_approved(chicago, made, at)

    claim = _claim(made, at + timedelta(minutes=10))

    number = Publication.objects.get(post=live).external_id
    assert claim is not None and claim.intent.reply_to == number == publication.revision.reply_to
    _settle(claim, _out(at), at + timedelta(minutes=10))
    assert [Post.objects.get(pk=one.pk).status for one in (live, made)] == ["published", "published"]
    again = correcting.begin(
        post_id=live.pk, how=Correction.REPLACE, reason=REASON, actor=chicago.reyes, at=at
    )
    assert again.corrects_id == live.pk


@pytest.mark.parametrize("when", ["before it is submitted", "before it goes out"])
def test_a_reply_has_nothing_to_answer_once_the_other_is_taken_down(
    when: str, chicago: Cast, at: datetime
) -> None:
    live, made = _begun(chicago, at, Correction.REPLY)
    if when == "before it goes out":
        submitted_and_approved(chicago, made, at)
    stopping.take_down(post_id=live.pk, actor=chicago.brody, reason="Wrong street.", at=at)

    if when == "before it goes out":
        assert _claim(made, at + timedelta(minutes=10)) is None
        assert Post.objects.get(pk=made.pk).status == Status.RETURNED
    else:
        with pytest.raises(NotOut):
            submitted_and_approved(chicago, made, at)


def test_a_reply_of_ours_is_read_like_any_post(chicago: Cast, at: datetime) -> None:
    _, made = _begun(chicago, at, Correction.REPLY)
    draft = Draft.objects.get(post=made)
    Draft.objects.filter(pk=draft.pk).update(text="Ask the CAPS office instead.")
    post = Post.objects.select_related("account__agency", "account__unit", "draft").get(pk=made.pk)
    said = [one.sentence for one in submission.judged_of(post=post, at=at).decision.findings]
    assert "Residents may not know “CAPS office”." in said


@pytest.mark.parametrize("how", list(Correction), ids=str)
def test_a_correction_that_changes_nothing_is_not_submitted(
    how: Correction, chicago: Cast, at: datetime
) -> None:
    _, made = _begun(chicago, at, how)

    with pytest.raises(NothingChanged):
        submission.submit(post_id=made.pk, actor=chicago.reyes, seen_version=1, at=at)


def test_a_correction_stays_on_its_account_and_its_approval_binds_what_it_corrects(
    chicago: Cast, at: datetime
) -> None:
    _, made = _begun(chicago, at)
    elsewhere = next(one for one in chicago.accounts.values() if one.pk != made.account_id)

    with pytest.raises(type(elsewhere).DoesNotExist):
        drafting.change_account(
            post_id=made.pk, account_id=elsewhere.pk, actor=chicago.reyes, seen_version=1, at=at
        )
    assert corrections.open_one(post_id=made.corrects_id or 0) == made


def test_both_records_name_each_other(chicago: Cast, at: datetime) -> None:
    live, made = _begun(chicago, at)
    submitted_and_approved(chicago, made, at)
    soon = at + timedelta(minutes=10)
    _claim(made, soon)
    _settle(_claim(live, soon), Deleted(exchange=exchange(soon)), soon)
    later = soon + timedelta(minutes=1)
    _settle(_claim(made, later), _out(later), later)

    old, new = (keeping.record_of(agency_id=live.agency_id, post_id=one.pk) for one in (live, made))

    assert old is not None and new is not None
    said = {
        entry.kind: vault.text(digest=entry.digest, agency_id=live.agency_id) for entry in old.entries.all()
    }
    assert f"Replaced by the post of record {new.number}" in said["corrected"]
    assert REASON in said["taken_down"]
    story = vault.text(digest=new.chain_digest, agency_id=live.agency_id)
    assert f"It corrects record {old.number}" in story
