"""Positive stories: forwarded with consent, adopted with everything that belongs to them, or declined with feedback."""

import threading
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connections, transaction

from accounts import authority as authorities
from accounts.models import Member, Message, OutletAccount, Unit
from audit.models import Event
from governance import cast
from governance.cast import CORPORATE, Cast
from posts import drafting, history, preserving, standing, submission
from posts.coordination import boards, origins, stories
from posts.coordination.stories import StoryMovedOn, Told
from posts.coordination.withdrawing import StoryWithdrawn
from posts.drafting import Written
from posts.models import Consent, Draft, Picture, Post, RevisionAuthor, Status, Story, StoryState
from posts.pictured import Pictured
from posts.workflow import Refused
from tests import people
from tests.posts import picturing

WORDS = "Officer Reyes taught Mrs. Alvarez, 91, to ride a bicycle again on Humboldt Boulevard."
AGREED = "Mrs. Alvarez and her daughter agreed on the phone, 20 Nov."


@pytest.fixture
def corporate(chicago: Cast, at: datetime) -> OutletAccount:
    return cast.speak_for_all(cast=chicago, house=cast.CHICAGO, at=at)


def forwarded(
    chicago: Cast, *, by: str = "whitfield", unit: str = "014", at: datetime, **more: object
) -> Story:
    told = Told(words=WORDS, consent=Consent.AGREED, consent_words=AGREED, **more)  # type: ignore[arg-type]
    return stories.forward(unit_id=chicago.units[unit].pk, told=told, actor=chicago.people[by], at=at)


def adopted(chicago: Cast, story: Story, *, by: str = "natarajan", at: datetime) -> Post:
    account = chicago.accounts[CORPORATE]
    return stories.adopt(story_id=story.pk, account_id=account.pk, actor=chicago.people[by], at=at)


def letters(member: Member, kind: str) -> list[Message]:
    return list(Message.objects.filter(to=member, kind=kind))


@pytest.mark.parametrize("by", ["whitfield", "reyes"])
def test_cpd_tw_v_b_7_and_v_d_5_a_sergeant_and_a_representative_forward_a_story_that_is_adopted_with_its_provenance(
    chicago: Cast, corporate: OutletAccount, by: str, at: datetime
) -> None:
    story = forwarded(chicago, by=by, at=at)
    assert letters(chicago.natarajan, "story_forwarded")

    post = adopted(chicago, story, at=at)

    story.refresh_from_db()
    origin = origins.of(post_id=post.pk)
    assert (story.state, post.account, post.draft.text) == (StoryState.ADOPTED, corporate, WORDS)
    assert origin is not None and origin.story == story
    assert set(post.draft.writers.all()) == {chicago.natarajan, chicago.people[by]}
    assert letters(chicago.whitfield, "story_decided") and letters(chicago.reyes, "story_decided")
    said = [entry.sentence for entry in history.of(post)]
    whose = chicago.people[by].titled_name
    assert f"{chicago.natarajan.titled_name} adopted it from a story that {whose} forwarded" in said
    assert [entry.act for entry in preserving.chain_of(post)][:2] == ["begun", "came_from"]


def test_whoever_wrote_words_of_an_adopted_story_is_an_author_and_approves_nothing_of_it(
    chicago: Cast, corporate: OutletAccount, at: datetime
) -> None:
    out = people.approved(engaged=chicago, at=at)
    Post.objects.filter(pk=out.pk).update(status=Status.PUBLISHED)
    story = forwarded(chicago, post_id=out.pk, at=at)
    post = adopted(chicago, story, at=at)
    written = drafting.written_in(draft=post.draft, category="safety_tip")
    draft = drafting.save(
        post_id=post.pk,
        actor=chicago.natarajan,
        written=Written(category="safety_tip", text=written.text, answers=people.TIP.answers),
        seen_version=1,
        at=at,
    )
    submission.submit(post_id=post.pk, actor=chicago.natarajan, seen_version=draft.version, at=at)

    post.refresh_from_db()
    authors = RevisionAuthor.objects.filter(revision=post.revision).values_list(
        "member__log_on_id", flat=True
    )
    assert set(authors) == {"natarajan", "whitfield", "reyes"}
    assert chicago.whitfield.pk in standing.of(post).writers


