"""Where the rules say so, a notable incident waits for the answer of the offices, but never longer than they say."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from accounts import duty, outbox
from accounts.models import Member, Message
from audit.models import Event
from directives.pack import PackErrors, parse_pack
from governance.cast import Cast
from posts import answering, duties, history, preserving, stopping, tasks
from posts.models import DutyNotice, Post, Publication, Status
from posts.workflow import Refused, WrongStatus
from tests import people, rules

MINUTE = timedelta(minutes=1)
NOTABLE = people.with_answers(people.TIP, notable="yes")
OFFICES = 'offices = ["communications", "community_policing"]'
WAIT = 20
TOLD_AFTER = 2 * MINUTE


def waiting_rules(minutes: int = WAIT) -> str:
    source = rules.called(rules.text("chicago"), rules.NEXT)
    assert source.count(OFFICES) == 1
    return source.replace(OFFICES, f"{OFFICES}\nwait_minutes = {minutes}")


@pytest.fixture
def waits(chicago: Cast, at: datetime) -> Post:
    """Approved by everybody, both offices told: it waits for their answer."""
    rules.adopt(agency=chicago.agency, source=waiting_rules(), effective_at=at, at=at)
    post = people.submitted(engaged=chicago, written=NOTABLE, at=at)
    people.approve(post=post, by=chicago.whitfield, at=at)
    told(at + TOLD_AFTER)
    return post


def told(at: datetime) -> None:
    while outbox.deliver_due(at=at):
        pass
    for post_id in duties.reached():
        duties.go_on(post_id=post_id, at=at)


def ended(at: datetime) -> None:
    for post_id in answering.over(at=at):
        answering.end(post_id=post_id, at=at)


def status_of(post: Post) -> str:
    post.refresh_from_db()
    return post.status


def page_of(member: Member, post: Post) -> str:
    client = Client()
    client.force_login(member)
    return client.get(reverse("post", args=[post.pk])).content.decode()


def test_told_is_not_answered_where_the_rules_wait_for_an_answer_cpd_tw_iv_a_1(
    chicago: Cast, waits: Post
) -> None:
    assert status_of(waits) == Status.IN_REVIEW
    assert not Publication.objects.filter(post=waits).exists()
    assert not DutyNotice.objects.filter(delivered_at=None).exists()


def test_it_goes_on_once_each_office_has_answered_cpd_tw_iv_a_1(
    chicago: Cast, waits: Post, at: datetime
) -> None:
    answering.answer(post_id=waits.pk, actor=chicago.natarajan, at=at + 5 * MINUTE)
    assert status_of(waits) == Status.IN_REVIEW
    answering.answer(post_id=waits.pk, actor=chicago.washington, at=at + 6 * MINUTE)
    assert status_of(waits) == Status.APPROVED
    assert waits.due_at == at + 6 * MINUTE


@pytest.mark.parametrize(("minutes", "goes"), [(WAIT - 1, False), (WAIT, True)])
def test_without_an_answer_it_goes_on_by_itself_when_the_longest_wait_is_over_cpd_tw_iv_a_1(
    chicago: Cast, waits: Post, at: datetime, minutes: int, goes: bool
) -> None:
    ended(at + TOLD_AFTER + minutes * MINUTE)
    assert (status_of(waits) == Status.APPROVED) is goes
    assert Publication.objects.filter(post=waits).exists() is goes
    assert answering.over(at=at + TOLD_AFTER + minutes * MINUTE) == []


def test_the_worker_ends_the_wait_cpd_tw_iv_a_1(waits: Post, at: datetime) -> None:
    with time_machine.travel(at + TOLD_AFTER + (WAIT + 1) * MINUTE, tick=False):
        tasks.tell_offices()
    assert status_of(waits) == Status.APPROVED


def test_the_wait_begins_when_the_last_office_was_told_cpd_tw_iv_a_1(chicago: Cast, at: datetime) -> None:
    rules.adopt(agency=chicago.agency, source=waiting_rules(), effective_at=at, at=at)
    post = people.submitted(engaged=chicago, written=NOTABLE, at=at)
    people.approve(post=post, by=chicago.whitfield, at=at)
    for moment, who in ((at + MINUTE, chicago.natarajan), (at + 10 * MINUTE, chicago.washington)):
        for message in Message.objects.filter(kind=duties.KIND, to=who):
            outbox.read(message_id=message.pk, member=who, at=moment)
        for post_id in duties.reached():
            duties.go_on(post_id=post_id, at=moment)
        ended(at + (WAIT + 2) * MINUTE)
        assert status_of(post) == Status.IN_REVIEW
    ended(at + (WAIT + 10) * MINUTE)
    assert status_of(post) == Status.APPROVED


def test_communications_stops_it_while_it_waits_cpd_tw_iv_a_1(
    chicago: Cast, waits: Post, at: datetime
) -> None:
    stopping.stop(post_id=waits.pk, actor=chicago.natarajan, reason="Not yet.", at=at + 5 * MINUTE)
    ended(at + TOLD_AFTER + WAIT * MINUTE)
    assert status_of(waits) == Status.STOPPED
    assert not Publication.objects.filter(post=waits).exists()


def test_answers_and_waits_are_in_the_history_the_record_and_the_trail_cpd_tw_iv_a_1(
    chicago: Cast, waits: Post, at: datetime
) -> None:
    answering.answer(post_id=waits.pk, actor=chicago.natarajan, at=at + 5 * MINUTE)
    ended(at + TOLD_AFTER + WAIT * MINUTE)

    said = [
        (entry.at, entry.actor, entry.sentence)
        for entry in history.of(waits)
        if entry.act in {"to_tell", "office_answered", "wait_ended"}
    ]
    name = chicago.natarajan.titled_name
    longest = f"is told before it goes out, and its answer is waited for, at most {WAIT} minutes"
    assert said == [
        (at, "", f"Communications {longest}"),
        (at, "", f"Community Policing {longest}"),
        (at + 5 * MINUTE, name, f"{name} answered that it may go on"),
        (
            at + TOLD_AFTER + WAIT * MINUTE,
            "",
            "Community Policing had not answered, so it is waited for no longer",
        ),
    ]
    assert {"office_answered", "wait_ended"} <= {entry.act for entry in preserving.chain_of(waits)}
    answered = Event.objects.get(verb="post.office_answered")
    assert (answered.actor_id, answered.keys["office"]) == (chicago.natarajan.pk, "communications")
    assert Event.objects.get(verb="post.wait_ended").keys["office"] == "community_policing"


def test_only_an_office_that_is_waited_for_answers_and_once_cpd_tw_iv_a_1(
    chicago: Cast, waits: Post, at: datetime
) -> None:
    for who in ("reyes", "whitfield", "okafor", "marsh"):
        with pytest.raises(Refused):
            answering.answer(post_id=waits.pk, actor=chicago.people[who], at=at + 5 * MINUTE)
    answering.answer(post_id=waits.pk, actor=chicago.natarajan, at=at + 5 * MINUTE)
    with pytest.raises(Refused):
        answering.answer(post_id=waits.pk, actor=chicago.natarajan, at=at + 6 * MINUTE)
    ended(at + TOLD_AFTER + WAIT * MINUTE)
    with pytest.raises(WrongStatus):
        answering.answer(post_id=waits.pk, actor=chicago.washington, at=at + 30 * MINUTE)


def test_its_page_says_until_when_it_waits_and_the_office_answers_there_cpd_tw_iv_a_1(
    chicago: Cast, waits: Post, at: datetime
) -> None:
    with time_machine.travel(at + 5 * MINUTE, tick=False):
        page = page_of(chicago.reyes, waits)
        until = (at + TOLD_AFTER + WAIT * MINUTE).astimezone(chicago.agency.tzinfo)
        assert "It waits for an answer of Communications and Community Policing until " in page
        assert f"{until:%H:%M %Z}, and goes on by itself then." in page
        assert reverse("answer_post", args=[waits.pk]) not in page

        assert reverse("answer_post", args=[waits.pk]) in page_of(chicago.natarajan, waits)
        client = Client()
        client.force_login(chicago.natarajan)
        done = client.post(reverse("answer_post", args=[waits.pk]), follow=True).content.decode()
        assert "does not wait for your office any more" in done
        assert reverse("answer_post", args=[waits.pk]) not in done
        assert "an answer of Community Policing until" in done


def test_the_database_sends_nothing_that_waits_for_an_office_cpd_tw_iv_a_1(waits: Post, at: datetime) -> None:
    with pytest.raises(DatabaseError, match="an office has not been told yet"), transaction.atomic():
        Post.objects.filter(pk=waits.pk).update(status=Status.APPROVED)
    one = DutyNotice.objects.earliest("pk")
    for change in ({"delivered_at": None}, {"wait_minutes": 0}, {"answered_by": 1}, {"role": "sergeant"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            DutyNotice.objects.filter(pk=one.pk).update(**change)
    DutyNotice.objects.filter(pk=one.pk).update(waited_at=at + 5 * MINUTE)
    with pytest.raises(DatabaseError), transaction.atomic():
        DutyNotice.objects.filter(pk=one.pk).update(waited_at=None)


def test_a_department_waits_for_nobody_unless_its_rules_say_so_and_never_longer_than_a_day() -> None:
    pack = parse_pack(file="chicago.toml", source=rules.text("chicago"))
    notable = pack.rule(id="notable")
    assert notable is not None and vars(notable)["wait_minutes"] == 0
    with pytest.raises(PackErrors, match="must not be more than 1,440 minutes"):
        parse_pack(file="chicago.toml", source=waiting_rules(1_441))


def test_the_longest_wait_is_set_in_a_proposal_cpd_tw_iv_a_1(chicago: Cast, at: datetime) -> None:
    with time_machine.travel(at, tick=False):
        client = Client()
        client.force_login(chicago.natarajan)
        client.post(reverse("begin_proposal"), {"begin_with": "present"})
        proposal = chicago.agency.proposals.latest("pk")
        shown = client.get(reverse("proposal", args=[proposal.pk])).content.decode()
        assert "Waiting for an office" in shown and "Not waited for" in shown
        address = reverse("change_rule", args=[proposal.pk, "notable"])
        page = client.get(address)
        assert "Minutes to wait for their answer" in page.content.decode()
        assert list(page.context["form"].fields) == ["wait_minutes"], "the clause itself stays as it is"
        client.post(address, {"wait_minutes": "45"})
        source = client.get(reverse("proposal_file", args=[proposal.pk]))
    assert b"wait_minutes = 45" in b"".join(source) and "wait_minutes" not in rules.text("chicago")


def test_an_office_that_is_off_duty_answers_nothing_and_strands_nothing_cpd_tw_iv_a_1(
    chicago: Cast, waits: Post, at: datetime
) -> None:
    duty.end(member=chicago.natarajan, at=at + 3 * MINUTE)
    with pytest.raises(Refused):
        answering.answer(post_id=waits.pk, actor=chicago.natarajan, at=at + 5 * MINUTE)
    ended(at + TOLD_AFTER + WAIT * MINUTE)
    assert status_of(waits) == Status.APPROVED
