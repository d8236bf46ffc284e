"""CPD-TW.V.B.3: units repost an alert of the detectives as it stands, for as long as it holds."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import grants
from accounts.models import Message, OutletAccount, Role
from audit.models import Event
from directives.engine import judge
from directives.facts import Facts
from directives.pack import load_pack
from governance.cast import Cast
from posts import (
    drafting,
    gate,
    history,
    publishing,
    reposting,
    sending,
    submission,
    tasks,
)
from posts.alerts import AlertOver
from posts.coordination import alerting, ready
from posts.coordination.ready import NotOffered, Offered
from posts.models import Post, Publication, PublicationState, ReadyDraft, RouteStep, Status
from posts.reposts import CannotRepost
from posts.submission import NotReady
from tests import people
from tests.posts.test_guiding_pages import signed_in, words
from tests.posts.test_reposting import acts, theirs

Out = tuple[Cast, Any]
ALERT = "Robberies on the Blue Line at Damen, Nov. 17 to 20. Call Area Five Detectives: 312-746-7394. "
BUREAU = {"issued_by": "Bureau of Detectives, Area Five", "approved_by": "Lt. Ann Moore"}


def offered(engaged: Cast, address: str, at: datetime, **changes: Any) -> ReadyDraft:
    """An alert about a post of the 018th's account, that holds for an hour."""
    said: dict[str, Any] = {
        "kind": "alert",
        "title": "Blue Line",
        "category": "crime_alert",
        "text": "",
        "valid_until": timezone.now() + timedelta(hours=1),
        **changes,
    }
    return alerting.offer(
        offered=Offered(**said),
        typed=address,
        approved_on=at.date(),
        actor=engaged.natarajan,
        at=at,
        **BUREAU,
    )


def typed(address: str, ends: datetime, zone: Any) -> Mapping[str, str]:
    return {
        "address": address,
        "title": "Blue Line",
        "category": "crime_alert",
        "approved_on": f"{timezone.now().astimezone(zone):%Y-%m-%d}",
        "valid_until": f"{ends.astimezone(zone):%Y-%m-%dT%H:%M}",
        **BUREAU,
    }


def taken(engaged: Cast, alert: ReadyDraft, at: datetime, *, unit: str = "014") -> Post:
    account = engaged.accounts[unit]
    return alerting.repost(
        ready_id=alert.pk, account_id=account.pk, actor=engaged.reyes, at=at, given={"endorsement": "read"}
    )


def submitted(engaged: Cast, alert: ReadyDraft, at: datetime, *, unit: str = "014") -> Post:
    post = taken(engaged, alert, at, unit=unit)
    return submission.submit(post_id=post.pk, actor=engaged.reyes, seen_version=post.draft.version, at=at)


def joined(engaged: Cast, at: datetime) -> None:
    """Officer Reyes writes for the 001st, too."""
    grants.authorise(member=engaged.reyes, unit=engaged.units["001"], role=Role.USMR, given_by=None, at=at)


def test_an_alert_expires_pending_reposts_are_cancelled_and_live_ones_listed_for_takedown_cpd_tw_v_b_3(
    out: Out, early: datetime
) -> None:
    engaged, ground = out
    before = acts(ground, engaged)
    address, said = theirs(engaged, ground, ALERT)
    office, writer = signed_in(engaged.natarajan), signed_in(engaged.reyes)
    joined(engaged, early)
    zone = engaged.agency.tzinfo
    ends = (timezone.now() + timedelta(hours=1)).replace(second=0, microsecond=0)

    office.post(reverse("offer_alert"), typed(address, ends, zone))
    alert = ReadyDraft.objects.get(kind="alert")
    assert (alert.text, alert.valid_until) == (said, ends)
    offer = writer.get(reverse("ready_drafts")).content.decode()
    assert f"Repost as is from @{engaged.accounts['014'].handle}" in words_of(offer)
    take = reverse("take_ready", args=[alert.pk])
    for unit in ("014", "001"):
        page = writer.post(
            take, {"account": engaged.accounts[unit].pk, "answer-endorsement": "read"}, follow=True
        )
        assert "It waits for" in words(page)
    live, pending = (Post.objects.get(account=engaged.accounts[unit]) for unit in ("014", "001"))
    assert live.revision is not None
    assert [step.role for step in RouteStep.objects.filter(revision=live.revision)] == ["sergeant"]
    people.approve(post=live, by=engaged.whitfield, at=timezone.now())
    publication = Publication.objects.get(post=live)
    assert sending.send(publication_id=publication.pk) == "published"
    assert acts(ground, engaged) == [*before, True]

    with time_machine.travel(ends + timedelta(seconds=1)):
        for _ in range(2):
            for ready_id, agency_id in ready.lapsed(at=timezone.now()):
                ready.lapse(ready_id=ready_id, agency_id=agency_id, at=timezone.now())

        pending.refresh_from_db()
        assert pending.status == Status.WITHDRAWN
        letter = Message.objects.get(kind="alert_ended", to=engaged.reyes)
        assert (letter.about_post_id, "Its time is over." in letter.body) == (pending.pk, True)
        assert "is over" in str([entry.sentence for entry in history.of(pending)])
        told = Message.objects.filter(kind="alert_live", about_post_id=live.pk)
        assert {engaged.whitfield.pk, engaged.reyes.pk} < set(told.values_list("to", flat=True))
        for client in (office, signed_in(engaged.whitfield)):
            listed = client.get(reverse("ready_drafts")).content.decode()
            assert "Take down: their alert is over" in listed
            assert f'href="{reverse("post", args=[live.pk])}#take-down"' in listed
        page = words(office.get(reverse("ready_draft", args=[alert.pk])))
        assert "1 out, 0 waiting" in page and "Its time is over" in page

    office.post(reverse("take_down_post", args=[live.pk]), {"reason": "The alert is over."})
    assert sending.send(publication_id=publication.pk) == "deleted"
    assert acts(ground, engaged) == [*before, False]
    with time_machine.travel(ends + timedelta(minutes=1)):
        assert "Take down: their alert" not in words(office.get(reverse("ready_drafts")))


