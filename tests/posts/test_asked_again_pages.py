"""The page on which a post is handed in asks again, in one list, what was answered for other words."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client

from accounts.models import Role
from governance.cast import Cast
from posts.models import Draft, Post, Status
from tests import people
from tests.posts import desks, paired
from tests.posts.answered import SENSITIVE, came_back, drafted, saved
from tests.posts.writing import Typed, check, form, submit


def _rows(page: str) -> list[str]:
    return re.findall(r'name="still-([a-z_]+)"', page)


def _ticks(page: str, *but: str) -> Typed:
    """Each question that a page asks again, ticked."""
    found = re.findall(r'name="(still-[a-z_]+)" value="([0-9a-f]{64})"', page)
    return {name: value for name, value in found if name.removeprefix("still-") not in but}


@pytest.fixture
def reyes(chicago_lately: Cast) -> Client:
    return desks.signed_in(chicago_lately.reyes)


@pytest.fixture
def rewritten(chicago_lately: Cast, early: datetime) -> Post:
    """A draft whose words changed after it was answered."""
    draft = saved(chicago_lately, drafted(chicago_lately, early), early, text="Forty bicycles wait.")
    return Post.objects.get(pk=draft.post_id)


def test_nothing_is_asked_again_while_somebody_writes(reyes: Client, rewritten: Post) -> None:
    answer = check(reyes, rewritten, htmx=True, text="Forty bicycles wait for you.").content.decode()
    assert not _rows(answer) and "to confirm" not in answer
    assert not _rows(reyes.get(f"/write/{rewritten.pk}/").content.decode())


def test_the_press_that_hands_it_in_asks_all_in_one_list_and_a_tick_confirms_each(
    reyes: Client, rewritten: Post
) -> None:
    page = submit(reyes, rewritten).content.decode()
    assert set(_rows(page)) == SENSITIVE
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))
    assert "You answered this before the post changed." in words
    assert "6 answers to confirm first. Nothing was submitted. What you typed is saved." in words
    ticks = _ticks(page, "notable")
    page = submit(reyes, rewritten, **ticks).content.decode()
    assert _rows(page) == ["notable"] and "1 answer to confirm first" in page
    done = submit(reyes, rewritten, **_ticks(page))
    assert done.status_code == 302
    rewritten.refresh_from_db()
    assert rewritten.status == Status.IN_REVIEW


def test_while_answers_wait_to_be_confirmed_the_page_does_not_say_that_it_is_ready(
    reyes: Client, rewritten: Post
) -> None:
    ready, good = "Nothing to fix and nothing to think about.", "Nothing to fix<"
    before = check(reyes, rewritten, htmx=True).content.decode()
    assert ready in before and good in before
    page = submit(reyes, rewritten).content.decode()
    assert ready not in page and good not in page and "It is ready for" not in page
    assert 'Nothing was found in it. <a href="#older">6 answers to confirm first</a>.' in page
    ticked = check(reyes, rewritten, htmx=True, asked_again=",".join(SENSITIVE), **_ticks(page))
    assert ready in ticked.content.decode()


def test_another_answer_instead_of_a_tick_counts_too(reyes: Client, rewritten: Post) -> None:
    page = submit(reyes, rewritten).content.decode()
    other = {"answer-source": "The inventory of 21 Nov"}
    assert submit(reyes, rewritten, **_ticks(page, "source"), **other).status_code == 302


def test_a_tick_is_of_the_words_above_it_and_of_no_others(reyes: Client, rewritten: Post) -> None:
    page = submit(reyes, rewritten).content.decode()
    page = submit(reyes, rewritten, text="Fifty bicycles wait.", **_ticks(page)).content.decode()
    assert set(_rows(page)) == SENSITIVE
    assert submit(reyes, rewritten, **_ticks(page)).status_code == 302


def test_a_save_between_keeps_the_ticks_and_does_not_take_them_for_the_press(
    reyes: Client, rewritten: Post
) -> None:
    page = submit(reyes, rewritten).content.decode()
    ticks = _ticks(page, "notable")
    kept = check(reyes, rewritten, htmx=True, asked_again=",".join(SENSITIVE), **ticks).content.decode()
    assert len(_rows(kept)) == 6 and kept.count("checked") >= 5 and "1 answer to confirm first" in kept
    assert set(_rows(submit(reyes, rewritten).content.decode())) == SENSITIVE


def test_an_older_page_answers_nothing_for_what_it_is_kept_over(
    chicago_lately: Cast, early: datetime
) -> None:
    """Somebody kept the page of the first version open, and keeps its words over those that were saved meanwhile."""
    old = came_back(chicago_lately, early)
    saved(chicago_lately, old, early, text="Forty bicycles wait.", answers={"open_case": "yes"})
    answers = {f"answer-{key}": said for key, said in people.EVIDENCE.answers.items()}
    sent = {
        "category": "evidence",
        "text": "Forty bicycles.",
        "resolve": "mine",
        "their_version": "2",
        **answers,
    }
    client = desks.signed_in(chicago_lately.reyes)
    page = client.post(f"/write/{old.post_id}/submit/", {**sent, "version": str(old.version)})
    draft = Draft.objects.get(pk=old.pk)
    assert (draft.text, draft.answers) == ("Forty bicycles.", people.EVIDENCE.answers)
    assert set(_rows(page.content.decode())) == SENSITIVE
    assert Post.objects.get(pk=old.post_id).status == "returned"


def test_a_press_with_script_off_that_only_looks_loses_nothing(reyes: Client, rewritten: Post) -> None:
    submit(reyes, rewritten)
    check(reyes, rewritten, note="A look between.")
    held = form(rewritten)
    assert held["note"] == "A look between." and held["answer-open_case"] == "no"
    assert set(_rows(submit(reyes, rewritten).content.decode())) == SENSITIVE


@pytest.fixture
def pair(chicago_lately: Cast, early: datetime) -> tuple[Post, Post]:
    """Two drafts whose words changed after each was answered."""
    first, second = paired.begun(engaged=chicago_lately, written=people.EVIDENCE, at=early)
    first_draft, second_draft = Draft.objects.get(post=first), Draft.objects.get(post=second)
    saved(chicago_lately, first_draft, early, text="Forty bicycles wait.")
    answered = saved(chicago_lately, second_draft, early, answers=dict(people.EVIDENCE.answers))
    saved(chicago_lately, answered, early, text="Cuarenta bicicletas esperan.")
    return Post.objects.get(pk=first.pk), Post.objects.get(pk=second.pk)


def _of_the_other(page: str, *but: str) -> Typed:
    found = re.findall(r'name="(still-other-[a-z_]+)" value="([0-9a-f]{64})"', page)
    return {name: value for name, value in found if name.removeprefix("still-other-") not in but}


@pytest.mark.parametrize("pressed", [0, 1], ids=["the first", "its translation"])
def test_the_press_that_hands_in_a_pair_asks_of_both_on_the_page_where_it_is_pressed_cpd_tw_v_d_10(
    reyes: Client, pair: tuple[Post, Post], pressed: int
) -> None:
    post, language = pair[pressed], ("Spanish", "English")[pressed]
    page = submit(reyes, post).content.decode()
    assert set(_rows(page)) == SENSITIVE and len(_of_the_other(page)) == 6
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))
    assert (
        f"6 answers to confirm and 6 answers to confirm in {language} first. Nothing was submitted." in words
    )
    assert f"Is this still so of the post in {language}?" in words and "Nothing to fix in it." not in words

    ticks = {**_ticks(page), **_of_the_other(page, "notable")}
    page = submit(reyes, post, **ticks).content.decode()
    assert not _rows(page) and list(_of_the_other(page)) == ["still-other-notable"]
    assert f'<a href="#older-beside">1 answer to confirm in {language} first</a>' in page
    assert submit(reyes, post, **_of_the_other(page)).status_code == 302
    assert {one.status for one in Post.objects.filter(pk__in=[one.pk for one in pair])} == {Status.IN_REVIEW}


def test_a_save_between_keeps_the_ticks_of_the_other_post_and_its_other_words_ask_again(
    reyes: Client, pair: tuple[Post, Post]
) -> None:
    page = submit(reyes, pair[0]).content.decode()
    ticks = {**_ticks(page), **_of_the_other(page), "other_asked_again": "notable"}
    kept = check(reyes, pair[0], htmx=True, asked_again=",".join(SENSITIVE), **ticks).content.decode()
    assert len(_of_the_other(kept)) == 6 and "to confirm in Spanish" not in kept

    other = {
        "other_text": "Cincuenta bicicletas.",
        "other_version": str(Draft.objects.get(post=pair[1]).version),
    }
    page = submit(reyes, pair[0], **ticks, **other).content.decode()
    assert len(_of_the_other(page)) == 6 and "6 answers to confirm in Spanish first" in page
    assert Draft.objects.get(post=pair[1]).text == "Cincuenta bicicletas."


def test_whoever_ticks_for_the_other_post_becomes_a_writer_of_that_too(
    chicago_lately: Cast, early: datetime, pair: tuple[Post, Post]
) -> None:
    people.grants.authorise(
        member=chicago_lately.natarajan,
        unit=chicago_lately.units["014"],
        role=Role.USMR,
        given_by=chicago_lately.novak,
        at=early,
    )
    client = desks.signed_in(chicago_lately.natarajan)
    page = submit(client, pair[0]).content.decode()
    assert submit(client, pair[0], **_ticks(page), **_of_the_other(page)).status_code == 302
    for post in pair:
        assert chicago_lately.natarajan in Draft.objects.get(post=post).writers.all()


def test_a_day_that_is_over_is_told_of_both_posts_of_a_pair_cpd_tw_iv_f(
    chicago_lately: Cast, early: datetime
) -> None:
    past = (early - timedelta(days=3)).astimezone(chicago_lately.agency.tzinfo).date()
    fair = people.Written(
        category="district_event",
        text="Thank you for coming to our coffee.",
        answers={"event_date": past.isoformat(), "source": "Beat 1413"},
    )
    first, _ = paired.begun(engaged=chicago_lately, written=fair, at=early)
    client = desks.signed_in(chicago_lately.reyes)
    said = client.get(submit(client, first)["Location"]).content.decode()
    over = "The event is over by the time this goes out. Is it a look back?"
    assert f"{over} It is on its way all the same" in said
    assert f"In Spanish: {over} It is on its way all the same" in said
