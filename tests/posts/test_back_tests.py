"""Proposed rules are tried on all past posts: what they would decide otherwise, and nothing is changed (CPD-TW.VI)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import proposals
from accounts.models import Member, Message, PolicyProposal
from accounts.proposals import NotPossible
from audit.models import Event
from directives.editing import Spot, changed, index_of
from governance.cast import Cast
from posts import backtesting, judging, kept_readings, tasks, turned
from posts.models import BackTest, BackTestState, KeptReading, Post, Turned, TurnedPost
from tests import people, rules

pytestmark = pytest.mark.django_db
COATS = replace(people.TIP, text="Bring coats to the station on Grand Avenue. Warm ones are needed most.")


@pytest.fixture(autouse=True)
def _now(at: datetime) -> Iterator[None]:
    with time_machine.travel(at, tick=False):
        yield


def edited(rule: str, **values: Any) -> str:
    """The present rules with other values in one of them."""
    source = rules.text("chicago")
    for key, value in values.items():
        at = index_of(source=source, table="rule", name="id", called=rule)
        source = changed(source=source, spot=Spot(table="rule", index=at, key=key), value=value)
    return source


def watching_coats(cast: Cast, at: datetime) -> PolicyProposal:
    """Words about evidence are asked about in every post that says 'coats'."""
    return proposals.begin(
        agency=cast.agency, source=edited("evidence-suspected", terms=("coat*",)), actor=cast.natarajan, at=at
    )


def ran(proposal: PolicyProposal, cast: Cast, at: datetime, *, most: int = 500) -> BackTest:
    test = backtesting.begin(proposal=proposal, actor=cast.natarajan, at=at)
    while backtesting.look_further(test_id=test.pk, most=most):
        pass
    return BackTest.objects.get(pk=test.pk)


def evidence_at(text: str, words: str) -> dict[str, Any]:
    """A sighting as it is kept: by its place."""
    start = text.index(words)
    return {
        "check": "evidence",
        "span": [start, start + len(words)],
        "why": "seized things",
        "sure": True,
        "suggestion": None,
    }


@pytest.fixture
def sent_in(chicago: Cast, at: datetime) -> list[Post]:
    """An event about coats, a tip, and an arrest."""
    written = (COATS, people.TIP, people.ARREST)
    return [people.submitted(engaged=chicago, written=one, at=at) for one in written]


def test_the_decisions_that_would_change_are_found_by_unit_and_rule_and_no_post_is_touched(
    chicago: Cast, at: datetime, sent_in: list[Post]
) -> None:
    before, letters = list(Post.objects.order_by("pk").values()), Message.objects.count()
    test = ran(watching_coats(chicago, at), chicago, at, most=2)
    assert (test.state, test.looked, test.changed) == (BackTestState.DONE, 3, 1)
    found = TurnedPost.objects.get()
    assert (found.post, found.way, found.rules) == (sent_in[0], Turned.HELD, ["", "evidence-suspected"])
    units = {one.pk: one for one in chicago.agency.units.all()}
    row = next(one for one in turned.by_unit(test=test, units=units) if one.changed)
    assert (row.unit.number, row.looked, row.counts) == ("014", 3, (1, 0, 0, 0))
    assert list(Post.objects.order_by("pk").values()) == before
    assert Message.objects.count() == letters
    assert Event.objects.filter(verb="policy.back_tested", keys__changed=1).exists()


def test_other_words_about_the_same_thing_are_no_other_decision(
    chicago: Cast, at: datetime, sent_in: list[Post]
) -> None:
    source = edited("arrest-told", sentence="It may be told now.")
    proposal = proposals.begin(agency=chicago.agency, source=source, actor=chicago.natarajan, at=at)
    assert ran(proposal, chicago, at).changed == 0


def test_what_was_decided_is_read_as_it_would_be_judged(
    chicago: Cast, at: datetime, sent_in: list[Post]
) -> None:
    """The short way, by the frozen decision, says what judging by the old rules says, of a repetition too."""
    again = people.submitted(engaged=chicago, written=people.TIP, at=at)
    assert again.revision is not None
    assert "said-lately" in {one["rule"] for one in again.revision.findings}
    pack = judging.pack_in_force(agency=chicago.agency, at=at)
    for post in Post.objects.select_related("revision", "account__agency", "account__unit"):
        assert post.revision is not None
        given = backtesting.given(revisions=[post.revision], old=pack, agency_id=post.agency_id)
        judged = judging.judge_frozen(revision=post.revision, post=post, pack=pack)
        assert given[post.revision.decision_digest] == backtesting.treatment.of(decision=judged)


def test_a_check_that_changed_since_is_counted_by_unit_and_rule_although_the_rules_are_the_same(
    chicago: Cast, at: datetime, sent_in: list[Post]
) -> None:
    """What is kept of a text is written anew, as checks of a later release would have left it."""
    kept = KeptReading.objects.filter(text_digest=sent_in[0].revision.text_digest)
    (row,) = kept.filter(kind="post")
    kept.delete()
    row.pk, row.sightings = None, [evidence_at(COATS.text, "coats")]
    row.save()
    source = edited("arrest-told", sentence="It may be told now.")
    proposal = proposals.begin(agency=chicago.agency, source=source, actor=chicago.natarajan, at=at)
    test = ran(proposal, chicago, at)
    assert test.changed == 0
    assert backtesting.tallied(test=test, part="since_units") == {str(sent_in[0].unit_id): 1}
    assert backtesting.tallied(test=test, part="since_rules")["evidence-suspected"] == 1
    page = screen(chicago.natarajan).get(reverse("back_test", args=[proposal.pk])).content.decode()
    assert "What the rules in force say otherwise by now" in page
    assert reverse("post", args=[sent_in[0].pk]) in page and "No decision changes" in page


def test_it_is_stopped_goes_on_where_it_was_and_a_worker_that_died_is_made_up_for(
    chicago: Cast, at: datetime, sent_in: list[Post]
) -> None:
    proposal = watching_coats(chicago, at)
    test = backtesting.begin(proposal=proposal, actor=chicago.natarajan, at=at)
    assert backtesting.look_further(test_id=test.pk, most=1)
    with pytest.raises(NotPossible, match="runs already"):
        backtesting.begin(proposal=proposal, actor=chicago.natarajan, at=at)
    backtesting.stop(test_id=test.pk, actor=chicago.admin, at=at)
    assert not backtesting.look_further(test_id=test.pk)
    assert BackTest.objects.get().looked == 1
    backtesting.go_on(test_id=test.pk, actor=chicago.natarajan, at=at)
    later = at + timedelta(minutes=2)
    assert backtesting.left(at=at) == [] and backtesting.left(at=later) == [test.pk]
    tasks.back_test(test.pk)
    done = BackTest.objects.get()
    assert (done.state, done.looked, TurnedPost.objects.count()) == (BackTestState.DONE, 3, 1)
    assert backtesting.left(at=later) == []


def test_a_slice_that_fails_leaves_nothing_half_done(
    chicago: Cast, at: datetime, sent_in: list[Post], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a worker that is killed in the middle: what it had found goes back with its place."""
    test = backtesting.begin(proposal=watching_coats(chicago, at), actor=chicago.natarajan, at=at)
    with connection.execute_wrapper(_dies_at('UPDATE "posts_backtest"')), pytest.raises(KeyboardInterrupt):
        backtesting.look_further(test_id=test.pk)
    assert not TurnedPost.objects.exists()
    assert BackTest.objects.get().after_id == 0
    assert not backtesting.go_on_for(test_id=test.pk, seconds=5)
    assert TurnedPost.objects.count() == 1