def test_pictures_of_a_story_and_of_its_post_come_along_with_their_words(
    chicago: Cast, corporate: OutletAccount, at: datetime
) -> None:
    draft = people.drafted(engaged=chicago, at=at)
    coats = picturing.made(post=draft, by=chicago.reyes, at=at)
    told = (Pictured(picture_id=coats.pk, alt_text="Coats on a rack"),)

    post = adopted(chicago, forwarded(chicago, pictures=told, at=at), at=at)

    assert picturing.words_of(post) == ["Coats on a rack"]
    with pytest.raises(Picture.DoesNotExist):
        forwarded(chicago, by="murphy", unit="018", pictures=told, at=at)


def test_cpd_tw_v_b_7_a_story_is_declined_with_feedback_that_the_unit_is_told_of(
    chicago: Cast, at: datetime
) -> None:
    story = forwarded(chicago, at=at)

    stories.decline(story_id=story.pk, feedback="We had one like it on Monday.", actor=chicago.foster, at=at)

    story.refresh_from_db()
    assert (story.state, story.feedback) == (StoryState.DECLINED, "We had one like it on Monday.")
    assert letters(chicago.whitfield, "story_decided") and letters(chicago.ortega, "story_decided")
    with pytest.raises(StoryMovedOn, match="This story is now: Not adopted"):
        stories.decline(story_id=story.pk, feedback="Again.", actor=chicago.natarajan, at=at)


@pytest.mark.parametrize(
    "broken",
    [
        {"consent": "agreed", "consent_words": ""},
        {"consent": "nobody", "consent_words": "Somebody agreed."},
        {"state": "declined", "feedback": ""},
        {"state": "somewhere"},
    ],
)
def test_the_database_keeps_no_story_without_consent_and_no_refusal_without_feedback(
    chicago: Cast, broken: dict[str, str], at: datetime
) -> None:
    story = forwarded(chicago, at=at)
    decided = {"decided_by": chicago.natarajan, "decided_at": at} if "state" in broken else {}
    with pytest.raises(IntegrityError), transaction.atomic():
        Story.objects.filter(pk=story.pk).update(**broken, **decided)


def test_somebody_who_changed_their_mind_is_heard_before_communications_decides(
    chicago: Cast, at: datetime
) -> None:
    story = forwarded(chicago, at=at)
    stories.withdraw(story_id=story.pk, reason="Mrs. Alvarez asked us to.", actor=chicago.reyes, at=at)
    with pytest.raises(StoryMovedOn):
        stories.decline(story_id=story.pk, feedback="No.", actor=chicago.natarajan, at=at)


def test_cpd_sm_iii_c_4_d_somebody_who_changes_their_mind_after_the_adoption_is_heard_as_well(
    chicago: Cast, corporate: OutletAccount, at: datetime
) -> None:
    story = forwarded(chicago, at=at)
    post = adopted(chicago, story, at=at)
    Post.objects.filter(pk=post.pk).update(category="good_news")
    draft = Draft.objects.get(post=post)
    answers = {"people_named": "yes", "people_agreed": "agreed", "source": "The 014th District"}
    written = replace(drafting.written_in(draft=draft, category="good_news"), answers=answers)
    draft = drafting.save(
        post_id=post.pk, actor=chicago.natarajan, written=written, seen_version=draft.version, at=at
    )
    sent = submission.submit(post_id=post.pk, actor=chicago.natarajan, seen_version=draft.version, at=at)
    assert sent.status == Status.IN_REVIEW
    stories.withdraw(story_id=story.pk, reason="Mrs. Alvarez asked us to.", actor=chicago.reyes, at=at)
    post.refresh_from_db()
    story.refresh_from_db()
    assert (post.status, story.state) == (Status.RETURNED, StoryState.WITHDRAWN)
    assert letters(chicago.natarajan, "story_withdrawn")
    assert [one.sentence for one in history.of(post) if one.act == "returned"] == [
        f"{chicago.reyes.titled_name} withdrew the story that it tells, so it went back"
    ]
    with pytest.raises(StoryWithdrawn):
        submission.submit(post_id=post.pk, actor=chicago.natarajan, seen_version=draft.version, at=at)
    with pytest.raises(StoryMovedOn):
        stories.withdraw(story_id=story.pk, reason="Again.", actor=chicago.reyes, at=at)


