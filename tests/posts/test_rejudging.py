"""New rules: what waits is judged again at the hour they take effect, and only what needs more goes back."""

from dataclasses import replace
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from accounts import outbox
from accounts.models import Message
from governance.cast import Cast
from posts import (
    answering,
    clock,
    demands,
    duties,
    gate,
    history,
    judging,
    publishing,
    rejudging,
    reviewing,
    stopping,
    tasks,
)
from posts.drafting import Written
from posts.models import Post, Publication, Rejudgement, Status, Turn
from tests import people, rules

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
PRESENT = rules.called(rules.text("chicago"), rules.NEXT)
UNASKED = replace(
    people.ARREST, answers={key: said for key, said in people.ARREST.answers.items() if key != "notable"}
)
"""An arrest as the earlier rules let it pass; the present ones ask whether it is a notable incident."""


@pytest.fixture
def under_earlier(chicago: Cast, at: datetime) -> Cast:
    """The cast under the earlier rules until in two hours."""
    _adopt(chicago, rules.text(rules.EARLIEST), at - HOUR)
    _adopt(chicago, PRESENT, at + 2 * HOUR)
    return chicago


def _adopt(cast: Cast, source: str, effective_at: datetime) -> None:
    rules.adopt(agency=cast.agency, source=source, effective_at=effective_at, at=effective_at)


def planned(engaged: Cast, written: Written, at: datetime) -> Post:
    """Approved by everybody, to go out an hour after the new rules."""
    post = people.submitted(engaged=engaged, written=replace(written, send_at=at + 3 * HOUR), at=at)
    people.approve(post=post, by=engaged.whitfield, at=at)
    if written.category == "arrest":
        people.approve(post=post, by=engaged.natarajan, at=at)
    post.refresh_from_db()
    assert post.status == Status.APPROVED
    return post


def judge(at: datetime) -> None:
    for post_id in rejudging.owed(at=at):
        rejudging.judge_again(post_id=post_id, at=at)


def claimed(post: Post, at: datetime) -> object:
    return publishing.claim(publication_id=Publication.objects.get(post=post).pk, now_by=lambda: at)


def test_before_the_hour_nothing_is_judged(under_earlier: Cast, at: datetime) -> None:
    planned(under_earlier, people.TIP, at)
    assert rejudging.owed(at=at + 2 * HOUR - MINUTE) == []


def test_only_what_now_needs_more_goes_back_and_before_its_slot(under_earlier: Cast, at: datetime) -> None:
    tip, arrest = planned(under_earlier, people.TIP, at), planned(under_earlier, UNASKED, at)
    told = planned(under_earlier, people.with_answers(people.TIP, notable="yes"), at)

    judge(at + 2 * HOUR)

    assert {post.pk: post.status for post in Post.objects.all()} == {
        tip.pk: Status.APPROVED,
        arrest.pk: Status.RETURNED,
        told.pk: Status.RETURNED,
    }
    assert Publication.objects.get(post=tip).state == "due"
    assert Publication.objects.get(post=arrest).state == "cancelled"
    bodies = Message.objects.filter(kind="rules_changed", to=under_earlier.reyes).order_by("pk")
    said = " ".join(bodies.values_list("body", flat=True))
    assert "an answer to “Is this something the news will ask about?”" in said
    assert "Communications to be told before it goes out" in said


def test_what_stands_goes_out_at_its_time_and_its_own_rules_stay(under_earlier: Cast, at: datetime) -> None:
    tip = planned(under_earlier, people.TIP, at)
    judge(at + 2 * HOUR)
    assert claimed(tip, at + 3 * HOUR) is not None
    tip.refresh_from_db()
    assert tip.revision is not None
    assert tip.revision.pack_version == "2020-12-01.1"
    assert Rejudgement.objects.get().pack_version == rules.NEXT


@pytest.mark.parametrize(
    ("written", "status"), [(people.TIP, Status.SENDING), (UNASKED, Status.RETURNED)], ids=["stands", "more"]
)
def test_the_claim_judges_by_itself_what_nobody_reached(
    under_earlier: Cast, at: datetime, written: Written, status: Status
) -> None:
    post = planned(under_earlier, written, at)
    claimed(post, at + 3 * HOUR)
    post.refresh_from_db()
    assert post.status == status
    assert Rejudgement.objects.filter(revision=post.revision).count() == 1