def words_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


def test_a_withdrawn_alert_takes_back_what_waits_and_says_why_cpd_tw_v_b_3(out: Out, early: datetime) -> None:
    engaged, ground = out
    joined(engaged, early)
    alert = offered(engaged, theirs(engaged, ground, ALERT)[0], early)
    approved = submitted(engaged, alert, early)
    people.approve(post=approved, by=engaged.whitfield, at=early)
    drafted = taken(engaged, alert, early, unit="001")

    assert ready.withdraw(ready_id=alert.pk, why="They were caught.", actor=engaged.foster, at=early)

    for post in (approved, drafted):
        post.refresh_from_db()
        assert post.status == Status.WITHDRAWN
    assert Publication.objects.get(post=approved).state == PublicationState.CANCELLED
    told = Message.objects.filter(kind="alert_ended")
    assert {one.about_post_id for one in told} == {approved.pk, drafted.pk}
    assert all("They were caught." in one.body for one in told)
    assert set(told.filter(about_post_id=approved.pk).values_list("to", flat=True)) >= {
        engaged.reyes.pk,
        engaged.whitfield.pk,
    }
    assert Event.objects.filter(verb="post.alert_ended").count() == 2
    with pytest.raises(AlertOver, match="They were caught"):
        drafting.reopen(post_id=drafted.pk, actor=engaged.reyes, at=early)
    with pytest.raises(AlertOver):
        reposting.begin(
            account_id=engaged.accounts["014"].pk, actor=engaged.reyes, typed=alert.repost_of, at=early
        )
    with pytest.raises(NotOffered):
        taken(engaged, alert, early)


def test_what_is_approved_waits_at_the_gate_from_the_moment_its_alert_is_over_cpd_tw_v_b_3(
    out: Out, early: datetime
) -> None:
    engaged, ground = out
    ends = early + timedelta(minutes=3)
    alert = offered(engaged, theirs(engaged, ground, ALERT)[0], early, valid_until=ends)
    post = submitted(engaged, alert, early)
    people.approve(post=post, by=engaged.whitfield, at=early)
    publication = Publication.objects.get(post=post)

    assert publishing.claim(publication_id=publication.pk) is None

    publication.refresh_from_db()
    assert publication.waiting_for == gate.ALERT_OVER.sentence
    tasks.end_alerts()
    post.refresh_from_db()
    assert post.status == Status.WITHDRAWN
    assert not ready.lapsed(at=timezone.now())


def test_another_alert_about_the_same_post_keeps_its_reposts_and_a_lone_repost_is_taken_back_with_it(
    out: Out, early: datetime
) -> None:
    engaged, ground = out
    address, _ = theirs(engaged, ground, ALERT)
    by_hand = reposting.begin(
        account_id=engaged.accounts["014"].pk, actor=engaged.reyes, typed=address, at=early
    )
    first = offered(engaged, address, early)
    longer = offered(engaged, address, early, title="Blue Line, a day longer")

    ready.withdraw(ready_id=first.pk, why="It holds longer.", actor=engaged.natarajan, at=early)
    by_hand.refresh_from_db()
    assert by_hand.status == Status.DRAFT

    ready.withdraw(ready_id=longer.pk, why="It is over.", actor=engaged.natarajan, at=early)
    by_hand.refresh_from_db()
    assert by_hand.status == Status.WITHDRAWN


