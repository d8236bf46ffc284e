"""A choice or a reading with a first or a last day: from the page of a proposal to the hour of each post that waits."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts import duty, proposals
from accounts.models import Message, PolicyProposal
from audit.models import Event
from governance.cast import Cast
from outlets.outcomes import Published
from posts import publishing, rejudging, settling
from posts.models import Post, Publication, Status
from tests import people
from tests.posts.dated import ASKS, DAY, FIRST, LAST, adopted, approved, in_force
from tests.posts.statuses import exchange

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(at: datetime) -> Iterator[None]:
    with time_machine.travel(at, tick=False):
        yield


class Pages:
    """The screens of whoever writes a version and of whoever reads it."""

    def __init__(self, cast: Cast) -> None:
        self.writer, self.reviewer = Client(), Client()
        self.writer.force_login(cast.natarajan)
        self.reviewer.force_login(cast.admin)
        self.writer.post(reverse("begin_proposal"), {"begin_with": "present"})
        self.proposal = PolicyProposal.objects.latest("pk")

    def change(self, rule: str, **typed: str) -> str:
        address = reverse("change_rule", args=[self.proposal.pk, rule])
        form = self.writer.get(address).context["form"]
        shown = {field.name: field.value() or "" for field in form}
        terms = f"{shown['terms']}\n{ASKS}" if "terms" in shown else ""
        sent = {**shown, **({"terms": terms} if terms else {}), **typed}
        return self.writer.post(address, sent, follow=True).content.decode()

    def adopt(self) -> None:
        self.writer.post(
            reverse("hand_in_proposal", args=[self.proposal.pk]), {"why": "It is new.", "effective_at": ""}
        )
        adopts = reverse("adopt_proposal", args=[self.proposal.pk])
        self.reviewer.post(adopts, {"read_against": self.proposal.base_id, "answer": ""})


def planned(engaged: Cast, at: datetime, send_at: datetime | None) -> Post:
    """A tip that its sergeant approved."""
    post = people.submitted(engaged=engaged, written=replace(people.TIP, send_at=send_at), at=at)
    return people.approve(post=post, by=engaged.whitfield, at=at)


def statuses(*posts: Post) -> list[str]:
    return [Post.objects.get(pk=post.pk).status for post in posts]


def claimed(post: Post, at: datetime) -> str:
    """Where a post is once a worker has tried to send it."""
    publishing.claim(publication_id=Publication.objects.get(post=post).pk, now_by=lambda: at)
    return statuses(post)[0]


def test_a_reading_is_given_days_on_its_page_and_the_difference_shows_them(chicago: Cast) -> None:
    pages = Pages(chicago)
    page = pages.change("evidence-suspected", from_on="2026-12-01", until_on="2026-11-30")
    assert "This day lies before the first one. Choose a later day, or leave it empty." in page
    assert 'value="2026-12-01"' in page and 'value="2026-11-30"' in page and ASKS in page
    page = pages.change("evidence-suspected", from_on="2026-12-01", until_on="some day")
    assert "Choose a day, such as 12/31/2026, or leave it empty." in page and 'value="some day"' in page

    page = pages.change("evidence-suspected", from_on="2026-12-01", until_on="2027-01-31")
    assert "Counts from" in page and "<ins>1 December 2026</ins>" in page
    assert "Counts until" in page and "<ins>31 January 2027</ins>" in page
    assert "Not yet: from 1 December 2026 until 31 January 2027" in page
    rule = proposals.pack_of(proposal=PolicyProposal.objects.latest("pk")).rule(id="evidence-suspected")
    assert rule is not None and (rule.from_on, rule.until_on) == (date(2026, 12, 1), date(2027, 1, 31))

    page = pages.change("evidence-suspected", from_on="", until_on="2027-01-31")
    assert "Counts from" not in page and "Until 31 January 2027" in page


@pytest.mark.parametrize("rule", ["listed-kind", "booking-photo-asked"])
def test_a_floor_and_state_law_have_no_days_to_choose(chicago: Cast, rule: str) -> None:
    pages = Pages(chicago)
    form = pages.writer.get(reverse("change_rule", args=[pages.proposal.pk, rule])).context["form"]
    assert "sentence" in form.fields and not {"from_on", "until_on"} & form.fields.keys()


def test_a_rule_that_begins_before_the_hour_sends_a_post_back_and_one_that_has_ended_by_then_lets_it_pass(
    chicago: Cast, at: datetime
) -> None:
    """CPD-TW.I, CPD-TW.VI: each post is judged for the day on which residents first read it."""
    before, during, after = (planned(chicago, at, at + days * DAY) for days in (2, 4, 7))
    pages = Pages(chicago)
    pages.change("evidence-suspected", from_on=FIRST.isoformat(), until_on=LAST.isoformat())
    outlook = pages.writer.get(reverse("proposal_posts", args=[pages.proposal.pk])).content.decode()
    assert "1 waiting post would go back" in outlook
    pages.adopt()

    assert set(rejudging.owed(at=at)) == {before.pk, during.pk, after.pk}
    for post_id in rejudging.owed(at=at):
        rejudging.judge_again(post_id=post_id, at=at)
    assert statuses(before, during, after) == [Status.APPROVED, Status.RETURNED, Status.APPROVED]
    assert "show or describe" in Message.objects.filter(kind="rules_changed", to=chicago.reyes).get().body
    assert claimed(before, at + 2 * DAY) == claimed(after, at + 7 * DAY) == Status.SENDING


@pytest.mark.parametrize(
    ("last", "days", "status"),
    [
        (None, 0, Status.SENDING),
        (None, 4, Status.RETURNED),
        (LAST, 5, Status.RETURNED),
        (LAST, 6, Status.SENDING),
    ],
    ids=["not yet", "begun", "its last day", "ended"],
)
def test_a_post_without_a_time_is_judged_at_the_claim_by_the_rules_that_count_that_day(
    chicago: Cast, at: datetime, last: date | None, days: int, status: Status
) -> None:
    """CPD-TW.I: it was sent in on Saturday, under the same version, and waits for its sergeant."""
    in_force(chicago, at, first=FIRST, last=last)
    post = people.submitted(engaged=chicago, at=at)
    approved(chicago, post, at + days * DAY)
    assert claimed(post, at + days * DAY) == status
    held = Event.objects.filter(verb="post.held_back", subject_id=post.pk)
    assert [one.keys["why"] for one in held] == (["rule_began"] if status == Status.RETURNED else [])


@pytest.mark.parametrize(("late", "status"), [(10, Status.SENDING), (20, Status.RETURNED)])
def test_a_post_of_late_in_the_evening_that_goes_out_after_midnight_is_judged_by_the_rules_of_that_day(
    chicago: Cast, at: datetime, late: int, status: Status
) -> None:
    """CPD-TW.I: midnight is that of the agency; the day of the slot alone was counted when it was sent in."""
    in_force(chicago, at, first=FIRST)
    slot = datetime(2026, 11, 24, 23, 45, tzinfo=chicago.agency.tzinfo)
    post = people.submitted(engaged=chicago, written=replace(people.TIP, send_at=slot), at=at)
    approved(chicago, post, slot - timedelta(hours=3))
    assert claimed(post, slot + timedelta(minutes=late)) == status


MIDNIGHT = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
"""In Chicago, at the beginning of the first day."""
MINUTE = timedelta(minutes=1)
OUT_AT = MIDNIGHT - MINUTE


def test_a_thread_that_is_half_out_goes_on_over_the_midnight_on_which_a_rule_begins(
    chicago: Cast, at: datetime
) -> None:
    """CPD-TW.I: what residents read half of is no riddle for hours; a thread that has not begun goes back."""
    in_force(chicago, at, first=FIRST)
    written = replace(people.TIP, further=("Neighbors who look out for each other help, too.",))
    half, late = (people.submitted(engaged=chicago, written=written, at=at) for _ in range(2))
    for post in (half, late):
        approved(chicago, post, MIDNIGHT - 10 * MINUTE)
    first, second = Publication.objects.filter(post=half).order_by("part")
    taken = publishing.claim(publication_id=first.pk, now_by=lambda: MIDNIGHT - 2 * MINUTE)
    assert taken is not None
    answer = Published(external_id="91", url="http://127.0.0.1/x", at=OUT_AT, exchange=exchange(OUT_AT))
    settling.write(attempt_id=taken.attempt_id, outcome=answer, at=OUT_AT)

    assert publishing.claim(publication_id=second.pk, now_by=lambda: MIDNIGHT + MINUTE) is not None
    assert statuses(half) == [Status.SENDING]
    begins = Publication.objects.get(post=late, part=0)
    publishing.claim(publication_id=begins.pk, now_by=lambda: MIDNIGHT + MINUTE)
    assert statuses(late) == [Status.RETURNED]


@pytest.mark.parametrize(
    ("minutes", "status"), [(-1, Status.SENDING), (1, Status.RETURNED)], ids=["before", "after"]
)
def test_a_permission_of_the_rules_that_ends_overnight_sends_a_post_back(
    chicago: Cast, at: datetime, minutes: int, status: Status
) -> None:
    """CPD-TW.V.D.9, CPD-SM.III.C.4.b: until that midnight an arrest may be told although its case is open."""
    adopted(chicago, at, "arrest-told", until_on=FIRST - timedelta(days=1))
    post = people.submitted(engaged=chicago, written=people.ARREST, at=at)
    for who in (chicago.whitfield, chicago.natarajan):
        duty.start(member=who, at=MIDNIGHT - 10 * MINUTE)
        people.approve(post=post, by=who, at=MIDNIGHT - 10 * MINUTE)
    assert claimed(post, MIDNIGHT + minutes * MINUTE) == status
    held = Event.objects.filter(verb="post.held_back", subject_id=post.pk)
    assert [one.keys["why"] for one in held] == (["rule_began"] if status == Status.RETURNED else [])


def test_a_version_that_was_judged_by_new_rules_is_judged_once_more_when_one_of_them_begins(
    chicago: Cast, at: datetime
) -> None:
    post = people.submitted(engaged=chicago, at=at)
    in_force(chicago, at + DAY, first=FIRST)
    assert rejudging.judge_again(post_id=post.pk, at=at + DAY)
    approved(chicago, post, at + 4 * DAY)
    assert claimed(post, at + 4 * DAY) == Status.RETURNED


def test_a_draft_for_a_day_on_which_a_rule_counts_is_asked_at_once_cpd_tw_i(
    chicago: Cast, at: datetime
) -> None:
    """CPD-TW.I: nothing that has a time has to come back because a rule of its own version begins."""
    in_force(chicago, at, first=FIRST, last=LAST)
    client = Client()
    client.force_login(chicago.reyes)
    for day, asked in (
        ("2026-11-24", False),
        ("2026-11-25", True),
        ("2026-11-26", True),
        ("2026-11-27", False),
    ):
        typed = {"text": people.TIP.text, "category": people.TIP.category, "send_on": day}
        page = client.post(reverse("try_directive"), typed)
        found = {one.rule for one in page.context["decision"].findings}
        assert ("evidence-suspected" in found) is asked
        told = page.content.decode()
        assert ("“Words about evidence” would have something to say of it." in told) is not asked
    assert "Ended on 26 November 2026" in told


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ({"ends_on": "2026-11-30"}, False),
        ({"send_until": "2026-11-24"}, False),
        ({"send_until": "2026-11-25"}, True),
        ({"send_until": "some day"}, False),
    ],
)
def test_a_rule_that_begins_later_is_tried_for_the_last_day_of_a_post_and_not_of_its_pictures(
    chicago: Cast, at: datetime, typed: dict[str, str], asked: bool
) -> None:
    """CPD-TW.I"""
    in_force(chicago, at, first=FIRST, last=LAST)
    client = Client()
    client.force_login(chicago.reyes)
    tip = {"text": people.TIP.text, "category": people.TIP.category, "send_on": "2026-11-24"}
    page = client.post(reverse("try_directive"), tip | typed)
    assert ("evidence-suspected" in {one.rule for one in page.context["decision"].findings}) is asked
    told = page.content.decode()
    assert ("“Words about evidence” would have something to say of it. Not yet: from" in told) is not asked
    assert all(f'name="{name}" value="{value}"' in told for name, value in typed.items())


def test_the_directive_at_work_and_the_page_of_a_clause_say_from_when_a_rule_counts(
    chicago: Cast, at: datetime
) -> None:
    """CPD-TW.V.D.10"""
    in_force(chicago, at, first=FIRST, last=LAST)
    client = Client()
    for days, said in (
        (0, "Not yet: from 25 November 2026 until 26 November 2026"),
        (4, "From 25 November 2026 until 26 November 2026"),
        (6, "Ended on 26 November 2026"),
    ):
        with time_machine.travel(at + days * DAY, tick=False):
            client.force_login(chicago.natarajan)
            for address in (reverse("directive"), reverse("rule", args=["CPD-TW.V.D.10"])):
                assert said in client.get(address).content.decode()
