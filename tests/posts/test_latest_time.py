"""Until when a post may go out: as it is typed, kept, frozen, told and kept to."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.cast import Cast
from posts import drafting, history, publishing, scheduling, slots, submission
from posts.drafting import SavedMeanwhile, Written
from posts.models import Draft, Post, Publication, Status
from posts.submission import SlotHasPassed
from tests import people
from tests.posts.writing import at, check, draft, form, reyes

__all__ = ["at", "draft", "reyes"]
pytestmark = pytest.mark.django_db
CHICAGO = ZoneInfo("America/Chicago")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def between(first: datetime | None, last: datetime | None) -> Written:
    """A tip that goes out between the two."""
    return replace(people.TIP, send_at=first, send_until=last)


def sent_in(engaged: Cast, first: datetime | None, last: datetime | None, at: datetime) -> Post:
    """A post in review that may go out between the two."""
    return people.submitted(engaged=engaged, written=between(first, last), at=at)


def kept_in(post: Post) -> tuple[datetime | None, datetime | None]:
    """Both times as they are kept."""
    row = Draft.objects.get(post=post)
    return row.send_at, row.send_until


@pytest.mark.parametrize(
    ("first", "last"),
    [(HOUR, 3 * DAY), (HOUR, HOUR + slots.LONGEST_WINDOW), (None, 2 * HOUR)],
    ids=["three days", "the longest", "from its approval on"],
)
def test_what_is_approved_is_the_window_that_was_asked_for(
    chicago: Cast, at: datetime, first: timedelta | None, last: timedelta
) -> None:
    post = sent_in(chicago, at + first if first else None, at + last, at)
    assert post.revision is not None
    assert post.revision.not_before == (at + first if first else None)
    assert post.revision.not_after == at + last


def test_without_a_latest_time_the_end_of_the_day_is_it(chicago: Cast, at: datetime) -> None:
    post = sent_in(chicago, at + HOUR, None, at)
    assert post.revision is not None
    assert post.revision.not_after is not None
    assert at + HOUR < post.revision.not_after < at + HOUR + DAY


def test_another_latest_time_is_another_agreement(chicago: Cast, at: datetime) -> None:
    bindings = set()
    for days in (1, 2, 3):
        post = sent_in(chicago, at + HOUR, at + days * DAY, at)
        assert post.revision is not None
        bindings.add(post.revision.binding)
    assert len(bindings) == 3


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (None, -HOUR, "has passed"),
        (HOUR, HOUR, "after the time it goes out"),
        (2 * HOUR, HOUR, "after the time it goes out"),
        (HOUR, HOUR + slots.LONGEST_WINDOW + timedelta(minutes=1), "14 days after the time it goes out"),
        (None, slots.LONGEST_WINDOW + timedelta(minutes=1), "14 days after now"),
    ],
)
def test_a_window_that_cannot_be_is_not_submitted(
    chicago: Cast, at: datetime, first: timedelta | None, last: timedelta, said: str
) -> None:
    written = between(at + first if first else None, at + last)
    post = people.drafted(engaged=chicago, written=written, at=at)
    with pytest.raises(SlotHasPassed, match=said):
        submission.submit(post_id=post.pk, actor=chicago.reyes, seen_version=1, at=at)
    post.refresh_from_db()
    assert post.status == Status.DRAFT


def test_a_decision_is_due_before_the_latest_time(chicago: Cast, at: datetime) -> None:
    last = at + timedelta(minutes=5)
    assert sent_in(chicago, None, last, at).due_at == last


@pytest.mark.parametrize(("minutes", "goes"), [(-1, True), (1, False)], ids=["before it", "after it"])
def test_after_the_latest_time_nothing_goes_out(
    chicago: Cast, at: datetime, minutes: int, *, goes: bool
) -> None:
    last = at + HOUR / 2
    post = people.approve(post=sent_in(chicago, None, last, at), by=chicago.whitfield, at=at)
    publication = Publication.objects.get(post=post)
    now = last + timedelta(minutes=minutes)
    assert (publishing.claim(publication_id=publication.pk, now_by=lambda: now) is not None) is goes
    post.refresh_from_db()
    assert post.status == (Status.SENDING if goes else Status.MISSED)


def test_a_post_moves_to_another_day_of_its_window_and_no_further(chicago: Cast, at: datetime) -> None:
    post = people.approve(post=sent_in(chicago, at + HOUR, at + 3 * DAY, at), by=chicago.whitfield, at=at)
    moved = scheduling.move(post_id=post.pk, to=at + 2 * DAY, actor=chicago.reyes, at=at)
    assert (moved.status, moved.due_at) == (Status.APPROVED, at + 2 * DAY)
    with pytest.raises(scheduling.OutsideWindow):
        scheduling.move(post_id=post.pk, to=at + 3 * DAY + timedelta(minutes=1), actor=chicago.reyes, at=at)


def test_a_save_over_another_latest_time_is_told(chicago: Cast, at: datetime) -> None:
    post = people.drafted(engaged=chicago, at=at)
    drafting.save(
        post_id=post.pk, actor=chicago.ortega, written=between(None, at + DAY), seen_version=1, at=at
    )
    with pytest.raises(SavedMeanwhile):
        drafting.save(
            post_id=post.pk, actor=chicago.reyes, written=between(None, at + HOUR), seen_version=1, at=at
        )


def test_a_copy_goes_out_when_its_author_says_so_anew(chicago: Cast, at: datetime) -> None:
    post = sent_in(chicago, at + HOUR, at + DAY, at)
    assert kept_in(drafting.copy(post_id=post.pk, actor=chicago.reyes, at=at)) == (None, None)


def test_an_event_that_may_be_over_by_then_is_thought_about(chicago: Cast, at: datetime) -> None:
    found = {}
    today = at.astimezone(CHICAGO).date()
    answers = {"event_date": (today + DAY).isoformat()}
    for days in (1, 3):
        judged = submission.judging.judge_draft(
            account=chicago.accounts["014"],
            category="community_event",
            text="Coffee with us.",
            answers=answers,
            send_at=None,
            send_until=at + days * DAY,
            at=at,
        )
        found[days] = {finding.rule for finding in judged.decision.findings}
    assert "event-passed" not in found[1]
    assert "event-passed" in found[3]


def typed(client: Client, post: Post, on: str, clock: str, **more: str) -> str:
    """The answer to a latest day and time."""
    content: str = check(
        client, post, until_on=on, until_clock=clock, htmx=True, text="Kept all the same", **more
    ).content.decode()
    return content


def day_and_clock(moment: datetime) -> tuple[str, str]:
    here = moment.astimezone(CHICAGO)
    return here.date().isoformat(), f"{here:%H:%M}"


@pytest.mark.parametrize("when", ["approved", "chosen"])
def test_the_form_keeps_a_latest_time_with_and_without_a_first_one(
    reyes: Client, draft: Post, when: str
) -> None:
    now = timezone.now().replace(second=0, microsecond=0)
    first, last = now + HOUR, now + 2 * DAY
    on, clock = day_and_clock(first)
    content = typed(reyes, draft, *day_and_clock(last), when=when, send_on=on, send_clock=clock)
    assert "write-fault" not in content
    assert kept_in(draft) == (first if when == "chosen" else None, last)
    page = reyes.get(reverse("composer", args=[draft.pk])).content.decode()
    assert 'id="latest" open' in page
    assert f'value="{day_and_clock(last)[0]}"' in page


def test_an_empty_latest_time_is_none_and_the_fold_is_closed(reyes: Client, draft: Post) -> None:
    assert "write-fault" not in typed(reyes, draft, "", "")
    assert kept_in(draft) == (None, None)
    assert 'id="latest">' in reyes.get(reverse("composer", args=[draft.pk])).content.decode()


@pytest.mark.parametrize(
    ("on", "clock", "sentence"),
    [
        (
            "2027-03-14",
            "02:30",
            "Clocks go forward that night and skip 02:30. The nearest time is 03:00 CDT.",
        ),
        ("2027-11-07", "01:30", "Clocks go back that night, so 01:30 comes twice."),
        ("2027-02-30", "10:00", "Choose a day and a time, or leave both empty."),
        ("2027-02-03", "", "Choose a day and a time, or leave both empty."),
        ("", "10:00", "Choose a day and a time, or leave both empty."),
        ("9999-12-31", "23:59", "Choose a day and a time, or leave both empty."),
        ("2020-01-01", "09:00", "The latest time has passed. Choose a later one."),
        ("9998-01-01", "09:00", "The latest time is more than 14 days after now. Choose an earlier one."),
    ],
)
def test_what_is_wrong_with_a_latest_time_is_told_and_the_rest_is_saved(
    reyes: Client, draft: Post, on: str, clock: str, sentence: str
) -> None:
    content = typed(reyes, draft, on, clock)
    assert sentence in content
    assert "1 thing to fix first" in content
    assert Draft.objects.get(post=draft).text == "Kept all the same"
    assert kept_in(draft) == (None, None)


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (0, "The latest time must be after the time it goes out. Choose a later one."),
        (15, "The latest time is more than 14 days after the time it goes out. Choose an earlier one."),
    ],
)
def test_a_latest_time_that_does_not_fit_the_first_is_told(
    reyes: Client, draft: Post, days: int, sentence: str
) -> None:
    first = timezone.now() + DAY
    on, clock = day_and_clock(first)
    last = day_and_clock(first + days * DAY)
    assert sentence in typed(reyes, draft, *last, when="chosen", send_on=on, send_clock=clock)
    assert kept_in(draft) == (None, None)


@pytest.mark.parametrize(("which", "hour"), [("earlier", 6), ("later", 7)])
def test_of_a_latest_time_that_comes_twice_the_one_that_was_said_is_kept(
    reyes: Client, draft: Post, which: str, hour: int
) -> None:
    content = typed(
        reyes,
        draft,
        "2027-11-07",
        "01:30",
        until_which=which,
        when="chosen",
        send_on="2027-11-06",
        send_clock="09:00",
    )
    assert f'name="until_which" value="{which}" checked' in content
    first = slots.moment(on=date(2027, 11, 6), clock=time(9), zone=CHICAGO)
    assert kept_in(draft) == (first, datetime(2027, 11, 7, hour, 30, tzinfo=UTC))


def test_without_script_a_latest_time_that_cannot_be_stays_in_the_form(reyes: Client, draft: Post) -> None:
    sent = form(draft, until_on="2027-03-14", until_clock="02:30")
    page = reyes.post(reverse("check_draft", args=[draft.pk]), sent).content.decode()
    assert 'id="latest" open' in page
    assert 'value="2027-03-14"' in page
    assert 'value="02:30"' in page
    assert 'href="#latest"' in page


def test_two_versions_with_other_latest_times_are_laid_side_by_side(
    chicago: Cast, reyes: Client, draft: Post
) -> None:
    theirs = timezone.now().replace(second=0, microsecond=0) + DAY
    drafting.save(
        post_id=draft.pk,
        actor=chicago.ortega,
        written=Written(send_until=theirs),
        seen_version=1,
        at=timezone.now(),
    )
    mine = theirs + DAY
    content = typed(reyes, draft, *day_and_clock(mine), version="1")
    assert "<dt>No later than</dt>" in content
    for moment in (theirs, mine):
        assert slots.in_words(moment, zone=CHICAGO) in content


@pytest.mark.parametrize("first", [HOUR, None], ids=["between two times", "no later than"])
def test_desk_and_post_page_and_history_tell_the_window(
    chicago: Cast, at: datetime, first: timedelta | None
) -> None:
    last = timezone.now().replace(second=0, microsecond=0) + 2 * DAY
    post = sent_in(chicago, timezone.now() + first if first else None, last, at)
    client = Client()
    client.force_login(chicago.whitfield)
    for name in ("desk", "post"):
        page = " ".join(client.get(reverse(name, args=[post.pk])).content.decode().split())
        assert ("<dd>Between <time" if first else "No later than <time") in page
        assert slots.in_words(last, zone=CHICAGO) in page
    [submitted] = [entry for entry in history.of(post) if entry.act == "submitted"]
    assert ("Goes out between" if first else "Goes out no later than") in submitted.detail