@pytest.mark.parametrize("by", ["okafor", "lindqvist", "washington", "admin"])
def test_nobody_but_sergeants_and_representatives_of_the_unit_forwards_its_stories(
    chicago: Cast, by: str, at: datetime
) -> None:
    with pytest.raises(Refused, match="Sergeants and social media representatives"):
        forwarded(chicago, by=by, at=at)
    with pytest.raises(Unit.DoesNotExist):
        forwarded(chicago, by="murphy", at=at)


@pytest.mark.parametrize("by", ["whitfield", "okafor", "washington", "marsh", "admin"])
def test_nobody_but_communications_decides_about_a_story(
    chicago: Cast, corporate: OutletAccount, by: str, at: datetime
) -> None:
    story = forwarded(chicago, at=at)
    with pytest.raises(Refused):
        adopted(chicago, story, by=by, at=at)
    with pytest.raises(Refused):
        stories.decline(story_id=story.pk, feedback="No.", actor=chicago.people[by], at=at)
    with pytest.raises(Story.DoesNotExist):
        stories.decline(story_id=story.pk, feedback="No.", actor=chicago.murphy, at=at)


def test_a_story_becomes_a_draft_of_the_department_and_never_of_a_unit(chicago: Cast, at: datetime) -> None:
    story = forwarded(chicago, at=at)
    with pytest.raises(OutletAccount.DoesNotExist):
        stories.adopt(
            story_id=story.pk, account_id=chicago.accounts["014"].pk, actor=chicago.natarajan, at=at
        )


def test_the_same_story_from_two_windows_is_one(chicago: Cast, at: datetime) -> None:
    first = forwarded(chicago, at=at)
    assert forwarded(chicago, at=at + timedelta(seconds=1)) == first
    assert Event.objects.filter(verb="story.forwarded").count() == 1


def test_of_two_who_adopt_at_once_one_is_told(committed_db: str, at: datetime) -> None:
    engaged = people.engage_on_duty(house=cast.CHICAGO, at=at - timedelta(hours=1))
    with transaction.atomic():
        cast.speak_for_all(cast=engaged, house=cast.CHICAGO, at=at)
    story = forwarded(engaged, at=at)
    told: list[object] = []

    def adopt(by: str) -> None:
        try:
            told.append(adopted(engaged, story, by=by, at=at))
        except StoryMovedOn as moved:
            told.append(str(moved))
        finally:
            connections.close_all()

    both = [threading.Thread(target=adopt, args=[by]) for by in ("natarajan", "foster")]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert sorted(map(type, told), key=str) == sorted([Post, str], key=str)
    assert "This story is now: Adopted." in told


def test_each_reads_the_stories_of_the_units_they_may_see(chicago: Cast, at: datetime) -> None:
    here = forwarded(chicago, at=at)
    there = forwarded(chicago, by="murphy", unit="018", at=at + timedelta(minutes=1))

    def read(by: str) -> list[Story]:
        member = chicago.people[by]
        held = authorities.load(member=member, at=at)
        return list(boards.stories(authority=held, member=member, waiting=True).rows)

    assert read("natarajan") == [there, here]
    assert (read("whitfield"), read("lindqvist"), read("murphy")) == ([here], [here], [there])