def test_judging_twice_is_once(under_earlier: Cast, at: datetime) -> None:
    arrest = planned(under_earlier, UNASKED, at)
    for _ in range(2):
        rejudging.judge_again(post_id=arrest.pk, at=at + 2 * HOUR)
    judge(at + 2 * HOUR)
    assert Rejudgement.objects.count() == 1
    assert Message.objects.filter(kind="rules_changed", to=under_earlier.reyes).count() == 1


def test_a_row_is_written_once_and_says_why_it_does_not_stand(under_earlier: Cast, at: datetime) -> None:
    planned(under_earlier, UNASKED, at)
    judge(at + 2 * HOUR)
    for change in ({"stands": True, "missing_digest": ""}, {"pack_version": "x"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Rejudgement.objects.update(**change)


def test_what_is_in_review_goes_back_before_anybody_reads_it_in_vain(
    under_earlier: Cast, at: datetime
) -> None:
    vain = people.submitted(engaged=under_earlier, written=UNASKED, at=at)
    fine = people.submitted(engaged=under_earlier, at=at)
    judge(at + 2 * HOUR)
    vain.refresh_from_db()
    assert vain.status == Status.RETURNED
    assert not Turn.objects.filter(post=vain).exists()
    people.approve(post=fine, by=under_earlier.whitfield, at=at + 2 * HOUR)
    assert claimed(fine, at + 2 * HOUR) is not None


def test_what_is_stopped_goes_back_too_and_its_stop_stays(under_earlier: Cast, at: datetime) -> None:
    post = planned(under_earlier, UNASKED, at)
    stop = stopping.stop(post_id=post.pk, actor=under_earlier.brody, reason="Wait.", at=at)
    judge(at + 2 * HOUR)
    stop.refresh_from_db()
    assert stop.status == Status.RETURNED
    assert stop.stops.filter(released_at__isnull=True).exists()


def test_rules_that_nobody_can_read_hold_what_is_due_and_send_nothing_back(
    chicago: Cast, at: datetime
) -> None:
    post = people.approved(engaged=chicago, at=at)
    rules.noted(agency=chicago.agency, version="lost", digest="0" * 64, effective_at=at, at=at)
    assert rejudging.owed(at=at + HOUR) == []
    publication = Publication.objects.select_related("revision").get(post=post)
    with transaction.atomic():
        held = gate.holds_back(post=Post.objects.get(pk=post.pk), publication=publication, now=at + HOUR)
    assert held is not None
    assert (held.slug, held.status) == ("rules_unreadable", Status.APPROVED)


def test_its_page_says_what_is_missing(under_earlier: Cast, at: datetime, client: Client) -> None:
    post = planned(under_earlier, UNASKED, at)
    judge(at + 2 * HOUR)
    post.refresh_from_db()
    line = next(one for one in history.of(post) if one.act == "returned")
    assert line.words
    client.force_login(under_earlier.reyes)
    page = client.get(reverse("post", args=[post.pk])).content.decode()
    assert "The portal returned it" in page
    assert line.words.splitlines()[0] in page


def test_the_beat_finds_what_is_owed(under_earlier: Cast, at: datetime) -> None:
    post = planned(under_earlier, UNASKED, at)
    _adopt(under_earlier, rules.called(PRESENT, "2020-12-01.98"), clock.now() - MINUTE)
    tasks.judge_again()
    assert Post.objects.get(pk=post.pk).status == Status.RETURNED


def test_adopting_says_first_how_many_would_go_back(chicago: Cast, at: datetime, tmp_path: Path) -> None:
    _adopt(chicago, rules.text(rules.EARLIEST), at - HOUR)
    planned(chicago, people.TIP, at)
    planned(chicago, UNASKED, at)
    file = tmp_path / "next.toml"
    file.write_text(PRESENT, encoding="utf-8")

    def adopt(*more: str) -> str:
        said = StringIO()
        named = ("--by", "natarajan", "--why", "The present rules.")
        call_command("adopt_pack", "chicago", str(file), *named, *more, stdout=said)
        return said.getvalue()

    dry = adopt("--dry-run")
    assert "Of 2 posts that wait as of now, 1 would go back" in dry
    assert "014th District: 1" in dry
    assert not chicago.agency.policies.filter(version=rules.NEXT).exists()
    with pytest.raises(CommandError, match="has passed"):
        adopt("--from", "2020-01-01T06:00")
    assert "Natarajan proposes chicago" in adopt("--from", "2033-12-01T06:00")
    assert rejudging.owed(at=clock.now()) == []


def test_an_approval_covers_only_what_its_giver_had_to_say(under_earlier: Cast, at: datetime) -> None:
    """The frozen decision against itself asks for nothing; without a step, a box or a notice it asks for just that."""
    post = people.submitted(engaged=under_earlier, written=people.ARREST, at=at)
    assert post.revision is not None
    given = reviewing.read_decision(revision=post.revision, agency_id=post.agency_id)
    wanted = judging.judge_frozen(
        revision=post.revision,
        post=post,
        pack=judging.pack_in_force(agency=under_earlier.agency, at=at),
    )

    def beyond(**less: object) -> list[str]:
        return [one.in_short for one in demands.beyond(given={**given, **less}, wanted=wanted)]

    boxes = given["attestation"]["boxes"]
    one_box_less = {**given["attestation"], "boxes": boxes[1:]}
    assert beyond() == []
    assert beyond(route=given["route"][:1]) == ["an approval by Communications"]
    assert [words.partition(" to say ")[0] for words in beyond(attestation=one_box_less)] == [
        "Sergeant",
        "Communications",
    ]
    assert len(beyond(declarations=[])) == len(given["declarations"])


OFFICES = 'offices = ["communications", "community_policing"]'
NOTABLE = people.with_answers(people.TIP, notable="yes")


def _waiting(minutes: int, version: str) -> str:
    """The present rules, with which a notable incident waits so long for the answer of its offices."""
    return rules.called(PRESENT, version).replace(OFFICES, f"{OFFICES}\nwait_minutes = {minutes}")


@pytest.mark.parametrize(("before", "after", "back"), [(0, 20, True), (20, 45, True), (45, 20, False)])
def test_a_longer_wait_for_an_office_is_asked_of_what_waits_already_cpd_tw_iv_a_1(
    chicago: Cast, at: datetime, before: int, after: int, back: bool
) -> None:
    _adopt(chicago, _waiting(before, "2020-12-01.97") if before else PRESENT, at)
    post = people.submitted(engaged=chicago, written=NOTABLE, at=at)
    _adopt(chicago, _waiting(after, "2020-12-01.98"), at + HOUR)
    judge(at + HOUR)
    post.refresh_from_db()
    assert (post.status == Status.RETURNED) is back
    told = Message.objects.filter(kind="rules_changed", to=chicago.reyes).values_list("body", flat=True)
    asked = f"the answer of Communications to be waited for, at most {after} minutes"
    assert [asked in body for body in told] == [True] * back


def test_an_office_that_let_a_post_go_on_is_not_waited_for_once_more(chicago: Cast, at: datetime) -> None:
    _adopt(chicago, _waiting(20, "2020-12-01.97"), at)
    post = people.submitted(engaged=chicago, written=NOTABLE, at=at)
    people.approve(post=post, by=chicago.whitfield, at=at)
    while outbox.deliver_due(at=at + MINUTE):
        pass
    duties.go_on(post_id=post.pk, at=at + MINUTE)
    answering.answer(post_id=post.pk, actor=chicago.natarajan, at=at + 2 * MINUTE)
    _adopt(chicago, _waiting(45, "2020-12-01.98"), at + 5 * MINUTE)
    judge(at + 5 * MINUTE)
    told = Message.objects.filter(kind="rules_changed", to=chicago.reyes).values_list("body", flat=True)
    assert ["of Communications to be" in body for body in told] == [False]
    assert ["of Community Policing to be" in body for body in told] == [True]
