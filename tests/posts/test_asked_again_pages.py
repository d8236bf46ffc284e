"""The page on which a post is handed in asks again, in one list, what was answered for other words."""

import re
from datetime import datetime

import pytest
from django.test import Client

from governance.cast import Cast
from posts.models import Draft, Post, Status
from tests import people
from tests.posts import desks
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
    assert "5 answers to confirm first. Nothing was submitted. What you typed is saved." in words
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
    assert 'Nothing was found in it. <a href="#older">5 answers to confirm first</a>.' in page
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
    assert len(_rows(kept)) == 5 and kept.count("checked") >= 4 and "1 answer to confirm first" in kept
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