def test_only_a_post_of_the_department_is_offered_and_only_in_the_words_that_it_still_has_cpd_tw_v_b_3(
    out: Out, early: datetime
) -> None:
    engaged, ground = out
    address, _ = theirs(engaged, ground, ALERT)
    alert = offered(engaged, address, early)
    stranger = engaged.accounts["018"]
    OutletAccount.objects.filter(pk=stranger.pk).update(external_id="7000000000000000001")

    with pytest.raises(CannotRepost, match="department's own"):
        offered(engaged, address, early)
    for who in ("reyes", "okafor", "whitfield", "admin"):
        with pytest.raises(PermissionDenied):
            alerting.read(typed=address, actor=engaged.people[who], at=early)
    with pytest.raises(CannotRepost, match="not say any more"):
        reposting.begin(
            account_id=engaged.accounts["014"].pk,
            actor=engaged.reyes,
            typed=address,
            at=early,
            only_as="Other words.",
        )
    with pytest.raises(NotOffered, match="as it stands"):
        ready.take(ready_id=alert.pk, account_id=engaged.accounts["014"].pk, actor=engaged.reyes, at=early)
    with pytest.raises(DatabaseError), transaction.atomic():
        ReadyDraft.objects.filter(pk=alert.pk).update(approved_by="Somebody else")


@pytest.mark.parametrize("alert", [True, False])
def test_the_lighter_kind_is_the_packs_and_only_for_an_alert_that_holds_cpd_tw_v_b_3(
    at: datetime, alert: bool
) -> None:
    pack = load_pack("chicago")
    facts = Facts(
        category="crime_alert",
        text=ALERT,
        today=at.date(),
        answers={"source": "Bureau of Detectives", "endorsement": "read"},
        reposts=True,
        reposts_alert=alert,
    )

    decision = judge(pack=pack, facts=facts)

    assert [step.key for step in decision.route] == ["sergeant"]
    assert [one.rule for one in decision.at(level="must_fix")] == ([] if alert else ["listed-kind"])
    kinds = [one.key for one in pack.categories_for(unit_kind="district", alert=alert)]
    assert ("crime_alert" in kinds) is alert


def test_what_its_words_ask_of_every_post_is_asked_of_an_alert_too(out: Out, early: datetime) -> None:
    engaged, ground = out
    force = "A man shot by police on Damen is sought. He was hurt when an officer fired. "
    alert = offered(engaged, theirs(engaged, ground, force)[0], early)
    writer = signed_in(engaged.reyes)

    page = writer.post(
        reverse("take_ready", args=[alert.pk]), {"account": engaged.accounts["014"].pk}, follow=True
    )

    assert "to fix first." in words(page)
    post = Post.objects.get(origin__ready=alert)
    assert (post.status, post.category) == (Status.DRAFT, "crime_alert")
    with pytest.raises(NotReady):
        submission.submit(post_id=post.pk, actor=engaged.reyes, seen_version=1, at=early)


def test_where_a_pack_has_no_lighter_kind_an_alert_goes_the_way_of_the_kind_it_is_offered_as(
    out: Out, early: datetime
) -> None:
    assert not any(one.of_alert for one in load_pack("alsip").categories)
    engaged, ground = out
    alert = offered(engaged, theirs(engaged, ground)[0], early, category="safety_tip")

    post = taken(engaged, alert, early)

    assert (post.category, post.draft.answers["source"]) == (
        "safety_tip",
        f"{BUREAU['issued_by']}; approved by {BUREAU['approved_by']}, {early.date():%b %-d, %Y}",
    )
    sent = submission.submit(post_id=post.pk, actor=engaged.reyes, seen_version=1, at=early)
    assert [step.role for step in RouteStep.objects.filter(revision=sent.revision)] == ["sergeant"]


def test_the_list_of_those_to_be_taken_down_shows_a_unit_its_own(out: Out, early: datetime) -> None:
    engaged, ground = out
    alert = offered(engaged, theirs(engaged, ground, ALERT)[0], early)
    post = submitted(engaged, alert, early)
    people.approve(post=post, by=engaged.whitfield, at=early)
    sending.send(publication_id=Publication.objects.get(post=post).pk)
    ready.withdraw(ready_id=alert.pk, why="Over.", actor=engaged.natarajan, at=timezone.now())

    for who, sees in (("natarajan", True), ("whitfield", True), ("kowalczyk", False)):
        listed = words(signed_in(engaged.people[who]).get(reverse("ready_drafts")))
        assert ("their alert is over" in listed) is sees
    assert Client().get(reverse("offer_alert")).status_code == 302