def _dies_at(words: str) -> Any:
    def wrapper(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith(words):
            raise KeyboardInterrupt
        return execute(sql, *rest)

    return wrapper


def test_it_asks_as_few_questions_for_many_posts_as_for_few(
    chicago: Cast, at: datetime, sent_in: list[Post]
) -> None:
    proposal = watching_coats(chicago, at)
    counts = []
    for most in (1, 3):
        test = backtesting.begin(proposal=proposal, actor=chicago.natarajan, at=at)
        backtesting.look_further(test_id=test.pk, most=1)
        with CaptureQueriesContext(connection) as asked:
            backtesting.look_further(test_id=test.pk, most=most)
        counts.append(len(asked))
        BackTest.objects.filter(pk=test.pk).update(state=BackTestState.STOPPED)
    assert counts[0] + 1 >= counts[1], counts


def test_a_slice_ends_when_its_time_is_over_and_what_it_read_is_kept(
    chicago: Cast, at: datetime, sent_in: list[Post]
) -> None:
    test = backtesting.begin(proposal=watching_coats(chicago, at), actor=chicago.natarajan, at=at)
    KeptReading.objects.all().delete()
    for looked in (1, 2, 3):
        assert backtesting.look_further(test_id=test.pk, seconds=0) == (looked < 3)
        assert BackTest.objects.get().looked == looked
        assert KeptReading.objects.count() >= looked
    done = BackTest.objects.get()
    assert (done.state, done.looked, done.changed) == (BackTestState.DONE, 3, 1)


def test_what_the_checks_notice_is_kept_by_the_text_and_read_once(chicago: Cast, at: datetime) -> None:
    facts = judging.Facts(
        category=None, text="The burglar was arrested near 1200 W. Example St.", today=at.date()
    )
    first = kept_readings.Readings(agency_id=chicago.agency.pk)
    read = first.of(facts)
    assert first.keep() == 1
    row = KeptReading.objects.get()
    assert all("words" not in one for one in row.sightings if one["span"])
    again = kept_readings.Readings(agency_id=chicago.agency.pk)
    again.load(digests=[row.text_digest])
    assert again.of(facts) == read and again.keep() == 0


def test_what_the_checks_notice_at_submitting_is_there_for_a_back_test(chicago: Cast, at: datetime) -> None:
    people.submitted(engaged=chicago, written=COATS, at=at)
    kept = kept_readings.Readings(agency_id=chicago.agency.pk)
    kept.load(digests=KeptReading.objects.values_list("text_digest", flat=True))
    kept.of(judging.Facts(category=None, text=COATS.text, today=at.date()))
    assert kept.keep() == 0


def screen(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def test_its_page_shows_how_far_it_is_a_picture_with_its_table_and_each_post_under_both(
    chicago: Cast, at: datetime, sent_in: list[Post]
) -> None:
    client, proposal = screen(chicago.natarajan), watching_coats(chicago, at)
    address = reverse("back_test", args=[proposal.pk])
    assert address in client.get(reverse("proposal", args=[proposal.pk])).content.decode()
    assert "was not tried on past posts yet" in client.get(address).content.decode()
    client.post(reverse("begin_back_test", args=[proposal.pk]))
    part = client.get(address, HTTP_HX_REQUEST="true").content.decode()
    assert "0 of 3 posts were looked at" in part and "<html" not in part and 'hx-trigger="every 2s"' in part
    client.post(reverse("stop_back_test", args=[proposal.pk]))
    assert "Go on from here" in client.get(address).content.decode()
    client.post(reverse("go_on_back_test", args=[proposal.pk]))
    tasks.back_test(BackTest.objects.get().pk)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(address).content.decode()
    assert len(asked) <= 24, len(asked)
    for said in (
        "3 of 3 posts were looked at. 1 would be decided otherwise.",
        "part--held",
        "Would be stopped: 1",
        "The figures as a table",
        "Words about evidence",
        "Before: version",
        "can tell about evidence of a crime. Say whether it does.",
    ):
        assert said in page, said
    assert "None of these" in client.get(address, {"rule": "plain-words"}).content.decode()
    assert screen(chicago.reyes).get(address).status_code == 403
